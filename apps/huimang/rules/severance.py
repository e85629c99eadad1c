"""Severance pay (퇴직금, 근로자퇴직급여보장법 제4조·제8조): the average wage, the pay, what is reserved for it.

The numbers stand in `data/severance.csv`. The income tax on it is `huimang.rules.retirement_tax`'s.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from huimang.rules import rounding
from huimang.rules.dated import DatedTable
from huimang.rules.days import ONE_DAY, after_months, after_years
from huimang.rules.errors import RuleViolation
from huimang.rules.steps import Step, _, figure

_TABLE = DatedTable("severance.csv")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wages:
	"""What was earned before somebody leaves, in won.

	Attributes:
		last_months: wages of the last three months, without what is paid by the year.
		yearly: bonuses and unused-leave pay of the last year: a quarter of them counts.
		excluded, excluded_days: wages and days within the three months that do not count (육아휴직, 출산전후휴가, 수습 …,
			근로기준법 시행령 제2조).
		daily_ordinary: ordinary wage of a day, which the average wage never falls below; 0 where it is
			not known.
	"""

	last_months: int
	yearly: int = 0
	excluded: int = 0
	excluded_days: int = 0
	daily_ordinary: int | Fraction = 0


@dataclass(frozen=True, slots=True)
class Severance:
	"""Severance pay in won with its steps, or the reason why none is due."""

	amount: int
	daily_wage: Fraction
	service_days: int
	steps: tuple[Step, ...] = ()
	reason: str = ""


def average_period(left_on: date) -> tuple[date, date]:
	"""Return first and last day of the three months before somebody leaves (근로기준법 제2조①6).

	Args:
		left_on: last day of work; the day after it is the day of leaving.
	"""
	leaving = left_on + ONE_DAY
	return after_months(leaving, -_TABLE.amount(left_on, "average.months")), left_on


def severance(
	hired_on: date,
	left_on: date,
	wages: Wages,
	weekly_hours: int | Fraction = 40,
	excluded_service_days: int = 0,
) -> Severance:
	"""Return the severance pay of somebody who leaves: 30 days' average wage for a year of service (제8조①).

	Args:
		hired_on, left_on: first and last day of work.
		wages: what was earned.
		weekly_hours: contractual hours in the average of four weeks.
		excluded_service_days: days of service that do not count (periods of less than 15 hours a week …).

	Raises RuleViolation for days out of order and negative amounts.
	"""
	_check(hired_on, left_on, wages, excluded_service_days)
	service = (left_on - hired_on).days + 1 - excluded_service_days
	daily, average_steps = _average(left_on, wages)
	reason = _not_due(hired_on, left_on, weekly_hours, excluded_service_days)
	if reason:
		return Severance(0, daily, service, average_steps, reason)
	days, year = _TABLE.amount(left_on, "days_per_year"), _TABLE.amount(left_on, "year_days")
	amount = rounding.wage_to_won(daily * days * service / year)
	step = Step(
		_("Severance pay"),
		f"{figure(daily)} × {days} × {figure(service)} ÷ {year} → {figure(amount)}",
		amount,
		"근로자퇴직급여보장법 제8조①",
		((_("Average wage of a day"), daily), (_("Days of service"), service)),
	)
	return Severance(amount, daily, service, (*average_steps, step))


def contribution(wages: int, on: date) -> int:
	"""Return what is reserved of wages: a twelfth (제20조①; 퇴직적립금), for a defined contribution or a reserve."""
	if wages < 0:
		raise RuleViolation("Pay cannot be negative. Please check the amount.")
	return rounding.wage_to_won(Fraction(wages) / _TABLE.value(on, "contribution.months"))


def _check(hired_on: date, left_on: date, wages: Wages, excluded_service_days: int) -> None:
	if left_on < hired_on:
		raise RuleViolation("The last day of work lies before the first one. Please check the dates.")
	amounts = (wages.last_months, wages.yearly, wages.excluded, wages.excluded_days, wages.daily_ordinary)
	if min(amounts) < 0 or excluded_service_days < 0 or wages.excluded > wages.last_months:
		raise RuleViolation("Please check the wages before leaving and what does not count of them.")


def _average(left_on: date, wages: Wages) -> tuple[Fraction, tuple[Step, ...]]:
	"""Return the average wage of a day, never below the ordinary one (근로기준법 제2조①6·②)."""
	first, last = average_period(left_on)
	days = (last - first).days + 1 - wages.excluded_days
	yearly = Fraction(wages.yearly * _TABLE.amount(left_on, "average.months"), 12)
	average = Fraction(wages.last_months - wages.excluded + yearly) / days if days > 0 else Fraction()
	step = Step(
		_("Average wage of a day"),
		f"({figure(wages.last_months)} − {figure(wages.excluded)} + {figure(wages.yearly)} × 3 ÷ 12) ÷ {days}",
		average,
		"근로기준법 제2조①6; 시행령 제2조",
		(
			(_("Wages of three months"), wages.last_months),
			(_("Paid by the year"), wages.yearly),
			(_("Days"), days),
		),
	)
	ordinary = Fraction(wages.daily_ordinary)
	if ordinary <= average:
		return average, (step,)
	formula = f"{figure(average)} < {figure(ordinary)}"
	return ordinary, (step, Step(_("Ordinary wage of a day"), formula, ordinary, "근로기준법 제2조②"))


def _not_due(hired_on: date, left_on: date, weekly_hours: int | Fraction, excluded_days: int) -> str:
	"""Return why no severance pay is due (제4조①)."""
	if weekly_hours < _TABLE.value(left_on, "weekly_hours.least"):
		return _("Less than 15 hours a week")
	year_over = after_years(hired_on, _TABLE.amount(left_on, "service.least_years"))
	if (left_on + ONE_DAY - year_over).days < excluded_days:
		return _("Less than a year of service")
	return ""
