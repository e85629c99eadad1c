"""Runs a bench's Procfile under honcho: the web server, the workers, the scheduler, the realtime server."""

import dataclasses
import os
import re
import signal
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from runtime import paths
from runtime.commands import last_line, last_words
from runtime.paths import Bench
from runtime.python_env import bench_environment
from runtime.say import Stop
from runtime.services import Services
from runtime.sites import write_ports

PROCFILE = paths.ROOT / "Procfile"


@dataclasses.dataclass
class Processes:
	"""The processes that serve one site of a bench."""

	bench: Bench
	site: str
	address: str
	names: tuple[str, ...] = ()

	def __post_init__(self):
		self.log = self.bench.logs / "processes.log"
		self._honcho: subprocess.Popen | None = None
		self._mark = mark_of(self.bench)

	@property
	def url(self) -> str:
		"""Where a browser finds the site."""
		host = "localhost" if self.address in ("127.0.0.1", "0.0.0.0") else self.address
		return f"http://{host}:{self.port}"

	def environment(self) -> dict[str, str]:
		"""What the Procfile's lines read. PORT is left out: gunicorn and honcho would take it for theirs."""
		inherited = {name: value for name, value in bench_environment(self.bench).items() if name != "PORT"}
		return {
			**inherited,
			"HUIMANG_SITE": self.site,
			"HUIMANG_ADDRESS": self.address,
			"HUIMANG_PORT": str(self.port),
			"PYTHONUNBUFFERED": "1",
			# what the framework's libraries say about one another helps nobody who reads the log
			"PYTHONWARNINGS": "ignore",
		}

	@property
	def port(self) -> int:
		"""The web server's port."""
		return self._ports["web"]

	def start(self, services: Services) -> None:
		"""Start all of them, in a session of their own, and wait until the site answers."""
		# once more, for another program may have taken a port while the site was made
		self._ports = services.choose_ports(self.address)
		write_ports(self.bench, self._ports)
		command = [paths.ENV / "bin" / "honcho", "-f", PROCFILE, "start", *self.names]
		with open(self.log, "wb") as output:
			self._honcho = subprocess.Popen(
				command,
				cwd=PROCFILE.parent,
				env=self.environment(),
				stdin=subprocess.DEVNULL,
				stdout=output,
				stderr=output,
				start_new_session=True,
			)
		self._mark.write_text(str(self._honcho.pid))
		deadline = time.monotonic() + 120
		while not self.answers():
			if self._honcho.poll() is not None or time.monotonic() > deadline:
				self.stop()
				raise Stop(f"The site does not answer: {first_end(self.log)} (more in {self.log})")
			time.sleep(0.1)

	def answers(self) -> bool:
		"""Tell whether the site answers a request."""
		host = "127.0.0.1" if self.address == "0.0.0.0" else self.address
		try:
			with urllib.request.urlopen(f"http://{host}:{self.port}/api/method/ping", timeout=30) as response:
				return response.status == 200
		except (urllib.error.URLError, OSError):
			return False

	def wait(self) -> None:
		"""Return when one of the processes ends, for then honcho ends them all."""
		self._honcho.wait()
		raise Stop(f"A process ended by itself: {first_end(self.log)} (more in {self.log})")

	def stop(self) -> None:
		"""Stop all of them and wait until they are gone."""
		if self._honcho and self._honcho.poll() is None:
			self._honcho.terminate()
			self._honcho.wait()
		self._mark.unlink(missing_ok=True)


def first_end(log: Path) -> str:
	"""What the process that ended first had said last; the others end because of it."""
	lines = log.read_text(errors="replace").splitlines()
	end = re.compile(r"system +\| (\S+) stopped")
	for position, entry in enumerate(lines):
		if ended := end.search(entry):
			said = [text for text in lines[:position] if f" {ended[1]} " in text.split("|")[0]]
			return last_line(said[-1].split("|", 1)[1]) if said else f"{ended[1]} said nothing"
	return last_words(log)


def mark_of(bench: Bench) -> Path:
	"""The file that names the process which runs the bench's others."""
	return bench.var / "run" / "honcho.pid"


def stop_leftover(bench: Bench) -> None:
	"""Stop what is left of an earlier start that was killed before it could."""
	try:
		process = int(mark_of(bench).read_text())
		command = Path(f"/proc/{process}/cmdline")
		if str(PROCFILE) in command.read_text():
			os.kill(process, signal.SIGTERM)
			while command.exists() and command.read_text():
				time.sleep(0.05)
	except (OSError, ValueError):
		return
