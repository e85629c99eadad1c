"""Messages of card companies at a steady rate, while web worker, job worker and Redis are killed: all of them accepted or refused, none lost.

Everything that is killed is the benchmark's own: a web server, a job worker, and a Redis beside the bench's.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue

import frappe

from huimang.rules import card_feed
from runtime.services import redis_server

ROOT = Path(__file__).resolve().parents[1]
PATH = "/api/method/huimang.card.api.receive"
CLIENTS = 16
KILLS = ("web", "worker", "redis")
_AGAIN, _CANCELLED = 0.05, 0.03


@dataclass
class Result:
	"""What came of a run."""

	statuses: Counter = field(default_factory=Counter)
	times: list[float] = field(default_factory=list)
	accepted: set = field(default_factory=set)
	sent_again: int = 0
	sending: float = 0
	recording: float = 0
	recorded: int = 0
	lost: int = 0
	twice: int = 0

	def milliseconds(self, share: int) -> float:
		return statistics.quantiles(self.times, n=100)[share - 1] * 1000


def prepare() -> dict:
	"""Make a facility with a card and a connection; return what the sender needs."""
	import card_house
	import card_sender

	home = card_house.build(with_director=False)
	sender = card_sender.connect(home.facility)
	frappe.db.commit()
	return {"facility": home.facility, "key": sender.key, "secret": sender.secret}


def measure(site: str, subject: dict, rate: int, seconds: int, web_workers: int) -> Result:
	"""Send `rate` uses a second for so many seconds, kill what there is to kill on the way, and count what is there at the end."""
	services = Services(site, web_workers)
	try:
		result = _send(services, subject, rate, seconds)
		begun = time.perf_counter()
		_wait_until_recorded(subject["facility"])
		result.recording = time.perf_counter() - begun
	finally:
		services.stop()
	_count(subject["facility"], result)
	return result


class Services:
	"""Web server, job worker and Redis of the benchmark's own."""

	def __init__(self, site: str, web_workers: int) -> None:
		self.site, self.web_workers = site, web_workers
		self.port, self.redis_port = _free_port(), _free_port()
		address = f"redis://127.0.0.1:{self.redis_port}"
		own = {"HUIMANG_SITE": site, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
		self.environment = {**os.environ, **own, "FRAPPE_REDIS_CACHE": address, "FRAPPE_REDIS_QUEUE": address}
		self.running: dict[str, subprocess.Popen] = {}
		for name in ("redis", "web", "worker"):
			self.start(name)
		while not _answers(self.port):
			time.sleep(0.2)

	def start(self, name: str) -> None:
		python = [sys.executable, "-W", "ignore", "-m"]
		commands = {
			"redis": [
				str(redis_server(ROOT / "var" / "run")),
				"--port",
				str(self.redis_port),
				"--save",
				"",
				"--appendonly",
				"no",
			],
			"web": [
				*(
					*python,
					"gunicorn",
					"--bind",
					f"127.0.0.1:{self.port}",
					"--workers",
					str(self.web_workers),
				),
				*("--threads", "8", "--timeout", "60", "--log-level", "critical", "runtime.web:application"),
			],
			"worker": [
				*python,
				"frappe.utils.bench_helper",
				"frappe",
				"worker",
				"--queue",
				"short",
				"--quiet",
			],
		}
		quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
		self.running[name] = subprocess.Popen(
			commands[name], env=self.environment, cwd=ROOT / "sites", start_new_session=True, **quiet
		)

	def kill(self, name: str) -> None:
		"""SIGKILL, and a new one after a second. A job that runs is a group of its own and lives on, as after a real crash."""
		self._end(name)
		time.sleep(1)
		self.start(name)

	def stop(self) -> None:
		for name in self.running:
			self._end(name)

	def _end(self, name: str) -> None:
		with suppress(ProcessLookupError):
			os.killpg(self.running[name].pid, signal.SIGKILL)
		self.running[name].wait()


def _send(services: Services, subject: dict, rate: int, seconds: int) -> Result:
	result, todo, lock = Result(), SimpleQueue(), threading.Lock()
	stop = threading.Event()
	clients = [
		threading.Thread(target=_client, args=(services.port, subject, todo, stop, result, lock))
		for _number in range(CLIENTS)
	]
	for client in clients:
		client.start()
	killers = [
		threading.Timer(seconds * (number + 1) / (len(KILLS) + 1), services.kill, (name,))
		for number, name in enumerate(KILLS)
	]
	for killer in killers:
		killer.start()
	begun = time.perf_counter()
	for number in range(rate * seconds):
		time.sleep(max(0, begun + number / rate - time.perf_counter()))
		for use in _uses(number):
			todo.put(use)
	for killer in killers:
		killer.join()
	while not todo.empty():
		time.sleep(0.05)
	stop.set()
	for client in clients:
		client.join()
	result.sending = time.perf_counter() - begun
	return result


def _uses(number: int) -> list[dict]:
	"""A use; now and then the same once more, or its cancellation before or after it."""
	use = {
		"card_no": "9410-1234-5678-1234",
		"approved_at": "2026-11-20T12:30:00",
		"approval_no": f"{10_000_000 + number}",
		"amount": 1_000 + number % 90_000,
		"merchant_name": f"가맹점 {number % 200}",
	}
	chance, uses = random.random(), [use]
	if chance < _AGAIN:
		uses.append(use)
	elif chance < _AGAIN + _CANCELLED:
		uses.insert(number % 2, {**use, "kind": "cancellation"})
	return uses


def _client(port: int, subject: dict, todo: SimpleQueue, stop, result: Result, lock) -> None:
	connection = http.client.HTTPConnection("127.0.0.1", port, timeout=15)
	while not (stop.is_set() and todo.empty()):
		try:
			use = todo.get(timeout=0.1)
		except Empty:
			continue
		begun, status = time.perf_counter(), None
		while status is None or status >= 500:
			status = _post(connection, subject, use)
			if status is None or status >= 500:
				with lock:
					result.sent_again += 1
				time.sleep(0.2)
		with lock:
			result.statuses[status] += 1
			result.times.append(time.perf_counter() - begun)
			if status == 202:
				result.accepted.add((use["approval_no"], use.get("kind", "approval")))


def _post(connection: http.client.HTTPConnection, subject: dict, use: dict) -> int | None:
	"""Send one message, signed anew; return the status, None where nobody answers."""
	body, at, nonce = json.dumps(use).encode(), str(int(time.time())), f"{random.getrandbits(80):020x}"
	headers = {
		"Content-Type": "application/json",
		"X-Huimang-Key": subject["key"],
		"X-Huimang-Timestamp": at,
		"X-Huimang-Nonce": nonce,
		"X-Huimang-Signature": card_feed.signature(subject["secret"], at, nonce, body),
	}
	try:
		connection.request("POST", PATH, body, headers)
		answer = connection.getresponse()
		answer.read()
		return answer.status
	except (OSError, http.client.HTTPException):
		connection.close()
		return None


def _wait_until_recorded(facility: str) -> None:
	"""Wait for the job worker; what a lost job has left is for the scheduler, which is played here."""
	from huimang.card import tasks

	quiet_since, last = time.monotonic(), -1
	deadline = time.monotonic() + 600
	while (left := _left(facility)) and time.monotonic() < deadline:
		if left != last:
			quiet_since, last = time.monotonic(), left
		elif time.monotonic() - quiet_since > 10:
			tasks.sweep()
		time.sleep(0.5)


def _left(facility: str) -> int:
	frappe.db.rollback()
	return frappe.db.count("Card Message", {"facility": facility, "status": "Received"})


def _count(facility: str, result: Result) -> None:
	frappe.db.rollback()
	rows = frappe.db.sql(
		"SELECT approval_no, LOWER(kind) FROM `tabCard Transaction` WHERE facility = %s", facility
	)
	there = Counter(rows)
	result.recorded = len(rows)
	result.lost = len(result.accepted - there.keys())
	result.twice = sum(number - 1 for number in there.values())


def _answers(port: int) -> bool:
	connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
	try:
		connection.request("GET", "/api/method/ping")
		return connection.getresponse().status == 200
	except (OSError, http.client.HTTPException):
		return False


def _free_port() -> int:
	with socket.socket() as probe:
		probe.bind(("127.0.0.1", 0))
		return probe.getsockname()[1]
