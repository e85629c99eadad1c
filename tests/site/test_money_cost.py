"""What requests, refunds and transfers cost in statements, whatever the size of the ledger and of the documents' past."""

import factory
import frappe
import house
import pytest
from counting import at_most
from factory import acting_as, approve, settle

from huimang.approval import service
from huimang.resolutions import claims, requests


@pytest.fixture
def home():
	home = house.standing()
	# once through, so that what is in the caches in daily use is there
	settle(approve(factory.refund(settle(approve(home.expense())))))
	settle(approve(factory.transfer(home.facility, home.operating_bank, home.bank, 1_000)))
	settle(approve(resolution(home, approve(home.request()))))
	yield home
	house.leave(home)


def resolution(home, request):
	with acting_as(home.accountant):
		doc = requests.resolution_of(request.name)
		doc.update({"bank_account": home.bank, "evidence_waiver_reason": "시험"})
		doc.lines[0].counter_subject = home.grant
		return doc.insert()


def way(doc, *steps: tuple[str, str, int]) -> None:
	"""Each user takes the action within so many statements."""
	for user, action, limit in steps:
		with acting_as(user), at_most(limit):
			service.decide(doc.doctype, doc.name, action)
	assert frappe.db.get_value(doc.doctype, doc.name, "stage") in ("Approved", "Settled")


def test_request(home):
	with acting_as(home.accountant), at_most(9):
		doc = home.request(home.line(1_000), home.line(2_000, home.travel))
	way(
		doc,
		(home.accountant, "Request Approval", 12),
		(home.director, "Approve", 8),
		(home.head, "Approve", 12),
	)


def test_resolution_of_a_request(home):
	request = approve(home.request(home.line(1_000), home.line(2_000, home.travel)))
	doc = resolution(home, request)
	way(
		doc,
		(home.accountant, "Request Approval", 22),
		(home.director, "Approve", 8),
		(home.head, "Approve", 12),
		(home.accountant, "Settle", 20),
	)
	assert sum(claims.taken(request.doctype, request.name).values()) == 3_000


def test_refund(home):
	original = settle(approve(home.expense()))
	with acting_as(home.accountant), at_most(16):
		doc = factory.refund(original)
	way(
		doc,
		(home.accountant, "Request Approval", 14),
		(home.director, "Approve", 8),
		(home.head, "Approve", 12),
		(home.colleague, "Settle", 20),
	)


def test_transfer(home):
	with acting_as(home.accountant), at_most(9):
		doc = factory.transfer(home.facility, home.operating_bank, home.bank, 1_000)
	way(
		doc,
		(home.accountant, "Request Approval", 10),
		(home.director, "Approve", 8),
		(home.head, "Approve", 12),
		(home.accountant, "Settle", 18),
	)
