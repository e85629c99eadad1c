"""What a settlement reads: sums of the ledger's balances, and what stands in the way of closing the year."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import NamedTuple

import frappe
from frappe.model.base_document import get_controller
from frappe.utils import add_days, getdate

from huimang.approval import stages
from huimang.approval.document import ApprovalDocument
from huimang.budget.service import year_name
from huimang.ledger import balances
from huimang.ledger.keys import EXPENSE, REVENUE
from huimang.rules.account_subjects import name_key

DOCTYPE = "Annual Settlement"
OPENING_SUBJECT = "전년도이월금"
OPENING_SUBJECT_OF_DONATIONS = "전년도이월금(후원금)"
"""The statutory 목 that take what is left of a year (별표); their names are fixed by law."""


class Books(NamedTuple):
	"""The sums of a year that its settlement is made of, in won.

	Attributes:
		budget, settled: by side.
		rests: revenue less expenses by (fund source, program).
		held: what the entries say of a fund source's money, by ((fund source, program), account).
		accounts: by account.
		funds: (revenue, expense) by fund source.
	"""

	budget: dict[str, int]
	settled: dict[str, int]
	rests: dict[tuple[str, str], int]
	held: dict[tuple[tuple[str, str], str], int]
	accounts: dict[str, int]
	funds: dict[str, tuple[int, int]]


def books(accounting_year: str) -> Books:
	"""Return the year's sums: two readings of balances, whatever the number of entries."""
	budget = {REVENUE: 0, EXPENSE: 0}
	for line in balances.budget_lines(accounting_year):
		budget[line.side] += int(line.appropriated)
	settled = {REVENUE: 0, EXPENSE: 0}
	rests, held, accounts = defaultdict(int), defaultdict(int), defaultdict(int)
	funds: dict[str, dict[str, int]] = defaultdict(lambda: {REVENUE: 0, EXPENSE: 0})
	for row in balances.totals(accounting_year, ("side", "fund_source", "program", "bank_account")):
		item = (row.fund_source, row.program)
		accounts[row.bank_account] += row.cash_amount
		held[item, row.bank_account] += row.cash_amount
		if row.side in settled:
			settled[row.side] += row.amount
			funds[row.fund_source][row.side] += row.amount
			rests[item] += row.cash_amount
	return Books(
		budget,
		settled,
		dict(rests),
		dict(held),
		dict(accounts),
		{fund: (sums[REVENUE], sums[EXPENSE]) for fund, sums in sorted(funds.items())},
	)


def year(accounting_year: str) -> frappe._dict:
	"""Return what a settlement has to know of its year."""
	columns = ["name", "facility", "accounting_unit", "year", "title", "start_date", "end_date", "status"]
	return frappe.db.get_value("Accounting Year", accounting_year, [*columns, "closed_through"], as_dict=True)


def next_year_name(year: frappe._dict) -> str:
	"""Return the name of the accounting year that follows, whether it is there or not."""
	return year_name(year.facility, year.year + 1, year.accounting_unit)


def fund_kinds(facility: str) -> dict[str, str]:
	"""Return the kind of each fund source of a facility."""
	return dict(frappe.get_all("Fund Source", {"facility": facility}, ["name", "kind"], as_list=True))


def account_purposes(facility: str) -> dict[str, str]:
	"""Return the purpose of each bank account of a facility."""
	return dict(
		frappe.get_all("Facility Bank Account", {"facility": facility}, ["name", "purpose"], as_list=True)
	)


def opening_subjects(facility: str, unit: str) -> dict[bool, str | None]:
	"""Return the 목 that take the carry-over, by whether it is of donations.

	Where the table has but one (다른 별표), it takes both.
	"""
	keys = {False: name_key(OPENING_SUBJECT), True: name_key(OPENING_SUBJECT_OF_DONATIONS)}
	found = dict(
		frappe.get_all(
			"Account Subject",
			{
				"facility": facility,
				"accounting_unit": unit,
				"side": REVENUE,
				"level": "Mok",
				"search_key": ("in", list(keys.values())),
			},
			["search_key", "name"],
			as_list=True,
		)
	)
	own = found.get(keys[False])
	return {False: own, True: found.get(keys[True]) or own}


def reserved(accounting_year: str) -> int:
	"""Return what is still set aside on the year's budget, as it is committed now."""
	rows = frappe.db.sql(
		"""SELECT reserved FROM `tabBudget Balance`
		WHERE accounting_year = %s AND is_control = 1 AND reserved != 0 LOCK IN SHARE MODE""",
		accounting_year,
	)
	return sum(int(row[0]) for row in rows)


def open_documents(accounting_year: str) -> list[tuple[str, int]]:
	"""Return the kinds and numbers of documents of a year that are being approved, or approved and not carried out yet."""
	found = []
	for doctype in frappe.get_all(
		"Workflow", {"is_active": 1}, pluck="document_type", order_by="document_type"
	):
		if doctype == DOCTYPE or not issubclass(get_controller(doctype), ApprovalDocument):
			continue
		if not frappe.get_meta(doctype).has_field("accounting_year"):
			continue
		open_stages = [stages.IN_APPROVAL]
		if stages.states_at(doctype, stages.SETTLED):
			open_stages.append(stages.APPROVED)
		count = frappe.db.count(doctype, {"accounting_year": accounting_year, "stage": ("in", open_stages)})
		if count:
			found.append((doctype, count))
	return found


def statement_balances(accounting_year: str, month: int) -> dict[str, int | None]:
	"""Return what the bank statements say at the end of a month that is closed, by account; None for what needs none."""
	name = frappe.db.get_value(
		"Month Closing", {"accounting_year": accounting_year, "month": month, "docstatus": 1}
	)
	if not name:
		return {}
	rows = frappe.get_all(
		"Month Closing Balance",
		{"parent": name, "parenttype": "Month Closing"},
		["bank_account", "needs_statement", "statement_balance"],
	)
	return {row.bank_account: int(row.statement_balance) if row.needs_statement else None for row in rows}


def posted(settlement: str) -> list[frappe._dict]:
	"""Return what a settlement has brought into the next year's books by now, as it is committed."""
	return frappe.db.sql(
		"""SELECT side, account_subject, program, fund_source, bank_account, amount FROM `tabLedger Entry`
		WHERE voucher_type = %s AND voucher_no = %s LOCK IN SHARE MODE""",
		(DOCTYPE, settlement),
		as_dict=True,
	)


def first_open_day(accounting_year: str) -> date | None:
	"""Return the first day of a year on which something may still be booked; None where there is none."""
	found = year(accounting_year)
	if not found or found.status == "Closed" or found.closed_through == found.end_date:
		return None
	return getdate(add_days(found.closed_through, 1)) if found.closed_through else getdate(found.start_date)


def budgeted_openings(accounting_year: str, subjects: set[str]) -> dict[tuple[str, str, str], int]:
	"""Return what the budget of a year gives to carry-over, by (subject, program, fund source)."""
	rows = [
		line
		for line in balances.budget_lines(accounting_year, side=REVENUE)
		if line.account_subject in subjects
	]
	return {
		(row.account_subject, row.program, row.fund_source): int(row.appropriated)
		for row in rows
		if row.appropriated
	}
