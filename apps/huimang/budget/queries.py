"""What the budget area reads.

Lists for people carry the facility condition; the rest serves documents already checked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

import frappe
from frappe.query_builder.functions import Max, Sum

from huimang.approval.queries import undecided
from huimang.ledger import balances
from huimang.ledger.keys import BudgetKey, row_name
from huimang.ledger.verify import Read
from huimang.money import won
from huimang.rules import personnel_share
from huimang.rules.account_subjects import BUDGETED_LEVELS, TemplateRow, name_key

if TYPE_CHECKING:
	from frappe.model.document import Document
	from pypika import Criterion, Table


CARRYOVER_HANG = "이월금"
"""The 항 of every statutory table on which a year receives what the one before has left (별표 1·3·5·9)."""


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


def last_years_budget(year: Document) -> str | None:
	"""Return the last version of the budget of the year before, where the facility keeps that year here.

	:param year: the Accounting Year that follows it.
	"""
	before = frappe.db.get_value(
		"Accounting Year",
		{"facility": year.facility, "accounting_unit": year.accounting_unit, "year": year.year - 1},
	)
	return confirmed_budget(before, or_provisional=False) if before else None


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
	rows = {row.name: row for row in subjects(doc.facility, doc.accounting_unit)}
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


def codes(subject: Document) -> tuple[list[str], frozenset[str]]:
	"""Return the codes beside a subject, and all codes of its level and side."""
	rows = frappe.get_all(
		"Account Subject",
		{
			"facility": subject.facility,
			"accounting_unit": subject.accounting_unit,
			"side": subject.side,
			"level": subject.level,
		},
		["code", "parent_subject"],
	)
	siblings = [row.code for row in rows if row.parent_subject == subject.parent_subject]
	return siblings, frozenset(row.code for row in rows)


def sibling_names(subject: Document) -> dict[str, str]:
	"""Return the names that stand beside a subject, by their `name_key`.

	They are read with a lock: of two people who add the same name at once, the second sees the first one's.
	"""
	table = frappe.qb.DocType("Account Subject")
	query = (
		frappe.qb.from_(table)
		.select(table.subject_name)
		.where(table.name != (subject.name or ""))
		.for_update()
	)
	if subject.parent_subject:
		query = query.where(table.parent_subject == subject.parent_subject)
	else:
		query = query.where(table.facility == subject.facility).where(table.level == "Gwan")
		query = query.where(table.accounting_unit == subject.accounting_unit).where(
			table.side == subject.side
		)
	return {name_key(name): name for name in query.run(pluck=True)}


def subject_is_budgeted(name: str) -> bool:
	"""Tell whether a confirmed budget names a subject or one below it."""
	line = frappe.qb.DocType("Facility Budget Line")
	subject = frappe.qb.DocType("Account Subject")
	return bool(
		frappe.qb.from_(line)
		.join(subject)
		.on(subject.name == line.account_subject)
		.select(line.name)
		.where(line.docstatus == 1)
		.where(_at_or_below(subject, name))
		.limit(1)
		.run()
	)


def is_budgeted_in_open_year(budget_field: str, master: str) -> bool:
	"""Tell whether the confirmed budget of a year that is not closed holds money under a master.

	:param budget_field: the field of Facility Budget Line that points to the master.
	"""
	line = frappe.qb.DocType("Facility Budget Line")
	budget = frappe.qb.DocType("Facility Budget")
	year = frappe.qb.DocType("Accounting Year")
	query = (
		frappe.qb.from_(line)
		.join(budget)
		.on(budget.name == line.parent)
		.join(year)
		.on(year.name == budget.accounting_year)
		.select(line.name)
		.where((line.docstatus == 1) & (line.amount > 0) & (year.status != "Closed"))
		.limit(1)
	)
	if budget_field == "account_subject":
		subject = frappe.qb.DocType("Account Subject")
		query = (
			query.join(subject).on(subject.name == line.account_subject).where(_at_or_below(subject, master))
		)
	else:
		query = query.where(line[budget_field] == master)
	return bool(query.run())


def standing_of_account(facility: str, bank_account: str) -> tuple[int, int]:
	"""Return how many entries the ledger has of a bank account, and what they leave on it in won."""
	years = frappe.get_all("Accounting Year", {"facility": facility}, pluck="name")
	sums = [row for year in years for row in balances.totals(year, (), bank_account=bank_account)]
	return sum(row.entry_count for row in sums), sum(row.cash_amount for row in sums)


def _at_or_below(subject: Table, name: str) -> Criterion:
	return (subject.name == name) | (subject.gwan == name) | (subject.hang == name) | (subject.mok == name)


def last_number(doctype: str, field: str, accounting_year: str) -> int:
	"""Return the highest number of a year's documents of a kind; 0 where there is none."""
	table = frappe.qb.DocType(doctype)
	query = frappe.qb.from_(table).select(Max(table[field])).where(table.accounting_year == accounting_year)
	return query.run(pluck=True)[0] or 0


def confirmed_budget(accounting_year: str, or_provisional: bool = True) -> str | None:
	"""Return the name of the budget in force: the newest version that is confirmed; a provisional one is the oldest."""
	confirmed = {"accounting_year": accounting_year, "docstatus": 1}
	if not or_provisional:
		confirmed["version"] = (">=", 0)
	return frappe.db.get_value("Facility Budget", confirmed, "name", order_by="version desc")


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


def carryover_subjects(facility: str, unit: str) -> list[frappe._dict]:
	"""Return the revenue 목 and 세목 of the 항 이월금 that are in use, the facility's own (○○이월사업비) first."""
	hangs = frappe.get_all(
		"Account Subject",
		{
			"facility": facility,
			"accounting_unit": unit,
			"side": "Revenue",
			"level": "Hang",
			"subject_name": CARRYOVER_HANG,
		},
		pluck="name",
	)
	return frappe.get_all(
		"Account Subject",
		{"hang": ("in", hangs or [""]), "level": ("in", BUDGETED_LEVELS), "is_active": 1},
		["name", "subject_name", "path_label", "is_statutory"],
		order_by="is_statutory, sort_key",
	)


def carryover_subject(facility: str, unit: str, of_donations: bool) -> str | None:
	"""Return the subject that most likely receives what is carried over: the facility's own if there is but one,
	otherwise the statutory one (전년도이월금, with 후원금 for donations).
	"""
	found = carryover_subjects(facility, unit)
	own = [row for row in found if not row.is_statutory]
	if len(own) == 1:
		return own[0].name
	statutory = [row for row in found if row.is_statutory and ("후원금" in row.subject_name) == of_donations]
	return statutory[0].name if statutory else None


def carried(accounting_year: str) -> list[frappe._dict]:
	"""Return what approved carryovers take from a year into the next (C10): revenue subject, program, fund source, won."""
	doc, line = frappe.qb.DocType("Budget Carryover"), frappe.qb.DocType("Budget Carryover Line")
	return (
		frappe.qb.from_(doc)
		.join(line)
		.on(line.parent == doc.name)
		.select(line.revenue_subject, line.to_program.as_("program"), line.fund_source)
		.select(Sum(line.amount).as_("amount"))
		.where((doc.accounting_year == accounting_year) & (doc.docstatus == 1))
		.groupby(line.revenue_subject, line.to_program, line.fund_source)
		.orderby(line.revenue_subject, line.to_program, line.fund_source)
		.run(as_dict=True)
	)


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
