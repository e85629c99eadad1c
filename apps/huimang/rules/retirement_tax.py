"""Income tax on severance pay (퇴직소득세, 소득세법 제48조·제55조②), deferred for a pension account (제146조②)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from huimang.money import floor_to_ten
from huimang.rules import rounding
from huimang.rules.days import ONE_DAY, after_years, full_years
from huimang.rules.errors import RuleViolation
from huimang.rules.income_tax import local_tax_step, small_sum
from huimang.rules.steps import Step, _, figure
from huimang.rules.tax_bands import ANNUAL, CONVERTED, SERVICE, of_bands

_MONTHS = 12


@dataclass(frozen=True, slots=True)
class RetirementTax:
	"""Tax on severance pay, in won.

	Attributes:
		tax: what the pay is taxed with (산출세액), cut below ten won.
		income_tax, local_income_tax: what is withheld now.
		deferred: income tax left to the pension account (이연퇴직소득세).
		steps: how it came about.
	"""

	tax: int
	income_tax: int
	local_income_tax: int
	deferred: int
	steps: tuple[Step, ...]


def service_years(hired_on: date, left_on: date) -> int:
	"""Return the years of service, a part of a year counted as one (제48조①1).

	Args:
		hired_on, left_on: first and last day of work.
	"""
	if left_on < hired_on:
		raise RuleViolation("The last day of work lies before the first one. Please check the dates.")
	over = left_on + ONE_DAY
	years = full_years(hired_on, over)
	return years if after_years(hired_on, years) == over else years + 1


def retirement_tax(pay: int, years: int, on: date, transferred: int = 0) -> RetirementTax:
	"""Return the tax on severance pay.

	Args:
		pay: won of taxable severance pay.
		years: `service_years`.
		on: the day of leaving, which decides the year's rules.
		transferred: won of it that go to a pension account (IRP).

	Raises RuleViolation for entries that cannot be and a day before the data.
	"""
	if pay < 0 or years < 1 or not 0 <= transferred <= pay:
		raise RuleViolation(
			"Please check the severance pay, the years and the amount for the pension account."
		)
	base, steps = _base(pay, years, on)
	exact = of_bands(ANNUAL, base, on) / _MONTHS * years
	tax = floor_to_ten(exact)
	share = Fraction(pay - transferred, pay) if pay else Fraction()
	now = floor_to_ten(tax * share)
	withheld = now if now >= small_sum(on) else 0
	local = local_tax_step(withheld, on)
	steps += [
		Step(
			_("Tax on severance pay"),
			f"{figure(of_bands(ANNUAL, base, on))} ÷ 12 × {years} → {figure(tax)}",
			tax,
			"소득세법 제55조②; 국고금 관리법 제47조①",
		),
		Step(
			_("Withheld now"),
			f"{figure(tax)} × ({figure(pay)} − {figure(transferred)}) ÷ {figure(pay)} → {figure(withheld)}",
			withheld,
			"소득세법 제146조",
		),
		local,
	]
	return RetirementTax(tax, withheld, int(local.amount), tax - now, tuple(steps))


def _base(pay: int, years: int, on: date) -> tuple[int, list[Step]]:
	"""Return the tax base (과세표준): what a year's worth of the pay leaves after its deductions."""
	for_service = of_bands(SERVICE, years, on)
	left = max(pay - for_service, Fraction())
	converted = left * _MONTHS / years
	deduction = of_bands(CONVERTED, converted, on)
	base = rounding.tax_base_to_won(converted - deduction)
	article = "소득세법 제48조①"
	steps = [
		Step(
			_("Converted pay"),
			f"({figure(pay)} − {figure(for_service)}) × 12 ÷ {years}",
			converted,
			article,
			(
				(_("Severance pay"), pay),
				(_("Deduction for service"), for_service),
				(_("Years of service"), years),
			),
		),
		Step(
			_("Tax base"),
			f"{figure(converted)} − {figure(deduction)} → {figure(base)}",
			base,
			article,
			((_("Deduction of converted pay"), deduction),),
		),
	]
	return base, steps
