"""Budgets that several people change at once: what they take can be taken by one of them."""

import budget_drafts
import budget_place
import factory
import frappe
from connections import at_once

from huimang.approval import service as approval
from huimang.budget import api
from huimang.ledger.verify import verify


def test_of_people_who_start_a_supplement_at_once_one_succeeds():
	place = budget_drafts.Place()
	base = place.approve(place.draft()).name
	frappe.db.commit()

	def start(_number: int) -> str:
		frappe.set_user(place.accountant)
		try:
			name = api.make_supplementary(base)
			frappe.db.commit()
			return name
		except frappe.ValidationError as refusal:
			frappe.db.rollback()
			return str(refusal)

	results = at_once(4, start)
	assert results.count(f"{place.year}-1") == 1
	assert sum("제1차" in result for result in results) == 3, results


def test_of_transfers_that_take_the_same_money_at_once_one_succeeds():
	"""The last 1,000,000 of 여비 are given away four times: once they move, three times they are gone."""
	place = budget_place.Place()
	names = []
	for target in ("111", "132", "111", "132"):
		doc = place.draft(place.line("131", target, 1_000_000))
		doc = place.register(doc, **factory.meetings(doc, "2026-11-20"))
		doc = place.decide(place.ask(doc), place.director)
		names.append(doc.name)
	frappe.db.commit()

	def approve(number: int) -> str:
		frappe.set_user(place.head)
		try:
			approval.decide("Budget Transfer", names[number], "Approve")
			frappe.db.commit()
			return "moved"
		except (frappe.ValidationError, frappe.QueryDeadlockError) as refusal:
			frappe.db.rollback()
			return str(refusal)

	results = at_once(4, approve)
	frappe.db.rollback()
	assert results.count("moved") == 1, results
	assert place.left("131") == 0
	assert verify(place.facility) == []
