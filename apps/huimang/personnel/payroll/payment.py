"""What an Expense Resolution that pays a payroll does besides: it says what the payroll says, once, and moves 예수금."""

from __future__ import annotations

from datetime import date
from typing import Any

import frappe
from frappe import _

from huimang.ledger.keys import Posting
from huimang.money import won
from huimang.personnel.filings.year_pay import NOT_REPORTED
from huimang.personnel.payroll import service
from huimang.rules.withholding_return import Paid
from huimang.tax import clearing, queries, sources

_WAGES = "A01"
_FIELDS = ("account_subject", "program", "fund_source", "counter_subject", "amount")


def complete(doc: Any) -> None:
	"""Hold the resolution of a payroll to what the payroll says; others have nothing of this."""
	if not doc.payroll_run:
		doc.payroll_part = doc.payroll_key = None
		doc.payroll_withheld = 0
		return
	run = frappe.get_doc(service.RUN, doc.payroll_run)
	if run.docstatus != 1:
		frappe.throw(_("{0} is not confirmed yet. It is paid once it is.").format(run.title))
	wanted = service.resolution(run, doc.payroll_part, doc.bank_account)
	if doc.withholdings or sorted(map(_of, wanted["lines"])) != sorted(map(_of, doc.lines)):
		frappe.throw(
			_(
				"This resolution pays {0}, and its account, subjects and amounts are those of the payroll."
			).format(run.title)
		)
	doc.payroll_key = f"{run.name}/{doc.payroll_part}/{doc.bank_account}"
	doc.payroll_withheld = wanted["payroll_withheld"]
	_refuse_second(doc)


def check_settlement(doc: Any) -> None:
	"""Refuse to pay a payroll through another account than it was confirmed for, or in a month whose return is filed."""
	if doc.payroll_key and not doc.payroll_key.endswith(f"/{doc.bank_account}"):
		frappe.throw(_("A payroll is paid from the account that it was confirmed for."))
	if doc.payroll_part == service.PAY:
		queries.require_unfiled(doc)


def release(doc: Any) -> None:
	"""Let a cancelled resolution of a payroll be written anew."""
	doc.payroll_key = None


def postings(doc: Any) -> list[Posting]:
	"""Return the entries that keep what is deducted in the bank account and owe it, or that pay it on."""
	if not doc.payroll_run:
		return []
	deductions = frappe.get_all(
		"Payroll Deduction",
		{"parent": doc.payroll_run, "part": doc.payroll_part, "bank_account": doc.bank_account},
		["name", "deduction", "amount"],
		order_by="idx",
	)
	account = clearing.open_account(doc.facility, doc.accounting_unit)
	return [
		posting
		for row in deductions
		for posting in clearing.move(
			account,
			doc.bank_account,
			won(row.amount),
			row.name,
			remarks=_moved(doc, won(row.amount)).format(_(row.deduction)),
		)
	]


def _moved(doc: Any, amount: int) -> str:
	if amount > 0:
		return _("Withheld: {0}")
	return _("Paid back: {0}") if doc.payroll_part == service.PAY else _("Paid on: {0}")


def wages_paid(facility: str, accounting_unit: str, first: date, last: date) -> list[Paid]:
	"""Return what was paid as wages in a stretch of days, for the withholding return (hook huimang_withholding_sources)."""
	rows = frappe.db.sql(
		f"""SELECT slip.employee, slip.gross - IFNULL((SELECT SUM(line.tax_free) FROM `tabPayslip Line` line
				WHERE line.parent = slip.name AND line.tax_free_kind IN %(not_reported)s), 0),
			slip.income_tax, slip.local_tax, doc.bank_account, {sources.SIGN}
		FROM `tabExpense Resolution` doc JOIN `tabPayslip` slip
			ON slip.payroll_run = doc.payroll_run AND slip.bank_account = doc.bank_account AND slip.status != 'Error'
		WHERE doc.payroll_part = %(pay)s AND {sources.WITHIN}
		ORDER BY doc.payment_date, doc.name, slip.employee_no""",
		sources.within(facility, accounting_unit, first, last)
		| {"pay": service.PAY, "not_reported": NOT_REPORTED},
	)
	return [
		Paid(_WAGES, employee, sign * won(paid), sign * won(income), sign * won(local), account)
		for employee, paid, income, local, account, sign in rows
	]


def _of(row: Any) -> tuple:
	return tuple(won(row.get(field)) if field == "amount" else row.get(field) or "" for field in _FIELDS)


def _refuse_second(doc: Any) -> None:
	"""Say plainly what the unique key would refuse."""
	other = frappe.db.get_value(
		doc.doctype,
		{"payroll_key": doc.payroll_key, "name": ("!=", doc.name or "")},
		["name", "resolution_no"],
	)
	if other:
		frappe.throw(
			_("{0} pays this part of the payroll already.").format(other[1] or other[0]),
			frappe.DuplicateEntryError,
		)
