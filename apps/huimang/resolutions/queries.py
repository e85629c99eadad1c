"""What the resolutions' forms and lists read. Whoever calls has checked the facility, or the condition is inside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

import frappe
from frappe import _
from pypika import Order
from pypika.functions import Coalesce, Sum

from huimang.approval.stages import APPROVED, IN_APPROVAL
from huimang.facility.access import facilities_for
from huimang.ledger import budget
from huimang.ledger.keys import BudgetKey
from huimang.ledger.verify import Read
from huimang.money import won
from huimang.resolutions.kinds import EXPENSE as EXPENSE_KIND
from huimang.resolutions.kinds import INCOME as INCOME_KIND


def budget_rest(facility: str, accounting_year: str, side: str, lines: list[dict], held: bool) -> list[dict]:
	"""Return what the budget says to each line of a form: appropriated, actual, reserved, left, and left afterwards.

	Lines on the same 목, program and fund source draw on the same money: each counts those above it.

	:param held: the document's own amounts are among the reserved already.
	"""
	keys = [
		BudgetKey(
			facility, accounting_year, side, line["account_subject"], line["program"], line["fund_source"]
		)
		for line in lines
	]
	statuses = budget.statuses(set(keys))
	moks = _moks({key.account_subject for key in keys})
	drawn: dict[BudgetKey, int] = defaultdict(int)
	rest = []
	for key, line in zip(keys, lines, strict=True):
		status = statuses[key]
		control = key._replace(account_subject=moks.get(key.account_subject))
		drawn[control] += 0 if held else won(line.get("amount"))
		rest.append({**status._asdict(), "left": status.left, "left_after": status.left - drawn[control]})
	return rest


def search_subjects(
	facility: str,
	accounting_unit: str,
	side: str,
	accounting_year: str | None,
	text: str,
	start: int,
	page_len: int,
) -> list[tuple]:
	"""Return subjects money can be booked on, those in the year's budget first: name, path, appropriated and what is left."""
	subject, balance = frappe.qb.DocType("Account Subject"), frappe.qb.DocType("Budget Balance")
	appropriated = Coalesce(Sum(balance.appropriated), 0)
	left = appropriated - Coalesce(Sum(balance.reserved + balance.actual), 0)
	query = (
		frappe.qb.from_(subject)
		.left_join(balance)
		.on(
			(balance.account_subject == subject.name)
			& (balance.side == subject.side)
			& (balance.accounting_year == (accounting_year or ""))
		)
		.select(subject.name, subject.subject_name, subject.path_label, subject.code, appropriated, left)
		.where(
			(subject.facility == facility)
			& (subject.accounting_unit == accounting_unit)
			& (subject.side == side)
		)
		.where(subject.level.isin(("Mok", "Semok")) & (subject.is_active == 1))
		.groupby(subject.name)
		.orderby(appropriated > 0, order=Order.desc)
		.orderby(subject.sort_key)
		.limit(page_len)
		.offset(start)
	)
	if text:
		like = f"%{text}%"
		query = query.where(
			subject.code.like(f"{text}%") | subject.subject_name.like(like) | subject.path_label.like(like)
		)
	return query.run()


def defaults(user: str, doctype: str) -> dict:
	"""Return what a new resolution starts with: the user's facility, if it is one, and its open year and usual masters."""
	facilities = facilities_for(user, doctype, "create")
	if facilities is None or len(facilities) != 1:
		return {}
	facility = next(iter(facilities))
	return {"facility": facility, **year_defaults(facility)}


def year_defaults(facility: str) -> dict:
	"""Return the year that is open today, and the masters that the facility has only one of."""
	today = frappe.utils.nowdate()
	years = frappe.get_all(
		"Accounting Year",
		filters={
			"facility": facility,
			"status": "Open",
			"start_date": ("<=", today),
			"end_date": (">=", today),
			"accounting_unit": "Facility",
		},
		pluck="name",
		limit=1,
	)
	programs = frappe.get_all(
		"Welfare Program", {"facility": facility, "is_active": 1}, pluck="name", limit=2
	)
	return {
		"accounting_year": years[0] if years else None,
		"program": programs[0] if len(programs) == 1 else None,
	}


def undecided_in_month(facility: str, accounting_year: str, first: date, last: date) -> Iterator[str]:
	"""Yield what speaks against closing a month: resolutions of it that are still being approved (hook of the ledger)."""
	for kind in (EXPENSE_KIND, INCOME_KIND):
		table = frappe.qb.DocType(kind.doctype)
		waiting = (
			frappe.qb.from_(table)
			.select(table.purpose)
			.where((table.facility == facility) & (table.accounting_year == accounting_year))
			.where((table.stage == IN_APPROVAL) & table.proposal_date[first:last])
			.orderby(table.proposal_date)
			.for_update()
			.run(pluck=True)
		)
		if waiting:
			yield _("{0} of this month are still being approved: {1}").format(
				_(kind.doctype), ", ".join(waiting[:5]) + (" …" if len(waiting) > 5 else "")
			)


def reserved(facility: str, read: Read) -> dict[str, dict[BudgetKey, int]]:
	"""Return what expenses that are asked for or approved set aside on every line (hook of `huimang.ledger.verify`)."""
	rows = read(
		"""SELECT doc.accounting_year, line.account_subject, line.program, line.fund_source, SUM(line.amount)
		FROM `tabExpense Resolution` doc JOIN `tabExpense Resolution Line` line ON line.parent = doc.name
		WHERE doc.facility = %s AND doc.stage IN (%s, %s)
		GROUP BY doc.accounting_year, line.account_subject, line.program, line.fund_source""",
		[facility, IN_APPROVAL, APPROVED],
	)
	return {
		"reserved": {
			BudgetKey(facility, year, EXPENSE_KIND.side, *key): won(amount) for year, *key, amount in rows
		}
	}


def _moks(subjects: set[str]) -> dict[str, str]:
	return dict(
		frappe.get_all("Account Subject", {"name": ("in", list(subjects))}, ["name", "mok"], as_list=True)
	)
