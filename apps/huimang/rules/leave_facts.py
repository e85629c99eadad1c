"""What absences mean for annual leave: the share of working days attended by year, and months without perfect attendance."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from fractions import Fraction

from huimang.rules.days import ONE_DAY, after_months, after_years
from huimang.rules.leave import FISCAL_YEAR

MONTHS_OF_FIRST_YEAR = 11


def of_absences(
	hired_on: date,
	until: date,
	absences: Iterable[date],
	holidays: Collection[date],
	basis: str,
	year_starts_month: int = 1,
) -> dict[str, object]:
	"""Return `attendance`, `perfect_months` and `missed_months` as `rules.leave.Facts` takes them.

	Args:
		hired_on: first day of work.
		until: last day that is looked at.
		absences: working days missed that do not count as attended (제60조⑥ is the caller's to leave out).
		holidays: public holidays; working days are those from Monday to Friday besides.
		basis, year_starts_month: as in `rules.leave.Facts`.
	"""
	missed = sorted({day for day in absences if hired_on <= day <= until})
	if not missed:
		return {}
	missed_months = {
		month
		for month in range(1, MONTHS_OF_FIRST_YEAR + 1)
		if _any_within(missed, after_months(hired_on, month - 1), after_months(hired_on, month))
	}
	attendance, perfect = {}, {}
	for number, (first, end) in enumerate(_years(hired_on, until, basis, year_starts_month), 1):
		absent = [day for day in missed if first <= day < end]
		if not absent:
			continue
		working = _working_days(first, end, holidays)
		attendance[number] = max(1 - Fraction(len(absent), max(working, 1)), Fraction())
		months = range(12)
		perfect[number] = sum(
			not _any_within(absent, after_months(first, month), after_months(first, month + 1))
			for month in months
		)
	return {"attendance": attendance, "perfect_months": perfect, "missed_months": missed_months}


def _years(hired_on: date, until: date, basis: str, year_starts_month: int) -> Iterable[tuple[date, date]]:
	"""Yield the years by which attendance is counted, each with the first day after it."""
	first, years = hired_on, 1
	anchor = hired_on
	if basis == FISCAL_YEAR:
		anchor = date(hired_on.year, year_starts_month, 1)
		if anchor > hired_on:
			anchor = after_years(anchor, -1)
	while first <= until:
		end = after_years(anchor, years)
		yield first, end
		first, years = end, years + 1


def _any_within(days: list[date], first: date, end: date) -> bool:
	return any(first <= day < end for day in days)


def _working_days(first: date, end: date, holidays: Collection[date]) -> int:
	days: int = 0
	day = first
	while day < end:
		days += day.weekday() < 5 and day not in holidays
		day += ONE_DAY
	return days
