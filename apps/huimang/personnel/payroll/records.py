"""The records that a payroll is calculated from, each kind read by one query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import frappe
from frappe.utils import cint, getdate

from huimang.approval.stages import APPROVED
from huimang.money import won
from huimang.personnel.payroll.allowances import Dependant
from huimang.personnel.payroll.inputs import PREMIUMS, Entered, Item
from huimang.personnel.payroll.record_of_month import StepTables
from huimang.rules.days import last_day

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
_HOURS = ("overtime", "night", "holiday", "holiday_beyond")


def employees(run: Any, month: date, since: date, only: Sequence[str] | None) -> list[Any]:
	"""Return who is employed in the month, or was since a day, and whose month is not paid by another run or elsewhere."""
	table, slip = frappe.qb.DocType("Facility Employee"), frappe.qb.DocType("Payslip")
	elsewhere = frappe.qb.DocType("Opening Pay")
	paid = (
		frappe.qb.from_(slip)
		.select(slip.employee)
		.where((slip.facility == run.facility) & (slip.year == run.year) & (slip.month == run.month))
		.where(slip.pay_key.isnotnull() & (slip.payroll_run != run.name))
	)
	opening = (
		frappe.qb.from_(elsewhere)
		.select(elsewhere.employee)
		.where(elsewhere.facility == run.facility)
		.where((elsewhere.year == run.year) & (elsewhere.month == run.month))
	)
	query = (
		frappe.qb.from_(table)
		.select(*(table[field] for field in _EMPLOYEE_FIELDS))
		.where((table.facility == run.facility) & (table.employment_type != DAILY))
		.where(table.hired_on.isnull() | (table.hired_on <= last_day(month)))
		.where(table.left_on.isnull() | (table.left_on >= since))
		.where(table.name.notin(paid) & table.name.notin(opening))
		.orderby(table.employee_no)
		.orderby(table.name)
	)
	if only is not None:
		query = query.where(table.name.isin(list(only) or [""]))
	return query.run(as_dict=True)


def states(names: list[str]) -> dict[str, list[Any]]:
	"""Return the record of each employee: what they are, and from when."""
	return _grouped("Employee State", names, _STATE_FIELDS, "effective_on, idx")


def pays(facility: str, names: list[str], on: date) -> dict[str, list[Any]]:
	"""Return the terms of each employee's pay that hold on a day or held before."""
	rows = frappe.get_all(
		"Employee Pay",
		{"facility": facility, "employee": ("in", names), "effective_from": ("<=", on)},
		["name", "employee", "effective_from", "program", "fund_source", "manual_worker", "last_year_pay"],
		order_by="effective_from, creation",
	)
	grouped = defaultdict(list)
	for row in rows:
		grouped[row.employee].append(row)
	return grouped


def pay_items(pays: list[str]) -> dict[str, list[Any]]:
	"""Return the items that terms of pay name."""
	fields = ("parent", "pay_item", "amount", "program", "fund_source")
	return _grouped("Employee Pay Item", pays or [""], fields, "idx")


def entered(
	facility: str, months: Sequence[date], names: list[str], items: Sequence[Item], setting: Any
) -> dict[tuple[str, date], list[Entered]]:
	"""Return what was entered for each employee in each of some months that follow one another, approved overtime included."""
	grouped = defaultdict(list)
	rows = frappe.get_all(
		"Payroll Input",
		{
			"facility": facility,
			"year": ("in", sorted({day.year for day in months})),
			"employee": ("in", names),
		},
		["employee", "year", "month", "pay_item", "hours", "amount"],
		order_by="creation",
	)
	for row in rows:
		month = date(cint(row.year), cint(row.month), 1)
		grouped[row.employee, month].append(
			Entered(row.pay_item, Fraction(str(row.hours or 0)), won(row.amount))
		)
	for employee, month, hours in _overtime(facility, months, names, items, setting):
		grouped[employee, month].append(hours)
	return grouped


def dependants(names: list[str]) -> dict[str, list[Dependant]]:
	"""Return whom each employee provides for."""
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


def step_tables(facility: str, authority: str | None, first: date, last: date) -> StepTables:
	"""Return the step tables that hold on some day of a stretch of days, newest first."""
	wanted = {"facility": facility, "effective_from": ("<=", last)}
	if authority:
		wanted["authority"] = authority
	heads = frappe.get_all(
		"Salary Step Table",
		wanted,
		["name", "title", "effective_from"],
		order_by="effective_from desc, creation desc",
	)
	older = [at for at, head in enumerate(heads) if getdate(head.effective_from) <= first]
	heads = heads[: older[0] + 2] if older else heads
	rows = _grouped(
		"Salary Step Row",
		[head.name for head in heads] or [""],
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
			for head in heads
		]
	)


def _overtime(
	facility: str, months: Sequence[date], names: list[str], items: Sequence[Item], setting: Any
) -> Iterator[tuple[str, date, Entered]]:
	"""Yield the hours of overtime that were approved to be paid in money, each with the item that pays such hours."""
	is_later = setting.overtime_of != SAME_MONTH
	first, last = overtime_days(months, setting)
	paying: dict[str, str] = {}
	for item in items:
		if item.calculation in PREMIUMS:
			paying.setdefault(PREMIUMS[item.calculation], item.name)
	rows = frappe.get_all(
		"Overtime Request",
		{
			"facility": facility,
			"employee": ("in", names),
			"stage": APPROVED,
			"compensated_by": "In Money",
			"work_date": ("between", (first, last)),
		},
		["employee", "work_date", *(f"{kind}_hours" for kind in _HOURS)],
		order_by="work_date, creation",
	)
	for row in rows:
		worked = getdate(row.work_date)
		month = last_day(worked) + timedelta(days=1) if is_later else worked.replace(day=1)
		for kind in _HOURS:
			if row.get(f"{kind}_hours") and kind in paying:
				yield row.employee, month, Entered(paying[kind], Fraction(str(row[f"{kind}_hours"])))


def overtime_days(months: Sequence[date], setting: Any) -> tuple[date, date]:
	"""Return the first and the last day of the overtime that is paid with some months that follow one another."""
	if setting.overtime_of != SAME_MONTH:
		return _before(months[0]), months[-1] - timedelta(days=1)
	return months[0], last_day(months[-1])


def _before(month: date) -> date:
	return (month - timedelta(days=1)).replace(day=1)


def _grouped(doctype: str, parents: list[str], fields: Sequence[str], order_by: str) -> dict[str, list[Any]]:
	grouped = defaultdict(list)
	for row in frappe.get_all(doctype, {"parent": ("in", parents)}, list(fields), order_by=order_by):
		grouped[row.parent].append(row)
	return grouped
