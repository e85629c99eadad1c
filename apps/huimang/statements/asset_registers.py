"""물품관리대장 and 비품관리대장 (제24조제1항제5호, 별지 제28호), as of a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe import _

from huimang.money import won
from huimang.property import values
from huimang.property.values import Holding
from huimang.rules import assets as law
from huimang.statements.definition import Carry, Column, ColumnKind, Form, Heading, Row, RowKind, Statement
from huimang.statements.filters import Books, read_books, read_day, read_link

DOCTYPE = "Facility Asset"
GOODS = tuple(group for group in law.GROUPS if group not in law.PROPERTY)
_SHOWN = (
	*(
		"spec",
		"maker",
		"unit",
		"unit_price",
		"asset_class",
		"status",
		"acquisition_type",
		"fund_source",
		"place",
	),
	*(
		"department",
		"keeper",
		"used_by",
		"note",
		"property_class",
		"address",
		"land_use",
		"area",
		"registered_on",
	),
)
KEEPERS = ("물품출납원", "물품관리자")
"""Who signs for goods (제38조)."""


@dataclass(frozen=True)
class RegisterFilters:
	"""A facility's books, a day, and perhaps one place or one class of things."""

	books: Books
	day: date
	place: str | None = None
	asset_class: str | None = None


@dataclass(frozen=True)
class Names:
	"""What cards name, by the names that people know."""

	places: Mapping[str, str]
	funds: Mapping[str, str]
	people: Mapping[str, str]

	def where(self, card: Any) -> str:
		"""Return place and department of a thing in one text."""
		parts = (self.places.get(card.place), card.department)
		return " · ".join(dict.fromkeys(filter(None, parts)))


def parse(filters: Mapping[str, Any]) -> RegisterFilters:
	"""Read the filters of a register."""
	books = read_books(filters)
	asset_class = filters.get("asset_class")
	return RegisterFilters(
		books,
		read_day(filters, "day", books),
		read_link(filters, "place", "Asset Place"),
		asset_class if isinstance(asset_class, str) and asset_class else None,
	)


def heading(filters: RegisterFilters) -> Heading:
	details = []
	if filters.place:
		details.append(("장소", frappe.get_cached_value("Asset Place", filters.place, "place_name")))
	if filters.asset_class:
		details.append(("분류", filters.asset_class))
	return Heading(filters.books.facility_name, f"{filters.day:%Y. %m. %d.} 현재", details)


def read(filters: RegisterFilters, groups: Sequence[str]) -> tuple[list[Holding], Names]:
	"""Return the things of a register with the names on their cards: five queries, whatever their number."""
	books = filters.books
	held = [
		each
		for each in values.holdings(books.facility, books.unit, groups, fields=_SHOWN)
		if each.card.acquired_on <= filters.day
		and filters.place in (None, each.card.place)
		and filters.asset_class in (None, each.card.asset_class)
	]
	return held, names_of(books.facility, held)


def names_of(facility: str, held: Iterable[Holding]) -> Names:
	"""Return the names of places, fund sources and people of a facility's things."""
	people = {each.card.keeper for each in held if each.card.keeper}
	return Names(
		_titles("Asset Place", "place_name", {"facility": facility}),
		_titles("Fund Source", "fund_source_name", {"facility": facility}),
		_titles("User", "full_name", {"name": ("in", sorted(people) or [""])}),
	)


def _titles(doctype: str, field: str, where: dict) -> dict[str, str]:
	return dict(frappe.get_all(doctype, where, ["name", field], as_list=True))


def link_of(held: Holding) -> tuple[str, str]:
	return (DOCTYPE, held.card.name)


# ---- 물품관리대장 ---------------------------------------------------------------------------------------------------


def goods_form(filters: RegisterFilters) -> Form:
	return Form(
		title="물품관리대장",
		legal_basis="「사회복지법인 및 사회복지시설 재무·회계 규칙」 제38조·제39조",
		columns=(
			Column("number", "관리번호", 36, ColumnKind.CODE),
			Column("title", "품명", 34),
			Column("spec", "규격", 24),
			Column("day", "취득일", 20, ColumnKind.DATE),
			Column("how", "취득구분", 15, ColumnKind.CODE),
			Column("quantity", "수량", 11, ColumnKind.WON, carry=Carry.SUM),
			Column("cost", "취득금액", 25, ColumnKind.WON, carry=Carry.SUM),
			Column("value", "장부가액", 25, ColumnKind.WON, carry=Carry.SUM),
			Column("fund", "재원", 22),
			Column("place", "설치장소·사용부서", 34),
			Column("keeper", "사용자·관리자", 20, ColumnKind.CODE),
			Column("status", "상태", 15, ColumnKind.CODE),
		),
		signers=(*KEEPERS, filters.books.head),
		landscape=True,
		note="장부가액은 그날까지의 감가상각누계액을 뺀 금액입니다. 상각하지 않는 저가 비품은 취득금액 그대로 적습니다.",
	)


def goods_rows(filters: RegisterFilters) -> Iterator[Row]:
	"""Yield the goods that are there on the day, and their sum."""
	held, names = read(filters, GOODS)
	totals = {"quantity": 0, "cost": 0, "value": 0}
	for each in held:
		figures = {
			"quantity": each.quantity(filters.day),
			"cost": each.cost(filters.day),
			"value": each.book_value(filters.day),
		}
		if not figures["quantity"]:
			continue
		totals = {key: totals[key] + figure for key, figure in figures.items()}
		card = each.card
		texts = {
			"number": card.name,
			"title": card.asset_name,
			"spec": " ".join(filter(None, (card.maker, card.spec))),
			"day": card.acquired_on,
			"how": _(card.acquisition_type, "ko"),
			"fund": names.funds.get(card.fund_source),
			"place": names.where(card),
			"keeper": card.used_by or names.people.get(card.keeper),
			"status": _(card.status, "ko"),
		}
		yield Row({**texts, **figures}, link=link_of(each))
	yield Row({"title": "합계", **totals}, RowKind.TOTAL)


# ---- 비품관리대장 ---------------------------------------------------------------------------------------------------


def equipment_form(filters: RegisterFilters) -> Form:
	statutory = filters.books.statutory_form("equipment_register")
	return Form(
		title=statutory.title,
		legal_basis=statutory.legal_basis,
		columns=(
			Column("title", "품명", 34),
			Column("spec", "규격", 24),
			Column("number", "관리번호", 36, ColumnKind.CODE),
			Column("day", "취득일", 20, ColumnKind.DATE),
			Column("remarks", "적요", 36),
			Column("up", "수량(증)", 13, ColumnKind.WON),
			Column("down", "수량(감)", 13, ColumnKind.WON),
			Column("left", "현재량", 13, ColumnKind.WON),
			Column("price", "단가", 24, ColumnKind.WON),
			Column("amount", "금액", 26, ColumnKind.WON),
			Column("place", "사용·보관 장소", 30),
			Column("note", "비고", 20),
		),
		signers=KEEPERS,
		landscape=True,
		note="금액은 현재량의 취득가액입니다. 감소한 물품은 감소한 날과 사유를 적요에 적습니다.",
	)


def equipment_rows(filters: RegisterFilters) -> Iterator[Row]:
	"""Yield for each thing how it came, and below it what went of it; and what is there in all."""
	held, names = read(filters, GOODS)
	left = amount = 0
	for each in held:
		card = each.card
		gone = [removal for removal in each.removals if removal.event.on <= filters.day]
		left += each.quantity(filters.day)
		amount += each.cost(filters.day)
		values_of_card = {
			"title": card.asset_name,
			"spec": card.spec,
			"number": card.name,
			"day": card.acquired_on,
			"remarks": " · ".join(
				filter(None, (_(card.acquisition_type, "ko"), names.funds.get(card.fund_source)))
			),
			"up": card.quantity,
			"left": card.quantity,
			"price": won(card.unit_price or 0),
			"amount": each.schedule.cost if gone else each.cost(filters.day),
			"place": names.where(card),
			"note": _(card.status, "ko") if card.status != law.IN_USE else None,
		}
		yield Row(values_of_card, link=link_of(each), keep=len(gone))
		for removal in gone:
			told = f"{removal.event.on:%Y-%m-%d} {_(removal.event.kind, 'ko')}"
			down = removal.before - removal.left
			figures = {"down": down, "left": removal.left, "amount": each.cost(removal.event.on)}
			yield Row(
				{"remarks": told, **figures}, link=("Asset Event", removal.event.document), rule="remarks"
			)
	yield Row({"title": "합계", "left": left, "amount": amount}, RowKind.TOTAL)


GOODS_REGISTER = Statement(
	"goods_register", "Goods Register", DOCTYPE, parse, goods_form, heading, goods_rows
)
EQUIPMENT_REGISTER = Statement(
	"equipment_register", "Equipment Register", DOCTYPE, parse, equipment_form, heading, equipment_rows
)
