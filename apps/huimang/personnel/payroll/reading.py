"""What a payroll is calculated from, read for all employees at once: the number of queries does not grow with theirs."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

import frappe
from frappe import _
from frappe.utils import add_months, cint, getdate

from huimang.money import won
from huimang.personnel.payroll import past, records
from huimang.personnel.payroll.allowances import Dependant
from huimang.personnel.payroll.inputs import Earlier, Entered, Given, Item, PaidMonth, Person, Place, Terms
from huimang.personnel.payroll.record_of_month import StepTables, employment
from huimang.rules.days import last_day

_FLAGS = (
	*(
		"pension_from_first_month",
		"pension_by_choice",
		"pension_declined",
		"other_pension",
		"pension_suspended",
	),
	*("health_excluded", "health_suspended", "insured_before_65", "is_employer", "supported"),
)
_ITEM_FLAGS = (
	*("for_everybody", "taxed_as_bonus", "prorated", "ordinary_wage", "minimum_wage", "average_wage"),
	*("pension_base", "health_base", "employment_base"),
)


@dataclass(frozen=True, slots=True)
class Payroll:
	"""Everything that a run is calculated from.

	Attributes:
		employees: rows of Facility Employee, those first who have the lower number.
		accounts: of each fund source: bank account and counter subject.
		pays: of each employee the terms of their pay, those first that are older.
		entered: by employee and first day of the month.
		back: the terms of earlier months that are reckoned again.
		paid: by employee and month, what was paid for each item, and what of it was free of tax.
	"""

	terms: Terms
	setting: Any
	employees: Sequence[Any]
	accounts: Mapping[str, tuple[str, str]]
	states: Mapping[str, Sequence[Any]]
	pays: Mapping[str, Sequence[Any]]
	pay_items: Mapping[str, Sequence[Any]]
	entered: Mapping[tuple[str, date], Sequence[Entered]]
	dependants: Mapping[str, Sequence[Dependant]]
	earlier: Mapping[str, Sequence[Earlier]]
	overtime_free: Mapping[str, int]
	last_month: Mapping[str, tuple[int, int]]
	step_tables: StepTables
	back: Sequence[Terms]
	paid: Mapping[tuple[str, date], Mapping[str, tuple[int, int]]]

	def person(self, row: Any) -> Person:
		"""Return what the calculation needs to know of an employee. Raises RuleViolation where something is missing."""
		months = [
			PaidMonth(self._in_month(row, terms), terms, self.paid[row.name, terms.month])
			for terms in self.back
			if (row.name, terms.month) in self.paid
		]
		return replace(self._in_month(row, self.terms), paid_months=months)

	def _in_month(self, row: Any, terms: Terms) -> Person:
		month, last = terms.month, last_day(terms.month)
		pay = next(
			(pay for pay in reversed(self.pays.get(row.name, ())) if getdate(pay.effective_from) <= last),
			frappe._dict(),
		)
		work = employment(row, self.states.get(row.name, ()), month, self.step_tables)
		place = Place(pay.program or self.setting.program, pay.fund_source or self.setting.fund_source)
		return Person(
			employment=work,
			place=place,
			given=[_given(given, place) for given in self.pay_items.get(pay.name, ())],
			entered=self.entered.get((row.name, month), ()),
			dependants=[member for member in self.dependants.get(row.name, ()) if member.counts_in(month)],
			option=cint(row.withholding_option) or 100,
			manual_worker=bool(pay.manual_worker),
			last_year_pay=won(pay.last_year_pay),
			insurance=_insurance(row, work.weekly_hours, is_paid=bool(work.days)),
			earlier=self.earlier.get(row.name, ()),
			overtime_free_so_far=self.overtime_free.get(row.name, 0),
		)


def read(run: Any, only: Sequence[str] | None = None) -> Payroll:
	"""Return what a run is calculated from.

	:param only: employees, where not all of them are calculated.
	"""
	setting = setting_of(run.facility)
	month = date(cint(run.year), cint(run.month), 1)
	months = [*_months_again(run, month), month]
	employees = records.employees(run, month, months[0], only)
	names = [row.name for row in employees] or [""]
	pays = records.pays(run.facility, names, last_day(month))
	items = _items(run.facility)
	terms = _terms(run, setting, month, items, len(employees))
	earlier, last_month = past.history(run, names)
	bonus_days = past.bonus_days(run.facility, months[:-1])
	return Payroll(
		terms=terms,
		setting=setting,
		employees=employees,
		accounts={row.fund_source: (row.bank_account, row.counter_subject) for row in setting.funding},
		states=records.states(names),
		pays=pays,
		pay_items=records.pay_items([pay.name for rows in pays.values() for pay in rows]),
		entered=records.entered(run.facility, months, names, items, setting),
		dependants=records.dependants(names),
		earlier=earlier,
		overtime_free=past.overtime_free(run, names),
		last_month=last_month,
		step_tables=records.step_tables(run.facility, setting.step_authority, months[0], last_day(month)),
		back=[replace(terms, month=each, bonus_on=bonus_days.get(each)) for each in months[:-1]],
		paid=past.paid(run, names, months[:-1]),
	)


def setting_of(facility: str):
	"""Return the payroll setting of a facility; tells what to do where there is none."""
	if not frappe.db.exists("Payroll Setting", facility):
		frappe.throw(
			_(
				"The payroll of this facility is not set up yet. Please open Payroll Setting and save it first."
			)
		)
	return frappe.get_cached_doc("Payroll Setting", facility)


def pay_day_of(year: int, month: int, day: int) -> date:
	"""Return the payday of a month: its last day where the month is shorter."""
	return date(year, month, min(max(day, 1), calendar.monthrange(year, month)[1]))


def _terms(run: Any, setting: Any, month: date, items: Sequence[Item], count: int) -> Terms:
	rate = (setting.accident_rate or "").strip().rstrip("%")
	return Terms(
		month=month,
		pay_day=getdate(run.pay_day),
		part_month_method=setting.part_month_method,
		items=items,
		bonus_on=run.holiday_bonus_on and getdate(run.holiday_bonus_on),
		premiums_apply=bool(setting.premiums_apply),
		meals_served=bool(setting.meals_served),
		insurance={
			"employees": cint(setting.employees) or max(count, 1),
			"priority_support": bool(setting.priority_support),
			"government_run": bool(setting.government_run),
			"accident_rate": Fraction(rate) / 100 if rate else None,
		},
		insurance_subject=setting.insurance_subject,
		retirement_subject=setting.retirement_subject or "",
		back_pay_as_bonus=bool(setting.back_pay_as_bonus),
	)


def _items(facility: str) -> list[Item]:
	rows = frappe.get_all(
		"Pay Item", {"facility": facility, "is_active": 1}, ["*"], order_by="sequence, creation, name"
	)
	return [
		Item(
			name=row.name,
			title=row.item_name,
			kind=row.kind,
			calculation=row.calculation,
			amount=won(row.amount),
			rate=Fraction(str(row.rate or 0)) / 100,
			times_a_year=cint(row.times_a_year),
			tax_free_kind=row.tax_free_kind or "",
			account_subject=row.account_subject or "",
			family=tuple(
				won(row.get(f"family_{who}")) for who in ("spouse", "child_1", "child_2", "child_3", "other")
			),
			family_most=cint(row.family_most),
			basis=row.basis or "",
			**{flag: bool(row.get(flag)) for flag in _ITEM_FLAGS},
		)
		for row in rows
	]


def _months_again(run: Any, month: date) -> list[date]:
	"""Return the first days of the months before a run's that it reckons again."""
	if not run.back_pay_from:
		return []
	first = getdate(run.back_pay_from).replace(day=1)
	count = (month.year - first.year) * 12 + month.month - first.month
	return [getdate(add_months(first, step)) for step in range(count)]


def _insurance(row: Any, weekly_hours: Fraction, is_paid: bool) -> dict[str, object]:
	facts = {
		"born": row.birth_date and getdate(row.birth_date),
		"hired_on": getdate(row.hired_on),
		"left_on": row.left_on and getdate(row.left_on),
		"weekly_hours": weekly_hours,
		"monthly_hours": weekly_hours * Fraction(365, 7 * 12),
		"pension_income": won(row.pension_income) or None,
		"health_pay": won(row.health_pay) or None,
		**{flag: bool(row.get(flag)) for flag in _FLAGS},
	}
	if not is_paid:
		# 휴직: nothing is earned; the pension office and the health office suspend a month without pay
		facts |= {"pension_suspended": True, "health_suspended": True}
	return facts


def _given(given: Any, place: Place) -> Given:
	own = Place(given.program or place.program, given.fund_source or place.fund_source)
	return Given(given.pay_item, won(given.amount) or None, own)
