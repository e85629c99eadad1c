"""약정 (promised gifts): which instalments fall due, and which of them gifts have paid. A promise is never income."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

MONTHS = {"Monthly": 1, "Quarterly": 3, "Half-yearly": 6, "Yearly": 12}
UPCOMING, DUE, PAID, PARTLY_PAID, MISSED = "Upcoming", "Due", "Paid in Full", "Partly Paid", "Missed"

_EARLY = timedelta(days=10)
"""A gift counts for the instalment that falls due within ten days: money sent ahead of its day."""
_GRACE = timedelta(days=5)
"""An instalment is missed when its day has been gone for five days: banks need some to tell of a debit."""
MISSED_IN_A_ROW = 3
"""That many missed in a row, and a pause is suggested."""


@dataclass(frozen=True, slots=True)
class Terms:
	"""What was promised.

	Attributes:
		amount: won each time.
		starts_on: no instalment falls due before it.
		cycle: a key of MONTHS; empty for a gift promised once, which falls due on ``starts_on``.
		pay_day: day of the month, the last one where a month is shorter.
		ends_on: no instalment falls due after it.
		paused: first and last day of a pause; a pause without a last day has not ended.
	"""

	amount: int
	starts_on: date
	cycle: str = ""
	pay_day: int = 31
	ends_on: date | None = None
	paused: tuple[date, date | None] | None = None


class Instalment(NamedTuple):
	"""One time that was promised, what of it was paid, and what that makes of it."""

	number: int
	due_on: date
	amount: int
	paid: int = 0
	state: str = UPCOMING


class Standing(NamedTuple):
	"""A pledge on a day.

	Attributes:
		instalments: all that fall due until that day, and the next one.
		due: won that fell due.
		given: won of all gifts of the pledge.
		missed: how many instalments were missed, or paid in part only.
		missed_in_a_row: how many of them are the last ones.
		rate: what was paid of what fell due, in per cent; None before the first day.
	"""

	instalments: tuple[Instalment, ...]
	due: int
	given: int
	missed: int
	missed_in_a_row: int
	rate: Fraction | None


def standing(terms: Terms, gifts: Iterable[tuple[date, int]], today: date) -> Standing:
	"""Return which instalments are due, paid and missed on a day.

	A gift pays the instalment of its time; what is left of it pays what was missed before, the oldest first, and then
	what comes next.

	:param gifts: day and won of each gift of the pledge.
	"""
	plan = list(_until(terms, today))
	gifts = sorted(gifts)
	given = sum(amount for _day, amount in gifts)
	paid = _allocate(plan, gifts)
	told = tuple(
		row._replace(paid=won, state=_state(row, won, today)) for row, won in zip(plan, paid, strict=True)
	)
	fallen = [row for row in told if row.due_on <= today]
	due = sum(row.amount for row in fallen)
	missed = [row.state in (MISSED, PARTLY_PAID) for row in fallen]
	settled = [row for row in fallen if row.state != DUE]
	in_a_row = next(
		(count for count, row in enumerate(reversed(settled)) if row.state != MISSED), len(settled)
	)
	rate = Fraction(100 * sum(row.paid for row in fallen), due) if due else None
	return Standing(told, due, given, sum(missed), in_a_row, rate)


def due_days(terms: Terms) -> Iterator[date]:
	"""Yield the days on which instalments fall due, in their order; without end for a pledge without one."""
	if not terms.cycle:
		yield terms.starts_on
		return
	months = terms.starts_on.year * 12 + terms.starts_on.month - 1
	if _day_in(months, terms.pay_day) < terms.starts_on:
		months += 1
	while months < 12 * date.max.year and not (
		terms.ends_on and (day := _day_in(months, terms.pay_day)) > terms.ends_on
	):
		day = _day_in(months, terms.pay_day)
		if not _is_paused(terms, day):
			yield day
		months += MONTHS[terms.cycle]


def _until(terms: Terms, today: date) -> Iterator[Instalment]:
	"""Yield the instalments until a day, and the next one, which must not lie behind an endless pause."""
	endless = terms.paused and terms.paused[1] is None
	for number, day in enumerate(due_days(_ended(terms) if endless else terms), 1):
		yield Instalment(number, day, terms.amount)
		if day > today:
			return


def _ended(terms: Terms) -> Terms:
	"""Return the terms of a pledge that rests until further notice: nothing falls due from that day on."""
	last = terms.paused[0] - timedelta(days=1)
	ends_on = min(terms.ends_on, last) if terms.ends_on else last
	return Terms(terms.amount, terms.starts_on, terms.cycle, terms.pay_day, ends_on)


def _allocate(plan: Sequence[Instalment], gifts: Sequence[tuple[date, int]]) -> list[int]:
	if not plan:
		return []
	paid = [0] * len(plan)
	for day, amount in gifts:
		place = max((i for i, row in enumerate(plan) if row.due_on - _EARLY <= day), default=0)
		paid[place] += amount
	rest = 0
	for i, row in enumerate(plan):
		rest += max(paid[i] - row.amount, 0)
		paid[i] = min(paid[i], row.amount)
	for i, row in enumerate(plan):
		more = min(rest, row.amount - paid[i])
		paid[i] += more
		rest -= more
	return paid


def _state(row: Instalment, paid: int, today: date) -> str:
	if paid >= row.amount:
		return PAID
	if row.due_on > today:
		return UPCOMING
	if row.due_on + _GRACE >= today:
		return DUE
	return PARTLY_PAID if paid else MISSED


def _day_in(months: int, day: int) -> date:
	year, month = divmod(months, 12)
	return date(year, month + 1, min(day, monthrange(year, month + 1)[1]))


def _is_paused(terms: Terms, day: date) -> bool:
	if not terms.paused:
		return False
	first, last = terms.paused
	return first <= day and (last is None or day <= last)
