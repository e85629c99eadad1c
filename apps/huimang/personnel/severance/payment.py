"""What an Expense Resolution that pays a severance settlement does besides: it says what the settlement says, once, and
owes the tax on it to 예수금."""

from __future__ import annotations

from datetime import date
from typing import Any

import frappe
from frappe import _

from huimang.ledger.keys import Posting
from huimang.money import won
from huimang.personnel.severance import service
from huimang.rules.withholding_return import Paid
from huimang.tax import clearing, queries, sources

_ROW = "A22"
"""퇴직소득 그 외: what the employer pays, also where the tax is left to a pension account."""
_TAXES = (("income_tax", "Income Tax"), ("local_tax", "Local Income Tax"))


def complete(doc: Any) -> None:
	"""Hold the resolution of a settlement to what the settlement says; others have nothing of this."""
	if not doc.severance_settlement:
		doc.severance_key = None
		doc.severance_withheld = 0
		return
	settlement = frappe.get_doc(service.SETTLEMENT, doc.severance_settlement)
	if settlement.docstatus != 1:
		frappe.throw(_("{0} is not confirmed yet. It is paid once it is.").format(settlement.title))
	wanted = service.resolution(settlement)
	same = doc.bank_account == wanted["bank_account"] and [_of(row) for row in doc.lines] == [
		_of(row) for row in wanted["lines"]
	]
	if doc.withholdings or doc.payroll_run or not same:
		frappe.throw(
			_(
				"This resolution pays {0}, and its account, subject and amount are those of the settlement."
			).format(settlement.title)
		)
	doc.severance_key = settlement.name
	doc.severance_withheld = won(settlement.income_tax) + won(settlement.local_tax)
	other = {"severance_key": doc.severance_key, "name": ("!=", doc.name or "")}
	if standing := frappe.db.get_value(doc.doctype, other, "purpose"):
		frappe.throw(_("{0} pays this settlement already.").format(standing), frappe.DuplicateEntryError)


def check_settlement(doc: Any) -> None:
	"""Refuse to pay through another account, or in a month whose withholding return is filed."""
	if not doc.severance_settlement:
		return
	if doc.bank_account != frappe.db.get_value(service.SETTLEMENT, doc.severance_settlement, "bank_account"):
		frappe.throw(_("A settlement is paid from the account that it was confirmed for."))
	queries.require_unfiled(doc)


def release(doc: Any) -> None:
	"""Let a cancelled resolution of a settlement be written anew."""
	doc.severance_key = None


def postings(doc: Any) -> list[Posting]:
	"""Return the entries that keep the taxes in the bank account and owe them."""
	if not doc.severance_settlement or not won(doc.severance_withheld):
		return []
	account = clearing.open_account(doc.facility, doc.accounting_unit)
	taxes = frappe.db.get_value(
		service.SETTLEMENT, doc.severance_settlement, [field for field, _label in _TAXES]
	)
	return [
		entry
		for (field, label), amount in zip(_TAXES, taxes, strict=True)
		if won(amount)
		for entry in clearing.move(
			account,
			doc.bank_account,
			won(amount),
			f"{doc.severance_settlement}-{field}",
			remarks=_("Withheld: {0}").format(_(label)),
		)
	]


def severance_paid(facility: str, accounting_unit: str, first: date, last: date) -> list[Paid]:
	"""Return what was paid as severance in a stretch of days, for the withholding return (hook huimang_withholding_sources)."""
	rows = frappe.db.sql(
		f"""SELECT pay.employee, pay.total_amount, pay.income_tax, pay.local_tax, doc.bank_account, {sources.SIGN}
		FROM `tabExpense Resolution` doc JOIN `tabSeverance Settlement` pay ON pay.name = doc.severance_settlement
		WHERE {sources.WITHIN}
		ORDER BY doc.payment_date, doc.name""",
		sources.within(facility, accounting_unit, first, last),
	)
	return [
		Paid(_ROW, employee, sign * won(total), sign * won(income), sign * won(local), account)
		for employee, total, income, local, account, sign in rows
	]


def _of(row: Any) -> tuple:
	fields = ("account_subject", "program", "fund_source", "counter_subject")
	return (won(row.get("amount")), *(row.get(field) or "" for field in fields))
