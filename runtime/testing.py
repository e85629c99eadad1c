"""`make test`: all tests, on a bench of their own beside the one that `make start` runs."""

import os
import subprocess
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from signal import SIGINT
from tempfile import TemporaryDirectory, TemporaryFile

from runtime import lanes, paths, setup, sites, start
from runtime.processes import Processes, stop_leftover
from runtime.python_env import bench_environment
from runtime.say import line, step, warn
from runtime.services import FIRST_PORTS, Services

PORTS = {name: port + 500 for name, port in FIRST_PORTS.items()}
DESK = "desk.localhost"
# Tests without a browser are shared by as many runs as there are cores, each on a site of its own; those with one wait for it
# half of their time, so that they come on top.
SHARED = ("tests/rules", "tests/runtime", "tests/site")
BROWSER = "tests/browser"
RUNS = min(max(os.cpu_count() or 2, 2), 4)
SITES = ("test.localhost", *(f"test{number}.localhost" for number in range(2, RUNS + 1)))


def run(arguments: list[str]) -> int:
	"""Prepare the bench of the tests, run the given ones or all, and return 0 where all have passed."""
	bench = paths.TEST
	with start.only_once(paths.TEST, "make test"):
		setup.prepare()
		stop_leftover(bench)
		services = Services(bench, buffer="512M", first_ports=PORTS, durable=False)
		services.choose_ports()
		processes = Processes(bench, DESK, "127.0.0.1", ("web", "worker", "realtime"))
		try:
			services.start()
			sites.prepare_bench(bench, services, default_site=DESK)
			if arguments:
				sites.create(bench, services, SITES[0], use_copy=True)
				return with_desk(services, processes, arguments)
			return everything(services, processes)
		finally:
			processes.stop()
			services.stop()


def everything(services: Services, processes: Processes) -> int:
	"""Run all tests. Those that need no browser begin as soon as they have a site, while the browser's is made."""
	files = [file for folder in SHARED for file in sorted((paths.ROOT / folder).glob("test_*.py"))]
	with TemporaryDirectory() as shared, ExitStack() as stack:
		beside = []
		for site in SITES:
			sites.create(services.bench, services, site, use_copy=True)
			beside.append(stack.enter_context(Beside(services, site, shared)))
		line(
			f"  {len(beside)} runs of {', '.join(SHARED)} have begun; what they say comes after the browser's"
		)
		code = with_desk(services, processes, [BROWSER])
		codes = [code, *(group.finish() for group in beside)]
		if forgotten := lanes.left_out(Path(shared), files):
			warn(f"Nobody ran {', '.join(file.name for file in forgotten)}.")
		return max(*codes, bool(forgotten))


def with_desk(services: Services, processes: Processes, tests: Sequence[str]) -> int:
	"""Run tests that may open a browser, on the served demonstration, and return pytest's exit code."""
	sites.create_with_demo(services.bench, services, DESK)
	with step("Starting the web server, a worker and the realtime server of the tests"):
		processes.start(services)
	environment = {
		**processes.environment(),
		"HUIMANG_DESK_SITE": DESK,
		"HUIMANG_DESK_URL": processes.url,
		"HUIMANG_ADMIN_PASSWORD": services.secrets["administrator"],
		"HUIMANG_TEST_SITE": SITES[0],
	}
	return subprocess.run(command(tests), cwd=paths.ROOT, env=environment).returncode


class Beside:
	"""A run on a site of its own, beside others; what it says is kept, and shown when it has ended.

	:param shared: the folder by which the runs share the tests.
	"""

	def __init__(self, services: Services, site: str, shared: str) -> None:
		environment = {
			**bench_environment(services.bench),
			# what the framework's libraries say about one another helps nobody who reads the results
			"PYTHONWARNINGS": "ignore",
			"HUIMANG_TEST_SITE": site,
			lanes.FOLDER: shared,
		}
		self.output = TemporaryFile()
		self.process = subprocess.Popen(
			# several runs would write the one cache of pytest over each other; the browser's, which mostly waits, goes before them
			["nice", "-n", "5", *command(SHARED), "-p", "runtime.lanes_plugin", "-p", "no:cacheprovider"],
			cwd=paths.ROOT,
			env=environment,
			stdout=self.output,
			stderr=subprocess.STDOUT,
		)

	def __enter__(self) -> "Beside":
		return self

	def __exit__(self, *_raised) -> None:
		"""Leave nothing running, also when the other tests were interrupted."""
		if self.process.poll() is None:
			self.process.send_signal(SIGINT)
			self.process.wait()
		self.output.close()

	def finish(self) -> int:
		"""Wait for the tests, show what they said, and return their exit code."""
		code = self.process.wait()
		self.output.seek(0)
		print(self.output.read().decode(errors="replace"), flush=True)
		return code


def command(tests: Sequence[str]) -> list[str]:
	"""Return the command that runs these tests."""
	return [str(paths.ENV / "bin" / "python"), "-m", "pytest", *tests]
