"""The budgets of a year: which version is in force, what it says, and what it says otherwise than the one before."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import frappe
from frappe.query_builder.functions import Max, Sum

from huimang.budget import queries
from huimang.money import won

if TYPE_CHECKING:
	from frappe.model.document import Document


def latest_budget(accounting_year: str, for_update: bool = False) -> frappe._dict | None:
	"""Return name, version, docstatus and title of the newest budget of a year, confirmed or not, and not provisional.

	:param for_update: lock it, and see what others have committed meanwhile.
	"""
	return frappe.db.get_value(
		"Facility Budget",
		{"accounting_year": accounting_year, "version": (">=", 0)},
		["name", "version", "docstatus", "title"],
		order_by="version desc",
		as_dict=True,
		for_update=for_update,
	)


def confirmed_budget(accounting_year: str, or_provisional: bool = True) -> str | None:
	"""Return the name of the budget in force: the newest version that is confirmed; a provisional one is the oldest."""
	confirmed = {"accounting_year": accounting_year, "docstatus": 1}
	if not or_provisional:
		confirmed["version"] = (">=", 0)
	return frappe.db.get_value("Facility Budget", confirmed, "name", order_by="version desc")


def last_years_budget(year: Document) -> str | None:
	"""Return the last version of the budget of the year before, where the facility keeps that year here.

	:param year: the Accounting Year that follows it.
	"""
	before = frappe.db.get_value(
		"Accounting Year",
		{"facility": year.facility, "accounting_unit": year.accounting_unit, "year": year.year - 1},
	)
	return confirmed_budget(before, or_provisional=False) if before else None


def version_since(accounting_year: str, day: date) -> str | None:
	"""Return the title of a supplementary budget that was confirmed on a day or later."""
	return frappe.db.get_value(
		"Facility Budget",
		{
			"accounting_year": accounting_year,
			"docstatus": 1,
			"version": (">", 0),
			"confirmed_on": (">=", day),
		},
		"title",
		order_by="version desc",
	)


def last_number(doctype: str, field: str, accounting_year: str) -> int:
	"""Return the highest number of a year's documents of a kind; 0 where there is none."""
	table = frappe.qb.DocType(doctype)
	query = frappe.qb.from_(table).select(Max(table[field])).where(table.accounting_year == accounting_year)
	return query.run(pluck=True)[0] or 0


def line_totals(budget: str) -> Counter[tuple[str, str, str, str]]:
	"""Return what a budget gives to each side, subject, program and fund source, in won."""
	line = frappe.qb.DocType("Facility Budget Line")
	key = (line.side, line.account_subject, line.program, line.fund_source)
	query = frappe.qb.from_(line).select(*key, Sum(line.amount)).where(line.parent == budget).groupby(*key)
	return Counter({tuple(values): won(amount) for *values, amount in query.run()})


def mok_totals(budget: str) -> Counter[str]:
	"""Return what a budget gives to each 목, whatever its 세목, programs and fund sources, in won."""
	line, subject = frappe.qb.DocType("Facility Budget Line"), frappe.qb.DocType("Account Subject")
	query = (
		frappe.qb.from_(line)
		.join(subject)
		.on(subject.name == line.account_subject)
		.select(subject.mok, Sum(line.amount))
		.where(line.parent == budget)
		.groupby(subject.mok)
	)
	return Counter({mok: won(amount) for mok, amount in query.run()})


def comparison(doc: Document) -> list[dict]:
	"""Return a budget beside the one that it is compared with: 관, 항 and 목 with what they have, had, and the change.

	What was dropped is there with nothing; a 관 and 항 with the sums of what stands below them.
	"""
	sums: dict[str, list[int]] = {}
	now: Counter[str] = Counter()
	for table in ("revenue_lines", "expense_lines"):
		for line in doc.get(table):
			now[line.account_subject] += won(line.amount)
	before: Counter[str] = Counter()
	for (_side, subject, *_rest), amount in line_totals(doc.base_budget).items() if doc.base_budget else ():
		before[subject] += amount
	rows = {row.name: row for row in queries.subjects(doc.facility, doc.accounting_unit)}
	for name in {*now, *before}:
		for above in {rows[name].gwan, rows[name].hang, rows[name].mok}:
			pair = sums.setdefault(above, [0, 0])
			pair[0] += before[name]
			pair[1] += now[name]
	return [
		{
			**{field: row[field] for field in ("name", "side", "level", "subject_name")},
			"previous": sums[name][0],
			"amount": sums[name][1],
			"change": sums[name][1] - sums[name][0],
		}
		for name, row in rows.items()
		if name in sums
	]


def transfer_bars(accounting_year: str) -> dict[str, str]:
	"""Return the subjects to which the budget in force lets nothing be transferred, and why (C8)."""
	return dict(
		frappe.get_all(
			"Budget Transfer Bar",
			{"parent": confirmed_budget(accounting_year), "parenttype": "Facility Budget"},
			["account_subject", "kind"],
			as_list=True,
		)
	)
