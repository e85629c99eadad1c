"""Periods of months and years by the calendar (민법 제160조), and the ages of people (민법 제158조)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


def after_months(start: date, months: int) -> date:
	"""Return the first day after ``months`` months that begin with ``start`` (민법 제160조②·③).

	A month from 10 March is over with 9 April. A month without the corresponding day is over with its last
	day: a month from 31 January ends with February.
	"""
	year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
	month += 1
	last = monthrange(year, month)[1]
	if start.day <= last:
		return date(year, month, start.day)
	return date(year, month, last) + ONE_DAY


def after_years(start: date, years: int) -> date:
	"""Return the first day after ``years`` years from ``start``; from 29 February it may be 1 March."""
	return after_months(start, 12 * years)


def birthday(born: date, age: int) -> date:
	"""Return the day on which somebody reaches an age; the day of birth counts (민법 제158조)."""
	return after_years(born, age)


def full_months(start: date, on: date) -> int:
	"""Return how many months that begin with ``start`` are over on a day; 0 before the first."""
	months = max((on.year - start.year) * 12 + on.month - start.month, 0)
	return months if months == 0 or after_months(start, months) <= on else months - 1


def full_years(start: date, on: date) -> int:
	"""Return how many years that begin with ``start`` are over on a day."""
	return full_months(start, on) // 12


def month_of(day: date) -> tuple[int, int]:
	"""Return year and month, to tell which of two months is the earlier."""
	return day.year, day.month


def last_day(day: date) -> date:
	"""Return the last day of a month."""
	return day.replace(day=monthrange(day.year, day.month)[1])
