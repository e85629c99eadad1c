"""세입·세출명세서 (제11조제1항제2호, B9 · B11; 별지 제1호): a budget by 관·항·목 beside the one before it, with its reckoning.

A supplementary budget uses the same form, with 기정예산액 and 추경예산액 at the head of its columns (C2).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import frappe

from huimang.money import format_won, won
from huimang.rules.errors import RuleViolation
from huimang.statements.definition import Column, ColumnKind, Form, Heading, Row, RowKind, Statement
from huimang.statements.filters import Books, read_books, read_link
from huimang.statements.subjects import MOK, SIDE_LABELS, SIDES, Chart, name_columns, read_chart

_STAGES = {"Draft": "작성 중", "In Approval": "결재 중"}
SUPPLEMENTARY = "Supplementary"


@dataclass(frozen=True)
class BudgetDetailsFilters:
	"""One version of a year's budget."""

	books: Books
	budget: frappe._dict | None

	@property
	def is_supplementary(self) -> bool:
		return bool(self.budget) and self.budget.budget_type == SUPPLEMENTARY


@dataclass
class Amounts:
	"""What a subject had in the budget before and has in this one, in won, with the reckoning of its lines."""

	before: int = 0
	now: int = 0
	bases: list[str] = field(default_factory=list)

	def add(self, other: Amounts) -> None:
		self.before += other.before
		self.now += other.now

	def __bool__(self) -> bool:
		return bool(self.before or self.now or self.bases)

	def values(self) -> dict[str, int]:
		return {"before": self.before, "now": self.now, "change": self.now - self.before}


def parse(filters: Mapping[str, Any]) -> BudgetDetailsFilters:
	books = read_books(filters)
	chosen = read_link(filters, "budget", "Facility Budget")
	return BudgetDetailsFilters(books, _budget(books, chosen))


def _budget(books: Books, chosen: str | None) -> frappe._dict | None:
	"""Return the budget that was chosen; otherwise the one in force, or the newest where none is confirmed yet."""
	conditions = {"name": chosen} if chosen else {"docstatus": ("<", 2)}
	found = frappe.get_all(
		"Facility Budget",
		{"accounting_year": books.accounting_year, **conditions},
		["name", "title", "version", "budget_type", "docstatus", "stage"],
		order_by="docstatus desc, version desc",
		limit=1,
	)
	if chosen and not found:
		raise RuleViolation("Please choose a budget of this accounting year.")
	return found[0] if found else None


def form(filters: BudgetDetailsFilters) -> Form:
	statutory = filters.books.statutory_form("budget_details")
	before, now = (
		("기정예산액", "추경예산액") if filters.is_supplementary else ("전년도 예산액", "당해연도 예산액")
	)
	return Form(
		title=statutory.title,
		legal_basis=statutory.legal_basis,
		columns=(
			*name_columns(MOK, (27, 28, 35)),
			Column("before", before, 29, ColumnKind.WON),
			Column("now", now, 29, ColumnKind.WON),
			Column("change", "증감", 27, ColumnKind.WON),
			Column("basis", "산출근거", 94),
		),
		signers=filters.books.signers,
		landscape=True,
	)


def heading(filters: BudgetDetailsFilters) -> Heading:
	budget = filters.budget
	standing = _STAGES.get(budget.stage) if budget else None
	title = (budget.title + (f" ({standing})" if standing else "")) if budget else "예산 없음"
	return Heading(filters.books.facility_name, filters.books.period(), (("예산", title),))


def rows(filters: BudgetDetailsFilters) -> Iterator[Row]:
	"""Yield, side by side, 총계 and the tree of subjects down to 목, each 목 with the reckoning of its lines."""
	if not filters.budget:
		return iter(())
	chart = read_chart(filters.books.facility, filters.books.unit)
	amounts = _amounts(filters)
	return table(chart, amounts, filters.budget.name)


def table(chart: Chart, amounts: dict[str, Amounts], budget: str) -> Iterator[Row]:
	"""Yield the rows of the form. Pure.

	:param amounts: of 목, by subject; those of 관 and 항 are added here.
	"""
	for side in SIDES:
		total = chart.add_up(side, amounts, Amounts(), Amounts)
		yield Row({"gwan": f"{SIDE_LABELS[side]} 총계", **total.values()}, RowKind.TOTAL)
		for subject, sums in chart.walk(side, MOK, amounts):
			first, *others = sums.bases or [""]
			yield Row(
				{subject.key: subject.title, **sums.values(), "basis": first},
				level=subject.depth,
				link=("Facility Budget", budget),
				keep=min(len(others), 2),
			)
			for basis in others:
				yield Row({"basis": basis}, level=subject.depth + 1, rule="")


def _amounts(filters: BudgetDetailsFilters) -> dict[str, Amounts]:
	amounts: dict[str, Amounts] = defaultdict(Amounts)
	current = lines_of(filters.budget.name)
	with_program = len({line.program for line in current}) > 1
	for line in current:
		sums = amounts[line.mok]
		sums.now += won(line.amount)
		if line.amount:
			sums.bases.append(basis_of(line, with_program))
	earlier = _budget_before(filters)
	if earlier:
		for line in lines_of(earlier):
			amounts[line.mok].before += won(line.amount)
	else:
		for line in current:
			amounts[line.mok].before += won(line.previous_amount)
	return amounts


def _budget_before(filters: BudgetDetailsFilters) -> str | None:
	"""Return the budget beside which this one stands: the version before it, or last year's final one."""
	books, budget = filters.books, filters.budget
	if filters.is_supplementary:
		conditions = {"accounting_year": books.accounting_year, "version": ("<", budget.version)}
	else:
		last_year = {"facility": books.facility, "accounting_unit": books.unit, "year": books.year - 1}
		conditions = {"accounting_year": frappe.db.get_value("Accounting Year", last_year) or ""}
	found = frappe.get_all(
		"Facility Budget",
		{**conditions, "docstatus": 1, "budget_type": ("in", ("Original", SUPPLEMENTARY))},
		pluck="name",
		order_by="version desc",
		limit=1,
	)
	return found[0] if found else None


def lines_of(budget: str) -> list[frappe._dict]:
	"""Return the lines of a budget in their order, with the names that a reckoning shows."""
	return frappe.db.sql(
		"""SELECT subject.mok, line.account_subject, line.program, line.description, line.unit, line.unit_price, line.quantity,
			line.frequency, line.amount, line.previous_amount, fund.fund_source_name, program.program_name,
			IF(subject.name = subject.mok, NULL, subject.subject_name) semok
		FROM `tabFacility Budget Line` line
		JOIN `tabAccount Subject` subject ON subject.name = line.account_subject
		LEFT JOIN `tabFund Source` fund ON fund.name = line.fund_source
		LEFT JOIN `tabWelfare Program` program ON program.name = line.program
		WHERE line.parent = %s AND line.parenttype = 'Facility Budget'
		ORDER BY line.side DESC, line.idx""",
		budget,
		as_dict=True,
	)


def basis_of(line: Any, with_program: bool) -> str:
	"""Return the reckoning of a line as budgets write it: ``직원 급여 2,600,000원 × 8명 × 12월 = 249,600,000원 [보조금]``."""
	words: Iterable[str | None] = (
		line.semok and f"({line.semok})",
		line.description,
		reckoning(line),
		f"[{line.fund_source_name}{f'·{line.program_name}' if with_program else ''}]",
	)
	return " ".join(word for word in words if word)


def reckoning(line: Any) -> str:
	"""Return unit price × quantity × times = amount of a line, or its amount where it has no price."""
	amount = f"{format_won(won(line.amount))}원"
	price = won(line.unit_price)
	if not price:
		return amount
	units = [unit.strip() for unit in (line.unit or "").split(",")] + ["", ""]
	# "× 1회" says nothing that the price does not say.
	factors = [
		f"{float(number):,.12g}{unit}"
		for number, unit in zip((line.quantity, line.frequency), units, strict=False)
		if number != 1
	]
	return " × ".join([f"{format_won(price)}원", *factors]) + (f" = {amount}" if factors else "")


BUDGET_DETAILS = Statement(
	name="budget_details",
	report="Budget Details",
	doctype="Facility Budget",
	parse=parse,
	form=form,
	heading=heading,
	rows=rows,
)
