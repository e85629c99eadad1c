"""총계정원장 (제24조제1항제2호; L1, L2): the entries of every 목 by day, with its months and its balance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import frappe

from huimang.ledger import balances
from huimang.statements.cash_book import Names
from huimang.statements.definition import Carry, Column, ColumnKind, Form, Heading, Row, RowKind, Statement
from huimang.statements.filters import Books, read_books, read_choice, read_link, read_period
from huimang.statements.subjects import SIDE_LABELS, SIDES, Chart, read_chart, titles

_DAY = Column("day", "연월일", 20, ColumnKind.DATE)
_FACILITY_COLUMNS = (
	_DAY,
	Column("remarks", "적요", 76),
	Column("income", "수입금액", 28, ColumnKind.WON, carry=Carry.SUM),
	Column("expense", "지출금액", 28, ColumnKind.WON, carry=Carry.SUM),
	Column("balance", "차인잔액", 28, ColumnKind.WON, carry=Carry.LAST),
)
_CORPORATION_COLUMNS = (
	_DAY,
	Column("remarks", "적요", 68),
	Column("expense", "차변", 28, ColumnKind.WON, carry=Carry.SUM),
	Column("income", "대변", 28, ColumnKind.WON, carry=Carry.SUM),
	Column("mark", "차·대 구분", 18, ColumnKind.CODE),
	Column("balance", "잔액", 28, ColumnKind.WON, carry=Carry.LAST),
)
_MONEY_KEYS = {"Revenue": "income", "Expense": "expense"}
_MARKS = {"Revenue": "대", "Expense": "차"}


@dataclass(frozen=True)
class GeneralLedgerFilters:
	"""Whole months of one year's books, of all subjects or of one, of one program or fund source."""

	books: Books
	months: tuple[int, ...]
	sides: tuple[str, ...]
	subject: str | None
	program: str | None
	fund_source: str | None

	@property
	def narrow(self) -> dict[str, str | None]:
		return {"program": self.program, "fund_source": self.fund_source}


def parse(filters: Mapping[str, Any]) -> GeneralLedgerFilters:
	books = read_books(filters)
	side = read_choice(filters, "side", ("Both", *SIDES), "Both")
	return GeneralLedgerFilters(
		books=books,
		months=read_period(filters, books),
		sides=SIDES if side == "Both" else (side,),
		subject=read_link(filters, "account_subject", "Account Subject"),
		program=read_link(filters, "program", "Welfare Program"),
		fund_source=read_link(filters, "fund_source", "Fund Source"),
	)


def form(filters: GeneralLedgerFilters) -> Form:
	statutory = filters.books.statutory_form("general_ledger")
	facility = filters.books.unit == "Facility"
	return Form(
		title=statutory.title,
		legal_basis=statutory.legal_basis,
		columns=_FACILITY_COLUMNS if facility else _CORPORATION_COLUMNS,
		signers=filters.books.signers,
		note=f"{'차인잔액' if facility else '잔액'}은 그 과목의 누계액입니다(세입은 수입−반납, 세출은 지출−여입).",
	)


def heading(filters: GeneralLedgerFilters) -> Heading:
	chosen = (
		(
			"계정과목",
			filters.subject and frappe.db.get_value("Account Subject", filters.subject, "path_label"),
		),
		("사업", filters.program and frappe.db.get_value("Welfare Program", filters.program, "program_name")),
		(
			"자금원천",
			filters.fund_source
			and frappe.db.get_value("Fund Source", filters.fund_source, "fund_source_name"),
		),
	)
	return Heading(
		facility=filters.books.facility_name,
		period=filters.books.period_of(filters.months),
		details=[(label, value) for label, value in chosen if value],
	)


def rows(filters: GeneralLedgerFilters) -> Iterator[Row]:
	"""Yield subject by subject its 전월이월, its entries, and 월계 and 누계 of each month that has any."""
	books = filters.books
	chart = read_chart(books.facility, books.unit, filters.sides)
	entries = [
		entry
		for entry in balances.entries(
			books.accounting_year,
			books.bounds(filters.months[0])[0],
			books.bounds(filters.months[-1])[1],
			side=filters.sides[0] if len(filters.sides) == 1 else None,
			**filters.narrow,
		)
		if entry.mok and _wanted(entry, filters.subject)
	]
	names = Names(
		subjects={
			entry.account_subject: chart.by_name[entry.account_subject].title
			for entry in entries
			if entry.account_subject != entry.mok and entry.account_subject in chart.by_name
		},
		counterparties=titles("Counterparty", "counterparty_name", {entry.counterparty for entry in entries}),
		subject_in_remarks=True,
	)
	return ledger(chart, _earlier(filters), entries, filters.sides, names)


def _wanted(row: Any, subject: str | None) -> bool:
	"""Tell whether an entry or a sum belongs to a subject, a 목 or 세목; all do where none was chosen."""
	return not subject or subject in (row.mok, row.account_subject)


def _earlier(filters: GeneralLedgerFilters) -> dict[str, int]:
	"""Return what each 목 held before the first month asked for, from balances."""
	before = filters.books.months[: filters.books.months.index(filters.months[0])]
	sums: dict[str, int] = defaultdict(int)
	totals = balances.totals(
		filters.books.accounting_year, ("mok", "account_subject"), months=before or [0], **filters.narrow
	)
	for row in totals:
		if row.mok and _wanted(row, filters.subject):
			sums[row.mok] += row.amount
	return sums


def ledger(
	chart: Chart, earlier: Mapping[str, int], entries: Iterable[Any], sides: Sequence[str], names: Names
) -> Iterator[Row]:
	"""Yield the rows of a general ledger, in the order of the chart, and the totals of its sides. Pure.

	:param earlier: what each 목 held before the first entry.
	:param entries: Ledger Entries by day.
	"""
	by_mok = defaultdict(list)
	for entry in entries:
		by_mok[entry.mok].append(entry)
	used = sorted(
		{*by_mok, *(mok for mok, amount in earlier.items() if amount)} & set(chart.by_name),
		key=lambda mok: chart.by_name[mok].order,
	)
	for side in sides:
		total = balance = 0
		for mok in used:
			if chart.by_name[mok].side != side:
				continue
			yield from _account(chart, mok, earlier.get(mok, 0), by_mok[mok], names)
			moved = sum(entry.amount for entry in by_mok[mok])
			total += moved
			balance += earlier.get(mok, 0) + moved
		values = {"remarks": f"{SIDE_LABELS[side]} 합계", _MONEY_KEYS[side]: total, "balance": balance}
		yield Row(values, RowKind.TOTAL)


def _account(chart: Chart, mok: str, earlier: int, entries: Sequence[Any], names: Names) -> Iterator[Row]:
	path = chart.path(mok)
	side = path[0].side
	key = _MONEY_KEYS[side]
	label = " > ".join(subject.title for subject in path)
	heading = {"remarks": f"[{SIDE_LABELS[side]}] {label}"}
	link = ("Account Subject", mok)
	if not entries:
		# What did not move takes one line: what was carried in is what there is.
		yield Row({**heading, "balance": earlier}, RowKind.SECTION, link=link)
		return
	yield Row(heading, RowKind.SECTION, link=link, keep=2)
	yield Row({"remarks": "전월이월", "balance": earlier}, RowKind.OPENING)
	balance, year = earlier, earlier
	for month, group in groupby(entries, key=lambda entry: entry.posting_date.month):
		total = 0
		for entry in group:
			balance += entry.amount
			total += entry.amount
			values = {
				"day": entry.posting_date,
				"remarks": names.remarks(entry),
				key: entry.amount,
				"mark": _MARKS[side],
				"balance": balance,
			}
			yield Row(values, link=(entry.voucher_type, entry.voucher_no))
		year += total
		yield Row({"remarks": f"{month}월 월계", key: total, "balance": balance}, RowKind.SUBTOTAL)
		yield Row({"remarks": f"{month}월 누계", key: year, "balance": balance}, RowKind.RUNNING)


GENERAL_LEDGER = Statement(
	name="general_ledger",
	report="Statutory General Ledger",
	doctype="Ledger Entry",
	parse=parse,
	form=form,
	heading=heading,
	rows=rows,
)
