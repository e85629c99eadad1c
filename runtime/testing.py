"""`make test`: all tests, on a bench of their own beside the one that `make start` runs."""

import subprocess
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from signal import SIGINT
from tempfile import TemporaryFile

from runtime import paths, setup, sites, start
from runtime.processes import Processes, stop_leftover
from runtime.say import step
from runtime.services import FIRST_PORTS, Services

PORTS = {name: port + 500 for name, port in FIRST_PORTS.items()}
DESK = "desk.localhost"
# Groups run beside each other, each on a site of its own: there are two cores, and browser tests wait most of their time.
GROUPS = {
	"test.localhost": ("tests/rules", "tests/runtime", "tests/site/test_[m-z]*.py"),
	"more.localhost": ("tests/site/test_[a-l]*.py",),
	DESK: ("tests/browser",),
}
SITE = next(iter(GROUPS))


def run(arguments: list[str]) -> int:
	"""Prepare the bench of the tests, run them, and return pytest's exit code."""
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
			for site in (SITE, DESK) if arguments else GROUPS:
				sites.create(bench, services, site, use_copy=True)
			sites.add_demo(bench, DESK)
			with step("Starting the web server, a worker and the realtime server of the tests"):
				processes.start(services)
			return pytest(processes, services, arguments)
		finally:
			processes.stop()
			services.stop()


def pytest(processes: Processes, services: Services, arguments: list[str]) -> int:
	"""Run the given tests, or all of them, and return 0 where all have passed."""
	environment = {
		**processes.environment(),
		"HUIMANG_DESK_SITE": DESK,
		"HUIMANG_DESK_URL": processes.url,
		"HUIMANG_ADMIN_PASSWORD": services.secrets["administrator"],
	}
	groups = {SITE: arguments} if arguments else {site: files(group) for site, group in GROUPS.items()}
	(first, tests), *others = groups.items()
	with ExitStack() as stack:
		beside = [
			stack.enter_context(Beside(more, environment | {"HUIMANG_TEST_SITE": site}))
			for site, more in others
		]
		environment["HUIMANG_TEST_SITE"] = first
		code = subprocess.run(command(tests), cwd=paths.ROOT, env=environment).returncode
		return max([code, *(group.finish() for group in beside)])


def files(group: Sequence[str]) -> list[str]:
	"""Return the folders and files that the patterns of a group mean."""
	return [str(path) for pattern in group for path in sorted(paths.ROOT.glob(pattern))]


class Beside:
	"""Tests that run beside others; what they say is kept, and shown when they have ended."""

	def __init__(self, tests: Sequence[str], environment: Mapping[str, str]) -> None:
		self.output = TemporaryFile()
		self.process = subprocess.Popen(
			# two runs would write the one cache of pytest over each other
			[*command(tests), "-p", "no:cacheprovider"],
			cwd=paths.ROOT,
			env=environment,
			stdout=self.output,
			stderr=subprocess.STDOUT,
		)

	def __enter__(self) -> "Beside":
		return self

	def __exit__(self, *_raised) -> None:
		"""Leave nothing running, also when the other tests were interrupted: a browser closes with its tests."""
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
