"""Cancellations: set off against their approvals, in whatever order they come, and followed into the resolutions."""

from __future__ import annotations

import frappe
from frappe.utils import getdate

from huimang.card import drafts, transactions
from huimang.money import won
from huimang.rules import cards as rules
from huimang.rules.cards import APPROVAL, CANCELLATION


def set_off(facility: str, card_number: str, approval_no: str) -> list[str]:
	"""Set the cancellations of an approval number off against its approvals, and let their resolutions follow.

	Returns the approvals of which something else is left than before.
	"""
	_lock_resolutions(facility, approval_no)
	rows = frappe.db.sql(
		"""SELECT name, kind, amount, approved_at, net_amount, original, card_number, status
		FROM `tabCard Transaction` WHERE facility = %s AND approval_no = %s ORDER BY approved_at, name FOR UPDATE""",
		(facility, approval_no),
		as_dict=True,
	)
	rows = [row for row in rows if rules.may_be(row.card_number, card_number)]
	approvals = [row for row in rows if row.kind == APPROVAL]
	cancelled: dict[str, list[int]] = {row.name: [] for row in approvals}
	for row in rows:
		if row.kind != CANCELLATION or not approvals:
			continue
		approval = _cancelled_by(row, approvals, cancelled)
		cancelled[approval.name].append(-won(row.amount))
		if row.original != approval.name:
			transactions.write(row.name, original=approval.name, status=transactions.CANCELLED)
	return [approval.name for approval in approvals if _note_cancelled(approval, cancelled[approval.name])]


def _cancelled_by(row: frappe._dict, approvals: list, cancelled: dict[str, list[int]]) -> frappe._dict:
	"""Return the approval that a cancellation takes back: the last one before it that still has so much."""
	earlier = [
		item for item in approvals if getdate(item.approved_at) <= getdate(row.approved_at)
	] or approvals
	for approval in reversed(earlier):
		if rules.left_of(won(approval.amount), cancelled[approval.name]) >= -won(row.amount):
			return approval
	return earlier[-1]


def _lock_resolutions(facility: str, approval_no: str) -> None:
	"""Lock the resolutions of uses before the uses, as decisions do."""
	frappe.db.sql(
		"""SELECT name FROM `tabExpense Resolution` WHERE name IN (
			SELECT expense_resolution FROM `tabCard Transaction`
			WHERE facility = %s AND approval_no = %s AND expense_resolution IS NOT NULL
		) ORDER BY name FOR UPDATE""",
		(facility, approval_no),
	)


def _note_cancelled(approval: frappe._dict, cancelled: list[int]) -> bool:
	net = rules.left_of(won(approval.amount), cancelled)
	if net == won(approval.net_amount):
		return False
	transactions.write(approval.name, cancelled_amount=won(approval.amount) - net, net_amount=net)
	drafts.follow_cancellation(approval.name, net)
	transactions.renew(approval.name)
	return True
