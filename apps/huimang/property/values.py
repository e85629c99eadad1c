"""What assets are worth: schedules computed from the cards and their events, for one asset or a whole register.

Nothing of it is stored. A register is read by two queries, whatever its size.
"""

from __future__ import annotations

from collections import defaultdict, namedtuple
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, NamedTuple

import frappe
from frappe.utils import cint, getdate

from huimang.database import bulk
from huimang.money import won
from huimang.rules import assets as law
from huimang.rules import depreciation
from huimang.rules.days import last_day, month_of
from huimang.rules.depreciation import MethodChange, Opening, Schedule, Spending

_DATES = ("acquired_on", "in_service_on")
_AMOUNTS = ("cost", "subsidy_amount", "opening_accumulated")
_COUNTS = ("quantity", "useful_life_years", "opening_year", "new_method_year")
_CARD = (
	*("name", "asset_name", "asset_group", "method", "new_method", "is_depreciable", "is_expensed"),
	*(*_DATES, *_AMOUNTS, *_COUNTS),
)
"""What of a card its value rests on."""
_WORDS = len(_CARD) - len(_AMOUNTS) - len(_COUNTS)
"""How many fields of a card stand before its numbers."""
_KINDS = (law.CAPITAL_SPENDING, law.CONDEMNATION, *sorted(law.REMOVALS))
"""Events that values follow."""


class Settings(NamedTuple):
	"""How a facility depreciates."""

	profile: str
	method: str
	disposal_month_counts: bool
	year_starts_month: int


class Event(NamedTuple):
	"""What happened to an asset, as far as its value goes.

	Attributes:
		quantity: how many of it.
		amount: won paid or received.
		document: name of the Asset Event; reason: what it says.
	"""

	on: date
	kind: str
	quantity: int = 0
	amount: int = 0
	document: str = ""
	reason: str = ""


@dataclass(frozen=True, slots=True)
class Removal:
	"""What an event took out of the register: how many of how many, what they had cost, what of it was depreciated."""

	event: Event
	before: int
	left: int
	cost: int
	accumulated: int

	@property
	def book_value(self) -> int:
		return self.cost - self.accumulated


@dataclass(frozen=True, slots=True)
class Holding:
	"""An asset with its schedule and what went of it.

	A part of a set goes with its part of cost and depreciation; the schedule is that of the whole set.
	"""

	card: Any
	schedule: Schedule
	removals: tuple[Removal, ...] = ()
	events: tuple[Event, ...] = ()

	def quantity(self, on: date) -> int:
		"""Return how many there are at the end of a day."""
		if on < self.card.acquired_on:
			return 0
		if not self.removals:
			return self.card.quantity
		return next(
			(each.left for each in reversed(self.removals) if each.event.on <= on), self.card.quantity
		)

	def cost(self, on: date) -> int:
		"""Return what those that are there have cost, improvements with them."""
		schedule = self.schedule
		if not (self.removals or schedule.spending):
			return schedule.cost if on >= self.card.acquired_on else 0
		spent = sum(each.amount for each in schedule.spending if each.on <= on)
		return law.share(schedule.cost + spent, self.quantity(on), self.card.quantity)

	def accumulated(self, on: date) -> int:
		"""Return what of their cost has been depreciated at the end of a day."""
		taken = self.schedule.accumulated(on)
		if not self.removals:
			return taken if on >= self.card.acquired_on else 0
		return law.share(taken, self.quantity(on), self.card.quantity)

	def book_value(self, on: date) -> int:
		"""Return what those that are there are worth at the end of a day."""
		return self.cost(on) - self.accumulated(on)


def settings_of(facility: str) -> Settings:
	"""Return how a facility depreciates: one way for all of its assets."""
	row = frappe.get_cached_doc("Facility", facility)
	month = frappe.get_cached_value("Facility Type", row.facility_type, "fiscal_year_start_month")
	return Settings(
		row.get("depreciation_profile") or depreciation.TAX_TABLE,
		row.get("depreciation_method") or depreciation.STRAIGHT_LINE,
		not cint(row.get("disposal_month_excluded")),
		cint(month) or 1,
	)


def holdings(
	facility: str,
	unit: str | None = None,
	groups: Sequence[str] | None = None,
	names: Sequence[str] | None = None,
	fields: Sequence[str] = (),
) -> list[Holding]:
	"""Return the assets that a facility has ever had, by the day of acquisition. Two queries.

	:param unit: only those of this accounting unit; groups: of these kinds; names: these alone.
	:param fields: fields of the cards to be read besides those that the value rests on.
	"""
	table = frappe.qb.DocType("Facility Asset")
	query = frappe.qb.from_(table).select(*_CARD, *fields).where(table.facility == facility)
	if unit:
		query = query.where(table.accounting_unit == unit)
	for column, wanted in ((table.asset_group, groups), (table.name, names)):
		if wanted is not None:
			query = query.where(column.isin(list(wanted)))
	query = query.orderby(table.acquired_on).orderby(table.name)
	events, settings = _events(facility, names), settings_of(facility)
	rows = bulk.fetch(*query.walk()) if names is None else query.run()
	return [holding(card, events.get(card.name, ()), settings) for card in _cards(rows, tuple(fields))]


def holding_of(facility: str, name: str) -> Holding:
	"""Return one asset of a facility with its values."""
	return holdings(facility, names=[name])[0]


def card_of(doc) -> Any:
	"""Return the fields of an asset that values rest on, as their types."""
	row = [
		doc.get(field) and getdate(doc.get(field)) if field in _DATES else doc.get(field) for field in _CARD
	]
	return next(_cards([row], ()))


def holding(card: Any, events: Sequence[Event], settings: Settings) -> Holding:
	"""Return an asset with its schedule and removals.

	:param card: as `card_of` returns it.
	:param events: of the asset, by day.
	"""
	schedule = schedule_of(card, events, settings)
	if not events:
		return Holding(card, schedule)
	return Holding(card, schedule, tuple(_removals(card, schedule, events, settings)), tuple(events))


def schedule_of(card: Any, events: Sequence[Event], settings: Settings) -> Schedule:
	"""Return the depreciation of an asset. Raises RuleViolation for facts that cannot be."""
	facts: dict[str, object] = {
		"profile": settings.profile,
		"disposal_month_counts": settings.disposal_month_counts,
		"year_starts_month": settings.year_starts_month,
		"subsidy": card.subsidy_amount,
		"depreciable": bool(card.is_depreciable),
		"in_use": bool(card.in_service_on),
		"in_service_on": card.in_service_on,
		"expensed": bool(card.is_expensed),
	}
	if card.opening_year:
		facts["opening"] = Opening(card.opening_year, card.opening_accumulated)
	if card.new_method_year and card.new_method:
		facts["changed"] = MethodChange(card.new_method_year, card.new_method)
	for event in events:
		if event.kind == law.CONDEMNATION and not card.is_expensed:
			facts["stopped_on"] = event.on
	facts["spending"] = tuple(
		Spending(event.on, event.amount) for event in events if event.kind == law.CAPITAL_SPENDING
	)
	if events and (gone := _gone_on(card, events)):
		facts["disposed_on"] = gone
	life, method = card.useful_life_years or 2, card.method or depreciation.STRAIGHT_LINE
	return depreciation.schedule(card.cost, life, method, card.acquired_on, **facts)


def _gone_on(card: Any, events: Iterable[Event]) -> date | None:
	"""Return the day on which the last of an asset went; None while there is some."""
	left = card.quantity
	for event in events:
		if event.kind in law.REMOVALS:
			left -= event.quantity
			if left <= 0:
				return event.on
	return None


def removal(held: Holding, event: Event, settings: Settings) -> Removal:
	"""Return what an event would take out of the register, were it approved."""
	return holding(held.card, (*held.events, event), settings).removals[-1]


def _removals(
	card: Any, schedule: Schedule, events: Iterable[Event], settings: Settings
) -> Iterable[Removal]:
	left = card.quantity
	for event in events:
		if event.kind not in law.REMOVALS:
			continue
		before, left = left, max(left - event.quantity, 0)
		cost = schedule.cost + sum(each.amount for each in schedule.spending if each.on <= event.on)
		taken = schedule.accumulated(_through(event.on, settings))
		parts = (
			law.share(amount, before, card.quantity) - law.share(amount, left, card.quantity)
			for amount in (cost, taken)
		)
		yield Removal(event, before, left, *parts)


def _through(on: date, settings: Settings) -> date:
	"""Return until when what goes on a day is depreciated: with its month, unless the facility leaves that out."""
	year, month = month_of(on)
	if settings.disposal_month_counts:
		return last_day(on)
	return last_day(date(year - (month == 1), month - 1 or 12, 1))


def _events(facility: str, names: Sequence[str] | None = None) -> dict[str, list[Event]]:
	"""Return what was approved to have happened, by asset, in the order of days."""
	line, event = frappe.qb.DocType("Asset Event Line"), frappe.qb.DocType("Asset Event")
	query = (
		frappe.qb.from_(event)
		.join(line)
		.on(line.parent == event.name)
		.select(
			line.asset, event.event_date, event.kind, line.quantity, line.amount, event.name, event.reason
		)
		.where((event.facility == facility) & (event.docstatus == 1) & event.kind.isin(list(_KINDS)))
		.orderby(event.event_date)
		.orderby(event.event_no)
	)
	if names is not None:
		query = query.where(line.asset.isin(list(names)))
	found: dict[str, list[Event]] = defaultdict(list)
	for name, on, kind, quantity, amount, document, reason in query.run():
		found[name].append(Event(on, kind, cint(quantity), won(amount or 0), document, reason or ""))
	return found


def _cards(rows: Iterable[Sequence], fields: tuple[str, ...]) -> Iterator[Any]:
	"""Yield cards of what was read of them, with the types that values need. What is stored is whole won already."""
	make = _card_type(fields)._make
	numbers = range(_WORDS, len(_CARD))
	for row in rows:
		values = list(row)
		for place in numbers:
			values[place] = int(values[place] or 0)
		yield make(values)


@cache
def _card_type(fields: tuple[str, ...]) -> type:
	"""Return a card of these fields besides those that its value rests on: read by the ten thousand, so no dictionary."""
	return namedtuple("Card", (*_CARD, *fields))
