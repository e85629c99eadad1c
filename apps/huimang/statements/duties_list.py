"""인계·인수 목록 (제43조): what whoever keeps the books hands over on a day, in three copies signed by both.

There is no statutory form; the rows are what asset_rules §8 and the rule want shown (low confidence of the layout).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe.query_builder.functions import Count, Max, Min, Sum

from huimang.money import won
from huimang.property import values
from huimang.rules import assets as law
from huimang.statements.bank_balances import accounts
from huimang.statements.definition import Column, ColumnKind, Form, Heading, Row, RowKind, Statement
from huimang.statements.filters import Books, read_books, read_day

_PAPERS = (
	("Expense Resolution", "지출결의서와 증빙"),
	("Income Resolution", "수입결의서와 증빙"),
	("Refund Resolution", "여입·반납결의서와 증빙"),
	("Fund Transfer", "자금이체결의서와 증빙"),
)
_OPEN = (
	("Expense Resolution", "결재 중인 지출결의"),
	("Income Resolution", "결재 중인 수입결의"),
	("Asset Event", "결재 중인 자산 결의(불용·매각 등)"),
)


@dataclass(frozen=True)
class DayFilters:
	"""A year's books as of a day."""

	books: Books
	day: date


def parse(filters: Mapping[str, Any]) -> DayFilters:
	books = read_books(filters)
	return DayFilters(books, read_day(filters, "day", books))


def form(filters: DayFilters) -> Form:
	return Form(
		title="인계·인수 목록",
		legal_basis="「사회복지법인 및 사회복지시설 재무·회계 규칙」 제43조",
		columns=(
			Column("title", "목록", 62),
			Column("quantity", "수량·건수", 24, ColumnKind.WON),
			Column("amount", "금액", 34, ColumnKind.WON),
			Column("note", "비고", 66),
		),
		signers=("인계자", "인수자", f"입회 {filters.books.head}"),
		note="발령일부터 5일 이내에 인계·인수하고, 목록 3부에 서명 또는 날인하여 각 1부를 보관하며 1부는 예금잔고증명과 함께 제출합니다.",
	)


def heading(filters: DayFilters) -> Heading:
	return Heading(filters.books.facility_name, f"{filters.day:%Y. %m. %d.} 현재")


def rows(filters: DayFilters) -> Iterator[Row]:
	"""Yield books, papers, money, property and what is not finished."""
	yield Row({"title": "장부·증빙"}, RowKind.SECTION)
	yield from _ledgers(filters)
	yield Row({"title": "예금·현금"}, RowKind.SECTION)
	yield from _money(filters)
	yield Row({"title": "물품·재산"}, RowKind.SECTION)
	yield from _property(filters)
	yield Row({"title": "끝나지 않은 일"}, RowKind.SECTION)
	yield from _unfinished(filters)


def _ledgers(filters: DayFilters) -> Iterator[Row]:
	entry = frappe.qb.DocType("Ledger Entry")
	count = (
		frappe.qb.from_(entry)
		.select(Count("*"))
		.where(
			(entry.facility == filters.books.facility)
			& (entry.accounting_year == filters.books.accounting_year)
		)
		.where(entry.posting_date <= filters.day)
		.run()[0][0]
	)
	yield Row({"title": "현금출납부·총계정원장", "quantity": count, "note": "기장된 줄 수"})
	for doctype, title in _PAPERS:
		table = frappe.qb.DocType(doctype)
		amount = table.amount if doctype == "Fund Transfer" else table.total_amount
		number = table[_number_of(doctype)]
		found = (
			frappe.qb.from_(table)
			.select(Count("*"), Sum(amount), Min(number), Max(number))
			.where((table.facility == filters.books.facility) & (table.docstatus == 1))
			.where(
				(table.accounting_year == filters.books.accounting_year)
				& (table.approval_date <= filters.day)
			)
			.run()[0]
		)
		note = f"{found[2]} ~ {found[3]}" if found[0] else ""
		yield Row({"title": title, "quantity": found[0], "amount": won(found[1] or 0), "note": note})


def _number_of(doctype: str) -> str:
	meta = frappe.get_meta(doctype)
	return next(name for name in ("resolution_no", "transfer_no", "refund_no") if meta.has_field(name))


def _money(filters: DayFilters) -> Iterator[Row]:
	entry = frappe.qb.DocType("Ledger Entry")
	held = dict(
		frappe.qb.from_(entry)
		.select(entry.bank_account, Sum(entry.cash_amount))
		.where(
			(entry.facility == filters.books.facility)
			& (entry.accounting_year == filters.books.accounting_year)
		)
		.where(entry.posting_date <= filters.day)
		.groupby(entry.bank_account)
		.run()
	)
	total = 0
	for account in accounts(filters.books):
		amount = int(held.get(account.name) or 0)
		total += amount
		note = " ".join(filter(None, (account.get("bank_name"), account.get("account_number"))))
		yield Row({"title": account.account_title, "amount": amount, "note": note})
	yield Row({"title": "예금·현금 계", "amount": total, "note": "예금잔고증명과 대조"}, RowKind.SUBTOTAL)


def _property(filters: DayFilters) -> Iterator[Row]:
	held = [
		each
		for each in values.holdings(filters.books.facility, filters.books.unit, fields=("is_important",))
		if each.quantity(filters.day)
	]
	kinds = (
		("비품(물품관리대장)", [each for each in held if each.card.asset_group not in law.PROPERTY]),
		("재산(재산대장)", [each for each in held if each.card.asset_group in law.PROPERTY]),
		("그중 보조금 중요재산", [each for each in held if each.card.is_important]),
	)
	for title, those in kinds:
		value = sum(each.book_value(filters.day) for each in those)
		figures = {
			"quantity": sum(each.quantity(filters.day) for each in those),
			"amount": sum(each.cost(filters.day) for each in those),
		}
		yield Row({"title": title, **figures, "note": f"장부가액 {value:,}"})
	items = frappe.db.count("Consumable", {"facility": filters.books.facility, "stock": (">", 0)})
	yield Row({"title": "소모품", "quantity": items, "note": "재고가 있는 품목 수(현재)"})


def _unfinished(filters: DayFilters) -> Iterator[Row]:
	facility = filters.books.facility
	for doctype, title in _OPEN:
		count = frappe.db.count(doctype, {"facility": facility, "stage": "In Approval"})
		yield Row({"title": title, "quantity": count})
	sheets = frappe.db.count("Asset Inspection", {"facility": facility, "docstatus": 0})
	yield Row({"title": "확정하지 않은 재물조사", "quantity": sheets})
	condemned = frappe.db.count("Facility Asset", {"facility": facility, "status": law.CONDEMNED})
	yield Row({"title": "불용 결정 후 처분하지 않은 물품", "quantity": condemned})


DUTIES_LIST = Statement(
	*("duties_list", "List for Handing Over Duties", "Ledger Entry"),
	*(parse, form, heading, rows),
)
