"""월계표 · 일계표: what came in and was spent in a month or on a day, by subject and by account (검산 of section 7, 통제 8)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe

from huimang.ledger import balances
from huimang.statements.definition import Column, ColumnKind, Form, Heading, Row, RowKind, Statement
from huimang.statements.filters import Books, read_books, read_day, read_month
from huimang.statements.subjects import MOK, SIDE_LABELS, SIDES, Chart, name_columns, read_chart

_WIDTHS = (27, 27, 38)


@dataclass
class Moves:
	"""What a subject or an account held before, what moved it, in won."""

	carried: int = 0
	income: int = 0
	expense: int = 0
	transfer: int = 0

	def add(self, other: Moves) -> None:
		self.carried += other.carried
		self.income += other.income
		self.expense += other.expense
		self.transfer += other.transfer

	@property
	def moved(self) -> bool:
		return bool(self.income or self.expense or self.transfer)

	def __bool__(self) -> bool:
		return self.moved or bool(self.carried)


class DayMoves(Moves):
	"""Moves of a day: what did not move that day is left out."""

	def __bool__(self) -> bool:
		return self.moved


@dataclass(frozen=True)
class TotalsFilters:
	"""One month of a year's books, or one day."""

	books: Books
	month: int
	day: date | None = None

	@property
	def moves(self) -> type[Moves]:
		return DayMoves if self.day else Moves


def rows(filters: TotalsFilters) -> Iterator[Row]:
	"""Yield 세입 and 세출 by subject, then the accounts."""
	books = filters.books
	by_mok: MutableMapping[str, Moves] = defaultdict(filters.moves)
	by_account: MutableMapping[str, Moves] = defaultdict(Moves)
	for row, carried in _readings(filters):
		_take(by_account[row.bank_account], row.side, row.amount, row.cash_amount if carried else None)
		if row.mok:
			_take(by_mok[row.mok], row.side, row.amount, row.amount if carried else None)
	chart = read_chart(books.facility, books.unit)
	accounts = frappe.get_all(
		"Facility Bank Account",
		{"facility": books.facility, "accounting_unit": books.unit},
		["name", "account_title", "bank_name"],
		order_by="account_title",
	)
	return totals(chart, by_mok, accounts, by_account, filters.moves)


def _readings(filters: TotalsFilters) -> Iterator[tuple[Any, bool]]:
	"""Yield sums by side, 목 and account, each with whether it was carried in. Months come from balances."""
	books, month = filters.books, filters.month
	by = ("side", "mok", "bank_account")
	year = books.accounting_year
	months = books.through(month)
	if filters.day is None:
		for row in balances.totals(year, (*by, "month"), months=months):
			yield row, row.month != month
		return
	for row in balances.totals(year, by, months=months[:-1] or [0]):
		yield row, True
	for row in balances.entry_totals(year, books.bounds(month)[0], filters.day, (*by, "posting_date")):
		yield row, row.posting_date != filters.day


def _take(moves: Moves, side: str, amount: int, held: int | None) -> None:
	"""Add a sum to the moves of a subject or an account.

	:param held: what it changed in what was held before the month or the day; None where it moved within.
	"""
	if held is not None:
		moves.carried += held
	elif side == "Revenue":
		moves.income += amount
	elif side == "Expense":
		moves.expense += amount
	else:
		moves.transfer += amount


def totals(
	chart: Chart,
	by_mok: MutableMapping[str, Moves],
	accounts: Iterable[Any],
	by_account: Mapping[str, Moves],
	new: type[Moves],
) -> Iterator[Row]:
	"""Yield the rows of 월계표 or 일계표. Pure."""
	for side in SIDES:
		total = chart.add_up(side, by_mok, new(), new)
		yield Row({"gwan": SIDE_LABELS[side]}, RowKind.SECTION)
		for subject, moves in chart.walk(side, MOK, by_mok):
			yield Row(
				{subject.key: subject.title, **_of_subject(moves)},
				level=subject.depth,
				link=("Account Subject", subject.name),
			)
		yield Row({"gwan": f"{SIDE_LABELS[side]} 합계", **_of_subject(total)}, RowKind.TOTAL)
	yield Row({"gwan": "통장"}, RowKind.SECTION)
	cash = Moves()
	for account in accounts:
		moves = by_account.get(account.name)
		if moves:
			cash.add(moves)
			names = {"gwan": account.bank_name or "", "mok": account.account_title}
			yield Row({**names, **_of_account(moves)}, link=("Facility Bank Account", account.name))
	yield Row({"gwan": "통장 합계", **_of_account(cash)}, RowKind.TOTAL)


def _of_subject(moves: Moves) -> dict[str, int | None]:
	return {
		"carried": moves.carried,
		"income": moves.income or None,
		"expense": moves.expense or None,
		"sum": moves.carried + moves.income + moves.expense,
	}


def _of_account(moves: Moves) -> dict[str, int | None]:
	return {
		"carried": moves.carried,
		"income": moves.income,
		"expense": moves.expense,
		"transfer": moves.transfer,
		"sum": moves.carried + moves.income - moves.expense + moves.transfer,
	}


def _columns(before: str, now: str) -> tuple[Column, ...]:
	return (
		*name_columns(MOK, _WIDTHS),
		Column("carried", f"{before}까지", 28, ColumnKind.WON),
		Column("income", "수입", 27, ColumnKind.WON, group=now),
		Column("expense", "지출", 27, ColumnKind.WON, group=now),
		Column("transfer", "이체", 24, ColumnKind.WON, group=now),
		Column("sum", "누계·잔액", 28, ColumnKind.WON),
	)


_NOTE = "통장 잔액 = 이월 + 수입 − 지출 ± 이체, 통장 합계의 잔액 = 세입 누계 − 세출 누계"


def _parse_month(filters: Mapping[str, Any]) -> TotalsFilters:
	books = read_books(filters)
	return TotalsFilters(books, read_month(filters, "month", books.months[-1]))


def _month_form(filters: TotalsFilters) -> Form:
	return Form("월계표", _columns("전월", "당월"), filters.books.signers, note=_NOTE)


def _month_heading(filters: TotalsFilters) -> Heading:
	return Heading(filters.books.facility_name, filters.books.period_of((filters.month,)))


def _parse_day(filters: Mapping[str, Any]) -> TotalsFilters:
	books = read_books(filters)
	day = read_day(filters, "day", books)
	return TotalsFilters(books, day.month, day)


def _day_form(filters: TotalsFilters) -> Form:
	note = f"당일 움직임이 없는 과목은 줄을 두지 않고 합계에만 넣습니다. {_NOTE}"
	return Form("일계표", _columns("전일", "당일"), filters.books.signers, note=note)


def _day_heading(filters: TotalsFilters) -> Heading:
	return Heading(filters.books.facility_name, f"{filters.day:%Y. %m. %d.}")


MONTHLY_TOTALS = Statement(
	name="monthly_totals",
	report="Monthly Totals",
	doctype="Ledger Balance",
	parse=_parse_month,
	form=_month_form,
	heading=_month_heading,
	rows=rows,
)
DAILY_TOTALS = Statement(
	name="daily_totals",
	report="Daily Totals",
	doctype="Ledger Entry",
	parse=_parse_day,
	form=_day_form,
	heading=_day_heading,
	rows=rows,
)
