"""The payees of an expense resolution: what is withheld from each, and how it is posted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import frappe
from frappe import _
from frappe.utils import getdate

from huimang.errors import obey, rule_message
from huimang.ledger.keys import Posting
from huimang.money import won
from huimang.resolutions.problems import Problems
from huimang.rules import withholding
from huimang.rules.errors import RuleViolation
from huimang.rules.withholding import Payment, Withheld
from huimang.tax import clearing, queries

_AMOUNTS = ("income_tax", "local_tax", "net")


def complete(doc) -> None:
	"""Reckon what is withheld from every payee; a draft may still lack amounts."""
	rows = [row for row in doc.withholdings if row.payee or row.gross]
	if len(rows) != len(doc.withholdings):
		doc.set("withholdings", rows)
	for row, withheld in zip(rows, reckon(rows, getdate(doc.proposal_date)), strict=True):
		row.update(withheld._asdict())
		row.gross = won(row.gross)
		row.income_code = code_of(row)
	doc.withheld_total = sum(row.income_tax + row.local_tax for row in rows)


def reckon(rows: Iterable, on: date) -> list[Withheld]:
	"""Return what is withheld from each of the rows of a form; nothing from those that have no amount yet."""
	payments = [_payment(row) for row in rows]
	ready = [payment for payment in payments if payment.paid > 0]
	withheld = iter(obey(withholding.withhold_all, ready, on))
	return [next(withheld) if payment.paid > 0 else Withheld(0, 0, 0) for payment in payments]


def code_of(row) -> str:
	"""Return the row of the monthly return that was chosen, or the usual one of the income."""
	kind = row.get("income_kind") or withholding.BUSINESS
	return row.get("income_code") or withholding.return_code(kind, _expense_rate(row))


def require_ready(doc) -> None:
	"""Refuse payees that are no persons, without an amount, reported in a wrong row, or who get more than is paid."""
	problems = Problems()
	for row in doc.withholdings:
		if won(row.gross) <= 0:
			problems.add(_of_payee(row, _("The amount must be above 0 won.")))
		if frappe.get_cached_value("Counterparty", row.payee, "kind") != "Individual":
			problems.add(
				_of_payee(
					row,
					_("Tax is withheld from persons only. Please choose a counterparty of kind Individual."),
				)
			)
		if row.income_code not in _codes(row.income_kind):
			problems.add(_of_payee(row, _("This row of the return is not for this kind of income.")))
	problems.of(
		withholding.check_within_total, (won(row.gross) for row in doc.withholdings), won(doc.total_amount)
	)
	problems.throw()
	if doc.withholdings:
		clearing.open_account(doc.facility, doc.accounting_unit)


def check_settlement(doc) -> None:
	"""Refuse a payment on a day with other rates than those that were approved, or in a month that is reported already."""
	if not doc.withholdings:
		return
	problems = Problems()
	day = getdate(doc.payment_date)
	try:
		payments = [_payment(row) for row in doc.withholdings]
		as_paid = withholding.withhold_all(payments, day)
	except RuleViolation as violation:
		problems.add(rule_message(violation))
	else:
		approved = [tuple(won(row.get(field)) for field in _AMOUNTS) for row in doc.withholdings]
		if approved != [tuple(withheld) for withheld in as_paid]:
			problems.add(
				_(
					"On {0} other withholding rates hold than when this was written. "
					"Please cancel the resolution and write it anew."
				).format(frappe.format(day, "Date"))
			)
	if filed := queries.filed_return(doc.facility, doc.accounting_unit, day):
		problems.add(
			_(
				"{0} is filed already. Please pay on a later day, or have that return taken back first."
			).format(filed)
		)
	problems.throw()


def postings(doc) -> list[Posting]:
	"""Return the entries that keep what was withheld in the bank account and owe it to the tax offices."""
	held = [(row, won(row.income_tax) + won(row.local_tax)) for row in doc.withholdings]
	if not any(amount for _row, amount in held):
		return []
	account = clearing.open_account(doc.facility, doc.accounting_unit)
	return [
		posting
		for row, amount in held
		if amount
		for posting in clearing.move(
			account,
			doc.bank_account,
			amount,
			row.name,
			counterparty=row.payee,
			remarks=_("Withheld: {0}").format(_(row.income_kind)),
		)
	]


def _payment(row) -> Payment:
	try:
		gross = won(row.get("gross"))
	except RuleViolation:
		gross = 0
	kind = row.get("income_kind") or withholding.BUSINESS
	return Payment(
		kind, gross, max(frappe.utils.cint(row.get("days")), 1), _expense_rate(row), row.get("payee") or ""
	)


def _expense_rate(row) -> int | None:
	"""Return the percent chosen for other income."""
	rate = row.get("expense_rate")
	return (
		int(rate)
		if row.get("income_kind") == withholding.OTHER and rate in withholding.EXPENSE_RATES
		else None
	)


def _codes(kind: str) -> set[str]:
	return {"A42", "A59"} if kind == withholding.OTHER else {withholding.return_code(kind)}


def _of_payee(row, message: str) -> str:
	return _("Payee {0}: {1}").format(row.idx, message)
