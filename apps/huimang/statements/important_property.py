"""보조금으로 취득한 중요재산 현황 (지방보조금법 제21조, 같은 법 시행령 제12조): reported for each half of the year.

The law names no form; the columns are those of the acquisition details that settlements ask for (medium confidence).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from frappe import _

from huimang.property import values
from huimang.property.values import Holding
from huimang.statements.asset_registers import DOCTYPE
from huimang.statements.definition import Carry, Column, ColumnKind, Form, Heading, Row, RowKind, Statement
from huimang.statements.filters import Books, read_books, read_choice

FIRST, SECOND = "First Half", "Second Half"
_SHOWN = ("spec", "address", "unit", "is_important", "restricted_until", "lien_registered")


@dataclass(frozen=True)
class HalfFilters:
	"""One half of a year's books."""

	books: Books
	half: str

	@property
	def first(self) -> date:
		return self.books.first if self.half == FIRST else self.books.bounds(self.books.months[6])[0]

	@property
	def last(self) -> date:
		return self.books.bounds(self.books.months[5])[1] if self.half == FIRST else self.books.last


def parse(filters: Mapping[str, Any]) -> HalfFilters:
	return HalfFilters(read_books(filters), read_choice(filters, "half", (FIRST, SECOND), FIRST))


def form(filters: HalfFilters) -> Form:
	return Form(
		title="보조금 중요재산 현황",
		legal_basis="「지방자치단체 보조금 관리에 관한 법률」 제21조, 같은 법 시행령 제12조",
		columns=(
			Column("title", "재산명", 34),
			Column("spec", "규격·소재지", 40),
			Column("number", "관리번호", 32, ColumnKind.CODE),
			Column("quantity", "수량", 12, ColumnKind.WON),
			Column("day", "취득일", 20, ColumnKind.DATE),
			Column("cost", "취득금액", 27, ColumnKind.WON, carry=Carry.SUM),
			Column("subsidy", "보조금 사용액", 27, ColumnKind.WON, carry=Carry.SUM),
			Column("value", "장부가액", 27, ColumnKind.WON, carry=Carry.SUM),
			Column("until", "처분제한기한", 21, ColumnKind.DATE),
			Column("lien", "부기등기", 15, ColumnKind.CODE),
			Column("change", "증감", 34),
		),
		signers=filters.books.signers,
		landscape=True,
		note="증감은 해당 반기의 취득과 처분입니다. 처분한 재산의 금액은 빈칸이며 합계에 넣지 않습니다.",
	)


def heading(filters: HalfFilters) -> Heading:
	return Heading(
		filters.books.facility_name,
		f"{filters.first:%Y. %m. %d.} ~ {filters.last:%Y. %m. %d.}",
		[("구분", "상반기" if filters.half == FIRST else "하반기")],
	)


def rows(filters: HalfFilters) -> Iterator[Row]:
	"""Yield what was there at some time of the half, and the sum of what is there when it ends."""
	eve = filters.first - timedelta(days=1)
	total = dict.fromkeys(("quantity", "cost", "subsidy", "value"), 0)
	for held in values.holdings(filters.books.facility, filters.books.unit, fields=_SHOWN):
		card = held.card
		if not card.is_important or card.acquired_on > filters.last:
			continue
		if card.acquired_on <= eve and not held.quantity(eve):
			continue
		figures = _figures(held, filters.last)
		for key, amount in figures.items():
			total[key] += amount
		texts = {
			"title": card.asset_name,
			"spec": card.address or card.spec,
			"number": card.name,
			"day": card.acquired_on,
			"until": card.restricted_until,
			"lien": "완료" if card.lien_registered else "",
			"change": _change(held, filters),
		}
		shown = figures if figures["quantity"] else {}
		yield Row({**texts, **shown}, link=(DOCTYPE, card.name))
	yield Row({"title": "합계", **total}, RowKind.TOTAL)


def _figures(held: Holding, on: date) -> dict[str, int]:
	quantity, cost = held.quantity(on), held.cost(on)
	whole = held.schedule.cost
	return {
		"quantity": quantity,
		"cost": cost,
		"subsidy": held.card.subsidy_amount * min(cost, whole) // whole if whole else 0,
		"value": held.book_value(on),
	}


def _change(held: Holding, filters: HalfFilters) -> str:
	told = [f"{held.card.acquired_on:%m-%d} 취득"] if held.card.acquired_on >= filters.first else []
	for removal in held.removals:
		if filters.first <= removal.event.on <= filters.last:
			told.append(
				f"{removal.event.on:%m-%d} {_(removal.event.kind, 'ko')} {removal.before - removal.left}"
			)
	return ", ".join(told)


IMPORTANT_PROPERTY = Statement(
	*("important_property", "Important Property", DOCTYPE),
	*(parse, form, heading, rows),
)
