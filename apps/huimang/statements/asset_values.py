"""감가상각명세서 and 연간 재산 변동 내역: a year's figures of what is owned.

All of them are computed from the cards and their events; each year opens with what the one before closed with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from frappe import _

from huimang.property import values
from huimang.property.values import Holding, Removal
from huimang.rules import assets as law
from huimang.rules import depreciation
from huimang.statements.asset_registers import DOCTYPE
from huimang.statements.definition import Carry, Column, ColumnKind, Form, Heading, Row, RowKind, Statement
from huimang.statements.filters import Books, read_books

_SHORT = {depreciation.STRAIGHT_LINE: "정액", depreciation.DECLINING_BALANCE: "정률"}
_SUMS = ("opening", "added", "removed", "closing", "before", "taken", "dropped", "after", "value")


@dataclass(frozen=True)
class YearFilters:
	"""A year's books."""

	books: Books

	@property
	def before(self) -> date:
		"""The last day of the year before."""
		return self.books.first - timedelta(days=1)


@dataclass(frozen=True)
class YearOfAsset:
	"""What a year did to one asset, in won: cost and accumulated depreciation when it began, came, went and ended."""

	opening: int
	added: int
	removed: int
	closing: int
	before: int
	taken: int
	dropped: int
	after: int

	@property
	def value(self) -> int:
		return self.closing - self.after


def year_of(held: Holding, first: date, last: date) -> YearOfAsset:
	"""Return what happened to an asset from the first to the last day of a year. What went leaves with its depreciation."""
	eve = first - timedelta(days=1)
	opening, before = held.cost(eve), held.accumulated(eve)
	closing, after = held.cost(last), held.accumulated(last)
	gone = [each for each in held.removals if first <= each.event.on <= last]
	removed, dropped = sum(each.cost for each in gone), sum(each.accumulated for each in gone)
	return YearOfAsset(
		opening=opening,
		added=closing + removed - opening,
		removed=removed,
		closing=closing,
		before=before,
		taken=after + dropped - before,
		dropped=dropped,
		after=after,
	)


def parse(filters: Mapping[str, Any]) -> YearFilters:
	return YearFilters(read_books(filters))


def heading(filters: YearFilters) -> Heading:
	return Heading(filters.books.facility_name, filters.books.period())


def read_year(filters: YearFilters, fields: Sequence[str] = ()) -> list[Holding]:
	"""Return what was there at some time of the year, in the order of the kinds."""
	books = filters.books
	held = (
		each
		for each in values.holdings(books.facility, books.unit, fields=fields)
		if each.card.acquired_on <= books.last
		and (each.card.acquired_on > filters.before or each.quantity(filters.before))
	)
	return sorted(held, key=lambda each: law.GROUPS.index(each.card.asset_group))


def by_group(
	held: list[Holding], wanted: Callable[[Holding], bool] = lambda each: True
) -> Iterator[tuple[str, list[Holding]]]:
	for group, cards in groupby(filter(wanted, held), lambda each: each.card.asset_group):
		yield group, list(cards)


# ---- 감가상각명세서 -------------------------------------------------------------------------------------------------


def depreciation_form(filters: YearFilters) -> Form:
	return Form(
		title="감가상각명세서",
		legal_basis="「법인세법 시행령」 제26조 준용",
		columns=(
			Column("number", "관리번호", 29, ColumnKind.CODE),
			Column("title", "품명", 34),
			Column("day", "취득일", 24, ColumnKind.DATE),
			Column("life", "내용연수", 22, ColumnKind.CODE),
			Column("opening", "기초", 26, ColumnKind.WON, "취득가액", carry=Carry.SUM),
			Column("added", "증가", 24, ColumnKind.WON, "취득가액", carry=Carry.SUM),
			Column("removed", "감소", 24, ColumnKind.WON, "취득가액", carry=Carry.SUM),
			Column("closing", "기말", 26, ColumnKind.WON, "취득가액", carry=Carry.SUM),
			Column("before", "전기말", 26, ColumnKind.WON, "감가상각누계액", carry=Carry.SUM),
			Column("taken", "당기 상각", 24, ColumnKind.WON, "감가상각누계액", carry=Carry.SUM),
			Column("dropped", "감소", 22, ColumnKind.WON, "감가상각누계액", carry=Carry.SUM),
			Column("after", "당기말", 26, ColumnKind.WON, "감가상각누계액", carry=Carry.SUM),
			Column("value", "장부가액", 26, ColumnKind.WON, carry=Carry.SUM),
		),
		signers=filters.books.signers,
		landscape=True,
		note="감가상각은 자산 관리 정보이며 세출예산을 쓰지 않습니다. 당기말 누계액 = 전기말 + 당기 상각 − 감소.",
	)


def depreciation_rows(filters: YearFilters) -> Iterator[Row]:
	"""Yield what is depreciated, kind by kind with its sum, and the sum of all."""
	total = dict.fromkeys(_SUMS, 0)
	for group, cards in by_group(read_year(filters), lambda each: bool(each.card.is_depreciable)):
		subtotal = dict.fromkeys(_SUMS, 0)
		for each in cards:
			year = year_of(each, filters.books.first, filters.books.last)
			figures = {key: getattr(year, key) for key in _SUMS}
			for key, figure in figures.items():
				subtotal[key] += figure
			for key in ("added", "removed", "dropped"):
				figures[key] = figures[key] or None
			card = each.card
			life = (
				"당기 비용"
				if card.is_expensed
				else f"{card.useful_life_years}년 {_SHORT.get(card.method, '')}"
			)
			# its facility stands above the table
			number = card.name.removeprefix(f"{filters.books.facility}-")
			texts = {"number": number, "title": card.asset_name, "day": card.acquired_on, "life": life}
			yield Row({**texts, **figures}, link=(DOCTYPE, card.name))
		total = {key: total[key] + subtotal[key] for key in _SUMS}
		yield Row({"title": f"{_(group, 'ko')} 계", **subtotal}, RowKind.SUBTOTAL)
	yield Row({"title": "합계", **total}, RowKind.TOTAL)


# ---- 연간 재산 변동 내역 --------------------------------------------------------------------------------------------


def changes_form(filters: YearFilters) -> Form:
	return Form(
		title="연간 재산 변동 내역",
		legal_basis="「사회복지사업법」 제24조, 같은 법 시행규칙 제16조",
		columns=(
			Column("group_name", "구분", 30),
			Column("title", "품명·소재지", 44),
			Column("number", "관리번호", 36, ColumnKind.CODE),
			Column("day", "변동일", 20, ColumnKind.DATE),
			Column("remarks", "변동 사유", 40),
			Column("quantity", "수량", 14, ColumnKind.WON),
			Column("added", "증가액", 28, ColumnKind.WON, carry=Carry.SUM),
			Column("removed", "감소액", 28, ColumnKind.WON, carry=Carry.SUM),
			Column("left", "잔액", 30, ColumnKind.WON, carry=Carry.LAST),
		),
		signers=filters.books.signers,
		landscape=True,
		note="금액은 취득가액입니다. 감가상각은 감가상각명세서에 적습니다.",
	)


@dataclass(frozen=True)
class Change:
	"""One change of the year: when, of what, why, how many (below 0 they went) and how many won."""

	on: date
	held: Holding
	reason: str
	quantity: int
	amount: int
	link: tuple[str, str]


def changes_rows(filters: YearFilters) -> Iterator[Row]:
	"""Yield kind by kind what there was, what changed and what there is, and the sum of all."""
	opening = added = removed = 0
	for group, cards in by_group(read_year(filters, ("address", "acquisition_type"))):
		kind = _(group, "ko")
		quantity = sum(each.quantity(filters.before) for each in cards)
		left = sum(each.cost(filters.before) for each in cards)
		opening += left
		yield Row(
			{"group_name": kind, "remarks": "전년도말", "quantity": quantity, "left": left}, RowKind.OPENING
		)
		sums = {"added": 0, "removed": 0}
		for change in sorted(_changes(cards, filters.books), key=lambda each: (each.on, each.held.card.name)):
			key = "added" if change.amount >= 0 else "removed"
			sums[key] += abs(change.amount)
			quantity, left = quantity + change.quantity, left + change.amount
			card = change.held.card
			texts = {
				"title": " ".join(filter(None, (card.address, card.asset_name))),
				"number": card.name,
				"day": change.on,
				"remarks": change.reason,
			}
			figures = {"quantity": change.quantity, key: abs(change.amount), "left": left}
			yield Row({**texts, **figures}, link=change.link)
		added, removed = added + sums["added"], removed + sums["removed"]
		closing = {"group_name": f"{kind} 당해연도말", "quantity": quantity, **sums, "left": left}
		yield Row(closing, RowKind.SUBTOTAL)
	yield Row(
		{"group_name": "합계", "added": added, "removed": removed, "left": opening + added - removed},
		RowKind.TOTAL,
	)


def _changes(cards: list[Holding], books: Books) -> Iterator[Change]:
	for each in cards:
		card, link = each.card, (DOCTYPE, each.card.name)
		if card.acquired_on >= books.first:
			reason = _(card.acquisition_type, "ko")
			yield Change(card.acquired_on, each, reason, card.quantity, each.schedule.cost, link)
		for event in each.events:
			if event.kind == law.CAPITAL_SPENDING and books.first <= event.on <= books.last:
				yield Change(
					event.on, each, _(event.kind, "ko"), 0, event.amount, ("Asset Event", event.document)
				)
		for removal in each.removals:
			if books.first <= removal.event.on <= books.last:
				yield _removal_of(each, removal)


def _removal_of(held: Holding, removal: Removal) -> Change:
	event = removal.event
	reason = ": ".join(filter(None, (_(event.kind, "ko"), event.reason)))
	return Change(
		event.on, held, reason, removal.left - removal.before, -removal.cost, ("Asset Event", event.document)
	)


DEPRECIATION_DETAILS = Statement(
	*("depreciation_details", "Depreciation Details", DOCTYPE),
	*(parse, depreciation_form, heading, depreciation_rows),
)
PROPERTY_CHANGES = Statement(
	*("property_changes", "Property Changes", DOCTYPE),
	*(parse, changes_form, heading, changes_rows),
)
