"""The virtual environment: locked packages, the apps on its path, and a `bench` command that works from any folder."""

import hashlib
import os
import subprocess
import sys
import sysconfig

from runtime import paths, stamps
from runtime.say import Stop, step

LOCKS = ("app.txt", "dev.txt")

# read by every Python of the environment: where the apps are, and which bench a command means unless it is told
PATH_FILE = """\
{apps}
{frappe}
{root}
import os; os.environ.setdefault("FRAPPE_BENCH_ROOT", {root!r})
"""

BENCH_COMMAND = """\
#!{python}
import os
import sys

os.chdir(os.path.join(os.environ["FRAPPE_BENCH_ROOT"], "sites"))
sys.argv[1:1] = ["frappe"]
from frappe.utils.bench_helper import main

main()
"""


def install() -> None:
	"""Make the environment and install what the locks say, each file checked by its hash."""
	python = paths.ENV / "bin" / "python"
	locks = [paths.ROOT / "requirements" / name for name in LOCKS]
	stamp = stamps.Stamp("python", *locks, text=sys.version)
	if not (stamp.is_fresh() and python.exists()):
		with step("Installing the Python packages, each checked by its hash (about a minute)"):
			make = subprocess.run([sys.executable, "-m", "venv", paths.ENV], capture_output=True, text=True)
			if make.returncode:
				raise Stop(
					f"Python's venv module does not work: {(make.stdout or make.stderr).strip().splitlines()[0]}"
				)
			command = [python, "-m", "pip", "install", "--quiet", "--require-hashes"]
			for lock in locks:
				command += ["-r", lock]
			done = subprocess.run(command, stderr=subprocess.PIPE, text=True)
			if done.returncode:
				errors = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
				raise Stop(
					f"The Python packages could not be installed: {(errors or ['pip gave no reason'])[-1]}"
				)
		stamp.write()
	write_path_file()


def write_path_file() -> None:
	"""Put the apps on the environment's path and lay the bench command."""
	site_packages = paths.ENV / sysconfig.get_path("purelib", vars={"base": ""}).lstrip("/")
	text = PATH_FILE.format(apps=paths.APPS, frappe=paths.FRAPPE, root=str(paths.ROOT))
	(site_packages / "huimang-bench.pth").write_text(text)
	command = paths.ENV / "bin" / "bench"
	command.write_text(BENCH_COMMAND.format(python=paths.ENV / "bin" / "python"))
	command.chmod(0o755)


def bench_environment(bench: paths.Bench) -> dict[str, str]:
	"""The environment of a process that belongs to a bench."""
	return {
		**os.environ,
		"FRAPPE_BENCH_ROOT": str(bench.root),
		"PATH": f"{paths.ENV / 'bin'}:{os.environ.get('PATH', '')}",
	}


def file_digest(path) -> str:
	"""The sha256 of a file's content."""
	return hashlib.sha256(path.read_bytes()).hexdigest()
