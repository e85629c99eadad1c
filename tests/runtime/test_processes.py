"""Nothing is left running: services and processes end with who started them."""

import functools
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from runtime import paths
from runtime.processes import Processes, first_end, stop_leftover
from runtime.services import Services, answers


@pytest.fixture
def bench(tmp_path) -> paths.Bench:
	return paths.Bench(tmp_path)


def test_a_redis_is_started_once_found_again_and_stopped(bench):
	services = Services(bench)
	services.choose_ports()
	services._start_redis("redis_cache")
	process = services.process_id("redis_cache")
	assert answers(services.ports["redis_cache"])

	again = Services(bench)
	again._start_redis("redis_cache")
	assert again.process_id("redis_cache") == process

	again.stop()
	assert not again.is_running("redis_cache")
	assert not answers(services.ports["redis_cache"])


def test_services_that_are_to_keep_running_do(bench):
	services = Services(bench)
	services.choose_ports()
	services._start_redis("redis_cache")
	services.keep_running()
	services.stop()
	assert services.is_running("redis_cache")
	services.keep_running(False)
	services.stop()
	assert not services.is_running("redis_cache")


def test_a_process_of_somebody_else_is_never_taken_for_ones_own(bench):
	services = Services(bench)
	(services.run / "mariadb.pid").write_text(str(os.getpid()))
	assert not services.is_running("mariadb")


WEB = """web: exec {python} -m http.server --bind 127.0.0.1 "$HUIMANG_PORT"
other: {python} -c "import time; time.sleep(600)" & wait
"""


def children_of(folder: Path) -> list[str]:
	"""The command lines of running processes that have the folder in their environment."""
	found = []
	for process in Path("/proc").glob("[0-9]*"):
		try:
			if f"FRAPPE_BENCH_ROOT={folder}\0".encode() in (process / "environ").read_bytes():
				found.append((process / "cmdline").read_text())
		except OSError:
			continue
	return found


@pytest.fixture
def processes(bench, tmp_path, monkeypatch) -> Processes:
	services = Services(bench)
	procfile = tmp_path / "Procfile"
	procfile.write_text(WEB.format(python=sys.executable))
	(tmp_path / "api" / "method").mkdir(parents=True)
	(tmp_path / "api" / "method" / "ping").write_text("pong")
	monkeypatch.setattr("runtime.processes.PROCFILE", procfile)
	processes = Processes(bench, "x.localhost", "127.0.0.1")
	bench.sites.mkdir()
	monkeypatch.setattr(processes, "start", functools.partial(processes.start, services))
	return processes


def test_all_processes_end_together_with_their_children(processes, tmp_path):
	processes.start()
	assert len(children_of(tmp_path)) >= 3
	processes.stop()
	assert children_of(tmp_path) == []


def test_the_process_that_ended_first_is_named(processes, tmp_path):
	log = tmp_path / "processes.log"
	log.write_text(
		"""19:54:00 system     | web.1 started (pid=1)
19:54:01 realtime.1 | ERROR: address already in use
19:54:01 web.1      | all is well
19:54:01 system     | realtime.1 stopped (rc=3)
19:54:01 system     | web.1 stopped (rc=-15)
"""
	)
	assert first_end(log) == "ERROR: address already in use"


def test_what_a_killed_start_left_is_stopped_by_the_next(processes, bench, tmp_path):
	processes.start()
	honcho = processes._honcho.pid
	stop_leftover(bench)
	assert processes._honcho.wait() is not None
	assert children_of(tmp_path) == []
	assert not Path(f"/proc/{honcho}/cmdline").exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_a_command_with_one_line(tmp_path, number):
	code = """
import sys, time
from runtime import __main__ as runtime, setup
setup.prepare = lambda: (print("ready", flush=True), time.sleep(60))
sys.argv = ["runtime", "prepare"]
sys.exit(runtime.main())
"""
	process = subprocess.Popen(
		[sys.executable, "-c", code],
		cwd=paths.ROOT,
		stdout=subprocess.PIPE,
		stderr=subprocess.STDOUT,
		text=True,
	)
	assert process.stdout.readline() == "ready\n"
	began = time.monotonic()
	process.send_signal(number)
	output = process.communicate(timeout=10)[0]
	assert process.returncode == 130
	assert output.strip() == "Stopped; nothing is left running."
	assert time.monotonic() - began < 5
