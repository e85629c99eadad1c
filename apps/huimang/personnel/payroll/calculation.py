"""What a person is paid for a month, as a pure function of who they are, what their items are and what was entered.

The law is `huimang.rules`'; here it is put together: earnings, what of them is free of tax, premiums, taxes, what is left.
Every line keeps the steps that it came about by. Nothing here reads or writes anything.
"""

from __future__ import annotations

from collections.abc import Sequence

from huimang.personnel.payroll import back_pay, deductions
from huimang.personnel.payroll.earnings import Earnings
from huimang.personnel.payroll.inputs import DEDUCTION, Person, Terms
from huimang.personnel.payroll.result import Line, Slip
from huimang.rules import minimum_wage, working_time
from huimang.rules.errors import RuleViolation
from huimang.rules.steps import figure


def calculate(person: Person, terms: Terms) -> Slip:
	"""Return the payslip of a person for a month. Raises RuleViolation where something about the person does not fit."""
	earned = Earnings(person, terms)
	month = earned.lines()
	earnings = [*month, *back_pay.lines(earned)]
	taxes = deductions.taxes(person, terms, earnings)
	premiums = list(deductions.premium_lines(person, terms, deductions.premiums(person, terms, earnings)))
	slip = Slip(
		lines=(
			*earnings,
			*(line for line in premiums if line.kind == DEDUCTION),
			*taxes.lines,
			*deductions.other_deductions(earned),
			*(line for line in premiums if line.kind != DEDUCTION),
			*deductions.reserve(person, terms, earnings),
		),
		taxable=deductions.taxable(earnings),
		bonus=taxes.bonus,
		regular_tax=taxes.regular,
		income_tax=taxes.income,
		local_tax=taxes.local,
		days=person.employment.days,
		hourly=earned.hourly,
		dependants=taxes.dependants,
		children=taxes.children,
		warnings=_warnings(person, terms, month),
	)
	if slip.gross < 0 or slip.net < 0:
		raise RuleViolation(
			"More is deducted ({0} won) than is paid ({1} won). Please check the entries of the month.",
			figure(slip.deducted),
			figure(slip.gross),
		)
	return slip


def _warnings(person: Person, terms: Terms, earnings: Sequence[Line]) -> tuple[str, ...]:
	"""Return what the reviewer should look at: pay of a whole month below the minimum wage."""
	if not person.employment.is_whole:
		return ()
	counted = sum(line.amount for line in earnings if terms.by_name[line.item].minimum_wage)
	hours = working_time.monthly_hours(person.employment.weekly_hours, terms.month)
	check = minimum_wage.check(max(counted, 0), terms.month, hours)
	if not check.missing:
		return ()
	return (
		f"최저임금 {figure(check.least)}원에 {figure(check.missing)}원이 모자랍니다({check.steps[0].article}).",
	)
