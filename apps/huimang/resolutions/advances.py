"""선금 and 개산급 after they were paid: the account given of them (정산, 제30조), and which are still open."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import nowdate

from huimang.approval.stages import SETTLED
from huimang.errors import obey
from huimang.facility import access
from huimang.money import format_won, won
from huimang.resolutions.kinds import EXPENSE
from huimang.rules import advances

EARLY = (advances.ADVANCE, advances.ESTIMATE)


def give_account(name: str, used: object) -> None:
	"""Note what was used of a payment made in advance or by estimate; what was not has come back by refunds before.

	:param used: won really used.
	"""
	doc = frappe.get_doc(EXPENSE.doctype, name, for_update=True)
	access.require(doc.facility, doc.doctype, "create")
	if doc.payment_basis not in EARLY or doc.stage != SETTLED or doc.accounted_on:
		frappe.throw(
			_("Only what was paid in advance or by estimate is accounted for, once, after it was paid.")
		)
	amount = obey(won, used)
	if amount < 0:
		frappe.throw(_("The amount must be above 0 won."))
	obey(advances.check_account, won(doc.total_amount), amount, _refunded(name))
	doc.db_set({"accounted_on": nowdate(), "accounted_amount": amount}, notify=True)
	doc.add_comment("Info", _("Account given: {0} won used").format(format_won(amount)))


def open_accounts(facility: str, accounting_year: str) -> list[frappe._dict]:
	"""Return the payments in advance or by estimate of a year that nobody has given account of, the oldest first."""
	return frappe.get_all(
		EXPENSE.doctype,
		{
			"facility": facility,
			"accounting_year": accounting_year,
			"payment_basis": ("in", EARLY),
			"stage": SETTLED,
			"accounted_on": ("is", "not set"),
		},
		["name", "resolution_no", "purpose", "payment_basis", "payment_date", "total_amount"],
		order_by="payment_date",
	)


def _refunded(name: str) -> int:
	"""Return the won of a resolution that have really come back."""
	rows = frappe.get_all(
		"Refund Resolution",
		{"original_doctype": EXPENSE.doctype, "original": name, "stage": SETTLED},
		pluck="total_amount",
	)
	return sum(won(amount) for amount in rows)
