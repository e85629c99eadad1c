"""The minimum wage (최저임금법): by hour and month, and whether a pay reaches it.

Its amounts stand in `data/minimum_wage.csv`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from huimang.rules import rounding
from huimang.rules.dated import DatedTable
from huimang.rules.days import after_months
from huimang.rules.errors import RuleViolation
from huimang.rules.steps import Step, _, figure
from huimang.rules.working_time import monthly_hours

_TABLE = DatedTable("minimum_wage.csv")


@dataclass(frozen=True, slots=True)
class Check:
	"""Whether a pay reaches the minimum wage.

	Attributes:
		least: the least pay of the month, in won.
		missing: won that the pay lacks; 0 where it reaches the minimum.
		steps: how the least pay came about.
	"""

	least: int
	missing: int
	steps: tuple[Step, ...]


def hourly(on: date, reduced: bool = False) -> int:
	"""Return the least pay of an hour; ``reduced`` by a tenth on probation, see `may_be_reduced`."""
	wage = _TABLE.value(on, "hourly")
	if reduced:
		wage -= wage * _TABLE.value(on, "probation.reduction")
	return rounding.wage_to_won(wage)


def monthly(on: date, weekly_hours: int | Fraction = 40, reduced: bool = False) -> int:
	"""Return the least pay of a month with the paid weekly rest (주휴): 209 hours at 40 hours a week."""
	return hourly(on, reduced) * monthly_hours(weekly_hours, on)


def may_be_reduced(
	hired_on: date, on: date, contract_years: int | Fraction | None, simple_labour: bool
) -> bool:
	"""Tell whether somebody is on a probation for which the minimum may be less (최저임금법 제5조②).

	For three months from hiring, with a contract of a year or more (None: without an end), not for simple
	labour (단순노무업무: 조리보조, 청소, 경비 …).
	"""
	if simple_labour or (contract_years is not None and contract_years < 1):
		return False
	return hired_on <= on < after_months(hired_on, _TABLE.amount(on, "probation.months"))


def check(counted_pay: int, on: date, hours: int | Fraction | None = None, reduced: bool = False) -> Check:
	"""Return whether the counted pay of a month reaches the minimum.

	Args:
		counted_pay: won of what counts (최저임금법 제6조④): paid at least monthly and regularly, in money;
			premiums for overtime, night and holiday work do not count.
		on: the day whose minimum holds.
		hours: paid hours of the month, the weekly rest included; those of a full month of 40 hours a week
			without it.
		reduced: on probation at the reduced minimum.

	Raises RuleViolation for negative entries and a day before the data.
	"""
	worked = monthly_hours(40, on) if hours is None else hours
	if counted_pay < 0 or worked < 0:
		raise RuleViolation("Pay and hours cannot be negative. Please check the entries.")
	wage = hourly(on, reduced)
	least = rounding.wage_to_won(wage * Fraction(worked))
	step = Step(
		_("Minimum wage of the month"),
		f"{figure(wage)} × {figure(worked)} → {figure(least)}",
		least,
		"최저임금법 제5조·제6조",
		((_("Minimum wage of an hour"), wage), (_("Paid hours"), worked)),
	)
	return Check(least, max(least - counted_pay, 0), (step,))
