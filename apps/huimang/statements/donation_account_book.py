"""후원금 전용계좌 입출금내역 (제41조의4, 제41조의6제1항): the entries of each dedicated account, with the balance after each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from huimang.statements import cash_book
from huimang.statements.cash_book import CashBookFilters
from huimang.statements.definition import Column, Form, Heading, Row, RowKind, Statement
from huimang.statements.donation_books import donation_accounts


def parse(filters: Mapping[str, Any]) -> CashBookFilters:
	return cash_book.parse(filters)


def form(filters: CashBookFilters) -> Form:
	statutory = cash_book.form(filters)
	return replace(
		statutory,
		title="후원금 전용계좌 입출금내역",
		legal_basis="「사회복지법인 및 사회복지시설 재무·회계 규칙」 제41조의4·제41조의6",
		columns=tuple(_renamed(statutory.columns)),
		signers=filters.books.signers,
	)


def _renamed(columns: Iterable[Column]) -> Iterator[Column]:
	labels = {"income": "입금액", "expense": "출금액", "balance": "잔액"}
	for column in columns:
		yield replace(column, label=labels.get(column.key, column.label))


def heading(filters: CashBookFilters) -> Heading:
	return Heading(filters.books.facility_name, filters.books.period_of(filters.months))


def rows(filters: CashBookFilters) -> Iterator[Row]:
	"""Yield account by account what came and went; an account that never moved is told with its balance alone."""
	for account in donation_accounts(filters.books):
		if filters.bank_account not in (None, account.name):
			continue
		told = " ".join(filter(None, (account.account_title, account.bank_name, account.account_number)))
		yield Row({"remarks": told}, RowKind.OPENING)
		yield from cash_book.rows(replace(filters, bank_account=account.name))


DONATION_ACCOUNT_BOOK = Statement(
	*("donation_account_book", "Donation Account Book", "Donation"),
	*(parse, form, heading, rows),
)
