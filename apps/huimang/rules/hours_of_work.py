"""Which of the hours somebody works beyond the contract are overtime, night or holiday work (근로기준법 제50조·제53조·제56조)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from fractions import Fraction

from huimang.rules.dated import DatedTable
from huimang.rules.errors import RuleViolation
from huimang.rules.working_time import Hours

_TABLE = DatedTable("working_time.csv")
_DAY = timedelta(days=1)
LONGEST = timedelta(hours=24)


def hours_between(start: datetime, end: datetime, break_minutes: int = 0) -> Fraction:
	"""Return the hours worked from one moment to another, less the break."""
	if not timedelta() < end - start <= LONGEST:
		raise RuleViolation("The end must come after the beginning, within 24 hours. Please check the times.")
	worked = Fraction(int((end - start).total_seconds()), 3600) - Fraction(break_minutes, 60)
	if break_minutes < 0 or worked <= 0:
		raise RuleViolation("The break is longer than the work. Please check it.")
	return worked


def night_hours(start: datetime, end: datetime) -> Fraction:
	"""Return the hours between 22 and 6 o'clock (제56조③)."""
	on = start.date()
	first, last = (int(_TABLE.value(on, f"night.{edge}")) for edge in ("from", "until"))
	night, day = Fraction(), start.date() - _DAY
	while day <= end.date():
		begins = datetime.combine(day, time(first))
		ends = datetime.combine(day + _DAY, time(last))
		overlap = min(end, ends) - max(start, begins)
		night += Fraction(max(int(overlap.total_seconds()), 0), 3600)
		day += _DAY
	return night


def beyond_contract(start: datetime, end: datetime, break_minutes: int, on_holiday: bool) -> Hours:
	"""Return the kinds of the hours of one piece of work beyond the contract.

	A break is taken from the hours of the day before those of the night, as long as there are any: in favour of who works.

	Args:
		start, end: when the work begins and ends.
		break_minutes: the break within it.
		on_holiday: whether the day on which it begins is a holiday: a weekly day of rest or a public holiday.
	"""
	worked = hours_between(start, end, break_minutes)
	night = min(night_hours(start, end), worked)
	if not on_holiday:
		return Hours(overtime=worked, night=night)
	most = _TABLE.value(start.date(), "holiday.day_hours")
	return Hours(night=night, holiday=min(worked, most), holiday_beyond=max(worked - most, Fraction()))


def least_break(worked: Fraction, on) -> int:
	"""Return the minutes of break that work of so many hours must have (제54조): 30 from 4 hours, 60 from 8."""
	for name in ("long", "short"):
		if worked >= _TABLE.value(on, f"break.{name}.from_hours"):
			return int(_TABLE.value(on, f"break.{name}.minutes"))
	return 0


def total(pieces: Iterable[Hours]) -> Hours:
	"""Return the sum of several pieces of work."""
	names = ("overtime", "night", "holiday", "holiday_beyond")
	pieces = list(pieces)
	return Hours(
		**{name: sum((Fraction(getattr(piece, name)) for piece in pieces), Fraction()) for name in names}
	)
