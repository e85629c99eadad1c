"""The card company takes its money (결제일): what a bill of a card is made of, and the 출납 of its resolutions on that day.

The books are kept by cash (단식부기): what was bought by credit card is paid on the day on which the account pays the card company.
"""

from __future__ import annotations

from collections import defaultdict

import frappe
from frappe import _
from frappe.utils import getdate

from huimang.approval.stages import APPROVED
from huimang.card import transactions
from huimang.money import won
from huimang.resolutions import service

_RESOLUTION = "Expense Resolution"


def bills(card: str) -> list[dict]:
	"""Return the bills of a card that are not paid in full yet, the earliest first: day, won, and uses without a resolution."""
	by_day: dict = defaultdict(lambda: {"total": 0, "uses": 0, "unmatched": 0})
	for use in _uses(card):
		bill = by_day[use.billing_date]
		bill["total"] += won(use.net_amount)
		bill["uses"] += 1
		bill["unmatched"] += use.expense_resolution is None
	return [{"billing_date": day, **bill} for day, bill in sorted(by_day.items())]


def bill(card: str, billing_date: str) -> dict:
	"""Return what a bill is made of: its resolutions with the won of this bill, what of it can be paid now, and what cannot."""
	day = getdate(billing_date)
	uses = [use for use in _uses(card) if use.billing_date == day]
	amounts: dict[str, int] = defaultdict(int)
	for use in uses:
		if use.expense_resolution:
			amounts[use.expense_resolution] += won(use.net_amount)
	documents = frappe.get_all(
		_RESOLUTION,
		{"name": ("in", list(amounts) or [""])},
		["name", "purpose", "resolution_no", "stage", "total_amount"],
		order_by="resolution_no, name",
	)
	unmatched = [use for use in uses if not use.expense_resolution]
	return {
		"total": sum(won(use.net_amount) for use in uses),
		"resolutions": [{**row, "amount": amounts[row.name]} for row in documents],
		"payable": sum(amounts[row.name] for row in documents if row.stage == APPROVED),
		"unmatched": sum(won(use.net_amount) for use in unmatched),
		"unmatched_uses": len(unmatched),
	}


def pay(card: str, billing_date: str, on: str | None = None) -> list[str]:
	"""Carry out the 출납 of all approved resolutions of a bill on the day of its payment; return their names.

	All or nothing: what speaks against one speaks against the debit of the account.
	"""
	ready = [row for row in bill(card, billing_date)["resolutions"] if row["stage"] == APPROVED]
	if not ready:
		frappe.throw(_("No approved resolution of this bill is left to pay."))
	for row in ready:
		service.settle(_RESOLUTION, row["name"], on or billing_date)
	return [row["name"] for row in ready]


def _uses(card: str) -> list[frappe._dict]:
	return frappe.get_all(
		transactions.DOCTYPE,
		{
			"corporate_card": card,
			"kind": "Approval",
			"net_amount": (">", 0),
			"billing_date": ("is", "set"),
			"status": ("in", (transactions.UNMATCHED, transactions.LINKED, transactions.EVIDENCED)),
		},
		["name", "billing_date", "net_amount", "expense_resolution"],
		order_by="billing_date, approved_at",
	)
