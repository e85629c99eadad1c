"""예산대비 집행현황: the effective budget of every 관·항·목·세목 against what came in, was spent and is spoken for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import frappe

from huimang.ledger import balances
from huimang.statements.definition import Column, ColumnKind, Form, Heading, Row, RowKind, Statement
from huimang.statements.filters import Books, read_books, read_choice, read_link, read_month
from huimang.statements.subjects import LEVELS, MOK, SIDE_LABELS, SIDES, Chart, name_columns, read_chart

_WIDTHS = (30, 32, 38, 36)
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
	group: str | None


GROUPS = {"Program": "program", "Fund Source": "fund_source"}
"""What the figures may be told apart by, and the column of the balances that does it."""


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
		group=GROUPS.get(read_choice(filters, "group_by", ("Subject", *GROUPS), "Subject")),
	)


def form(filters: BudgetExecutionFilters) -> Form:
	depth = LEVELS.index(filters.level)
	return Form(
		title=_TITLES[filters.group],
		columns=(*name_columns(depth, _WIDTHS), *_FIGURES),
		signers=filters.books.signers,
		landscape=True,
		note="예산현액과 예약액(결재 중이거나 출납 전인 결의)은 출력하는 때의 금액이고, 수납액·집행액은 기준월 말까지의 금액입니다. "
		"잔액 = 예산현액 − 수납액·집행액 − 예약액",
	)


_TITLES = {
	None: "예산대비 집행현황",
	"program": "사업별 예산대비 집행현황",
	"fund_source": "자금원천별 예산대비 집행현황",
}


def heading(filters: BudgetExecutionFilters) -> Heading:
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
		period=filters.books.period(filters.month),
		details=[(label, value or "전체") for label, value in details],
	)


def rows(filters: BudgetExecutionFilters) -> Iterator[Row]:
	"""Yield, side by side, the tree of subjects that have a budget or figures, and the side's total.

	Told apart by program or fund source, each of them has its own trees, and the totals of all follow.
	"""
	chart = read_chart(filters.books.facility, filters.books.unit, filters.sides)
	figures = _figures(filters)
	depth = LEVELS.index(filters.level)
	if not filters.group:
		return tree(chart, figures.get("", {}), filters.sides, depth)
	return grouped(chart, figures, _group_titles(filters), filters.sides, depth)


def tree(chart: Chart, figures: dict[str, Figures], sides: Iterable[str], depth: int) -> Iterator[Row]:
	"""Yield the rows of the subjects down to ``depth``. Pure.

	:param figures: sums of 목 and of 세목, by subject; those of 관 and 항 are added up here from their 목.
	"""
	for side in sides:
		total = chart.add_up(side, figures, Figures(), Figures)
		yield Row({"gwan": SIDE_LABELS[side]}, RowKind.SECTION)
		yield from _branches(chart, figures, side, depth)
		yield Row({"gwan": f"{SIDE_LABELS[side]} 합계", **total.values()}, RowKind.TOTAL)


def grouped(
	chart: Chart,
	figures: Mapping[str, dict[str, Figures]],
	titles: Mapping[str, str],
	sides: Iterable[str],
	depth: int,
) -> Iterator[Row]:
	"""Yield the trees of each program or fund source, and the totals of all. Pure.

	:param figures: sums of 목 and of 세목, by group and subject.
	:param titles: the groups in the order in which they are shown.
	"""
	totals = {side: Figures() for side in sides}
	for group, title in titles.items():
		for side in sides:
			sums = figures.get(group, {})
			total = chart.add_up(side, sums, Figures(), Figures)
			totals[side].add(total)
			if total:
				label = f"{title} {SIDE_LABELS[side]}"
				yield Row({"gwan": label}, RowKind.SECTION)
				yield from _branches(chart, sums, side, depth)
				yield Row({"gwan": f"{label} 계", **total.values()}, RowKind.SUBTOTAL)
	for side in sides:
		yield Row({"gwan": f"{SIDE_LABELS[side]} 합계", **totals[side].values()}, RowKind.TOTAL)


def _branches(chart: Chart, figures: dict[str, Figures], side: str, depth: int) -> Iterator[Row]:
	for subject, sums in chart.walk(side, depth, figures):
		values = {subject.key: subject.title, **sums.values()}
		if subject.depth > MOK and not sums.budget:
			# Spent on a 세목, budgeted on its 목: what is left is known of the 목 only.
			values |= {"budget": None, "left": None}
		yield Row(values, level=subject.depth, link=("Account Subject", subject.name))


def _group_titles(filters: BudgetExecutionFilters) -> dict[str, str]:
	"""Return the programs or fund sources of the facility by name, in the order of their titles."""
	doctype, title = {
		"program": ("Welfare Program", "program_name"),
		"fund_source": ("Fund Source", "fund_source_name"),
	}[filters.group]
	rows = frappe.get_all(
		doctype, {"facility": filters.books.facility}, ["name", title], order_by=title, as_list=True
	)
	return dict(rows)


def _figures(filters: BudgetExecutionFilters) -> dict[str, dict[str, Figures]]:
	"""Return, by group, the sums of every 목 and of every 세목 that has any: two readings of balances, none of entries."""
	year = filters.books.accounting_year
	narrow = {"program": filters.program, "fund_source": filters.fund_source}
	by_group = (filters.group,) if filters.group else ()
	figures: dict[str, dict[str, Figures]] = defaultdict(lambda: defaultdict(Figures))
	for line in balances.budget_lines(year, **narrow, control_only=False):
		# A control row stands for the 목 whatever 세목 its lines name; the others repeat it for one 세목.
		group = line[filters.group] if filters.group else ""
		sums = figures[group][line.mok if line.is_control else line.account_subject]
		sums.budget += line.appropriated
		sums.reserved += line.reserved
	through = filters.books.through(filters.month)
	for row in balances.totals(
		year, ("mok", "account_subject", "month", *by_group), months=through, **narrow
	):
		for subject in {row.mok, row.account_subject}:
			sums = figures[row[filters.group] if filters.group else ""][subject]
			sums.actual += row.amount
			if row.month == filters.month:
				sums.month += row.amount
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
