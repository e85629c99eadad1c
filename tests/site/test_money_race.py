"""Refunds against cancelling, resolutions against finishing, two transfers into one cash box: one of the two, never both."""

from collections import Counter

import factory
import frappe
import house
from connections import at_once, outcome
from factory import acting_as, approve, settle

from huimang.approval import service
from huimang.ledger import balances
from huimang.ledger.verify import verify_committed
from huimang.resolutions import requests

PAIRS = 6


def test_a_refund_and_the_cancelling_of_its_original():
	"""Whoever comes first wins; a refund of what is cancelled would take back what is not there."""
	home = house.build()
	originals = [settle(approve(home.expense())) for _ in range(PAIRS)]
	drafts = [factory.refund(original).name for original in originals]
	frappe.db.commit()

	def run(number: int) -> list[str]:
		if number:
			return [
				outcome(
					home.accountant, lambda n=name: service.move_to("Refund Resolution", n, "In Approval")
				)
				for name in drafts
			]
		cancel = "Cancel Resolution"
		return [
			outcome(
				home.head, lambda n=doc.name: service.decide("Expense Resolution", n, cancel, "두 번 지급함")
			)
			for doc in originals
		]

	results = list(zip(*at_once(2, run), strict=True))
	assert all(sorted(pair) == ["done", "refused"] for pair in results), results
	frappe.db.rollback()
	assert verify_committed(home.facility) == []


def test_a_resolution_and_the_end_of_its_request():
	"""A request that is finished gives nothing more; what was taken over before stays reserved."""
	home = house.build()
	asked = [approve(home.request(home.line(30_000))) for _ in range(PAIRS)]
	drafts = []
	for request in asked:
		with acting_as(home.accountant):
			doc = requests.resolution_of(request.name)
			doc.update({"bank_account": home.bank, "evidence_waiver_reason": "시험"})
			doc.lines[0].counter_subject = home.grant
			drafts.append(doc.insert().name)
	frappe.db.commit()

	def run(number: int) -> list[str]:
		if number:
			return [
				outcome(
					home.accountant, lambda n=name: service.move_to("Expense Resolution", n, "In Approval")
				)
				for name in drafts
			]
		return [outcome(home.colleague, lambda n=doc.name: requests.finish(n, "그만")) for doc in asked]

	finished, taken = at_once(2, run)
	frappe.db.rollback()
	assert set(finished) == {"done"}
	assert home.left() == house.BUDGET - 30_000 * taken.count("done")
	assert verify_committed(home.facility) == []


def test_x4_four_transfers_into_one_cash_box():
	"""Each of 400,000 won, all approved; two of them fill the box to 800,000 won, the others are refused."""
	home = house.build()
	box = {"doctype": "Facility Bank Account", "facility": home.facility, "accounting_unit": "Facility"}
	box = frappe.get_doc({**box, "account_title": "현금 시재", "purpose": "Cash"}).insert().name
	docs = [
		approve(factory.transfer(home.facility, home.operating_bank, box, 400_000)).name for _ in range(4)
	]
	frappe.db.commit()
	results = at_once(
		4,
		lambda number: outcome(
			home.accountant, lambda: service.move_to("Fund Transfer", docs[number], "Settled")
		),
	)
	assert Counter(results) == {"done": 2, "refused": 2}
	frappe.db.rollback()
	assert balances.cash_of(home.year, box) == 800_000
	assert verify_committed(home.facility) == []
