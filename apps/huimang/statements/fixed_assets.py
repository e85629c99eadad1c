"""고정자산명세서 (제20조제1항제11호, 별지 제13호): what is there when the year ends."""

from __future__ import annotations

from collections.abc import Iterator

from frappe import _

from huimang.money import format_won
from huimang.statements.asset_registers import DOCTYPE
from huimang.statements.asset_values import YearFilters, by_group, parse, read_year
from huimang.statements.definition import Carry, Column, ColumnKind, Form, Heading, Row, RowKind, Statement

_SHOWN = ("address", "maker", "spec", "area", "unit")


def form(filters: YearFilters) -> Form:
	statutory = filters.books.statutory_form("fixed_assets")
	return Form(
		title=statutory.title,
		legal_basis=statutory.legal_basis,
		columns=(
			Column("group_name", "종류", 34),
			Column("title", "소재지·규격", 56),
			Column("area", "수량·면적", 22, ColumnKind.CODE),
			Column("day", "취득일", 22, ColumnKind.DATE),
			Column("amount", "금액", 32, ColumnKind.WON, carry=Carry.SUM),
			Column("note", "비고", 36),
		),
		signers=filters.books.signers,
		note="금액은 취득가액이며, 비고는 회계연도 말의 장부가액입니다.",
	)


def heading(filters: YearFilters) -> Heading:
	return Heading(filters.books.facility_name, f"{filters.books.last:%Y. %m. %d.} 현재")


def rows(filters: YearFilters) -> Iterator[Row]:
	"""Yield what is there when the year ends, kind by kind."""
	last, total = filters.books.last, 0
	there = [each for each in read_year(filters, _SHOWN) if each.quantity(last)]
	for group, cards in by_group(there):
		subtotal = 0
		for each in cards:
			card = each.card
			subtotal += each.cost(last)
			texts = {
				"group_name": card.asset_name,
				"title": card.address or " ".join(filter(None, (card.maker, card.spec))),
				"area": f"{card.area:,.2f}㎡" if card.area else f"{each.quantity(last):,}{card.unit or ''}",
				"day": card.acquired_on,
				"note": f"장부가액 {format_won(each.book_value(last))}",
			}
			yield Row({**texts, "amount": each.cost(last)}, link=(DOCTYPE, card.name))
		total += subtotal
		yield Row({"group_name": f"{_(group, 'ko')} 계", "amount": subtotal}, RowKind.SUBTOTAL)
	yield Row({"group_name": "합계", "amount": total}, RowKind.TOTAL)


FIXED_ASSETS = Statement(
	*("fixed_assets", "Fixed Assets", DOCTYPE),
	*(parse, form, heading, rows),
)
