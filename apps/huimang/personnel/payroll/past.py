"""What was paid before: here, by payslips, and before the facility began here, as Opening Pay."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

import frappe
from frappe.utils import cint, getdate

from huimang.money import won
from huimang.personnel.payroll import opening
from huimang.personnel.payroll.inputs import EARNING, Earlier
from huimang.personnel.payroll.standing import CONFIRMED
from huimang.rules import tax_free


def history(run: Any, names: list[str]) -> tuple[dict[str, list[Earlier]], dict[str, tuple[int, int]]]:
	"""Return the paid months of the tax year, and pay and net of the month before, which may be last year's."""
	year, month = cint(run.year), cint(run.month)
	before = (year, month - 1) if month > 1 else (year - 1, 12)
	years = ("in", sorted({year, before[0]}))
	slips = frappe.get_all(
		"Payslip",
		{
			"facility": run.facility,
			"employee": ("in", names),
			"pay_key": ("is", "set"),
			"payroll_run": ("!=", run.name),
			"year": years,
		},
		["employee", "year", "month", "pay_day", "taxable", "bonus", "regular_tax", "gross", "net"],
	)
	elsewhere = frappe.get_all(
		opening.DOCTYPE,
		{"facility": run.facility, "employee": ("in", names), "year": years},
		["employee", "year", "month", "pay_day", "taxable", "bonus", "income_tax as regular_tax", "gross"],
	)
	earlier, last_month = defaultdict(list), {}
	for row in (*elsewhere, *slips):
		pay_day = getdate(row.pay_day)
		if pay_day.year == getdate(run.pay_day).year:
			regular = won(row.taxable) - won(row.bonus)
			earlier[row.employee].append(
				Earlier(pay_day.month, regular, won(row.regular_tax), bool(row.bonus))
			)
		if (row.year, row.month) == before:
			last_month[row.employee] = (won(row.gross), won(row.net))
	return earlier, last_month


def overtime_free(run: Any, names: list[str]) -> dict[str, int]:
	"""Return what of overtime pay has been free of tax in the year (연 240만원 한도)."""
	slip, line = frappe.qb.DocType("Payslip"), frappe.qb.DocType("Payslip Line")
	first, last = (date(getdate(run.pay_day).year, *day) for day in ((1, 1), (12, 31)))
	query = (
		frappe.qb.from_(slip)
		.join(line)
		.on(line.parent == slip.name)
		.select(slip.employee, frappe.query_builder.functions.Sum(line.tax_free))
		.where((slip.facility == run.facility) & slip.employee.isin(names) & slip.pay_key.isnotnull())
		.where((slip.payroll_run != run.name) & slip.pay_day.between(first, last))
		.where(line.tax_free_kind == tax_free.OVERTIME)
		.groupby(slip.employee)
	)
	free = defaultdict(int, {employee: int(amount) for employee, amount in query.run()})
	for row in frappe.get_all(
		opening.DOCTYPE,
		{"facility": run.facility, "employee": ("in", names), "pay_day": ("between", (first, last))},
		["employee", "overtime_free"],
	):
		free[row.employee] += won(row.overtime_free)
	return free


def bonus_days(facility: str, months: Sequence[date]) -> dict[date, date]:
	"""Return the reference day of the holiday bonus of those of some months that paid one."""
	if not months:
		return {}
	rows = frappe.get_all(
		"Payroll Run",
		{
			"facility": facility,
			"docstatus": 1,
			"holiday_bonus_on": ("is", "set"),
			"year": ("in", sorted({month.year for month in months})),
		},
		["year", "month", "holiday_bonus_on"],
	)
	return {date(cint(row.year), cint(row.month), 1): getdate(row.holiday_bonus_on) for row in rows}


def paid(
	run: Any, names: list[str], months: Sequence[date]
) -> dict[tuple[str, date], dict[str, tuple[int, int]]]:
	"""Return what has been paid for each of some months by confirmed payslips, back pay of later months included.

	By employee and month: of each pay item the sum, and what of it was free of tax.
	"""
	if not months:
		return {}
	slip, line = frappe.qb.DocType("Payslip"), frappe.qb.DocType("Payslip Line")
	rows = (
		frappe.qb.from_(slip)
		.join(line)
		.on(line.parent == slip.name)
		.select(
			slip.employee, slip.year, slip.month, line.pay_item, line.amount, line.tax_free, line.back_pay
		)
		.where((slip.facility == run.facility) & slip.employee.isin(names) & (slip.status == CONFIRMED))
		.where((slip.payroll_run != run.name) & (slip.year >= months[0].year) & (line.kind == EARNING))
	).run(as_dict=True)
	sums: dict[tuple[str, date], dict[str, tuple[int, int]]] = defaultdict(dict)
	back = []
	for row in rows:
		month = date(cint(row.year), cint(row.month), 1)
		if row.back_pay:
			back.append(row)
		elif month in months:
			_add(sums[row.employee, month], row.pay_item, won(row.amount), won(row.tax_free))
	for row in back:
		for told, (amount, free) in json.loads(row.back_pay).items():
			if (key := (row.employee, date.fromisoformat(f"{told}-01"))) in sums:
				_add(sums[key], row.pay_item, amount, free)
	return sums


def _add(items: dict[str, tuple[int, int]], item: str, amount: int, free: int) -> None:
	before = items.get(item, (0, 0))
	items[item] = (before[0] + amount, before[1] + free)
