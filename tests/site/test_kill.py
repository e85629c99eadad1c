"""The web worker dies in the middle of the work: every document has gone a step wholly or not at all."""

import threading
import urllib.error
from collections import Counter
from http.client import HTTPException
from queue import Empty, SimpleQueue

import frappe
import house
import pytest
from web_worker import WebWorker, token_of, web_worker

from huimang.ledger import budget
from huimang.ledger.budget import BudgetStatus
from huimang.ledger.verify import verify_committed

pytestmark = pytest.mark.long

DOCUMENTS = 200
CLIENTS = 8
KILLED_AFTER = 60
PRICES = (1_000, 2_000)
KIND = "Expense Resolution"


class Office:
	"""Clients who carry resolutions from the first line to payment over HTTP, until nobody answers any more."""

	def __init__(self, worker: WebWorker, place: house.House) -> None:
		self.worker, self.place = worker, place
		self.tokens = {user: token_of(user) for user in (place.accountant, place.head)}
		frappe.db.commit()
		self.todo: SimpleQueue[int] = SimpleQueue()
		for number in range(DOCUMENTS):
			self.todo.put(number)
		self.settled: list[str] = []
		self.refused: list[str] = []
		self.enough = threading.Event()

	def work(self) -> None:
		while True:
			try:
				name = self.live(self.todo.get_nowait())
			except urllib.error.HTTPError as refusal:
				self.refused.append(refusal.read().decode())
				self.enough.set()
				return
			except (OSError, HTTPException, Empty):
				return
			self.settled.append(name)
			if len(self.settled) >= KILLED_AFTER:
				self.enough.set()

	def live(self, number: int) -> str:
		place = self.place
		lines = [place.line(PRICES[0], place.supplies), place.line(PRICES[1], place.travel)]
		values = {"facility": place.facility, "accounting_year": place.year, "bank_account": place.bank}
		values |= {"purpose": f"{number}번째 구입", "payment_method": "Bank Transfer", "lines": lines}
		name = self.ask(place.accountant, f"resource/{KIND.replace(' ', '%20')}", values)["data"]["name"]
		document = {"doctype": KIND, "name": name}
		self.ask(place.accountant, "huimang.approval.api.decide", {**document, "action": "Request Approval"})
		self.ask(place.head, "huimang.approval.api.decide", {**document, "action": "Approve"})
		self.ask(place.accountant, "huimang.resolutions.api.settle", document)
		return name

	def ask(self, user: str, path: str, values: dict) -> dict:
		return self.worker.call(path, values, self.tokens[user])


def test_a_worker_killed_in_the_middle_of_200_submissions(site):
	place = house.build(with_director=False)
	frappe.db.commit()
	with web_worker(site) as worker:
		office = Office(worker, place)
		clients = [threading.Thread(target=office.work) for _client in range(CLIENTS)]
		for client in clients:
			client.start()
		assert office.enough.wait(300), "the clients were not served"
		worker.kill()
		for client in clients:
			client.join()
	assert not office.refused, office.refused[0]
	frappe.db.rollback()
	documents = frappe.get_all(
		KIND, {"facility": place.facility}, ["name", "stage", "docstatus", "resolution_no", "approval_step"]
	)
	stages = Counter(doc.stage for doc in documents)
	assert KILLED_AFTER <= stages["Settled"] < DOCUMENTS
	whole = {doc.name for doc in documents if doc.stage == "Settled"}
	assert set(office.settled) <= whole, "what a client was told is done is done"
	check_ledger(place, whole)
	check_budget(place, stages)
	check_records(documents)
	assert verify_committed(place.facility) == []


def check_ledger(place: house.House, whole: set[str]) -> None:
	"""Every settled document has all its rows, no other has any."""
	rows = frappe.get_all("Ledger Entry", {"facility": place.facility}, ["voucher_no", "amount"])
	amounts: dict[str, list[int]] = {name: [] for name in whole}
	for row in rows:
		assert row.voucher_no in amounts, f"{row.voucher_no} is not settled and has an entry"
		amounts[row.voucher_no].append(row.amount)
	assert all(sorted(found) == list(PRICES) for found in amounts.values())


def check_budget(place: house.House, stages: Counter) -> None:
	"""What is asked for or approved is reserved, what is settled is spent, drafts are neither."""
	waiting = stages["In Approval"] + stages["Approved"]
	for subject, price in zip((place.supplies, place.travel), PRICES, strict=True):
		assert budget.status(place.key(subject)) == BudgetStatus(
			house.BUDGET, waiting * price, stages["Settled"] * price
		)


def check_records(documents: list) -> None:
	"""Numbers have no gap, and every step that a document counts is on record."""
	numbers = sorted(doc.resolution_no for doc in documents if doc.docstatus == 1)
	assert numbers == [f"2026-{number:05d}" for number in range(1, len(numbers) + 1)]
	assert all(not doc.resolution_no for doc in documents if doc.docstatus == 0)
	names = [doc.name for doc in documents]
	steps = Counter(
		frappe.get_all("Approval Step", {"reference_name": ("in", names)}, pluck="reference_name")
	)
	assert steps == Counter({doc.name: doc.approval_step for doc in documents if doc.approval_step})
