"""세입결산서 · 세출결산서 (제20조제1항제1호; T5): the effective budget of every 목 against what came in or was spent.

A facility's forms (별지 제5호의3 · 제5호의4) have three lines a 목 and a column for each kind of money; those of a corporation
(별지 제5호 · 제5호의2) have one line.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import frappe

from huimang.ledger import balances
from huimang.statements.definition import Column, ColumnKind, Form, Heading, Row, RowKind, Statement
from huimang.statements.filters import Books, read_books
from huimang.statements.subjects import MOK, Chart, Subject, name_columns, read_chart

SUBSIDY, OWN, DONATION = "subsidy", "own", "donation"
FUND_COLUMNS = {
	"Subsidy": SUBSIDY,
	"Designated Donation": DONATION,
	"Undesignated Donation": DONATION,
	"Own Funds": OWN,
	"Profit Business": OWN,
	"Other": OWN,
}
"""Kind of a fund source → column of 별지 제5호의3 · 제5호의4: what is neither subsidy nor donation is the facility's own."""

_DIVISION = Column("division", "구분", 13, ColumnKind.CODE)
_TOTAL = Column("total", "합계", 29, ColumnKind.WON)
_SUBSIDY_LABELS = {"Revenue": "정부보조금", "Expense": "보조금"}
_ACTUAL_LABELS = {"Revenue": "결산액(수납액)", "Expense": "결산액(지출액)"}


@dataclass
class Accounts:
	"""Budget and final figures of a subject in won, by column of the facility's forms."""

	budget: dict[str, int] = field(default_factory=lambda: dict.fromkeys((SUBSIDY, OWN, DONATION), 0))
	actual: dict[str, int] = field(default_factory=lambda: dict.fromkeys((SUBSIDY, OWN, DONATION), 0))

	def add(self, other: Accounts) -> None:
		for key in self.budget:
			self.budget[key] += other.budget[key]
			self.actual[key] += other.actual[key]

	def __bool__(self) -> bool:
		return any(self.budget.values()) or any(self.actual.values())

	def lines(self) -> list[tuple[str, dict[str, int]]]:
		"""Return 예산, 결산 and 증감 (결산 − 예산), each with its columns and their sum."""
		change = {key: self.actual[key] - self.budget[key] for key in self.budget}
		named = (("예산", self.budget), ("결산", self.actual), ("증감", change))
		return [(label, {**figures, "total": sum(figures.values())}) for label, figures in named]


def rows_of_facility(chart: Chart, side: str, sums: dict[str, Accounts]) -> Iterator[Row]:
	"""Yield the rows of 별지 제5호의3 or 제5호의4: 총계, then 관 · 항 · 목, three lines each. Pure.

	:param sums: figures of 목 by subject; those of 관 and 항 are added here.
	"""
	total = chart.add_up(side, sums, Accounts(), Accounts)
	yield from _three_lines({"gwan": "총계"}, total, RowKind.TOTAL)
	for subject, accounts in chart.walk(side, MOK, sums):
		yield from _three_lines({subject.key: subject.title}, accounts, subject=subject)


def _three_lines(
	names: dict[str, str], accounts: Accounts, kind: RowKind = RowKind.ENTRY, subject: Subject | None = None
) -> Iterator[Row]:
	for i, (label, figures) in enumerate(accounts.lines()):
		level = None if subject is None else subject.depth + bool(i)
		yield Row(
			{**({} if i else names), "division": label, **figures},
			kind,
			level,
			("Account Subject", subject.name) if subject and not i else None,
			"division" if i else None,
			2 - i,
		)


def rows_of_corporation(chart: Chart, side: str, sums: dict[str, Accounts]) -> Iterator[Row]:
	"""Yield the rows of 별지 제5호 or 제5호의2: 총계, then 관 · 항 · 목 with budget, final figure and difference. Pure."""
	total = chart.add_up(side, sums, Accounts(), Accounts)
	yield Row({"gwan": "총계", **_one_line(total)}, RowKind.TOTAL)
	for subject, accounts in chart.walk(side, MOK, sums):
		yield Row(
			{subject.key: subject.title, **_one_line(accounts)},
			level=subject.depth,
			link=("Account Subject", subject.name),
		)


def _one_line(accounts: Accounts) -> dict[str, int]:
	(_b, budget), (_a, actual), (_c, change) = accounts.lines()
	return {"budget": budget["total"], "actual": actual["total"], "change": change["total"]}


def figures(books: Books, side: str) -> dict[str, Accounts]:
	"""Return budget and final figures of every 목 of a side: readings of balances, none of entries."""
	kinds = dict(frappe.get_all("Fund Source", {"facility": books.facility}, ["name", "kind"], as_list=True))
	sums: dict[str, Accounts] = defaultdict(Accounts)
	for line in balances.budget_lines(books.accounting_year, side=side):
		sums[line.mok].budget[_column_of(kinds, line.fund_source)] += line.appropriated
	for row in balances.totals(books.accounting_year, ("mok", "fund_source"), side=side):
		sums[row.mok].actual[_column_of(kinds, row.fund_source)] += row.amount
	return sums


def _column_of(kinds: Mapping[str, str], fund_source: str) -> str:
	"""Return the column of a fund source's money. A kind that an operator has added is the facility's own."""
	return FUND_COLUMNS.get(kinds.get(fund_source, ""), OWN)


def _form(statement: str, side: str) -> Callable[[Books], Form]:
	def form(books: Books) -> Form:
		statutory = books.statutory_form(statement)
		if books.unit == "Facility":
			columns = (
				*name_columns(MOK, (25, 26, 31)),
				_DIVISION,
				Column(SUBSIDY, _SUBSIDY_LABELS[side], 27, ColumnKind.WON),
				Column(OWN, "시설부담금", 27, ColumnKind.WON),
				Column(DONATION, "후원금", 27, ColumnKind.WON),
				_TOTAL,
			)
		else:
			columns = (
				*name_columns(MOK, (28, 30, 36)),
				Column("budget", "예산액", 29, ColumnKind.WON),
				Column("actual", _ACTUAL_LABELS[side], 29, ColumnKind.WON),
				Column("change", "증감", 29, ColumnKind.WON),
				Column("remarks", "비고", 22),
			)
		return Form(
			title=statutory.title,
			legal_basis=statutory.legal_basis,
			columns=columns,
			signers=books.signers,
			note=f"증감 = 결산 − 예산{'' if books.closed else PROVISIONAL}",
		)

	return form


PROVISIONAL = "   [가결산] 마감되지 않은 회계연도이므로 출력하는 때까지의 금액입니다."


def _heading(books: Books) -> Heading:
	return Heading(books.facility_name, books.period(), (("회계연도", f"{books.year}년"),))


def _rows(side: str) -> Callable[[Books], Iterable[Row]]:
	def rows(books: Books) -> Iterable[Row]:
		chart = read_chart(books.facility, books.unit, (side,))
		draw = rows_of_facility if books.unit == "Facility" else rows_of_corporation
		return draw(chart, side, figures(books, side))

	return rows


def _statement(name: str, report: str, side: str) -> Statement:
	return Statement(
		name=name,
		report=report,
		doctype="Budget Balance",
		parse=read_books,
		form=_form(name, side),
		heading=_heading,
		rows=_rows(side),
	)


REVENUE_SETTLEMENT = _statement("revenue_settlement", "Revenue Settlement", "Revenue")
EXPENSE_SETTLEMENT = _statement("expense_settlement", "Expense Settlement", "Expense")
