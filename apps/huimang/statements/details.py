"""사업수입명세서, 인건비명세서, 사업비명세서, 기타비용명세서 (제20조제1항제15호 · 제19호–제21호; T5; 별지 제17호 · 제20호–제22호).

Which subjects belong to which of them follows from the statutory names of 관 and 항, which no facility renames.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import frappe

from huimang.ledger import balances
from huimang.money import won
from huimang.statements.budget_details import lines_of, reckoning
from huimang.statements.definition import Column, ColumnKind, Form, Heading, Row, RowKind, Statement
from huimang.statements.filters import Books, read_books
from huimang.statements.subjects import Chart, Subject, read_chart, titles

PERSONNEL_HANG = "인건비"
PROGRAM_GWAN = "사업비"
PROGRAM_REVENUE_GWAN = "사업수입"

Path = Sequence[Subject]


def _is_personnel(path: Path) -> bool:
	return len(path) > 1 and path[1].title == PERSONNEL_HANG


def _is_program_cost(path: Path) -> bool:
	return path[0].title == PROGRAM_GWAN


def _is_other_cost(path: Path) -> bool:
	return not _is_personnel(path) and not _is_program_cost(path)


def _is_program_revenue(path: Path) -> bool:
	return path[0].title == PROGRAM_REVENUE_GWAN


@dataclass(frozen=True)
class Kind:
	"""One of these statements.

	Attributes:
		belongs: tells from its path whether a 목 is in it.
		by_program: whether its first column names programs, and the second subjects; otherwise the other way round.
		head: label of the first column.
	"""

	name: str
	report: str
	side: str
	belongs: Callable[[Path], bool]
	by_program: bool
	head: str


@dataclass
class Detail:
	"""What a 목, or a 세목 of it, came to in one program, with what its budget says of it."""

	amount: int = 0
	count: int = 0
	descriptions: list[str] = field(default_factory=list)
	reckonings: list[str] = field(default_factory=list)

	@property
	def basis(self) -> str:
		"""산출기초: the reckoning of the budget, or how many entries there were where the budget has none."""
		return "; ".join(self.reckonings) or f"결의 {self.count}건"


Key = tuple[str, str, str]
"""목, subject (the 목 or a 세목 of it) and program."""


def table(
	kind: Kind,
	chart: Chart,
	details: Mapping[Key, Detail],
	programs: Mapping[str, str],
) -> Iterator[Row]:
	"""Yield the rows of a statement, the first column's names once each, with their sums. Pure."""
	groups: dict[str, list[tuple[Key, Detail]]] = defaultdict(list)
	for key in sorted(details, key=lambda key: _order(kind, chart, programs, key)):
		if details[key].amount and kind.belongs(chart.path(key[0])):
			groups[key[2] if kind.by_program else key[0]].append((key, details[key]))
	total = 0
	for group, members in groups.items():
		label = programs.get(group, "") if kind.by_program else chart.by_name[group].title
		for i, (key, detail) in enumerate(members):
			values = {
				"group": None if i else label,
				"title": _what(kind, chart, programs, key, detail),
				"amount": detail.amount,
				"basis": detail.basis,
			}
			yield Row(values, link=("Account Subject", key[0]), rule="title" if i else None)
		subtotal = sum(detail.amount for _key, detail in members)
		total += subtotal
		if len(members) > 1:
			yield Row({"title": f"{label} 계", "amount": subtotal}, RowKind.SUBTOTAL, rule="title")
	yield Row({"group": "합계", "amount": total}, RowKind.TOTAL)


def _order(kind: Kind, chart: Chart, programs: Mapping[str, str], key: Key) -> tuple[str, ...]:
	mok, subject, program = key
	orders = [chart.by_name[name].order if name in chart.by_name else "" for name in (mok, subject)]
	title = programs.get(program, "")
	return (title, *orders) if kind.by_program else (*orders, title)


def _what(kind: Kind, chart: Chart, programs: Mapping[str, str], key: Key, detail: Detail) -> str:
	"""Return 내역: the subject where programs come first, the program where subjects do; and what it was for."""
	mok, subject, program = key
	names = [chart.by_name[mok].title] if kind.by_program else [programs.get(program, "")]
	if subject != mok and subject in chart.by_name:
		names.append(chart.by_name[subject].title)
	words = " ".join(name for name in names if name)
	return f"{words} ({', '.join(detail.descriptions)})" if detail.descriptions else words


def _details(books: Books, side: str) -> dict[Key, Detail]:
	"""Return the figures of a side by 목, subject and program, with the words of the budget in force."""
	details: dict[Key, Detail] = defaultdict(Detail)
	for row in balances.totals(books.accounting_year, ("mok", "account_subject", "program"), side=side):
		detail = details[row.mok, row.account_subject, row.program]
		detail.amount += row.amount
		detail.count += row.entry_count
	budget = frappe.db.get_value(
		"Facility Budget",
		{"accounting_year": books.accounting_year, "docstatus": 1},
		"name",
		order_by="version desc",
	)
	for line in lines_of(budget) if budget else ():
		key = (line.mok, line.account_subject, line.program)
		if key in details and won(line.amount):
			if line.description and line.description not in details[key].descriptions:
				details[key].descriptions.append(line.description)
			if line.unit_price:
				details[key].reckonings.append(reckoning(line))
	return details


def _rows(kind: Kind) -> Callable[[Books], Iterable[Row]]:
	def rows(books: Books) -> Iterable[Row]:
		chart = read_chart(books.facility, books.unit, (kind.side,))
		details = _details(books, kind.side)
		programs = titles("Welfare Program", "program_name", {program for *_names, program in details})
		return table(kind, chart, details, programs)

	return rows


def _form(kind: Kind) -> Callable[[Books], Form]:
	def form(books: Books) -> Form:
		statutory = books.statutory_form(kind.name)
		return Form(
			title=statutory.title,
			legal_basis=statutory.legal_basis,
			columns=(
				Column("group", kind.head, 36),
				Column("title", "내역", 60),
				Column("amount", "금액", 30, ColumnKind.WON),
				Column("basis", "산출기초", 62),
			),
			signers=books.signers,
			note="산출기초는 그 과목과 사업의 예산 산출근거입니다. 예산에 단가가 없으면 결의 건수를 적습니다.",
		)

	return form


def _heading(books: Books) -> Heading:
	return Heading(books.facility_name, books.period())


def _statement(kind: Kind) -> Statement:
	return Statement(
		name=kind.name,
		report=kind.report,
		doctype="Ledger Balance",
		parse=read_books,
		form=_form(kind),
		heading=_heading,
		rows=_rows(kind),
	)


def _kind(*values: Any) -> Statement:
	return _statement(Kind(*values))


PROGRAM_REVENUE = _kind(
	"program_revenue", "Program Revenue Details", "Revenue", _is_program_revenue, True, "사업 종류"
)
PERSONNEL_COSTS = _kind("personnel_costs", "Personnel Cost Details", "Expense", _is_personnel, False, "과목")
PROGRAM_COSTS = _kind("program_costs", "Program Cost Details", "Expense", _is_program_cost, True, "사업 종류")
OTHER_COSTS = _kind("other_costs", "Other Cost Details", "Expense", _is_other_cost, False, "과목")
