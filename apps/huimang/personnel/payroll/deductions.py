"""What is deducted from somebody's pay and what the employer adds: premiums, taxes, the reserve for severance pay."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from huimang.personnel.payroll.earnings import Earnings, entered_step
from huimang.personnel.payroll.inputs import DEDUCTION, EMPLOYER, FIXED, Entered, Person, Terms
from huimang.personnel.payroll.result import Line
from huimang.rules import income_tax, severance, social_insurance
from huimang.rules.days import last_day
from huimang.rules.steps import Step, _, figure

INCOME_TAX, LOCAL_TAX = _("Income Tax"), _("Local Income Tax")
RESERVE = _("Severance Reserve")


@dataclass(frozen=True, slots=True)
class Taxes:
	"""What is withheld from the pay of a month.

	Attributes:
		bonus: what of the pay is taxed as a bonus, averaged over months (소득세법 제136조).
		regular: the tax on the rest of it alone.
		dependants, children: the family that was counted.
	"""

	bonus: int
	regular: int
	income: int
	local: int
	dependants: int
	children: int
	lines: tuple[Line, ...]


def taxable(lines: Sequence[Line]) -> int:
	"""Return what of earnings is taxed."""
	return max(sum(line.amount - line.tax_free for line in lines), 0)


def taxes(person: Person, terms: Terms, earnings: Sequence[Line]) -> Taxes:
	"""Return the income tax and the local income tax of a month."""
	family, day = _family(person, terms), terms.pay_day
	bonus = taxable([line for line in earnings if _is_bonus(terms, line)])
	regular_pay = max(taxable(earnings) - bonus, 0)
	regular = income_tax.explain(regular_pay, *family, day, person.option)
	income, local, steps = regular.income_tax, regular.local_income_tax, list(regular.steps)
	if bonus:
		more = _bonus_tax(person, terms, bonus, regular_pay, regular.income_tax, family)
		income, local = income + more.income_tax, local + more.local_income_tax
		steps += more.steps
	local_steps = tuple(step for step in steps if step.label == "Local income tax")
	income_steps = tuple(step for step in steps if step.label != "Local income tax")
	lines = [Line(kind=DEDUCTION, title=INCOME_TAX, code=INCOME_TAX, amount=income, steps=income_steps)]
	if local:
		lines.append(Line(kind=DEDUCTION, title=LOCAL_TAX, code=LOCAL_TAX, amount=local, steps=local_steps))
	return Taxes(bonus, regular.income_tax, income, local, *family, tuple(lines))


def premiums(person: Person, terms: Terms, earnings: Sequence[Line]) -> social_insurance.Contributions:
	"""Return the premiums of the social insurances of a month.

	Back pay is no measure of what a month is worth: the bases of pension and health leave it out.
	"""
	facts = {**terms.insurance, **person.insurance}
	usual = [line for line in earnings if not line.back_pay]
	if facts.get("pension_income") is None:
		facts["pension_income"] = _base_of(terms, usual, "pension_base")
	if facts.get("health_pay") is None:
		facts["health_pay"] = _base_of(terms, usual, "health_base")
	pay = _base_of(terms, earnings, "employment_base")
	return social_insurance.contributions(pay, last_day(terms.month), **facts)


def premium_lines(
	person: Person, terms: Terms, contributions: social_insurance.Contributions
) -> Iterator[Line]:
	"""Yield the employee's and the employer's share of each premium."""
	for premium in contributions:
		told = {"title": premium.name, "code": premium.name, "steps": premium.steps}
		if premium.employee:
			yield Line(kind=DEDUCTION, amount=premium.employee, **told)
		if premium.employer:
			books = {"account_subject": terms.insurance_subject, "place": person.place}
			yield Line(kind=EMPLOYER, amount=premium.employer, **told, **books)


def other_deductions(earned: Earnings) -> Iterator[Line]:
	"""Yield what the pay items themselves deduct."""
	for item in earned.terms.items:
		if item.kind != DEDUCTION:
			continue
		entry = earned.entered.get(item.name, Entered(item.name))
		amount, steps = earned.fixed(item) if item.calculation == FIXED else (0, ())
		amount, steps = amount + entry.amount, (*steps, *entered_step(entry))
		if amount:
			told = {"title": item.title, "item": item.name, "code": item.title}
			yield Line(kind=DEDUCTION, amount=amount, steps=steps, **told)


def reserve(person: Person, terms: Terms, earnings: Sequence[Line]) -> Iterator[Line]:
	"""Yield what is put aside for severance pay, where the facility has a subject for it."""
	wages = sum(line.amount for line in earnings if terms.by_name[line.item].average_wage)
	if not terms.retirement_subject or wages <= 0:
		return
	amount = severance.contribution(wages, terms.pay_day)
	formula = f"{figure(wages)} ÷ 12 → {figure(amount)}"
	step = Step(RESERVE, formula, amount, "근로자퇴직급여보장법 제20조①", ((_("Wages"), wages),))
	books = {"account_subject": terms.retirement_subject, "place": person.place}
	yield Line(kind=EMPLOYER, title=RESERVE, code=RESERVE, amount=amount, steps=(step,), **books)


def _family(person: Person, terms: Terms) -> tuple[int, int]:
	counted = [member for member in person.dependants if member.for_tax]
	children = [
		member
		for member in counted
		if member.is_child and member.born and income_tax.is_child(member.born, terms.pay_day)
	]
	return 1 + len(counted), len(children)


def _is_bonus(terms: Terms, line: Line) -> bool:
	return terms.by_name[line.item].taxed_as_bonus or bool(line.back_pay and terms.back_pay_as_bonus)


def _bonus_tax(
	person: Person, terms: Terms, bonus: int, pay: int, tax: int, family: tuple[int, int]
) -> income_tax.Withholding:
	"""Return the tax on a bonus, averaged over the months since January or since the last one (소득세법 제136조②)."""
	day = terms.pay_day
	earlier = [month for month in person.earlier if month.month < day.month]
	last = max((month.month for month in earlier if month.had_bonus), default=0)
	averaged = [month for month in earlier if month.month > last]
	return income_tax.bonus_withholding(
		bonus,
		len(averaged) + 1,
		pay + sum(month.taxable for month in averaged),
		tax + sum(month.tax for month in averaged),
		family,
		day,
		person.option,
	)


def _base_of(terms: Terms, lines: Sequence[Line], flag: str) -> int:
	return max(
		sum(line.amount - line.tax_free for line in lines if getattr(terms.by_name[line.item], flag)), 0
	)
