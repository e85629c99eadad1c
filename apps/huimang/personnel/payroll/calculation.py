"""What a person is paid for a month, as a pure function of who they are, what their items are and what was entered.

The law is `huimang.rules`'; here it is put together: base pay, allowances, what of them is free of tax, premiums, taxes,
what is left. Every line keeps the steps that it came about by. Nothing here reads or writes anything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from huimang.personnel.payroll.allowances import Dependant, family_allowance
from huimang.personnel.payroll.employment import Employment
from huimang.rules import (
	income_tax,
	minimum_wage,
	rounding,
	severance,
	social_insurance,
	tax_free,
	working_time,
)
from huimang.rules.days import last_day
from huimang.rules.errors import RuleViolation
from huimang.rules.steps import Step, _, figure, percent
from huimang.rules.working_time import Hours

EARNING, DEDUCTION, EMPLOYER = "Earning", "Deduction", "Employer"
BASE, FIXED, SHARE, FAMILY, BONUS = (
	"Base Pay",
	"Fixed Amount",
	"Share of Base Pay",
	"Family Allowance",
	"Holiday Bonus",
)
LEAVE, ABSENCE, ENTERED = "Unused Leave", "Absence", "Entered Each Month"
PREMIUMS = {
	"Overtime": "overtime",
	"Night Work": "night",
	"Holiday Work": "holiday",
	"Holiday Work beyond 8 Hours": "holiday_beyond",
}
INCOME_TAX, LOCAL_TAX = _("Income Tax"), _("Local Income Tax")
RESERVE = _("Severance Reserve")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
	"""A pay item by its flags; its title tells nothing."""

	name: str
	title: str
	kind: str = EARNING
	calculation: str = FIXED
	for_everybody: bool = False
	amount: int = 0
	rate: Fraction = Fraction()
	times_a_year: int = 0
	tax_free_kind: str = ""
	taxed_as_bonus: bool = False
	prorated: bool = False
	ordinary_wage: bool = False
	minimum_wage: bool = False
	average_wage: bool = True
	pension_base: bool = True
	health_base: bool = True
	employment_base: bool = True
	account_subject: str = ""
	family: tuple[int, int, int, int, int] = (0, 0, 0, 0, 0)
	family_most: int = 4
	basis: str = ""


@dataclass(frozen=True, slots=True)
class Place:
	"""Where in the books a line belongs."""

	program: str = ""
	fund_source: str = ""


@dataclass(frozen=True, slots=True)
class Given:
	"""An item that a person's terms name; without an amount, the item's own holds."""

	item: str
	amount: int | None = None
	place: Place | None = None


@dataclass(frozen=True, slots=True)
class Entered:
	"""What was entered for an item in the month."""

	item: str
	hours: Fraction = Fraction()
	amount: int = 0


@dataclass(frozen=True, slots=True)
class Earlier:
	"""A month of the same year that has been paid: what a bonus is averaged with."""

	month: int
	taxable: int
	tax: int
	had_bonus: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
	"""Everything about a person that their pay depends on."""

	employment: Employment
	place: Place
	given: Sequence[Given] = ()
	entered: Sequence[Entered] = ()
	dependants: Sequence[Dependant] = ()
	option: int = 100
	manual_worker: bool = False
	last_year_pay: int = 0
	insurance: Mapping[str, object] = field(default_factory=dict)
	earlier: Sequence[Earlier] = ()
	overtime_free_so_far: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
	"""What holds for everybody in the month."""

	month: date
	pay_day: date
	part_month_method: str
	items: Sequence[Item]
	bonus_on: date | None = None
	premiums_apply: bool = True
	meals_served: bool = False
	insurance: Mapping[str, object] = field(default_factory=dict)
	insurance_subject: str = ""
	retirement_subject: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
	"""A line of a payslip."""

	kind: str
	title: str
	amount: int
	item: str = ""
	code: str = ""
	tax_free: int = 0
	tax_free_kind: str = ""
	hours: Fraction = Fraction()
	account_subject: str = ""
	place: Place = Place()
	steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
	"""A payslip: lines, and what they come to."""

	lines: tuple[Line, ...]
	taxable: int
	bonus: int
	regular_tax: int
	income_tax: int
	local_tax: int
	days: int
	hourly: Fraction
	dependants: int
	children: int
	warnings: tuple[str, ...] = ()

	def total(self, kind: str) -> int:
		"""Return the sum of the lines of a kind."""
		return sum(line.amount for line in self.lines if line.kind == kind)

	@property
	def gross(self) -> int:
		return self.total(EARNING)

	@property
	def deducted(self) -> int:
		return self.total(DEDUCTION)

	@property
	def net(self) -> int:
		return self.gross - self.deducted

	@property
	def employer(self) -> int:
		return self.total(EMPLOYER)

	@property
	def tax_free(self) -> int:
		return sum(line.tax_free for line in self.lines)


def calculate(person: Person, terms: Terms) -> Slip:
	"""Return the payslip of a person for a month. Raises RuleViolation where something about the person does not fit."""
	return _Calculation(person, terms).slip()


class _Calculation:
	def __init__(self, person: Person, terms: Terms):
		self.person, self.terms = person, terms
		self.work = person.employment
		self.items = {item.name: item for item in terms.items}
		self.given = {given.item: given for given in person.given}
		self.entered: dict[str, Entered] = {}
		for entry in person.entered:
			before = self.entered.get(entry.item, Entered(entry.item))
			self.entered[entry.item] = Entered(
				entry.item, before.hours + entry.hours, before.amount + entry.amount
			)
		self.used: dict[str, int] = defaultdict(int)
		self.used[tax_free.OVERTIME] = person.overtime_free_so_far
		self.hourly, self.hourly_step = self._ordinary_hourly()

	def slip(self) -> Slip:
		earnings = [
			line for item in self.terms.items if item.kind == EARNING and (line := self._earning(item))
		]
		taxes = self._taxes(earnings)
		contributions = self._contributions(earnings)
		deductions = [*self._premiums(contributions), *taxes["lines"], *self._other_deductions()]
		employer = [*self._employers(contributions), *self._reserve(earnings)]
		slip = Slip(
			lines=(*earnings, *deductions, *employer),
			taxable=self._taxable(earnings),
			bonus=taxes["bonus"],
			regular_tax=taxes["regular"],
			income_tax=taxes["income"],
			local_tax=taxes["local"],
			days=self.work.days,
			hourly=self.hourly,
			dependants=taxes["family"][0],
			children=taxes["family"][1],
			warnings=self._warnings(earnings),
		)
		if slip.gross < 0 or slip.net < 0:
			raise RuleViolation(
				"More is deducted ({0} won) than is paid ({1} won). Please check the entries of the month.",
				figure(slip.deducted),
				figure(slip.gross),
			)
		return slip

	# earnings

	def _earning(self, item: Item) -> Line | None:
		if not item.for_everybody and item.name not in self.given and item.name not in self.entered:
			return None
		amount, steps, hours = self._amount(item)
		if not amount:
			return None
		free, steps = self._free(item, amount, steps)
		return Line(
			kind=EARNING,
			title=item.title,
			amount=amount,
			item=item.name,
			tax_free=free,
			tax_free_kind=item.tax_free_kind if free else "",
			hours=hours,
			account_subject=item.account_subject,
			place=self._place(item.name),
			steps=steps,
		)

	def _amount(self, item: Item) -> tuple[int, tuple[Step, ...], Fraction]:
		entry = self.entered.get(item.name, Entered(item.name))
		if item.calculation == BASE:
			amount, steps = self.work.base_pay(self.terms.part_month_method)
			return amount + entry.amount, (*steps, *_entered(entry)), Fraction()
		if item.calculation == FIXED:
			amount, steps = self._fixed(item)
			return amount + entry.amount, (*steps, *_entered(entry)), Fraction()
		if item.calculation == SHARE:
			whole = rounding.wage_to_won(self.work.monthly_base * item.rate)
			step = _share(_("Share of base pay"), self.work.monthly_base, item.rate, whole, item.basis)
			amount, steps = self._part(item, whole, (step,))
			return amount + entry.amount, (*steps, *_entered(entry)), Fraction()
		if item.calculation == FAMILY:
			step = family_allowance(
				self.person.dependants, item.family, item.family_most, self.terms.month, item.basis
			)
			amount = int(step.amount) if self.work.days else 0
			return amount + entry.amount, (step, *_entered(entry)), Fraction()
		if item.calculation == BONUS:
			return self._holiday_bonus(item, entry)
		if item.calculation in PREMIUMS:
			return self._premium(item, entry)
		if item.calculation in (LEAVE, ABSENCE):
			return self._by_the_hour(item, entry)
		return entry.amount, _entered(entry), Fraction()

	def _fixed(self, item: Item) -> tuple[int, tuple[Step, ...]]:
		given = self.given.get(item.name)
		if not given and not item.for_everybody:
			return 0, ()
		whole = given.amount if given and given.amount is not None else item.amount
		step = Step(_("Fixed amount of the month"), figure(whole), whole, item.basis)
		return self._part(item, whole, (step,))

	def _part(self, item: Item, whole: int, steps: tuple[Step, ...]) -> tuple[int, tuple[Step, ...]]:
		if not item.prorated or self.work.is_whole:
			return (whole if self.work.days else 0), steps
		part = self.work.part(whole, self.terms.part_month_method)
		return int(part.amount), (*steps, part)

	def _holiday_bonus(self, item: Item, entry: Entered) -> tuple[int, tuple[Step, ...], Fraction]:
		day = self.terms.bonus_on
		if not day or not self.work.is_employed_on(day):
			return entry.amount, _entered(entry), Fraction()
		base = self.work.base_on(day)
		amount = rounding.wage_to_won(base * item.rate)
		step = _share(
			_("Holiday bonus"), base, item.rate, amount, item.basis, ((_("Reference date"), f"{day}"),)
		)
		return amount + entry.amount, (step, *_entered(entry)), Fraction()

	def _premium(self, item: Item, entry: Entered) -> tuple[int, tuple[Step, ...], Fraction]:
		if not entry.hours:
			return entry.amount, _entered(entry), Fraction()
		hours = Hours(**{PREMIUMS[item.calculation]: entry.hours})
		pay = working_time.premium_pay(self.hourly, hours, self.terms.month, self.terms.premiums_apply)
		steps = (self.hourly_step, *pay.steps, *_entered(entry))
		return pay.total + entry.amount, steps, entry.hours

	def _by_the_hour(self, item: Item, entry: Entered) -> tuple[int, tuple[Step, ...], Fraction]:
		if not entry.hours:
			return entry.amount, _entered(entry), Fraction()
		if item.calculation == LEAVE:
			step = working_time.unused_leave_pay(self.hourly, entry.hours)
			return int(step.amount) + entry.amount, (self.hourly_step, step, *_entered(entry)), entry.hours
		# rounded in the employee's favour, as pay is: what is taken off is cut
		amount = -int(Fraction(self.hourly) * entry.hours)
		formula = f"−({figure(self.hourly)} × {figure(entry.hours)}) → {figure(amount)}"
		step = Step(_("Absence without pay"), formula, amount, item.basis)
		return amount + entry.amount, (self.hourly_step, step, *_entered(entry)), entry.hours

	def _free(self, item: Item, amount: int, steps: tuple[Step, ...]) -> tuple[int, tuple[Step, ...]]:
		if not item.tax_free_kind or amount < 0:
			return 0, steps
		told = tax_free.tax_free(
			item.tax_free_kind,
			amount,
			self.terms.pay_day,
			used=self.used[item.tax_free_kind],
			meals_served=self.terms.meals_served,
			children=[member.born for member in self.person.dependants if member.is_child and member.born],
			manual_worker=self.person.manual_worker,
			monthly_pay=self._monthly_pay(),
			last_year_pay=self.person.last_year_pay,
		)
		self.used[item.tax_free_kind] += told.free
		return told.free, (*steps, told.step)

	def _monthly_pay(self) -> int:
		"""Return 월정액급여: what is paid every month, without what follows from hours, from holidays or from an entry."""
		pay = 0
		for item in self.terms.items:
			if item.kind != EARNING:
				continue
			if item.calculation == BASE:
				pay += self.work.monthly_base
			elif item.calculation == FIXED and item.tax_free_kind != tax_free.WHOLE:
				given = self.given.get(item.name)
				if given or item.for_everybody:
					pay += given.amount if given and given.amount is not None else item.amount
			elif item.calculation == SHARE and (item.for_everybody or item.name in self.given):
				pay += rounding.wage_to_won(self.work.monthly_base * item.rate)
			elif item.calculation == FAMILY:
				family = (self.person.dependants, item.family, item.family_most, self.terms.month, item.basis)
				pay += int(family_allowance(*family).amount)
		return pay

	def _ordinary_hourly(self) -> tuple[Fraction, Step]:
		monthly, parts = Fraction(), []
		for item in self.terms.items:
			if item.kind != EARNING or not item.ordinary_wage:
				continue
			amount = self._ordinary_amount(item)
			if amount:
				monthly += amount
				parts.append((item.title, rounding.wage_to_won(amount)))
		whole = rounding.wage_to_won(monthly)
		hours = working_time.monthly_hours(self.work.weekly_hours, self.terms.month)
		hourly = working_time.ordinary_hourly(whole, hours) if hours else Fraction()
		formula = f"{figure(whole)} ÷ {figure(hours)} → {figure(hourly)}"
		article = "근로기준법 시행령 제6조②"
		return hourly, Step(_("Ordinary wage of an hour"), formula, hourly, article, tuple(parts))

	def _ordinary_amount(self, item: Item) -> Fraction:
		"""Return what of an item is ordinary wage of a whole month: of what is paid some times a year, a twelfth of it."""
		base, given = self.work.monthly_base, self.given.get(item.name)
		if item.calculation == BASE:
			return Fraction(base)
		if item.calculation == BONUS and item.for_everybody:
			return base * item.rate * item.times_a_year / 12
		if not item.for_everybody and not given:
			return Fraction()
		if item.calculation == FIXED:
			return Fraction(given.amount if given and given.amount is not None else item.amount)
		return base * item.rate if item.calculation == SHARE else Fraction()

	# taxes

	def _taxable(self, earnings: Sequence[Line]) -> int:
		return max(sum(line.amount - line.tax_free for line in earnings), 0)

	def _family(self) -> tuple[int, int]:
		counted = [member for member in self.person.dependants if member.for_tax]
		children = [
			member
			for member in counted
			if member.is_child and member.born and income_tax.is_child(member.born, self.terms.pay_day)
		]
		return 1 + len(counted), len(children)

	def _taxes(self, earnings: Sequence[Line]) -> dict:
		family, day, option = self._family(), self.terms.pay_day, self.person.option
		as_bonus = {item.name for item in self.terms.items if item.taxed_as_bonus}
		bonus = max(sum(line.amount - line.tax_free for line in earnings if line.item in as_bonus), 0)
		regular_pay = max(self._taxable(earnings) - bonus, 0)
		regular = income_tax.explain(regular_pay, *family, day, option)
		income, local = regular.income_tax, regular.local_income_tax
		steps = list(regular.steps)
		if bonus:
			more = self._bonus_tax(bonus, regular_pay, regular.income_tax, family)
			income, local = income + more.income_tax, local + more.local_income_tax
			steps += more.steps
		local_step = [step for step in steps if step.label == "Local income tax"]
		lines = [
			Line(
				kind=DEDUCTION,
				title=INCOME_TAX,
				code=INCOME_TAX,
				amount=income,
				steps=tuple(step for step in steps if step not in local_step),
			),
			Line(kind=DEDUCTION, title=LOCAL_TAX, code=LOCAL_TAX, amount=local, steps=tuple(local_step)),
		]
		return {
			"lines": [line for line in lines if line.amount or line.code == INCOME_TAX],
			"bonus": bonus,
			"regular": regular.income_tax,
			"income": income,
			"local": local,
			"family": family,
		}

	def _bonus_tax(self, bonus: int, pay: int, tax: int, family: tuple[int, int]) -> income_tax.Withholding:
		"""Return the tax on a bonus, averaged over the months since January or since the last one (소득세법 제136조②)."""
		day = self.terms.pay_day
		earlier = sorted(
			(month for month in self.person.earlier if month.month < day.month), key=lambda m: m.month
		)
		last = max((month.month for month in earlier if month.had_bonus), default=0)
		averaged = [month for month in earlier if month.month > last]
		return income_tax.bonus_withholding(
			bonus,
			len(averaged) + 1,
			pay + sum(month.taxable for month in averaged),
			tax + sum(month.tax for month in averaged),
			family,
			day,
			self.person.option,
		)

	# insurances

	def _base_of(self, earnings: Sequence[Line], flag: str) -> int:
		return max(
			sum(line.amount - line.tax_free for line in earnings if getattr(self.items[line.item], flag)), 0
		)

	def _contributions(self, earnings: Sequence[Line]) -> social_insurance.Contributions:
		facts = {**self.terms.insurance, **self.person.insurance}
		if facts.get("pension_income") is None:
			facts["pension_income"] = self._base_of(earnings, "pension_base")
		if facts.get("health_pay") is None:
			facts["health_pay"] = self._base_of(earnings, "health_base")
		pay = self._base_of(earnings, "employment_base")
		return social_insurance.contributions(pay, last_day(self.terms.month), **facts)

	def _premiums(self, contributions: social_insurance.Contributions) -> list[Line]:
		return [
			Line(
				kind=DEDUCTION,
				title=premium.name,
				code=premium.name,
				amount=premium.employee,
				steps=premium.steps,
			)
			for premium in contributions
			if premium.employee
		]

	def _employers(self, contributions: social_insurance.Contributions) -> list[Line]:
		subject = self.terms.insurance_subject
		return [
			Line(
				kind=EMPLOYER,
				title=premium.name,
				code=premium.name,
				amount=premium.employer,
				account_subject=subject,
				place=self.person.place,
				steps=premium.steps,
			)
			for premium in contributions
			if premium.employer
		]

	def _reserve(self, earnings: Sequence[Line]) -> list[Line]:
		subject = self.terms.retirement_subject
		wages = sum(line.amount for line in earnings if self.items[line.item].average_wage)
		if not subject or wages <= 0:
			return []
		amount = severance.contribution(wages, self.terms.pay_day)
		step = Step(
			RESERVE,
			f"{figure(wages)} ÷ 12 → {figure(amount)}",
			amount,
			"근로자퇴직급여보장법 제20조①",
			((_("Wages"), wages),),
		)
		return [
			Line(
				kind=EMPLOYER,
				title=RESERVE,
				code=RESERVE,
				amount=amount,
				account_subject=subject,
				place=self.person.place,
				steps=(step,),
			)
		]

	def _other_deductions(self) -> list[Line]:
		lines = []
		for item in self.terms.items:
			if item.kind != DEDUCTION:
				continue
			entry = self.entered.get(item.name, Entered(item.name))
			amount, steps = self._fixed(item) if item.calculation == FIXED else (0, ())
			amount, steps = amount + entry.amount, (*steps, *_entered(entry))
			if amount:
				lines.append(
					Line(
						kind=DEDUCTION,
						title=item.title,
						item=item.name,
						code=item.title,
						amount=amount,
						steps=steps,
					)
				)
		return lines

	# the rest

	def _place(self, item: str) -> Place:
		own = self.given[item].place if item in self.given else None
		if not own:
			return self.person.place
		return replace(
			self.person.place,
			program=own.program or self.person.place.program,
			fund_source=own.fund_source or self.person.place.fund_source,
		)

	def _warnings(self, earnings: Sequence[Line]) -> tuple[str, ...]:
		if not self.work.is_whole:
			return ()
		counted = sum(line.amount for line in earnings if self.items[line.item].minimum_wage)
		hours = working_time.monthly_hours(self.work.weekly_hours, self.terms.month)
		check = minimum_wage.check(max(counted, 0), self.terms.month, hours)
		if not check.missing:
			return ()
		return (
			f"최저임금 {figure(check.least)}원에 {figure(check.missing)}원이 모자랍니다({check.steps[0].article}).",
		)


def _entered(entry: Entered) -> tuple[Step, ...]:
	if not entry.amount:
		return ()
	return (Step(_("Entered for the month"), figure(entry.amount), entry.amount),)


def _share(label: str, base: int, rate: Fraction, amount: int, basis: str, more: tuple = ()) -> Step:
	formula = f"{figure(base)} × {percent(rate)} → {figure(amount)}"
	return Step(label, formula, amount, basis, ((_("Base Pay"), base), *more))
