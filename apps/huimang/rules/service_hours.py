"""Time as those who answer count it: working days from opening to closing, less the rest at noon.

Nothing here is law: the hours are what the operator promises (administration.md 6: 평일 09:00–18:00, 점심, 공휴일 휴무).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from huimang.rules.errors import RuleViolation

_DAY = timedelta(days=1)
_LONGEST_CLOSED = 400
"""Days without an open hour after which the holidays must be wrong."""


@dataclass(frozen=True, slots=True)
class ServiceHours:
	"""The hours of a working day. Without a rest, ``rest_from`` and ``rest_until`` are None.

	Raises:
		RuleViolation: the hours do not follow one another.
	"""

	opens: time = time(9)
	closes: time = time(18)
	rest_from: time | None = None
	rest_until: time | None = None

	def __post_init__(self) -> None:
		moments = self._moments()
		pairs = list(zip(moments[::2], moments[1::2], strict=True))
		if moments != sorted(moments) or all(start == end for start, end in pairs):
			raise RuleViolation("Opening, rest and closing must follow one another.")

	def spans(self, day: date, holidays: Collection[date]) -> list[tuple[datetime, datetime]]:
		"""Return from when until when somebody answers on a day; nothing on Saturdays, Sundays and holidays."""
		if day.weekday() >= 5 or day in holidays:
			return []
		moments = [datetime.combine(day, moment) for moment in self._moments()]
		pairs = zip(moments[::2], moments[1::2], strict=True)
		return [(start, end) for start, end in pairs if start < end]

	def _moments(self) -> list[time]:
		rest = [self.rest_from, self.rest_until] if self.rest_from and self.rest_until else []
		return [self.opens, *rest, self.closes]


def is_open(at: datetime, hours: ServiceHours, holidays: Collection[date]) -> bool:
	"""Tell whether somebody answers at this moment."""
	return any(start <= at < end for start, end in hours.spans(at.date(), holidays))


def passed(start: datetime, end: datetime, hours: ServiceHours, holidays: Collection[date]) -> timedelta:
	"""Return how much of the time from ``start`` to ``end`` is service time; nothing where the end is the earlier."""
	total, day = timedelta(), start.date()
	while day <= end.date():
		for opens, closes in hours.spans(day, holidays):
			total += max(min(closes, end) - max(opens, start), timedelta())
		day += _DAY
	return total


def due(start: datetime, allowed: timedelta, hours: ServiceHours, holidays: Collection[date]) -> datetime:
	"""Return the moment at which ``allowed`` of service time has passed since ``start``.

	What is asked outside the hours begins to count when they open.

	Raises:
		RuleViolation: there is no open hour for more than a year.
	"""
	left = max(allowed, timedelta())
	for opens, closes in _open_spans(start, hours, holidays):
		begin = max(opens, start)
		if left <= closes - begin:
			return begin + left
		left -= closes - begin
	raise RuleViolation("There is no open hour for more than a year. Please check the holidays.")


def _open_spans(
	start: datetime, hours: ServiceHours, holidays: Collection[date]
) -> Iterator[tuple[datetime, datetime]]:
	"""Yield the spans that end after ``start``, for as long as one follows within reason."""
	day, closed = start.date(), 0
	while closed < _LONGEST_CLOSED:
		spans = [span for span in hours.spans(day, holidays) if span[1] > start]
		closed = 0 if spans else closed + 1
		yield from spans
		day += _DAY
