"""계좌별 잔액, and 현금및예금명세서 (제20조제1항제6호, T5; 별지 제8호): what lies where, and whose money it is (검산 of section 7)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import frappe

from huimang.ledger import balances
from huimang.statements.definition import Column, ColumnKind, Form, Heading, Row, RowKind, Statement
from huimang.statements.filters import Books, read_books, read_month
from huimang.statements.period_totals import Moves

PURPOSES = {
	"Operating": "운영비",
	"Subsidy": "보조금 전용",
	"Donation": "후원금 전용",
	"Cash": "현금",
	"Withholding": "예수금",
	"Other": "기타",
}
_HOLDINGS = (
	("현금", lambda purpose: purpose == "Cash"),
	("예금", lambda purpose: purpose not in ("Cash", "Withholding")),
	("예수금", lambda purpose: purpose == "Withholding"),
)
"""What 별지 제8호 tells apart. Withheld money lies on an account and belongs to others: it is taken off in a line of its own."""


@dataclass(frozen=True)
class BalanceFilters:
	"""A year's books as of the end of a month."""

	books: Books
	month: int


def parse(filters: Mapping[str, Any]) -> BalanceFilters:
	books = read_books(filters)
	return BalanceFilters(books, read_month(filters, "month", books.months[-1]))


def form(filters: BalanceFilters) -> Form:
	return Form(
		title="계좌별 잔액",
		columns=(
			Column("account", "통장", 38, level=0),
			Column("fund", "자금원천", 32, level=1),
			Column("purpose", "용도", 20, ColumnKind.CODE),
			Column("number", "계좌번호", 30, ColumnKind.CODE),
			Column("income", "수입", 27, ColumnKind.WON),
			Column("expense", "지출", 27, ColumnKind.WON),
			Column("transfer", "이체", 25, ColumnKind.WON),
			Column("sum", "잔액", 27, ColumnKind.WON),
		),
		signers=filters.books.signers,
		note="잔액 = 수입 − 지출 ± 이체. 합계의 잔액은 현금출납부의 차인잔액과 같습니다.",
	)


def heading(filters: BalanceFilters) -> Heading:
	return Heading(filters.books.facility_name, filters.books.period(filters.month))


def rows(filters: BalanceFilters) -> Iterator[Row]:
	"""Yield each account with the fund sources whose money lies on it, and the sum of all."""
	funds = dict(
		frappe.get_all(
			"Fund Source", {"facility": filters.books.facility}, ["name", "fund_source_name"], as_list=True
		)
	)
	return standing(accounts(filters.books), _moves(filters), funds)


def accounts(books: Books) -> list[frappe._dict]:
	"""Return the accounts of an accounting unit, with their numbers as lists show them: masked."""
	return frappe.get_all(
		"Facility Bank Account",
		{"facility": books.facility, "accounting_unit": books.unit},
		["name", "account_title", "bank_name", "account_number", "purpose"],
		order_by="account_title",
	)


def _moves(filters: BalanceFilters) -> dict[str, dict[str, Moves]]:
	"""Return what moved each account, by fund source: one reading of balances."""
	moves: dict[str, dict[str, Moves]] = defaultdict(lambda: defaultdict(Moves))
	through = filters.books.through(filters.month)
	for row in balances.totals(
		filters.books.accounting_year, ("bank_account", "fund_source", "side"), months=through
	):
		moved = moves[row.bank_account][row.fund_source or ""]
		if row.side == "Revenue":
			moved.income += row.amount
		elif row.side == "Expense":
			moved.expense += row.amount
		else:
			moved.transfer += row.amount
	return moves


def standing(
	accounts: Iterable[Any], moves: Mapping[str, Mapping[str, Moves]], funds: Mapping[str, str]
) -> Iterator[Row]:
	"""Yield the rows of 계좌별 잔액. Pure."""
	everything = Moves()
	for account in accounts:
		by_fund = moves.get(account.name)
		if not by_fund:
			continue
		total = Moves()
		for moved in by_fund.values():
			total.add(moved)
		everything.add(total)
		values = {
			"account": account.account_title,
			"purpose": PURPOSES.get(account.purpose, account.purpose),
			"number": account.account_number,
		}
		yield Row({**values, **_figures(total)}, level=0, link=("Facility Bank Account", account.name))
		for fund in sorted(by_fund, key=lambda fund: funds.get(fund, "")):
			if by_fund[fund]:
				values = {"fund": funds.get(fund, "자금원천 없음"), **_figures(by_fund[fund])}
				yield Row(values, level=1)
	yield Row({"account": "합계", **_figures(everything)}, RowKind.TOTAL)


def _figures(moves: Moves) -> dict[str, int]:
	return {
		"income": moves.income,
		"expense": moves.expense,
		"transfer": moves.transfer,
		"sum": moves.income - moves.expense + moves.transfer,
	}


def _deposits_form(filters: BalanceFilters) -> Form:
	statutory = filters.books.statutory_form("cash_and_deposits")
	return Form(
		title=statutory.title,
		legal_basis=statutory.legal_basis,
		columns=(
			Column("holding", "구분", 18, ColumnKind.CODE),
			Column("bank", "예치 금융기관", 34),
			Column("number", "계좌번호", 40, ColumnKind.CODE),
			Column("purpose", "예금 종류", 28, ColumnKind.CODE),
			Column("amount", "금액", 32, ColumnKind.WON),
			Column("title", "비고", 44),
		),
		signers=filters.books.signers,
	)


def _deposits_heading(filters: BalanceFilters) -> Heading:
	last = filters.books.bounds(filters.month)[1]
	return Heading(filters.books.facility_name, f"{last:%Y. %m. %d.} 현재")


def _deposits_rows(filters: BalanceFilters) -> Iterator[Row]:
	held = {
		row.bank_account: row.cash_amount
		for row in balances.totals(
			filters.books.accounting_year, ("bank_account",), months=filters.books.through(filters.month)
		)
	}
	return deposits(accounts(filters.books), held)


def deposits(accounts: Iterable[Any], held: Mapping[str, int]) -> Iterator[Row]:
	"""Yield the rows of 별지 제8호: cash, deposits and what is withheld for others, each with its sum. Pure."""
	listed = [account for account in accounts if held.get(account.name)]
	for label, belongs in _HOLDINGS:
		group = [account for account in listed if belongs(account.purpose)]
		for account in group:
			values = {
				"holding": label,
				"bank": account.bank_name,
				"number": account.account_number,
				"purpose": None if label == "현금" else PURPOSES.get(account.purpose, account.purpose),
				"amount": held[account.name],
				"title": account.account_title,
			}
			yield Row(values, link=("Facility Bank Account", account.name))
		if group:
			amount = sum(held[account.name] for account in group)
			yield Row({"holding": f"{label} 계", "amount": amount}, RowKind.SUBTOTAL)
	yield Row({"holding": "합계", "amount": sum(held[account.name] for account in listed)}, RowKind.TOTAL)


BANK_BALANCES = Statement(
	name="bank_balances",
	report="Bank Balances",
	doctype="Ledger Balance",
	parse=parse,
	form=form,
	heading=heading,
	rows=rows,
)
CASH_AND_DEPOSITS = Statement(
	name="cash_and_deposits",
	report="Cash and Deposits",
	doctype="Ledger Balance",
	parse=parse,
	form=_deposits_form,
	heading=_deposits_heading,
	rows=_deposits_rows,
)
