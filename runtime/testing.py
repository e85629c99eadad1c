"""`make test`: all tests, on a bench of their own beside the one that `make start` runs."""

import subprocess

from runtime import paths, setup, sites, start
from runtime.processes import Processes, stop_leftover
from runtime.say import step
from runtime.services import FIRST_PORTS, Services

PORTS = {name: port + 500 for name, port in FIRST_PORTS.items()}
SITE, DESK = "test.localhost", "desk.localhost"
# the quick ones first; browser tests have a site with the demonstration, which nothing else touches
FOLDERS = ("tests/rules", "tests/runtime", "tests/browser", "tests/site")


def run(arguments: list[str]) -> int:
	"""Prepare the bench of the tests, run them, and return pytest's exit code."""
	bench = paths.TEST
	with start.only_once(paths.TEST, "make test"):
		setup.prepare()
		stop_leftover(bench)
		services = Services(bench, buffer="512M", first_ports=PORTS)
		services.choose_ports()
		processes = Processes(bench, DESK, "127.0.0.1", ("web", "worker", "realtime"))
		try:
			services.start()
			sites.prepare_bench(bench, services, default_site=DESK)
			for site in (SITE, DESK):
				sites.create(bench, services, site, use_copy=True)
			sites.add_demo(bench, DESK)
			with step("Starting the web server, a worker and the realtime server of the tests"):
				processes.start(services)
			return pytest(processes, services, arguments)
		finally:
			processes.stop()
			services.stop()


def pytest(processes: Processes, services: Services, arguments: list[str]) -> int:
	"""Run pytest over the given tests, or all of them."""
	environment = {
		**processes.environment(),
		"HUIMANG_TEST_SITE": SITE,
		"HUIMANG_DESK_SITE": DESK,
		"HUIMANG_DESK_URL": processes.url,
		"HUIMANG_ADMIN_PASSWORD": services.secrets["administrator"],
	}
	folders = arguments or [folder for folder in FOLDERS if has_tests(paths.ROOT / folder)]
	command = [paths.ENV / "bin" / "python", "-m", "pytest", *folders]
	return subprocess.run(command, cwd=paths.ROOT, env=environment).returncode


def has_tests(folder) -> bool:
	"""Tell whether a folder holds a test."""
	return any(folder.rglob("test_*.py"))
