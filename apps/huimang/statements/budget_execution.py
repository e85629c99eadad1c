"""예산대비 집행현황: the effective budget of every 관·항·목·세목 against what came in, was spent and is spoken for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import frappe

from huimang.ledger import balances
from huimang.ledger.closing import month_bounds
from huimang.statements.definition import Column, ColumnKind, Form, Heading, Row, RowKind, Statement
from huimang.statements.filters import Books, read_books, read_choice, read_link, read_month

LEVELS = ("Gwan", "Hang", "Mok", "Semok")
SIDES = ("Revenue", "Expense")

_NAMES = tuple(
	Column(level.lower(), label, width, level=depth)
	for depth, (level, label, width) in enumerate(
		zip(LEVELS, ("관", "항", "목", "세목"), (30, 32, 38, 36), strict=True)
	)
)
_FIGURES = (
	Column("budget", "예산현액", 28, ColumnKind.WON),
	Column("month", "당월", 26, ColumnKind.WON, group="수납액 · 집행액"),
	Column("actual", "누계", 28, ColumnKind.WON, group="수납액 · 집행액"),
	Column("reserved", "예약액", 26, ColumnKind.WON),
	Column("left", "잔액", 28, ColumnKind.WON),
	Column("rate", "집행률(%)", 17, ColumnKind.RATE),
)


@dataclass(frozen=True)
class BudgetExecutionFilters:
	"""One year's books as of the end of a month, optionally of one side, program or fund source."""

	books: Books
	month: int
	sides: tuple[str, ...]
	level: str
	program: str | None
	fund_source: str | None


@dataclass
class Figures:
	"""Sums of a subject, in won."""

	budget: int = 0
	month: int = 0
	actual: int = 0
	reserved: int = 0

	def add(self, other: Figures) -> None:
		self.budget += other.budget
		self.month += other.month
		self.actual += other.actual
		self.reserved += other.reserved

	def __bool__(self) -> bool:
		return bool(self.budget or self.month or self.actual or self.reserved)

	def values(self) -> dict[str, Any]:
		return {
			"budget": self.budget,
			"month": self.month,
			"actual": self.actual,
			"reserved": self.reserved,
			"left": self.budget - self.actual - self.reserved,
			# A share of nothing is no number: the place stays empty.
			"rate": round(self.actual * 100 / self.budget, 1) if self.budget else None,
		}


@dataclass(frozen=True)
class Subject:
	"""An account subject in its tree."""

	name: str
	title: str
	side: str
	depth: int
	parent: str | None
	order: str


def parse(filters: Mapping[str, Any]) -> BudgetExecutionFilters:
	books = read_books(filters)
	side = read_choice(filters, "side", ("Both", *SIDES), "Both")
	return BudgetExecutionFilters(
		books=books,
		month=read_month(filters, "month", books.months[-1]),
		sides=SIDES if side == "Both" else (side,),
		level=read_choice(filters, "level", LEVELS, "Semok"),
		program=read_link(filters, "program", "Welfare Program"),
		fund_source=read_link(filters, "fund_source", "Fund Source"),
	)


def form(filters: BudgetExecutionFilters) -> Form:
	depth = LEVELS.index(filters.level)
	return Form(
		title="예산대비 집행현황",
		columns=(*_NAMES[: depth + 1], *_FIGURES),
		signers=("담당", "사무국장", "시설장")
		if filters.books.unit == "Facility"
		else ("담당", "사무국장", "대표이사"),
		landscape=True,
		note="예산현액과 예약액(결재 중이거나 출납 전인 결의)은 출력하는 때의 금액이고, 수납액·집행액은 기준월 말까지의 금액입니다. "
		"잔액 = 예산현액 − 수납액·집행액 − 예약액",
	)


def heading(filters: BudgetExecutionFilters) -> Heading:
	first = filters.books.first
	last = month_bounds(frappe._dict(start_date=first), filters.month)[1]
	details = [
		("사업", filters.program and frappe.db.get_value("Welfare Program", filters.program, "program_name")),
		(
			"자금원천",
			filters.fund_source
			and frappe.db.get_value("Fund Source", filters.fund_source, "fund_source_name"),
		),
	]
	return Heading(
		facility=filters.books.facility_name,
		period=f"{first:%Y. %m. %d.} ~ {last:%Y. %m. %d.}",
		details=[(label, value or "전체") for label, value in details],
	)


def rows(filters: BudgetExecutionFilters) -> Iterator[Row]:
	"""Yield, side by side, the tree of subjects that have a budget or figures, and the side's total."""
	subjects = _subjects(filters)
	return tree(subjects, _figures(filters), filters.sides, LEVELS.index(filters.level))


def tree(
	subjects: Iterable[Subject], figures: Mapping[str, Figures], sides: Iterable[str], depth: int
) -> Iterator[Row]:
	"""Yield the rows of the subjects down to ``depth``. Pure.

	:param subjects: all subjects of the books.
	:param figures: sums of 목 and of 세목, by subject; those of 관 and 항 are added up here from their 목.
	"""
	children: dict[str | None, list[Subject]] = defaultdict(list)
	for subject in sorted(subjects, key=lambda subject: subject.order):
		children[subject.parent].append(subject)
	sums = dict(figures)
	for side in sides:
		total = Figures()
		label = "세입" if side == "Revenue" else "세출"
		yield Row({"gwan": label}, RowKind.SECTION)
		for gwan in children[None]:
			if gwan.side == side:
				total.add(_add_up(gwan, children, sums))
				yield from _branch(gwan, children, sums, depth)
		yield Row({"gwan": f"{label} 합계", **total.values()}, RowKind.TOTAL)


def _add_up(
	subject: Subject, children: Mapping[str | None, list[Subject]], sums: dict[str, Figures]
) -> Figures:
	"""Return a subject's sums; those of 관 and 항 are what their 목 have together, and are remembered in ``sums``.

	A 목 holds the sums of its 세목 already.
	"""
	if subject.depth >= LEVELS.index("Mok"):
		return sums.get(subject.name, Figures())
	together = Figures()
	for child in children[subject.name]:
		together.add(_add_up(child, children, sums))
	sums[subject.name] = together
	return together


def _branch(
	subject: Subject, children: Mapping[str | None, list[Subject]], sums: Mapping[str, Figures], depth: int
) -> Iterator[Row]:
	figures = sums.get(subject.name)
	if not figures:
		return
	values = {LEVELS[subject.depth].lower(): subject.title, **figures.values()}
	if subject.depth == LEVELS.index("Semok") and not figures.budget:
		# Spent on a 세목, budgeted on its 목: what is left is known of the 목 only.
		values |= {"budget": None, "left": None}
	yield Row(values, level=subject.depth, link=("Account Subject", subject.name))
	if subject.depth < depth:
		for child in children[subject.name]:
			yield from _branch(child, children, sums, depth)


def _subjects(filters: BudgetExecutionFilters) -> list[Subject]:
	rows = frappe.get_all(
		"Account Subject",
		filters={
			"facility": filters.books.facility,
			"accounting_unit": filters.books.unit,
			"side": ("in", filters.sides),
		},
		fields=["name", "subject_name", "side", "level", "parent_subject", "sort_key"],
	)
	return [
		Subject(
			name=row.name,
			title=row.subject_name,
			side=row.side,
			depth=LEVELS.index(row.level),
			parent=row.parent_subject or None,
			order=row.sort_key or "",
		)
		for row in rows
	]


def _figures(filters: BudgetExecutionFilters) -> dict[str, Figures]:
	"""Return the sums of every 목, and of every 세목 that has any: two readings of balances, none of entries."""
	year, months = filters.books.accounting_year, filters.books.months
	narrow = {"program": filters.program, "fund_source": filters.fund_source}
	figures: dict[str, Figures] = defaultdict(Figures)
	for line in balances.budget_lines(year, **narrow, control_only=False):
		# A control row stands for the 목 whatever 세목 its lines name; the others repeat it for one 세목.
		sums = figures[line.mok if line.is_control else line.account_subject]
		sums.budget += line.appropriated
		sums.reserved += line.reserved
	through = months[: months.index(filters.month) + 1]
	for row in balances.totals(year, ("mok", "account_subject", "month"), months=through, **narrow):
		for subject in {row.mok, row.account_subject}:
			figures[subject].actual += row.amount
			if row.month == filters.month:
				figures[subject].month += row.amount
	return figures


BUDGET_EXECUTION = Statement(
	name="budget_execution",
	report="Budget Execution",
	doctype="Budget Balance",
	parse=parse,
	form=form,
	heading=heading,
	rows=rows,
)
