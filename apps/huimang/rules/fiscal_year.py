"""The accounting year (제3조): the calendar year; for 어린이집, March to the end of February."""

from __future__ import annotations

from datetime import date, timedelta

from huimang.rules.errors import RuleViolation

START_MONTHS = (1, 3)


def bounds(year: int, start_month: int = 1) -> tuple[date, date]:
	"""Return the first and the last day of accounting year ``year`` (제3조).

	Raises RuleViolation where ``start_month`` is neither January nor March, or the year is not between 2000 and 2999.
	"""
	if start_month not in START_MONTHS:
		raise RuleViolation("An accounting year starts in January or, for child care centres, in March.")
	if not 2000 <= year <= 2999:
		raise RuleViolation("The accounting year must have four digits, for example 2026.")
	return date(year, start_month, 1), date(year + 1, start_month, 1) - timedelta(days=1)
