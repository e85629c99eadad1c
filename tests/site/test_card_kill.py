"""Web server and worker die while messages of card companies come in, some of them twice: what was accepted is recorded, once."""

import os
import signal
import threading
import time
from collections import Counter
from multiprocessing import get_context
from multiprocessing.connection import Connection
from queue import Empty, SimpleQueue

import card_house
import card_sender
import frappe
from card_sender import Sender, item
from web_worker import WebWorker, web_worker

from huimang.card import messages

MESSAGES = 36
CLIENTS = 6
KILLED_AFTER = 12


def test_what_was_accepted_is_recorded_once_whoever_dies(site):
	home = card_house.build(tag=frappe.generate_hash(length=6), with_director=False)
	sender = card_sender.connect(home.facility)
	frappe.db.commit()
	# as if a job had been asked for already: a worker of this bench would leave nothing for those that are killed here
	frappe.cache.set(frappe.cache.make_key(messages._AWAKE), 1, ex=600)
	told = [(item(number // 2), item(number // 2 + 1)) for number in range(2, MESSAGES + 2)]
	told += [(item(number, kind="cancellation", amount=5_000),) for number in range(1, 6)]
	with web_worker(site) as worker:
		first = Office(worker, sender, told, enough=KILLED_AFTER)
		worker.kill()
		first.join()
	assert KILLED_AFTER <= len(first.accepted) and not first.refused
	with web_worker(site) as worker:
		# nobody knows what the dead server still took: all is sent again
		again = Office(worker, sender, told, enough=len(told))
		again.join()
	assert len(again.accepted) == len(told) and not again.refused
	_kill_a_worker_at_it(site)
	_finish()
	messages.sleep()
	frappe.db.rollback()
	assert frappe.db.count("Card Message", {"facility": home.facility, "status": ("!=", "Done")}) == 0
	rows = frappe.get_all(
		"Card Transaction",
		{"facility": home.facility},
		["approval_no", "kind", "net_amount"],
		limit_page_length=0,
	)
	wanted = Counter((use["approval_no"], use.get("kind", "approval")) for one in told for use in one)
	assert Counter((row.approval_no, row.kind.lower()) for row in rows) == Counter(wanted.keys())
	assert sum(int(row.net_amount) for row in rows) == 20_000 * (len(wanted) - 5) - 5 * 5_000


class Office:
	"""Clients who send until nobody answers any more, or all is sent."""

	def __init__(self, worker: WebWorker, sender: Sender, told: list, enough: int) -> None:
		self.worker, self.sender, self.number = worker, sender, enough
		self.todo: SimpleQueue = SimpleQueue()
		for one in told:
			self.todo.put(one)
		self.accepted: list = []
		self.refused: list = []
		self.enough = threading.Event()
		self.clients = [threading.Thread(target=self.work) for _client in range(CLIENTS)]
		for client in self.clients:
			client.start()
		assert self.enough.wait(120), "the messages were not accepted"

	def work(self) -> None:
		while True:
			try:
				one = self.todo.get_nowait()
				status = self.sender.send(self.worker.port, *one)
			except (OSError, Empty):
				return
			(self.accepted if status == 202 else self.refused).append(status)
			if len(self.accepted) >= self.number or self.refused:
				self.enough.set()

	def join(self) -> None:
		for client in self.clients:
			client.join()


def _kill_a_worker_at_it(site: str) -> None:
	"""Two workers begin; the one that gets hold of messages is killed before it has recorded them in full."""
	context = get_context("fork")
	reader, writer = context.Pipe(duplex=False)
	begun = context.Event()
	workers = [context.Process(target=_work, args=(site, begun, writer)) for _worker in range(2)]
	for process in workers:
		process.start()
	assert reader.poll(20), "nobody works the messages off"
	# the other one may have left, for it saw messages that this one holds
	os.kill(reader.recv(), signal.SIGKILL)
	for process in workers:
		process.join()
	assert -signal.SIGKILL in [process.exitcode for process in workers]


def _work(site: str, begun, writer: Connection) -> None:
	frappe.init(site=site, force=True)
	frappe.connect()
	record = messages.batches.record

	def telling(*args, **kw):
		done = record(*args, **kw)
		if not begun.is_set():
			begun.set()
			writer.send(os.getpid())
			time.sleep(60)
		return done

	messages.batches.record = telling
	messages.work_off()


def _finish() -> None:
	"""Work off what is left, once the database has noticed who died and let go of what they held."""
	deadline = time.monotonic() + 15
	while messages.work_off() or messages.is_waiting():
		assert time.monotonic() < deadline, "messages are left"
