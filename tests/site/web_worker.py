"""A web server of a test's own, whose worker can be killed, and clients that speak to it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import frappe

ROOT = Path(__file__).resolve().parents[2]


class WebWorker:
	"""One gunicorn with one worker on the test's site."""

	def __init__(self, site: str) -> None:
		self.port = _free_port()
		command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{self.port}", "--workers", "1"]
		command += ["--threads", "8", "--timeout", "120", "--log-level", "error", "runtime.web:application"]
		environment = {
			**os.environ,
			"HUIMANG_SITE": site,
			"PYTHONPATH": str(ROOT),
			"PYTHONWARNINGS": "ignore",
		}
		# The working directory is the bench's sites folder.
		self._process = subprocess.Popen(command, env=environment, start_new_session=True)
		deadline = time.monotonic() + 120
		while not self._answers():
			assert self._process.poll() is None and time.monotonic() < deadline, (
				"the web server does not answer"
			)
			time.sleep(0.2)

	def _answers(self) -> bool:
		try:
			return bool(self.call("ping"))
		except OSError:
			return False

	def call(self, path: str, values: dict | None = None, token: str | None = None) -> dict:
		"""Call a whitelisted method, or ``resource/…``; POST where there are values. Raises OSError when there is no answer."""
		path = path if path.startswith("resource/") else f"method/{path}"
		headers = {"Content-Type": "application/json", "Accept": "application/json"}
		if token:
			headers["Authorization"] = f"token {token}"
		data = None if values is None else json.dumps(values).encode()
		request = urllib.request.Request(f"http://127.0.0.1:{self.port}/api/{path}", data, headers)
		with urllib.request.urlopen(request, timeout=60) as answer:
			return json.load(answer)

	def kill(self) -> None:
		"""SIGKILL for server and worker at once: nothing can be finished, nothing put in order."""
		os.killpg(self._process.pid, signal.SIGKILL)
		self._process.wait()


@contextmanager
def web_worker(site: str) -> Iterator[WebWorker]:
	worker = WebWorker(site)
	try:
		yield worker
	finally:
		if worker._process.poll() is None:
			worker.kill()


def token_of(user: str) -> str:
	"""Give a user a key for the API. The caller commits."""
	doc = frappe.get_doc("User", user)
	doc.api_key, doc.api_secret = frappe.generate_hash(length=15), frappe.generate_hash(length=15)
	secret = doc.api_secret
	doc.save(ignore_permissions=True)
	return f"{doc.api_key}:{secret}"


def _free_port() -> int:
	with socket.socket() as probe:
		probe.bind(("127.0.0.1", 0))
		return probe.getsockname()[1]
