"""거래처원장: what was received from and paid to each counterparty, or the entries of one by day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import frappe

from huimang.ledger import balances
from huimang.statements.definition import Carry, Column, ColumnKind, Form, Heading, Row, RowKind, Statement
from huimang.statements.filters import Books, read_books, read_link, read_period
from huimang.statements.subjects import titles

_MONEY = (
	Column("income", "수입금액", 29, ColumnKind.WON, carry=Carry.SUM),
	Column("expense", "지출금액", 29, ColumnKind.WON, carry=Carry.SUM),
)
_ENTRY_COLUMNS = (
	Column("day", "연월일", 20, ColumnKind.DATE),
	Column("label", "결의번호", 24, ColumnKind.CODE),
	Column("subject", "계정과목", 36),
	Column("remarks", "적요", 60),
	*_MONEY,
)
_SUMMARY_COLUMNS = (
	Column("title", "거래처", 66),
	Column("number", "사업자등록번호", 34, ColumnKind.CODE),
	Column("count", "건수", 18, ColumnKind.WON),
	*_MONEY,
)


@dataclass(frozen=True)
class CounterpartyFilters:
	"""Whole months of one year's books, of all counterparties or of one."""

	books: Books
	months: tuple[int, ...]
	counterparty: str | None


def parse(filters: Mapping[str, Any]) -> CounterpartyFilters:
	books = read_books(filters)
	return CounterpartyFilters(
		books, read_period(filters, books), read_link(filters, "counterparty", "Counterparty")
	)


def form(filters: CounterpartyFilters) -> Form:
	return Form(
		title="거래처원장",
		columns=_ENTRY_COLUMNS if filters.counterparty else _SUMMARY_COLUMNS,
		signers=filters.books.signers,
	)


def heading(filters: CounterpartyFilters) -> Heading:
	name = filters.counterparty and frappe.db.get_value(
		"Counterparty", filters.counterparty, "counterparty_name"
	)
	return Heading(
		filters.books.facility_name, filters.books.period_of(filters.months), (("거래처", name or "전체"),)
	)


def rows(filters: CounterpartyFilters) -> Iterator[Row]:
	"""Yield one line a counterparty, or the entries of the one that was chosen."""
	books, months = filters.books, filters.months
	first, last = books.bounds(months[0])[0], books.bounds(months[-1])[1]
	if not filters.counterparty:
		sums = balances.entry_totals(books.accounting_year, first, last, ("counterparty", "side"))
		names = sorted({row.counterparty for row in sums if row.counterparty})
		parties = frappe.get_all(
			"Counterparty", {"name": ("in", names or [""])}, ["name", "counterparty_name", "business_no"]
		)
		return summary(parties, sums)
	before = balances.entry_totals(
		books.accounting_year, books.first, first, ("side", "posting_date"), counterparty=filters.counterparty
	)
	entries = balances.entries(books.accounting_year, first, last, counterparty=filters.counterparty)
	subjects = titles("Account Subject", "subject_name", {entry.account_subject for entry in entries})
	return account([row for row in before if row.posting_date < first], entries, subjects)


def summary(parties: Iterable[Any], sums: Iterable[Any]) -> Iterator[Row]:
	"""Yield a line for each counterparty, those without one last, and their sum. Pure."""
	moved: dict[str, dict[str, int]] = defaultdict(lambda: {"count": 0, "income": 0, "expense": 0})
	total = {"count": 0, "income": 0, "expense": 0}
	for row in sums:
		if row.side == "Transfer":
			continue
		key = "income" if row.side == "Revenue" else "expense"
		for figures in (moved[row.counterparty or ""], total):
			figures["count"] += row.entry_count
			figures[key] += row.amount
	for party in sorted(parties, key=lambda party: party.counterparty_name):
		if party.name in moved:
			values = {"title": party.counterparty_name, "number": party.business_no, **moved[party.name]}
			yield Row(values, link=("Counterparty", party.name))
	if "" in moved:
		yield Row({"title": "(거래처 없음)", **moved[""]})
	yield Row({"title": "합계", **total}, RowKind.TOTAL)


def account(before: Iterable[Any], entries: Iterable[Any], subjects: Mapping[str, str]) -> Iterator[Row]:
	"""Yield the entries of one counterparty, with 월계 and 누계 of the months that have any. Pure."""
	year = {"income": 0, "expense": 0}
	for row in before:
		if row.side != "Transfer":
			year["income" if row.side == "Revenue" else "expense"] += row.amount
	yield Row({"remarks": "전월까지 누계", **year}, RowKind.OPENING)
	for month, group in groupby(entries, key=lambda entry: entry.posting_date.month):
		sums = {"income": 0, "expense": 0}
		for entry in group:
			if entry.side == "Transfer":
				continue
			key = "income" if entry.side == "Revenue" else "expense"
			sums[key] += entry.amount
			values = {
				"day": entry.posting_date,
				"label": entry.voucher_label,
				"subject": subjects.get(entry.account_subject, ""),
				"remarks": entry.remarks,
				key: entry.amount,
			}
			yield Row(values, link=(entry.voucher_type, entry.voucher_no))
		year = {key: year[key] + sums[key] for key in year}
		yield Row({"remarks": f"{month}월 월계", **sums}, RowKind.SUBTOTAL)
		yield Row({"remarks": f"{month}월 누계", **year}, RowKind.RUNNING)


COUNTERPARTY_LEDGER = Statement(
	name="counterparty_ledger",
	report="Counterparty Ledger",
	doctype="Ledger Entry",
	parse=parse,
	form=form,
	heading=heading,
	rows=rows,
)
