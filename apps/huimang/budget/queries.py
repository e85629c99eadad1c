"""What the budget area reads.

Lists for people carry the facility condition; the rest serves documents already checked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

import frappe

from huimang.approval.queries import undecided
from huimang.ledger.keys import BudgetKey, row_name
from huimang.ledger.verify import Read
from huimang.money import won
from huimang.rules import personnel_share
from huimang.rules.account_subjects import TemplateRow, name_key

if TYPE_CHECKING:
	pass


def fiscal_year_start_month(facility: str) -> int:
	"""Return the month in which the facility's accounting year starts: 1, or 3 for 어린이집 (제3조)."""
	facility_type = frappe.get_cached_value("Facility", facility, "facility_type")
	return int(frappe.get_cached_value("Facility Type", facility_type, "fiscal_year_start_month") or 1)


def template_group(facility: str, unit: str) -> str:
	"""Return the group of statutory tables for a facility's accounting unit (제10조③).

	Corporation and profit-business accounts use the tables of corporations, whatever the facility's type.
	"""
	if unit != "Facility":
		return "Corporation"
	facility_type = frappe.get_cached_value("Facility", facility, "facility_type")
	return frappe.get_cached_value("Facility Type", facility_type, "subject_template_group")


def template_rows(group: str, day: date) -> list[TemplateRow]:
	"""Return the rows of the statutory table of a group that holds on a day; empty where none does."""
	template = frappe.qb.DocType("Account Subject Template")
	found = (
		frappe.qb.from_(template)
		.select(template.name)
		.where((template.template_group == group) & (template.effective_from <= day))
		.where(template.effective_to.isnull() | (template.effective_to >= day))
		.orderby(template.effective_from, order=frappe.qb.desc)
		.limit(1)
		.run(pluck=True)
	)
	if not found:
		return []
	rows = frappe.get_all(
		"Account Subject Template Row",
		filters={"parent": found[0], "parenttype": "Account Subject Template"},
		fields=list(TemplateRow.__dataclass_fields__),
		order_by="idx",
	)
	return [
		TemplateRow(**{name: "" if value is None else value for name, value in row.items()}) for row in rows
	]


def subject_names(facility: str, unit: str) -> frozenset[str]:
	"""Return the names of a facility's account subjects."""
	return frozenset(
		frappe.get_all("Account Subject", {"facility": facility, "accounting_unit": unit}, pluck="name")
	)


_MASTER_FIELDS = {
	"Account Subject": (
		"accounting_unit",
		"side",
		"level",
		"subject_name",
		"path_label",
		"is_active",
		"donation_forbidden",
		"is_contingency",
		"provisional_allowed",
		"gwan",
		"hang",
		"mok",
	),
	"Welfare Program": ("program_name", "is_active"),
	"Fund Source": ("fund_source_name", "kind", "is_active"),
}


def masters(doctype: str, names: Iterable[str | None]) -> dict[str, frappe._dict]:
	"""Return masters by name, with what a budget line has to know of them."""
	rows = frappe.get_all(
		doctype,
		{"name": ("in", sorted({name for name in names if name}) or [""])},
		["name", "facility", *_MASTER_FIELDS[doctype]],
	)
	return {row.name: row for row in rows}


def subjects(facility: str, unit: str) -> list[frappe._dict]:
	"""Return the subjects of an accounting unit in the order of the statutory forms, parents first."""
	return frappe.get_all(
		"Account Subject",
		{"facility": facility, "accounting_unit": unit},
		["name", *_MASTER_FIELDS["Account Subject"], "is_open", "parent_subject"],
		order_by="sort_key",
	)


def search_subjects(txt: str, filters: dict | list | None, start: int, page_len: int) -> list[tuple]:
	"""Return the subjects that the session's user may read and that a typed text means, in the statutory
	order.

	시군구 finds 시·군·구보조금; 인건비 finds what stands below it; a code finds its subject.
	"""
	fields = ("search_key", "code", "path_label", "name")
	texts = (name_key(txt), txt, txt, txt)
	rows = frappe.get_list(
		"Account Subject",
		filters=filters,
		or_filters=[[field, "like", f"%{text}%"] for field, text in zip(fields, texts, strict=True)]
		if txt
		else None,
		fields=["name", "subject_name", "code", "path_label"],
		order_by="sort_key",
		start=start,
		page_length=page_len,
		as_list=True,
	)
	return sorted(rows, key=lambda row: not name_key(row[1]).startswith(name_key(txt)))


def titles(doctype: str, title: str, facility: str) -> dict[str, str]:
	"""Return the names that staff know a facility's masters by, by their records' names."""
	return dict(frappe.get_all(doctype, {"facility": facility}, ["name", title], as_list=True))


def active_titles(doctype: str, title: str, facility: str) -> list[str]:
	"""Return the names of those masters that may be used, in the order in which they were added."""
	return frappe.get_all(
		doctype, {"facility": facility, "is_active": 1}, pluck=title, order_by="creation, name"
	)


def budget_defaults(facility: str) -> dict[str, str | None]:
	"""Return the accounting year that waits for a budget, and the program if there is but one."""
	years = frappe.get_all(
		"Accounting Year",
		{"facility": facility, "accounting_unit": "Facility", "status": ("!=", "Closed")},
		pluck="name",
		order_by="year desc",
		limit=1,
	)
	programs = frappe.get_all(
		"Welfare Program", {"facility": facility, "is_active": 1}, pluck="name", limit=2
	)
	return {
		"accounting_year": years[0] if years else None,
		"program": programs[0] if len(programs) == 1 else None,
	}


def subject_titles(names: Iterable[str]) -> dict[str, str]:
	"""Return the names that staff know subjects by."""
	rows = frappe.get_all(
		"Account Subject", {"name": ("in", sorted(names) or [""])}, ["name", "subject_name"], as_list=True
	)
	return dict(rows)


def appropriated_now(keys: Iterable[BudgetKey]) -> dict[BudgetKey, int]:
	"""Return what the budget gives to lines as they are named, a 세목 for itself and not with its 목."""
	names = {row_name(key): key for key in keys}
	rows = frappe.get_all(
		"Budget Balance", {"name": ("in", sorted(names) or [""])}, ["name", "appropriated"], as_list=True
	)
	return {names[name]: int(amount) for name, amount in rows}


def moks(subjects: Iterable[str]) -> dict[str, str]:
	"""Return the 목 of each subject."""
	rows = frappe.get_all(
		"Account Subject", {"name": ("in", sorted(subjects) or [""])}, ["name", "mok"], as_list=True
	)
	return dict(rows)


def share_subjects(facility: str, part: str) -> frozenset[str]:
	"""Return the 목 that a part of the share of staff costs adds up (B7)."""
	subject, hang = frappe.qb.DocType("Account Subject"), frappe.qb.DocType("Account Subject").as_("hang")
	found: set[str] = set()
	for rule in personnel_share.parts():
		if rule.part != part:
			continue
		query = (
			frappe.qb.from_(subject)
			.join(hang)
			.on(hang.name == subject.hang)
			.select(subject.name)
			.where((subject.facility == facility) & (subject.accounting_unit == "Facility"))
			.where((subject.level == "Mok") & (subject.side == rule.side) & (hang.subject_name == rule.hang))
		)
		found.update((query.where(subject.subject_name == rule.mok) if rule.mok else query).run(pluck=True))
	return frozenset(found)


def appropriated(facility: str, read: Read) -> dict[str, dict[BudgetKey, int]]:
	"""Return what documents give to every budget line, and take from it (hook of `huimang.ledger.verify`).

	The budget in force of each year, and the transfers, uses of the contingency and carryovers that were approved; what
	is carried over is reserved in the year that it comes from.
	"""
	queries = {"appropriated": (_IN_FORCE, *_MOVED, *_CARRIED), "reserved": (_SET_ASIDE,)}
	sums = {column: Counter() for column in queries}
	for column, parts in queries.items():
		for query in parts:
			for *key, amount in read(query, [facility]):
				sums[column][BudgetKey(facility, *key)] += won(amount)
	return sums


_IN_FORCE = """SELECT budget.accounting_year, line.side, line.account_subject, line.program, line.fund_source,
	SUM(line.amount)
	FROM `tabFacility Budget` budget JOIN `tabFacility Budget Line` line ON line.parent = budget.name
	WHERE budget.facility = %s AND budget.docstatus = 1 AND budget.version = (
		SELECT MAX(version) FROM `tabFacility Budget`
		WHERE accounting_year = budget.accounting_year AND docstatus = 1
	)
	GROUP BY budget.accounting_year, line.side, line.account_subject, line.program, line.fund_source"""

_MOVED = tuple(
	f"""SELECT doc.accounting_year, 'Expense', {subject}, {program}, {fund_source}, {sign} * SUM(line.amount)
	FROM `tab{doctype}` doc JOIN `tab{doctype} Line` line ON line.parent = doc.name
	WHERE doc.facility = %s AND doc.docstatus = 1
	GROUP BY doc.accounting_year, {subject}, {program}, {fund_source}"""
	for doctype, subject, program, fund_source, sign in (
		("Budget Transfer", "line.from_subject", "line.from_program", "line.from_fund_source", -1),
		("Budget Transfer", "line.to_subject", "line.to_program", "line.to_fund_source", 1),
		(
			"Contingency Use",
			*("doc.contingency_subject", "doc.contingency_program", "doc.contingency_fund_source"),
			-1,
		),
		("Contingency Use", "line.to_subject", "line.to_program", "line.to_fund_source", 1),
	)
)


_SET_ASIDE, *_CARRIED = (
	f"""SELECT {year}, '{side}', {subject}, {program}, line.fund_source, SUM(line.amount)
	FROM `tabBudget Carryover` doc JOIN `tabBudget Carryover Line` line ON line.parent = doc.name
	WHERE doc.facility = %s AND doc.docstatus = 1
	GROUP BY {year}, {subject}, {program}, line.fund_source"""
	for year, side, subject, program in (
		("doc.accounting_year", "Expense", "line.from_subject", "line.from_program"),
		("doc.next_year", "Expense", "line.to_subject", "line.to_program"),
		("doc.next_year", "Revenue", "line.revenue_subject", "line.to_program"),
	)
)


_DAYS = (
	("Budget Transfer", "transfer_date"),
	("Contingency Use", "use_date"),
	("Budget Carryover", "carryover_date"),
)


def undecided_in_month(facility: str, accounting_year: str, first: date, last: date) -> Iterator[str]:
	"""Yield what speaks against closing a month: moves of its budget still being approved (hook of the ledger)."""
	for doctype, day in _DAYS:
		yield from undecided(doctype, "title", day, facility, accounting_year, first, last)
