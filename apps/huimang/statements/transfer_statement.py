"""과목전용조서 (제16조제3항, 제20조제1항제2호; C9 · T5; 별지 제6호): what a year's budget transfers took and gave, 목 by 목."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import frappe

from huimang.ledger import balances
from huimang.money import won
from huimang.statements.definition import Column, ColumnKind, Form, Heading, Row, RowKind, Statement
from huimang.statements.filters import Books, read_books, read_choice
from huimang.statements.subjects import Chart, read_chart

WIDE_SCOPES = ("Between Gwan", "Between Hang")
"""Transfers for which the settlement must carry this statement (제16조제3항)."""


@dataclass(frozen=True)
class TransferFilters:
	"""A year's transfers, all of them or those between 관 and 항."""

	books: Books
	only_wide: bool


def parse(filters: Mapping[str, Any]) -> TransferFilters:
	scope = read_choice(filters, "scope", ("All", "Between Gwan and Hang"), "All")
	return TransferFilters(read_books(filters), scope != "All")


def form(filters: TransferFilters) -> Form:
	statutory = filters.books.statutory_form("transfer_statement")
	return Form(
		title=statutory.title,
		legal_basis=statutory.legal_basis,
		columns=(
			Column("day", "전용연월일", 21, ColumnKind.DATE),
			Column("gwan", "관", 25),
			Column("hang", "항", 25),
			Column("mok", "목", 31),
			Column("budget", "예산액", 27, ColumnKind.WON),
			Column("moved", "전용액", 25, ColumnKind.WON),
			Column("effective", "예산현액", 27, ColumnKind.WON),
			Column("spent", "지출액", 27, ColumnKind.WON),
			Column("unspent", "불용액", 27, ColumnKind.WON),
			Column("remarks", "전용사유", 40),
		),
		signers=filters.books.signers,
		landscape=True,
		note="예산현액 = 예산액 ± 전용액, 불용액 = 예산현액 − 지출액. 같은 목을 거듭 전용하면 예산액은 그 전용 바로 앞의 금액이고, "
		"지출액과 불용액은 마지막 줄에 적습니다.",
	)


def heading(filters: TransferFilters) -> Heading:
	details = [("범위", "관·항간 전용")] if filters.only_wide else []
	return Heading(filters.books.facility_name, filters.books.period(), details)


def rows(filters: TransferFilters) -> Iterator[Row]:
	"""Yield two rows a transfer: what it took, negative, and what it gave."""
	books = filters.books
	lines = _transfers(books)
	if not lines:
		return iter(())
	chart = read_chart(books.facility, books.unit, ("Expense",))
	effective: Counter[str] = Counter()
	spent: Counter[str] = Counter()
	for row in balances.budget_lines(books.accounting_year, side="Expense"):
		effective[row.mok] += row.appropriated
	for row in balances.totals(books.accounting_year, ("mok",), side="Expense"):
		spent[row.mok] += row.amount
	shown = (lambda line: line.scope in WIDE_SCOPES) if filters.only_wide else (lambda line: True)
	return table(chart, lines, effective, spent, shown)


def _transfers(books: Books) -> list[frappe._dict]:
	"""Return the lines of the year's transfers that are in force, in the order in which they took effect."""
	return frappe.db.sql(
		"""SELECT doc.name, doc.transfer_date, doc.reason, line.scope, line.amount,
			source.mok from_mok, target.mok to_mok
		FROM `tabBudget Transfer` doc
		JOIN `tabBudget Transfer Line` line ON line.parent = doc.name AND line.parenttype = 'Budget Transfer'
		JOIN `tabAccount Subject` source ON source.name = line.from_subject
		JOIN `tabAccount Subject` target ON target.name = line.to_subject
		WHERE doc.accounting_year = %s AND doc.docstatus = 1
		ORDER BY doc.transfer_date, doc.transfer_no, line.idx""",
		books.accounting_year,
		as_dict=True,
	)


def table(
	chart: Chart,
	lines: Iterable[Any],
	effective: Mapping[str, int],
	spent: Mapping[str, int],
	shown: Any = lambda line: True,
) -> Iterator[Row]:
	"""Yield the rows of the form. Pure.

	:param lines: of transfers, in their order, with ``from_mok``, ``to_mok``, ``amount`` and what the form shows.
	:param effective: the budget of each 목 after all of them (예산현액).
	:param shown: which of the lines are shown; all of them count for the budgets.
	"""
	lines = list(lines)
	moves = [
		(line, mok, sign * won(line.amount))
		for line in lines
		for mok, sign in ((line.from_mok, -1), (line.to_mok, 1))
	]
	last = {mok: i for i, (line, mok, _moved) in enumerate(moves) if shown(line)}
	budgets: dict[str, int] = defaultdict(int, effective)
	for _line, mok, moved in moves:
		budgets[mok] -= moved
	totals: Counter[str] = Counter()
	for i, (line, mok, moved) in enumerate(moves):
		before = budgets[mok]
		budgets[mok] = after = before + moved
		if not shown(line):
			continue
		gives = not i % 2
		names = {subject.key: subject.title for subject in chart.path(mok)}
		values = {**names, "budget": before, "moved": moved, "effective": after}
		if last[mok] == i:
			values |= {"spent": spent.get(mok, 0), "unspent": after - spent.get(mok, 0)}
		if gives:
			values |= {"day": line.transfer_date, "remarks": line.reason}
		totals["moved"] += moved
		yield Row(
			values,
			link=("Budget Transfer", line.name) if gives else None,
			rule=None if gives else "gwan",
			keep=int(gives),
		)
	if last:
		yield Row({"gwan": "합계", "moved": totals["moved"]}, RowKind.TOTAL)


TRANSFER_STATEMENT = Statement(
	name="transfer_statement",
	report="Budget Transfer Statement",
	doctype="Budget Transfer",
	parse=parse,
	form=form,
	heading=heading,
	rows=rows,
)
