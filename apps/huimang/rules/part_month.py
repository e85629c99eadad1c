"""Pay of a part of a month (일할계산): for joiners, leavers and absence; the house rules choose the divisor."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from huimang.rules import rounding
from huimang.rules.days import last_day
from huimang.rules.errors import RuleViolation
from huimang.rules.steps import Step, _, figure

CALENDAR, THIRTY, PAID_DAYS, HOURS = "Calendar Days", "30 Days", "Paid Days", "Paid Hours"
METHODS = (CALENDAR, THIRTY, PAID_DAYS, HOURS)
"""역일(공무원보수규정식), 30일, 유급일, 시간: no statute names one; the house rules (취업규칙) do."""


def employed_days(month: date, first: date, last: date | None = None) -> int:
	"""Return the calendar days of a month from a first to a last day of work; None goes on."""
	start = max(first, month.replace(day=1))
	end = min(last or date.max, last_day(month))
	return max((end - start).days + 1, 0)


def part_pay(monthly: int, method: str, month: date, worked: int | Fraction, of: int | Fraction = 0) -> Step:
	"""Return the pay of a part of a month, never more than that of the whole.

	Args:
		monthly: won of the whole month.
		method: one of METHODS.
		month: any day of the month.
		worked: calendar days employed for CALENDAR and THIRTY; paid days or hours for the others.
		of: paid days or hours of the whole month for PAID_DAYS and HOURS.

	Raises RuleViolation for another method and for entries that cannot be.
	"""
	if method not in METHODS:
		raise RuleViolation("Please choose how the pay of a part of a month is calculated.")
	days = last_day(month).day
	whole = {CALENDAR: days, THIRTY: 30}.get(method, of)
	if monthly < 0 or whole <= 0 or worked < 0 or (method in (CALENDAR, THIRTY) and worked > days):
		raise RuleViolation("Please check the pay and the days of the month.")
	# Who is there from the first to the last day is paid in full, however many days the month has.
	full = worked >= (min(whole, days) if method in (CALENDAR, THIRTY) else whole)
	amount = monthly if full else rounding.wage_to_won(monthly * Fraction(worked) / whole)
	formula = (
		figure(monthly)
		if full
		else f"{figure(monthly)} × {figure(worked)} ÷ {figure(whole)} → {figure(amount)}"
	)
	inputs = (
		(_("Pay of the whole month"), monthly),
		(_("Days or hours worked"), worked),
		(_("Days or hours of the month"), whole),
	)
	return Step(_("Pay of a part of the month"), formula, amount, "취업규칙(일할계산)", inputs)
