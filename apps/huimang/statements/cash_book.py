"""현금출납부 (제24조제1항제1호): every receipt and payment by day, with the balance after each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import frappe

from huimang.ledger import balances
from huimang.statements.definition import Carry, Column, ColumnKind, Form, Heading, Row, RowKind, Statement
from huimang.statements.filters import Books, read_books, read_link, read_period
from huimang.statements.subjects import titles

_DAY = Column("day", "연월일", 20, ColumnKind.DATE)
_SUBJECT = Column("subject", "계정과목", 32)
_REMARKS = Column("remarks", "적요", 50)
_WIDE_REMARKS = Column("remarks", "적요", 82)
_MONEY = (
	Column("income", "수입금액", 26, ColumnKind.WON, carry=Carry.SUM),
	Column("expense", "지출금액", 26, ColumnKind.WON, carry=Carry.SUM),
	Column("balance", "차인잔액", 26, ColumnKind.WON, carry=Carry.LAST),
)


@dataclass(frozen=True)
class CashBookFilters:
	"""Whole months of one year's books, of all bank accounts or of one."""

	books: Books
	months: tuple[int, ...]
	bank_account: str | None


def parse(filters: Mapping[str, Any]) -> CashBookFilters:
	books = read_books(filters)
	return CashBookFilters(
		books, read_period(filters, books), read_link(filters, "bank_account", "Facility Bank Account")
	)


def form(filters: CashBookFilters) -> Form:
	"""Return 별지 제24호의2 for a facility, 별지 제24호 for a corporation: that one has no column for the subject."""
	statutory = filters.books.statutory_form("cash_book")
	text = (_SUBJECT, _REMARKS) if filters.books.unit == "Facility" else (_WIDE_REMARKS,)
	return Form(
		title=statutory.title,
		legal_basis=statutory.legal_basis,
		columns=(_DAY, *text, *_MONEY),
		signers=("수입원", "지출원", filters.books.head),
	)


def heading(filters: CashBookFilters) -> Heading:
	account = filters.bank_account and frappe.db.get_value(
		"Facility Bank Account", filters.bank_account, "account_title"
	)
	return Heading(
		facility=filters.books.facility_name,
		period=filters.books.period_of(filters.months),
		details=(("통장", account or "전체"),),
	)


def rows(filters: CashBookFilters) -> Iterator[Row]:
	"""Yield 전월이월, then month by month the entries, 월계 and 누계."""
	earlier = _sums_before(filters)
	books, months = filters.books, filters.months
	first, last = books.bounds(months[0])[0], books.bounds(months[-1])[1]
	entries = balances.entries(books.accounting_year, first, last, bank_account=filters.bank_account)
	with_subject = any(column.key == "subject" for column in form(filters).columns)
	names = Names(
		subjects=titles("Account Subject", "subject_name", {entry.account_subject for entry in entries}),
		counterparties=titles("Counterparty", "counterparty_name", {entry.counterparty for entry in entries}),
		subject_in_remarks=not with_subject,
	)
	return book(earlier, entries, months, names, with_transfers=bool(filters.bank_account))


@dataclass(frozen=True)
class Names:
	"""What subjects and counterparties are called, and whether a subject goes with the remarks for want of a column."""

	subjects: Mapping[str, str] = field(default_factory=dict)
	counterparties: Mapping[str, str] = field(default_factory=dict)
	subject_in_remarks: bool = False

	def remarks(self, entry: Any) -> str:
		"""Return the remarks of an entry as the form's 적요: with whom, and where there is no column, for what."""
		counterparty = self.counterparties.get(entry.counterparty)
		subject = self.subject_in_remarks and self.subjects.get(entry.account_subject)
		parts = (subject and f"[{subject}]", entry.remarks, counterparty and f"({counterparty})")
		return " ".join(part for part in parts if part)


@dataclass
class Sums:
	"""Receipts, payments and what is left of them, in won."""

	income: int = 0
	expense: int = 0
	balance: int = 0

	def add(self, income: int, expense: int) -> None:
		self.income += income
		self.expense += expense


def book(
	earlier: Sums,
	entries: Iterable[Any],
	months: Iterable[int],
	names: Names,
	with_transfers: bool = False,
) -> Iterator[Row]:
	"""Yield the rows of a cash book. Pure.

	:param earlier: receipts and payments of the year before the first of ``months``, and the balance then.
	:param entries: Ledger Entries of the months, by day.
	:param with_transfers: whether transfers between own accounts are shown: in the book of one account they are
		receipts and payments, in the book of all they are neither.
	"""
	year = Sums(earlier.income, earlier.expense)
	balance = earlier.balance
	yield Row({"remarks": "전월이월", "balance": balance}, RowKind.OPENING)
	by_month = {
		month: list(group) for month, group in groupby(entries, key=lambda entry: entry.posting_date.month)
	}
	for month in months:
		sums = Sums()
		for entry in by_month.get(month, ()):
			if entry.side == "Transfer" and not with_transfers:
				continue
			income, expense = _columns(entry)
			balance += entry.cash_amount
			sums.add(income or 0, expense or 0)
			values = {
				"day": entry.posting_date,
				"subject": names.subjects.get(entry.account_subject, ""),
				"remarks": names.remarks(entry),
				"income": income,
				"expense": expense,
				"balance": balance,
			}
			yield Row(values, link=(entry.voucher_type, entry.voucher_no))
		year.add(sums.income, sums.expense)
		yield _closing(RowKind.SUBTOTAL, "월계", month, sums, balance)
		yield _closing(RowKind.RUNNING, "누계", month, year, balance)


def _columns(entry: Any) -> tuple[int | None, int | None]:
	"""Return receipt and payment of an entry. What is taken back stays in its column, negative (여입·반납)."""
	cash = entry.cash_amount
	if entry.side == "Revenue" or (entry.side == "Transfer" and cash > 0):
		return cash, None
	return None, -cash


def _closing(kind: RowKind, label: str, month: int, sums: Sums, balance: int) -> Row:
	values = {
		"remarks": f"{month}월 {label}",
		"income": sums.income,
		"expense": sums.expense,
		"balance": balance,
	}
	return Row(values, kind)


def _sums_before(filters: CashBookFilters) -> Sums:
	"""Return the sums of the year's months before the first one asked for, from balances."""
	earlier = filters.books.months[: filters.books.months.index(filters.months[0])]
	if not earlier:
		return Sums()
	sums = Sums()
	totals = balances.totals(
		filters.books.accounting_year, ("side",), months=earlier, bank_account=filters.bank_account
	)
	for total in totals:
		sums.balance += total.cash_amount
		if total.side == "Revenue":
			sums.add(total.cash_amount, 0)
		elif total.side == "Expense":
			sums.add(0, -total.cash_amount)
	return sums


CASH_BOOK = Statement(
	name="cash_book",
	report="Cash Book",
	doctype="Ledger Entry",
	parse=parse,
	form=form,
	heading=heading,
	rows=rows,
)
