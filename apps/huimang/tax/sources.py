"""What was paid to persons, as the withholding return asks for it. Other modules tell theirs by a hook.

Hook key `huimang_withholding_sources`: dotted paths of ``source(facility, accounting_unit, first, last) -> Iterable[Paid]``,
what was paid in the days from ``first`` to ``last``, and, as negative amounts, what was paid before and taken back in them.
"""

from __future__ import annotations

from datetime import date

import frappe

from huimang.approval.stages import CANCELLED, SETTLED
from huimang.money import won
from huimang.rules.withholding_return import Paid

HOOK = "huimang_withholding_sources"
WITHIN = """doc.facility = %(facility)s AND doc.accounting_unit = %(unit)s AND doc.payment_date IS NOT NULL
	AND doc.stage IN (%(settled)s, %(cancelled)s)
	AND (doc.payment_date BETWEEN %(first)s AND %(last)s)
		!= (doc.stage = %(cancelled)s AND doc.cancellation_date BETWEEN %(first)s AND %(last)s)"""
"""Condition of a query on resolutions, called doc: those paid in a stretch of days, and those paid before and taken back in them.
A payment taken back in the month of its own leaves no trace."""
SIGN = "CASE WHEN doc.payment_date BETWEEN %(first)s AND %(last)s THEN 1 ELSE -1 END"
"""1 for a payment of these days, -1 for one that was taken back in them."""


def payments(facility: str, accounting_unit: str, first: date, last: date) -> list[Paid]:
	"""Return what all modules have paid to persons in a stretch of days."""
	return [
		paid
		for path in frappe.get_hooks(HOOK)
		for paid in frappe.get_attr(path)(facility, accounting_unit, first, last)
	]


def within(facility: str, accounting_unit: str, first: date, last: date) -> dict[str, object]:
	"""Return the values that `WITHIN` and `SIGN` name."""
	return {
		"facility": facility,
		"unit": accounting_unit,
		"first": first,
		"last": last,
		"settled": SETTLED,
		"cancelled": CANCELLED,
	}


def of_resolutions(facility: str, accounting_unit: str, first: date, last: date) -> list[Paid]:
	"""Return the payees of expense resolutions (hook)."""
	rows = frappe.db.sql(
		f"""SELECT payee.income_code, payee.payee, payee.gross, payee.income_tax, payee.local_tax, doc.bank_account, {SIGN}
		FROM `tabExpense Resolution` doc JOIN `tabPayee Withholding` payee
			ON payee.parent = doc.name AND payee.parenttype = 'Expense Resolution'
		WHERE {WITHIN}
		ORDER BY doc.payment_date, doc.name, payee.idx""",
		within(facility, accounting_unit, first, last),
	)
	return [
		Paid(code, payee, sign * won(gross), sign * won(income_tax), sign * won(local_tax), account)
		for code, payee, gross, income_tax, local_tax, account, sign in rows
	]
