"""What somebody earns in a month, item by item, and what of it is free of tax."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from fractions import Fraction

from huimang.personnel.payroll.allowances import family_allowance
from huimang.personnel.payroll.inputs import (
	ABSENCE,
	BASE,
	BONUS,
	EARNING,
	FAMILY,
	FIXED,
	LEAVE,
	PREMIUMS,
	SHARE,
	Entered,
	Item,
	Person,
	Place,
	Terms,
)
from huimang.personnel.payroll.result import Line
from huimang.rules import rounding, tax_free, working_time
from huimang.rules.steps import Step, _, figure, percent
from huimang.rules.working_time import Hours


class Earnings:
	"""The earnings of a person in a month.

	Attributes:
		hourly: the ordinary wage of an hour (통상시급), with the step that found it.
	"""

	def __init__(self, person: Person, terms: Terms):
		self.person, self.terms = person, terms
		self.work = person.employment
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

	def lines(self) -> list[Line]:
		"""Return a line for each item that the person earns something of."""
		return [line for item in self.terms.items if item.kind == EARNING and (line := self._earning(item))]

	def whole_amount(self, item: Item) -> int:
		"""Return the fixed amount of a whole month: the person's own, or the item's."""
		given = self.given.get(item.name)
		return given.amount if given and given.amount is not None else item.amount

	def fixed(self, item: Item) -> tuple[int, tuple[Step, ...]]:
		"""Return the fixed amount of an item for the days that the person is employed."""
		if item.name not in self.given and not item.for_everybody:
			return 0, ()
		whole = self.whole_amount(item)
		step = Step(_("Fixed amount of the month"), figure(whole), whole, item.basis)
		return self._part(item, whole, (step,))

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
			place=self.place_of(item.name),
			steps=steps,
		)

	def _amount(self, item: Item) -> tuple[int, tuple[Step, ...], Fraction]:
		"""Return what an item comes to with what was entered for it, its steps, and the hours it is paid for."""
		entry = self.entered.get(item.name, Entered(item.name))
		amount, steps = self._reckoned(item, entry)
		hours = entry.hours if item.calculation in (*PREMIUMS, LEAVE, ABSENCE) else Fraction()
		return amount + entry.amount, (*steps, *entered_step(entry)), hours

	def _reckoned(self, item: Item, entry: Entered) -> tuple[int, tuple[Step, ...]]:
		if item.calculation == BASE:
			return self.work.base_pay(self.terms.part_month_method)
		if item.calculation == FIXED:
			return self.fixed(item)
		if item.calculation == SHARE:
			whole = rounding.wage_to_won(self.work.monthly_base * item.rate)
			step = _share(_("Share of base pay"), self.work.monthly_base, item.rate, whole, item.basis)
			return self._part(item, whole, (step,))
		if item.calculation == FAMILY:
			step = self._family_allowance(item)
			return (int(step.amount) if self.work.days else 0), (step,)
		if item.calculation == BONUS:
			return self._holiday_bonus(item)
		if not entry.hours:
			return 0, ()
		if item.calculation in PREMIUMS:
			return self._premium(item, entry.hours)
		return self._by_the_hour(item, entry.hours) if item.calculation in (LEAVE, ABSENCE) else (0, ())

	def _part(self, item: Item, whole: int, steps: tuple[Step, ...]) -> tuple[int, tuple[Step, ...]]:
		if not item.prorated or self.work.is_whole:
			return (whole if self.work.days else 0), steps
		part = self.work.part(whole, self.terms.part_month_method)
		return int(part.amount), (*steps, part)

	def _family_allowance(self, item: Item) -> Step:
		return family_allowance(
			self.person.dependants, item.family, item.family_most, self.terms.month, item.basis
		)

	def _holiday_bonus(self, item: Item) -> tuple[int, tuple[Step, ...]]:
		day = self.terms.bonus_on
		if not day or not self.work.is_employed_on(day):
			return 0, ()
		base = self.work.base_on(day)
		amount = rounding.wage_to_won(base * item.rate)
		reference = ((_("Reference date"), f"{day}"),)
		return amount, (_share(_("Holiday bonus"), base, item.rate, amount, item.basis, reference),)

	def _premium(self, item: Item, hours: Fraction) -> tuple[int, tuple[Step, ...]]:
		worked = Hours(**{PREMIUMS[item.calculation]: hours})
		pay = working_time.premium_pay(self.hourly, worked, self.terms.month, self.terms.premiums_apply)
		return pay.total, (self.hourly_step, *pay.steps)

	def _by_the_hour(self, item: Item, hours: Fraction) -> tuple[int, tuple[Step, ...]]:
		if item.calculation == LEAVE:
			step = working_time.unused_leave_pay(self.hourly, hours)
			return int(step.amount), (self.hourly_step, step)
		# rounded in the employee's favour, as pay is: what is taken off is cut
		amount = -int(Fraction(self.hourly) * hours)
		formula = f"−({figure(self.hourly)} × {figure(hours)}) → {figure(amount)}"
		step = Step(_("Absence without pay"), formula, amount, item.basis)
		return amount, (self.hourly_step, step)

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
		return told.free, (*steps, told.step) if told.free else steps

	def _monthly_pay(self) -> int:
		"""Return 월정액급여: what is paid every month, without what follows from hours, from holidays or from an entry."""
		pay = 0
		for item in self.terms.items:
			if item.kind != EARNING:
				continue
			if item.calculation == BASE:
				pay += self.work.monthly_base
			elif item.calculation == FIXED and item.tax_free_kind != tax_free.WHOLE:
				if item.name in self.given or item.for_everybody:
					pay += self.whole_amount(item)
			elif item.calculation == SHARE and (item.for_everybody or item.name in self.given):
				pay += rounding.wage_to_won(self.work.monthly_base * item.rate)
			elif item.calculation == FAMILY:
				pay += int(self._family_allowance(item).amount)
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
		base = self.work.monthly_base
		if item.calculation == BASE:
			return Fraction(base)
		if item.calculation == BONUS and item.for_everybody:
			return base * item.rate * item.times_a_year / 12
		if not item.for_everybody and item.name not in self.given:
			return Fraction()
		if item.calculation == FIXED:
			return Fraction(self.whole_amount(item))
		return base * item.rate if item.calculation == SHARE else Fraction()

	def place_of(self, item: str) -> Place:
		"""Return where in the books an item of the person belongs."""
		own = self.given[item].place if item in self.given else None
		if not own:
			return self.person.place
		return replace(
			self.person.place,
			program=own.program or self.person.place.program,
			fund_source=own.fund_source or self.person.place.fund_source,
		)


def entered_step(entry: Entered) -> tuple[Step, ...]:
	"""Return the step of an amount that was entered; none where nothing was."""
	if not entry.amount:
		return ()
	return (Step(_("Entered for the month"), figure(entry.amount), entry.amount),)


def _share(label: str, base: int, rate: Fraction, amount: int, basis: str, more: tuple = ()) -> Step:
	formula = f"{figure(base)} × {percent(rate)} → {figure(amount)}"
	return Step(label, formula, amount, basis, ((_("Base Pay"), base), *more))
