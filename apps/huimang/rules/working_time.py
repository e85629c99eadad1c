"""Working time and its pay (근로기준법 제50조–제56조): hours of a month, ordinary wage, premiums, the 52-hour week.

The numbers stand in `data/working_time.csv`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from huimang.rules import rounding
from huimang.rules.dated import DatedTable
from huimang.rules.errors import RuleViolation
from huimang.rules.steps import Step, _, figure, percent

_TABLE = DatedTable("working_time.csv")

Number = int | Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
	"""Hours of a month beyond the contractual ones.

	An hour stands in each kind that it is: an hour of overtime at night is both ``overtime`` and ``night``.

	Attributes:
		overtime: beyond 40 hours a week or 8 a day (연장), not on holidays; a part-timer's beyond the
			contract too.
		night: between 22 and 6 o'clock, whatever else it is (야간).
		holiday: on holidays, up to 8 hours of a day (휴일).
		holiday_beyond: on holidays, beyond 8 hours of a day.
	"""

	overtime: Number = 0
	night: Number = 0
	holiday: Number = 0
	holiday_beyond: Number = 0


@dataclass(frozen=True, slots=True)
class PremiumPay:
	"""Pay of hours beyond the contractual ones, by kind, in won."""

	overtime: int
	night: int
	holiday: int
	steps: tuple[Step, ...]

	@property
	def total(self) -> int:
		return self.overtime + self.night + self.holiday


def paid_week(weekly_hours: Number, on: date) -> Fraction:
	"""Return the paid hours of a week: those worked and, from 15 hours on, a fifth of weekly rest (제55조①)."""
	if weekly_hours < 0:
		raise RuleViolation("Please check the weekly hours.")
	hours = min(Fraction(weekly_hours), _TABLE.value(on, "week.hours"))
	return hours * Fraction(6, 5) if hours >= _TABLE.value(on, "week.rest_from_hours") else hours


def monthly_hours(weekly_hours: Number, on: date) -> int:
	"""Return the paid hours of an average month (월 통상임금 산정 기준시간 수, 시행령 제6조②4): 209 at 40 hours."""
	return rounding.monthly_hours(paid_week(weekly_hours, on) * Fraction(365, 7 * 12))


def ordinary_hourly(monthly_ordinary_wage: int, hours: Number) -> Fraction:
	"""Return the ordinary wage of an hour (시간급 통상임금), exactly: it is rounded where it is paid.

	Args:
		monthly_ordinary_wage: won of what is ordinary wage by its nature, a twelfth of yearly items included.
		hours: `monthly_hours` of the employee.
	"""
	if monthly_ordinary_wage < 0 or hours <= 0:
		raise RuleViolation("Please enter the ordinary wage and the hours of a month.")
	return Fraction(monthly_ordinary_wage) / Fraction(hours)


def premium_pay(hourly: Number, hours: Hours, on: date, premiums_apply: bool = True) -> PremiumPay:
	"""Return the pay of overtime, night and holiday work (제56조).

	Overtime and holiday hours are paid with their premium; of night hours the premium alone, for the hour
	itself is paid as what else it is.

	Args:
		hourly: ordinary wage of an hour.
		hours: the hours of each kind.
		on: a day of the month.
		premiums_apply: False where premiums are not due (상시 5명 미만): overtime is then paid without one.
	"""
	if hourly < 0 or min(hours.overtime, hours.night, hours.holiday, hours.holiday_beyond) < 0:
		raise RuleViolation("Pay and hours cannot be negative. Please check the entries.")
	kinds = (
		(_("Overtime pay"), hours.overtime, 1, "overtime", "근로기준법 제56조①"),
		(_("Night work pay"), hours.night, 0, "night", "근로기준법 제56조③"),
		(_("Holiday work pay"), hours.holiday, 1, "holiday", "근로기준법 제56조②1"),
		(
			_("Holiday work pay beyond 8 hours"),
			hours.holiday_beyond,
			1,
			"holiday_beyond",
			"근로기준법 제56조②2",
		),
	)
	steps = [
		_premium_step(
			label, hourly, worked, own + _TABLE.value(on, f"premium.{kind}") * premiums_apply, article
		)
		for label, worked, own, kind, article in kinds
	]
	overtime, night, holiday, beyond = (int(step.amount) for step in steps)
	return PremiumPay(overtime, night, holiday + beyond, tuple(step for step in steps if step.inputs[1][1]))


def beyond_weekly_limit(hours_of_week: Number, on: date) -> Number:
	"""Return the hours by which a week exceeds 52 hours, work on holidays included (제50조①·제53조①)."""
	most = _TABLE.value(on, "week.hours") + _TABLE.value(on, "week.overtime")
	return max(hours_of_week - most, 0)


def in_leave(hours: Hours, on: date) -> Fraction:
	"""Return the hours of leave that make up for work beyond the contract, its premiums included (보상휴가, 제57조)."""
	own = Fraction(hours.overtime) + hours.holiday + hours.holiday_beyond
	return own + sum(
		(
			Fraction(worked) * _TABLE.value(on, f"premium.{kind}")
			for kind, worked in (
				("overtime", hours.overtime),
				("night", hours.night),
				("holiday", hours.holiday),
				("holiday_beyond", hours.holiday_beyond),
			)
		),
		Fraction(),
	)


def unused_leave_pay(hourly: Number, hours_of_leave: Number) -> Step:
	"""Return the pay of leave that was not taken (연차 미사용수당), at the ordinary wage (제60조⑤)."""
	amount = rounding.wage_to_won(Fraction(hourly) * hours_of_leave)
	return Step(
		_("Pay of unused leave"),
		f"{figure(hourly)} × {figure(hours_of_leave)} → {figure(amount)}",
		amount,
		"근로기준법 제60조⑤",
		((_("Ordinary wage of an hour"), hourly), (_("Hours of leave"), hours_of_leave)),
	)


def _premium_step(label: str, hourly: Number, hours: Number, rate: Fraction, article: str) -> Step:
	amount = rounding.wage_to_won(Fraction(hourly) * hours * rate)
	formula = f"{figure(hourly)} × {figure(hours)} × {percent(rate)} → {figure(amount)}"
	return Step(
		label, formula, amount, article, ((_("Ordinary wage of an hour"), hourly), (_("Hours"), hours))
	)
