"""What is wrong with a machine is said in one sentence; what is done is not done twice."""

import errno
import socket
import subprocess
import sys
from collections import namedtuple

import pytest

from runtime import __main__ as runtime
from runtime import commands, frappe_source, paths, python_env, services, setup, stamps, start, system
from runtime.say import Stop


def test_no_dpkg(monkeypatch):
	monkeypatch.setattr(system.shutil, "which", lambda name: None)
	with pytest.raises(Stop, match="not Debian"):
		system.missing_packages()


def test_no_package_manager(monkeypatch):
	monkeypatch.setattr(system.shutil, "which", lambda name: None)
	with pytest.raises(Stop, match="no apt-get .* install chromium by hand"):
		system.privilege(["chromium"])


def test_neither_root_nor_sudo(monkeypatch):
	monkeypatch.setattr(system.shutil, "which", lambda name: name == "apt-get")
	monkeypatch.setattr(system.os, "geteuid", lambda: 1000)
	with pytest.raises(Stop, match="sudo apt-get install chromium"):
		system.privilege(["chromium"])


def test_the_commands_need_nothing_but_python():
	"""They run before the environment is made, on a machine that may have no package of Python's at all."""
	command = [
		sys.executable,
		"-I",
		"-S",
		"-c",
		f"import sys; sys.path.append({str(paths.ROOT)!r}); import runtime.__main__",
	]
	subprocess.run(command, check=True)


@pytest.mark.parametrize("is_whole", [True, False])
def test_debians_python_goes_on_where_it_has_all_parts(monkeypatch, tmp_path, is_whole):
	called, parts = [], [tmp_path / "python3.11", tmp_path / "Python.h"]
	for part in parts if is_whole else parts[:1]:
		part.touch()
	monkeypatch.setattr(python_env, "DEBIANS", parts[0])
	monkeypatch.setattr(python_env, "DEBIANS_PARTS", parts)
	monkeypatch.setattr(python_env.sys, "argv", ["runtime", "test", "tests/rules"])
	monkeypatch.setattr(python_env.os, "execv", lambda *given: called.append(given))
	python_env.go_on_in_debians()
	going_on = (parts[0], [str(parts[0]), "-m", "runtime", "test", "tests/rules"])
	assert called == ([going_on] if is_whole else [])


def test_no_node(monkeypatch):
	monkeypatch.setattr(system.shutil, "which", lambda name: None)
	with pytest.raises(Stop, match="install Node"):
		system.check_node()


def test_too_little_room(monkeypatch, tmp_path):
	usage = namedtuple("usage", "free")(1024**3)
	monkeypatch.setattr(system.shutil, "disk_usage", lambda folder: usage)
	monkeypatch.setattr(paths, "ENV", tmp_path)
	with pytest.raises(Stop, match=r"1\.0 GB free; the set-up needs 3 GB"):
		system.check_disk()


def test_a_full_disk_is_one_sentence(monkeypatch, capsys):
	def fill():
		raise OSError(errno.ENOSPC, "No space left on device")

	monkeypatch.setattr(setup, "prepare", fill)
	monkeypatch.setattr(sys, "argv", ["runtime", "prepare"])
	assert runtime.main() == 1
	assert capsys.readouterr().err == "Stopped: the disk is full; make room and run the command again.\n"


def test_a_broken_download_is_one_sentence(monkeypatch, tmp_path):
	(tmp_path / "requirements").mkdir()
	for name in python_env.LOCKS:
		(tmp_path / "requirements" / name).write_text("huimang-is-not-there==1 --hash=sha256:00\n")
	monkeypatch.setattr(paths, "ROOT", tmp_path)
	monkeypatch.setattr(paths, "ENV", tmp_path / "env")
	monkeypatch.setattr(stamps.Stamp, "is_fresh", lambda stamp: False)
	monkeypatch.setattr(python_env, "run_quietly", lambda *command: "")
	monkeypatch.setattr(
		python_env, "run_counted", lambda *command: (1, "Collecting x\nERROR: no route\nmore\n")
	)
	with pytest.raises(Stop, match="^The Python packages could not be installed: ERROR: no route$"):
		python_env.install()


def test_a_taken_port_is_one_sentence(tmp_path):
	with socket.create_server(("127.0.0.1", 0)) as server:
		port = server.getsockname()[1]
		with pytest.raises(Stop, match=f"Port {port} is taken"):
			services.Services(paths.Bench(tmp_path)).choose_ports(web_port=port)


def test_a_port_taken_meanwhile_is_replaced_unless_it_was_asked_for(tmp_path):
	bench = services.Services(paths.Bench(tmp_path))
	with socket.create_server(("127.0.0.1", 0)) as server:
		taken = server.getsockname()[1]
		services.write_private(tmp_path / "var" / "ports.json", f'{{"redis_cache": {taken}}}')
		chosen = bench.choose_ports()
	assert chosen["redis_cache"] != taken
	assert len(set(chosen.values())) == len(services.FIRST_PORTS)
	assert bench.choose_ports() == chosen


@pytest.mark.parametrize("given", ["x", "0", "65536", "-1"])
def test_a_port_that_is_none(monkeypatch, given):
	monkeypatch.setenv("PORT", given)
	with pytest.raises(Stop, match="is not a port number"):
		start.web_port()


def test_passwords_are_random_and_their_owners_only(tmp_path):
	one, other = (services.read_secrets(tmp_path / name / "secrets.json") for name in "ab")
	assert not set(one.values()) & set(other.values())
	assert (tmp_path / "a" / "secrets.json").stat().st_mode & 0o777 == 0o600
	assert services.read_secrets(tmp_path / "a" / "secrets.json") == one


def test_the_same_thing_does_not_run_twice(tmp_path):
	bench = paths.Bench(tmp_path)
	with start.only_once(bench, "make start"):
		with pytest.raises(Stop, match="already runs"), start.only_once(bench, "make start"):
			pass
	with start.only_once(bench, "make start"):
		pass


@pytest.mark.parametrize(
	"version, sentence", [("14.1.0", "version 15 is needed"), (None, "is not a checkout of Frappe")]
)
def test_a_wrong_checkout_of_frappe(tmp_path, version, sentence):
	if version:
		(tmp_path / "frappe").mkdir()
		(tmp_path / "frappe" / "__init__.py").write_text(f'__version__ = "{version}"\n')
	with pytest.raises(Stop, match=sentence):
		frappe_source.use_checkout(tmp_path)


def test_a_step_is_done_again_only_when_its_inputs_changed(tmp_path):
	source = tmp_path / "lock.txt"
	source.write_text("a==1")
	stamp = stamps.Stamp("step", source, folder=tmp_path / "stamps")
	assert not stamp.is_fresh()
	stamp.write()
	assert stamps.Stamp("step", source, folder=tmp_path / "stamps").is_fresh()
	source.write_text("a==2")
	assert not stamps.Stamp("step", source, folder=tmp_path / "stamps").is_fresh()


def test_long_steps_say_how_far_they_are(capsys):
	code, output = commands.run_counted(
		[
			"printf",
			r"2 upgraded, 3 newly installed\nSetting up a\nSetting up b\nSetting up c\nSetting up d\n",
		],
		"packages set up",
		system.APT_PATTERN,
		None,
	)
	assert code == 0
	assert capsys.readouterr().out.count("packages set up: 3 of 3") == 1


def test_a_long_step_that_is_interrupted_leaves_no_program_behind(monkeypatch):
	def interrupt(progress, count):
		raise KeyboardInterrupt

	monkeypatch.setattr(commands.Progress, "at", interrupt)
	with pytest.raises(KeyboardInterrupt):
		commands.run_counted(["sh", "-c", "echo one; exec sleep 987654"], "steps", "one", 2)
	assert not subprocess.run(["pgrep", "-f", "sleep 98765[4]"], capture_output=True).stdout


def test_what_the_set_up_writes_is_never_committed():
	written = "env/x apps/frappe var/secrets.json sites/huimang.localhost/site_config.json".split()
	written += "sites/common_site_config.json logs/x.log runtime/assets/node_modules/x".split()
	ignored = subprocess.run(
		["git", "check-ignore", *written], cwd=paths.ROOT, capture_output=True, text=True
	)
	assert ignored.stdout.split() == written
