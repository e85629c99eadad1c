"""`make start`: everything from a bare clone to a Desk that a browser can open, until Ctrl-C."""

import contextlib
import fcntl
import os
import subprocess

from runtime import paths, setup, sites
from runtime.paths import Bench
from runtime.processes import Processes, stop_leftover
from runtime.say import Stop, line
from runtime.services import Services


@contextlib.contextmanager
def only_once(bench: Bench, what: str):
	"""Refuse to run the same thing twice at a time on one bench."""
	folder = bench.var / "run"
	folder.mkdir(parents=True, exist_ok=True)
	with open(folder / "lock", "w") as lock:
		try:
			fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
		except BlockingIOError:
			raise Stop(f"{what} already runs in this folder; stop it first, or use another clone.") from None
		yield


def web_port() -> int | None:
	"""The port that PORT= asks for."""
	given = os.environ.get("PORT")
	if not given:
		return None
	if not (given.isdigit() and 0 < int(given) < 65536):
		raise Stop(f"PORT={given} is not a port number.")
	return int(given)


def site_name() -> str:
	"""The site of this start; an official checkout has one of its own, for a database never goes back a version."""
	default = "official.localhost" if os.environ.get("FRAPPE_PATH") else "huimang.localhost"
	return os.environ.get("SITE") or default


def start() -> None:
	"""Install what is missing, then serve until Ctrl-C."""
	bench, address, site = paths.MAIN, os.environ.get("ADDRESS") or "127.0.0.1", site_name()
	with only_once(bench, "make start"):
		setup.prepare()
		stop_leftover(bench)
		services = Services(bench)
		services.choose_ports(address, web_port())
		processes = Processes(bench, site, address)
		try:
			services.start()
			prepare_site(bench, services, site)
			processes.start(services)
			announce(processes, sites.demo_logins(bench, site))
			processes.wait()
		finally:
			processes.stop()
			services.stop()


def prepare_site(bench: Bench, services: Services, site: str) -> None:
	"""Make the site or bring it up to date, with its demonstration."""
	sites.prepare_bench(bench, services, default_site=site)
	if sites.is_complete(bench, site):
		sites.migrate(bench, site)
	else:
		sites.create(bench, services, site)
	sites.add_demo(bench, site)
	forget_assets(services)


def forget_assets(services: Services) -> None:
	"""Drop the cached map of the assets, which may have been rebuilt."""
	command = ["redis-cli", "-p", str(services.ports["redis_cache"]), "del", "assets_json"]
	subprocess.run(
		command, env={**os.environ, "REDISCLI_AUTH": services.secrets["redis"]}, capture_output=True
	)


def announce(processes: Processes, logins: list[dict]) -> None:
	"""Say where the Desk is and who can log in."""
	line()
	line(f"희망 · Huimang is served at {processes.url}")
	for login in logins:
		line("  " + "  ".join(str(value) for value in login.values()))
	line(f"  Administrator  password in {(processes.bench.var / 'secrets.json').relative_to(paths.ROOT)}")
	line(f"Ctrl-C stops it; logs are in {processes.bench.logs}.")
