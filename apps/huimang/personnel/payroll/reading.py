"""What a payroll is calculated from, read for all employees at once: the number of queries does not grow with theirs."""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, getdate

from huimang.approval.stages import APPROVED
from huimang.money import won
from huimang.personnel.payroll.allowances import Dependant
from huimang.personnel.payroll.calculation import (
	PREMIUMS,
	Earlier,
	Entered,
	Given,
	Item,
	Person,
	Place,
	Terms,
)
from huimang.personnel.payroll.employment import FULL_WEEK, Employment, Stretch
from huimang.rules import rounding, tax_free
from huimang.rules.days import last_day
from huimang.rules.errors import RuleViolation

AT_WORK = "At Work"
"""Standing of an Employee State for which pay is due; leave of absence and retirement earn none."""
SAME_MONTH = "With Its Own Month"
"""Choice of the setting: overtime is otherwise paid with the month after it."""
DAILY = "Daily"
"""일용: paid by the day through expense resolutions, with a withholding of its own."""

_EMPLOYEE_FIELDS = (
	*(
		"name",
		"full_name",
		"employee_no",
		"user",
		"birth_date",
		"position",
		"job_type",
		"department",
		"employment_type",
	),
	*(
		"weekly_hours",
		"hired_on",
		"left_on",
		"grade",
		"step",
		"base_pay",
		"withholding_option",
		"pension_income",
	),
	*(
		"pension_from_first_month",
		"pension_by_choice",
		"pension_declined",
		"other_pension",
		"pension_suspended",
	),
	*("health_pay", "health_excluded", "health_suspended", "insured_before_65", "is_employer", "supported"),
)
_STATE_FIELDS = (
	"parent",
	"effective_on",
	"standing",
	"grade",
	"step",
	"base_pay",
	"weekly_hours",
	"employment_type",
)
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
class StepTables:
	"""The base pay of grades and steps by the days from which it holds, newest first."""

	tables: Sequence[tuple[date, str, Mapping[tuple[str, int], int]]]

	def look_up(self, grade: str, step: int, on: date) -> tuple[int, str]:
		"""Return the base pay of a month and the title of its table. Raises RuleViolation where there is none."""
		for since, title, rows in self.tables:
			if since <= on and (grade, step) in rows:
				return rows[grade, step], title
			if since <= on:
				break
		raise RuleViolation(
			"The step table in force has no base pay for {0}, step {1}. Please add it there, or enter an agreed base pay.",
			grade or "-",
			step,
		)


@dataclass(frozen=True, slots=True)
class Payroll:
	"""Everything that a run is calculated from.

	Attributes:
		employees: rows of Facility Employee, those first who have the lower number.
		accounts: of each fund source: bank account and counter subject.
	"""

	terms: Terms
	setting: Any
	employees: Sequence[Any]
	accounts: Mapping[str, tuple[str, str]]
	states: Mapping[str, Sequence[Any]]
	pays: Mapping[str, Any]
	pay_items: Mapping[str, Sequence[Any]]
	entered: Mapping[str, Sequence[Entered]]
	dependants: Mapping[str, Sequence[Dependant]]
	earlier: Mapping[str, Sequence[Earlier]]
	overtime_free: Mapping[str, int]
	last_month: Mapping[str, tuple[int, int]]
	step_tables: StepTables

	def person(self, row: Any) -> Person:
		"""Return what the calculation needs to know of an employee. Raises RuleViolation where something is missing."""
		month, pay = self.terms.month, self.pays.get(row.name) or frappe._dict()
		employment = self.employment(row)
		weekly = employment.weekly_hours
		place = Place(pay.program or self.setting.program, pay.fund_source or self.setting.fund_source)
		insurance = {
			"born": row.birth_date and getdate(row.birth_date),
			"hired_on": getdate(row.hired_on),
			"left_on": row.left_on and getdate(row.left_on),
			"weekly_hours": weekly,
			"monthly_hours": weekly * Fraction(365, 7 * 12),
			"pension_income": won(row.pension_income) or None,
			"health_pay": won(row.health_pay) or None,
			**{flag: bool(row.get(flag)) for flag in _FLAGS},
		}
		if employment.days == 0:
			# 휴직: nothing is earned; the pension office and the health office suspend a month without pay
			insurance |= {"pension_suspended": True, "health_suspended": True}
		return Person(
			employment=employment,
			place=place,
			given=[self._given(given, place) for given in self.pay_items.get(pay.name, ())],
			entered=self.entered.get(row.name, ()),
			dependants=[member for member in self.dependants.get(row.name, ()) if member.counts_in(month)],
			option=cint(row.withholding_option) or 100,
			manual_worker=bool(pay.manual_worker),
			last_year_pay=won(pay.last_year_pay),
			insurance=insurance,
			earlier=self.earlier.get(row.name, ()),
			overtime_free_so_far=self.overtime_free.get(row.name, 0),
		)

	def employment(self, row: Any) -> Employment:
		"""Return the paid stretches of the month of an employee, from what the orders say of every day."""
		if not row.hired_on:
			raise RuleViolation("The day of hiring is missing. Please enter it on the employee.")
		first, last = self.terms.month.replace(day=1), last_day(self.terms.month)
		start = max(first, getdate(row.hired_on))
		end = min(last, getdate(row.left_on)) if row.left_on else last
		stretches: list[Stretch] = []
		weekly = Fraction(str(row.weekly_hours or FULL_WEEK))
		for since, until, state in self._standings(row, start, end):
			weekly = Fraction(str(state.weekly_hours or row.weekly_hours or FULL_WEEK))
			if state.standing in ("On Leave", "Retired"):
				continue
			monthly, source = self._monthly(state, weekly, since)
			if (
				stretches
				and stretches[-1].monthly == monthly
				and stretches[-1].last == since - timedelta(days=1)
			):
				stretches[-1] = Stretch(stretches[-1].first, until, monthly, source)
			else:
				stretches.append(Stretch(since, until, monthly, source))
		return Employment(first, tuple(stretches), weekly)

	def _standings(self, row: Any, start: date, end: date) -> list[tuple[date, date, Any]]:
		if end < start:
			return []
		changes = [(getdate(state.effective_on), state) for state in self.states.get(row.name, ())]
		before = [state for day, state in changes if day <= start]
		after = [(day, state) for day, state in changes if start < day <= end]
		standing = before[-1] if before else frappe._dict(row, standing="At Work")
		marks = [(start, standing), *after]
		ends = [day - timedelta(days=1) for day, _state in after] + [end]
		return [
			(since, until, state) for (since, state), until in zip(marks, ends, strict=True) if since <= until
		]

	def _monthly(self, state: Any, weekly: Fraction, on: date) -> tuple[int, str]:
		"""Return the base pay that was agreed, or that of the step; of a part-time week its share."""
		if won(state.base_pay):
			return won(state.base_pay), "근로계약"
		amount, title = self.step_tables.look_up(state.grade, cint(state.step), on)
		if weekly >= FULL_WEEK:
			return amount, f"{title} {state.grade} {cint(state.step)}호봉"
		part = rounding.wage_to_won(amount * weekly / FULL_WEEK)
		return part, f"{title} {state.grade} {cint(state.step)}호봉 × {float(weekly):g}/{FULL_WEEK}시간"

	@staticmethod
	def _given(given: Any, place: Place) -> Given:
		own = Place(given.program or place.program, given.fund_source or place.fund_source)
		return Given(given.pay_item, won(given.amount) or None, own)


def read(run: Any, only: Sequence[str] | None = None) -> Payroll:
	"""Return what a run is calculated from.

	:param only: employees, where not all of them are calculated.
	"""
	setting = setting_of(run.facility)
	month = date(cint(run.year), cint(run.month), 1)
	employees = _employees(run, month, only)
	names = [row.name for row in employees] or [""]
	pays = _pays(run.facility, names, last_day(month))
	history = _history(run, names)
	return Payroll(
		terms=_terms(run, setting, month, len(employees)),
		setting=setting,
		employees=employees,
		accounts={row.fund_source: (row.bank_account, row.counter_subject) for row in setting.funding},
		states=_grouped("Employee State", names, _STATE_FIELDS, "effective_on, idx"),
		pays=pays,
		pay_items=_grouped(
			"Employee Pay Item",
			[pay.name for pay in pays.values()] or [""],
			("parent", "pay_item", "amount", "program", "fund_source"),
			"idx",
		),
		entered=_entered(run, names, setting),
		dependants=_dependants(names),
		earlier=history[0],
		overtime_free=_overtime_free(run, names),
		last_month=history[1],
		step_tables=_step_tables(run.facility, setting.step_authority, last_day(month)),
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


def _terms(run: Any, setting: Any, month: date, count: int) -> Terms:
	rate = (setting.accident_rate or "").strip().rstrip("%")
	return Terms(
		month=month,
		pay_day=getdate(run.pay_day),
		part_month_method=setting.part_month_method,
		items=_items(run.facility),
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


def _employees(run: Any, month: date, only: Sequence[str] | None) -> list[Any]:
	"""Return who is employed in the month and has no payslip of it in another run."""
	table, slip = frappe.qb.DocType("Facility Employee"), frappe.qb.DocType("Payslip")
	paid = (
		frappe.qb.from_(slip)
		.select(slip.employee)
		.where((slip.facility == run.facility) & (slip.year == run.year) & (slip.month == run.month))
		.where(slip.pay_key.isnotnull() & (slip.payroll_run != run.name))
	)
	query = (
		frappe.qb.from_(table)
		.select(*(table[field] for field in _EMPLOYEE_FIELDS))
		.where((table.facility == run.facility) & (table.employment_type != DAILY))
		.where(table.hired_on.isnull() | (table.hired_on <= last_day(month)))
		.where(table.left_on.isnull() | (table.left_on >= month))
		.where(table.name.notin(paid))
		.orderby(table.employee_no)
		.orderby(table.name)
	)
	if only is not None:
		query = query.where(table.name.isin(list(only) or [""]))
	return query.run(as_dict=True)


def _pays(facility: str, names: list[str], on: date) -> dict[str, Any]:
	rows = frappe.get_all(
		"Employee Pay",
		{"facility": facility, "employee": ("in", names), "effective_from": ("<=", on)},
		["name", "employee", "program", "fund_source", "manual_worker", "last_year_pay"],
		order_by="effective_from, creation",
	)
	return {row.employee: row for row in rows}


def _grouped(doctype: str, parents: list[str], fields: Sequence[str], order_by: str) -> dict[str, list[Any]]:
	grouped = defaultdict(list)
	for row in frappe.get_all(doctype, {"parent": ("in", parents)}, list(fields), order_by=order_by):
		grouped[row.parent].append(row)
	return grouped


def _entered(run: Any, names: list[str], setting: Any) -> dict[str, list[Entered]]:
	grouped = defaultdict(list)
	for row in frappe.get_all(
		"Payroll Input",
		{"facility": run.facility, "year": run.year, "month": run.month, "employee": ("in", names)},
		["employee", "pay_item", "hours", "amount"],
		order_by="creation",
	):
		grouped[row.employee].append(Entered(row.pay_item, Fraction(str(row.hours or 0)), won(row.amount)))
	for employee, entered in _overtime(run, names, setting):
		grouped[employee].append(entered)
	return grouped


def _overtime(run: Any, names: list[str], setting: Any) -> Iterator[tuple[str, Entered]]:
	"""Yield the hours of overtime that were approved to be paid in money, each with the item that pays such hours."""
	month = date(cint(run.year), cint(run.month), 1)
	if setting.overtime_of != SAME_MONTH:
		month = (month - timedelta(days=1)).replace(day=1)
	items: dict[str, str] = {}
	for item in _items(run.facility):
		if item.calculation in PREMIUMS:
			items.setdefault(PREMIUMS[item.calculation], item.name)
	fields = ("overtime", "night", "holiday", "holiday_beyond")
	rows = frappe.get_all(
		"Overtime Request",
		{
			"facility": run.facility,
			"employee": ("in", names),
			"stage": APPROVED,
			"compensated_by": "In Money",
			"work_date": ("between", (month, last_day(month))),
		},
		["employee", *(f"{kind}_hours" for kind in fields)],
	)
	for row in rows:
		for kind in fields:
			if row.get(f"{kind}_hours") and kind in items:
				yield row.employee, Entered(items[kind], Fraction(str(row[f"{kind}_hours"])))


def _dependants(names: list[str]) -> dict[str, list[Dependant]]:
	fields = ("parent", "relation", "birth_date", "tax_dependant", "family_allowance", "since", "until")
	return {
		parent: [
			Dependant(
				row.relation,
				row.birth_date and getdate(row.birth_date),
				bool(row.tax_dependant),
				bool(row.family_allowance),
				row.since and getdate(row.since),
				row.until and getdate(row.until),
			)
			for row in rows
		]
		for parent, rows in _grouped("Employee Dependant", names, fields, "birth_date, idx").items()
	}


def _history(run: Any, names: list[str]) -> tuple[dict[str, list[Earlier]], dict[str, tuple[int, int]]]:
	"""Return the paid months of the year, and pay and net of the month before, which may be last year's."""
	year, month = cint(run.year), cint(run.month)
	before = (year, month - 1) if month > 1 else (year - 1, 12)
	rows = frappe.get_all(
		"Payslip",
		{
			"facility": run.facility,
			"employee": ("in", names),
			"pay_key": ("is", "set"),
			"payroll_run": ("!=", run.name),
			"year": ("in", sorted({year, before[0]})),
		},
		["employee", "year", "month", "pay_day", "taxable", "bonus", "regular_tax", "gross", "net"],
	)
	earlier, last_month = defaultdict(list), {}
	for row in rows:
		if row.pay_day and getdate(row.pay_day).year == getdate(run.pay_day).year:
			earlier[row.employee].append(
				Earlier(
					getdate(row.pay_day).month,
					won(row.taxable) - won(row.bonus),
					won(row.regular_tax),
					bool(row.bonus),
				)
			)
		if (row.year, row.month) == before:
			last_month[row.employee] = (won(row.gross), won(row.net))
	return earlier, last_month


def _overtime_free(run: Any, names: list[str]) -> dict[str, int]:
	"""Return what of overtime pay has been free of tax in the year (연 240만원 한도)."""
	slip, line = frappe.qb.DocType("Payslip"), frappe.qb.DocType("Payslip Line")
	year = getdate(run.pay_day).year
	query = (
		frappe.qb.from_(slip)
		.join(line)
		.on(line.parent == slip.name)
		.select(slip.employee, frappe.query_builder.functions.Sum(line.tax_free))
		.where((slip.facility == run.facility) & slip.employee.isin(names) & slip.pay_key.isnotnull())
		.where((slip.payroll_run != run.name) & slip.pay_day.between(date(year, 1, 1), date(year, 12, 31)))
		.where(line.tax_free_kind == tax_free.OVERTIME)
		.groupby(slip.employee)
	)
	return {employee: int(free) for employee, free in query.run()}


def _step_tables(facility: str, authority: str | None, on: date) -> StepTables:
	wanted = {"facility": facility, "effective_from": ("<=", on)}
	if authority:
		wanted["authority"] = authority
	heads = frappe.get_all(
		"Salary Step Table",
		wanted,
		["name", "title", "effective_from"],
		order_by="effective_from desc, creation desc",
	)
	rows = _grouped(
		"Salary Step Row",
		[head.name for head in heads[:2]] or [""],
		("parent", "grade", "step", "base_pay"),
		"idx",
	)
	return StepTables(
		[
			(
				getdate(head.effective_from),
				head.title,
				{(row.grade, cint(row.step)): won(row.base_pay) for row in rows.get(head.name, ())},
			)
			for head in heads[:2]
		]
	)
