"""정부보조금명세서 (제20조제1항제16호; T5; 별지 제18호): every subsidy received, by day, with who gave it and what for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from huimang.ledger import balances
from huimang.statements.definition import Column, ColumnKind, Form, Heading, Row, RowKind, Statement
from huimang.statements.filters import Books, read_books
from huimang.statements.subjects import Chart, read_chart, titles

SUBSIDY_GWAN = "보조금수입"
"""The 관 of subsidies in every statutory table (별표 1 · 3 · 5 · 7 · 9)."""


def form(books: Books) -> Form:
	statutory = books.statutory_form("subsidy_details")
	return Form(
		title=statutory.title,
		legal_basis=statutory.legal_basis,
		columns=(
			Column("day", "수령일", 20, ColumnKind.DATE),
			Column("category", "보조구분", 32),
			Column("remarks", "보조내역", 50),
			Column("amount", "금액", 28, ColumnKind.WON),
			Column("giver", "보조기관", 34),
			Column("basis", "산출기초", 34),
		),
		signers=books.signers,
		note="산출기초에는 보조금을 쓰는 사업을 적습니다. 반납한 보조금은 △로 적습니다.",
	)


def heading(books: Books) -> Heading:
	return Heading(books.facility_name, books.period())


def rows(books: Books) -> Iterator[Row]:
	"""Yield the year's entries on the 목 of 보조금수입, and their sums by 목."""
	chart = read_chart(books.facility, books.unit, ("Revenue",))
	moks = [
		name for name, subject in chart.by_name.items() if subject.depth == 2 and _is_subsidy(chart, name)
	]
	entries = balances.entries(books.accounting_year, books.first, books.last, side="Revenue", moks=moks)
	return table(
		chart,
		entries,
		titles("Counterparty", "counterparty_name", {entry.counterparty for entry in entries}),
		titles("Welfare Program", "program_name", {entry.program for entry in entries}),
	)


def _is_subsidy(chart: Chart, mok: str) -> bool:
	return chart.path(mok)[0].title == SUBSIDY_GWAN


def table(
	chart: Chart, entries: Iterable[Any], givers: Mapping[str, str], programs: Mapping[str, str]
) -> Iterator[Row]:
	"""Yield the rows of the form: the entries by day, then what each 보조구분 came to. Pure."""
	sums: dict[str, int] = {}
	for entry in entries:
		sums[entry.mok] = sums.get(entry.mok, 0) + entry.amount
		values = {
			"day": entry.posting_date,
			"category": chart.by_name[entry.mok].title,
			"remarks": entry.remarks,
			"amount": entry.amount,
			"giver": givers.get(entry.counterparty),
			"basis": programs.get(entry.program),
		}
		yield Row(values, link=(entry.voucher_type, entry.voucher_no))
	for mok in sorted(sums, key=lambda mok: chart.by_name[mok].order):
		yield Row({"category": f"{chart.by_name[mok].title} 계", "amount": sums[mok]}, RowKind.SUBTOTAL)
	yield Row({"category": "합계", "amount": sum(sums.values())}, RowKind.TOTAL)


SUBSIDY_DETAILS = Statement(
	name="subsidy_details",
	report="Government Subsidy Details",
	doctype="Ledger Entry",
	parse=read_books,
	form=form,
	heading=heading,
	rows=rows,
)
