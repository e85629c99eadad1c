"""What people were paid in a year, by the payslips of confirmed payrolls and as Opening Pay: what all yearly papers start from.

Which of it counts for which insurance is told by the flags of the pay items, never by their names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import frappe
from frappe.utils import cint

from huimang.money import won
from huimang.personnel.payroll.inputs import DEDUCTION, EARNING
from huimang.personnel.payroll.standing import CONFIRMED
from huimang.rules import social_insurance, tax_free

NOT_REPORTED = (tax_free.CAR, tax_free.WHOLE)
"""미제출 비과세: what is free of tax and left out of 총지급액 and of the returns."""


@dataclass(frozen=True, slots=True)
class YearPay:
	"""A person's year, or some months of it, in won.

	Attributes:
		months: months with a payslip.
		taxable: 총급여.
		bonus: what of it was taxed as a bonus.
		tax_free: what is free of tax and reported.
		health, employment: pay that counts for health insurance, and for employment and accident insurance.
		health_premium: what the person paid for health insurance.
		pension, unemployment: their premiums of those.
	"""

	employee: str
	months: int = 0
	taxable: int = 0
	bonus: int = 0
	tax_free: int = 0
	health: int = 0
	employment: int = 0
	health_premium: int = 0
	care_premium: int = 0
	pension: int = 0
	unemployment: int = 0
	income_tax: int = 0
	local_tax: int = 0


def of_year(
	facility: str, year: int, months: Sequence[int] = (1, 12), employees: Sequence[str] | None = None
) -> dict[str, YearPay]:
	"""Return {employee: what they were paid} for the months from the first to the last of a year. Three queries.

	:param employees: only these.
	"""
	condition = "slip.year = %(year)s AND slip.month BETWEEN %(first)s AND %(last)s"
	values = {"year": cint(year), "first": cint(months[0]), "last": cint(months[-1])}
	return _read(facility, condition, values, employees)


def paid_within(facility: str, first: date, last: date) -> dict[str, YearPay]:
	"""Return {employee: what they were paid} on the paydays of a stretch of days. Three queries."""
	return _read(
		facility, "slip.pay_day BETWEEN %(first)s AND %(last)s", {"first": first, "last": last}, None
	)


def _read(
	facility: str, condition: str, values: dict[str, Any], employees: Sequence[str] | None
) -> dict[str, YearPay]:
	if employees is not None:
		condition += " AND slip.employee IN %(employees)s"
		values["employees"] = tuple(employees) or ("",)
	condition += " AND slip.facility = %(facility)s"
	values |= {"facility": facility, "confirmed": CONFIRMED}
	found = _paid_elsewhere(condition, values)
	condition += " AND slip.status = %(confirmed)s"
	slips = frappe.db.sql(
		f"""SELECT slip.employee, COUNT(DISTINCT slip.year, slip.month) months, SUM(slip.taxable) taxable,
			SUM(slip.bonus) bonus, SUM(slip.income_tax) income_tax, SUM(slip.local_tax) local_tax
		FROM `tabPayslip` slip WHERE {condition} GROUP BY slip.employee""",
		values,
		as_dict=True,
	)
	lines = _of_lines(condition, values)
	for row in slips:
		here = {field: won(value) for field, value in row.items() if field != "employee"}
		here |= lines.get(row.employee, {})
		before = found.get(row.employee) or YearPay(row.employee)
		found[row.employee] = replace(
			before, **{field: getattr(before, field) + value for field, value in here.items()}
		)
	return found


def _paid_elsewhere(condition: str, values: dict[str, Any]) -> dict[str, YearPay]:
	"""Return what was paid before the facility began here (Opening Pay), by employee."""
	rows = frappe.db.sql(
		f"""SELECT slip.employee, COUNT(*) months, SUM(slip.taxable) taxable, SUM(slip.bonus) bonus,
			SUM(slip.tax_free) tax_free, SUM(slip.taxable) health, SUM(slip.taxable) employment,
			SUM(slip.health) health_premium, SUM(slip.care) care_premium, SUM(slip.pension) pension,
			SUM(slip.unemployment) unemployment, SUM(slip.income_tax) income_tax, SUM(slip.local_tax) local_tax
		FROM `tabOpening Pay` slip WHERE {condition} GROUP BY slip.employee""",
		values,
		as_dict=True,
	)
	return {
		row.employee: YearPay(
			row.employee, **{field: won(value) for field, value in row.items() if field != "employee"}
		)
		for row in rows
	}


def _of_lines(condition: str, values: dict[str, Any]) -> dict[str, dict[str, int]]:
	"""Return what only the lines of payslips tell, by employee."""
	rows = frappe.db.sql(
		f"""SELECT slip.employee,
			SUM(IF(line.kind = %(earning)s AND IFNULL(line.tax_free_kind, '') NOT IN %(not_reported)s, line.tax_free, 0)),
			SUM(IF(line.kind = %(earning)s AND item.health_base = 1, line.amount - line.tax_free, 0)),
			SUM(IF(line.kind = %(earning)s AND item.employment_base = 1, line.amount - line.tax_free, 0)),
			SUM(IF(line.kind = %(deduction)s AND line.code = %(health)s, line.amount, 0)),
			SUM(IF(line.kind = %(deduction)s AND line.code = %(care)s, line.amount, 0)),
			SUM(IF(line.kind = %(deduction)s AND line.code = %(pension)s, line.amount, 0)),
			SUM(IF(line.kind = %(deduction)s AND line.code = %(unemployment)s, line.amount, 0))
		FROM `tabPayslip` slip JOIN `tabPayslip Line` line ON line.parent = slip.name
			LEFT JOIN `tabPay Item` item ON item.name = line.pay_item
		WHERE {condition} GROUP BY slip.employee""",
		values
		| {
			"earning": EARNING,
			"deduction": DEDUCTION,
			"not_reported": NOT_REPORTED,
			"health": social_insurance.HEALTH,
			"care": social_insurance.CARE,
			"pension": social_insurance.PENSION,
			"unemployment": social_insurance.UNEMPLOYMENT,
		},
	)
	names = ("tax_free", "health", "employment", "health_premium", "care_premium", "pension", "unemployment")
	return {
		employee: {name: won(value) for name, value in zip(names, values, strict=True)}
		for employee, *values in rows
	}
