"""What the forms of the payroll show."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import add_months, cint, getdate

from huimang.personnel.payroll import records
from huimang.personnel.payroll.reading import pay_day_of, setting_of
from huimang.personnel.payroll.standing import RUN, SLIP
from huimang.rules.days import last_day

_SHOWN = (
	*(
		"name",
		"employee",
		"employee_name",
		"employee_no",
		"position",
		"status",
		"problem",
		"warnings",
		"gross",
	),
	*("deducted", "net", "previous_gross", "previous_net", "mail_status", "mailed_at", "mail_problem"),
)


def payslips(run: str) -> list[dict[str, Any]]:
	"""Return the payslips of a run, those with an error first."""
	rows = frappe.get_all(SLIP, {"payroll_run": run}, list(_SHOWN), order_by="employee_no, employee_name")
	return sorted(rows, key=lambda row: row.status != "Error")


def unfolded(slip: str) -> list[dict[str, Any]]:
	"""Return the lines of a payslip in the reader's language, each with the steps that it came about by."""
	lines = frappe.get_all(
		"Payslip Line",
		{"parent": slip},
		["kind", "title", "code", "amount", "tax_free", "hours", "steps"],
		order_by="idx",
	)
	return [
		{
			**line,
			"title": _(line.title),
			"steps": [
				{
					**step,
					"label": _(step["label"]),
					"inputs": [[_(label), value] for label, value in step["inputs"]],
				}
				for step in json.loads(line.steps or "[]")
			],
		}
		for line in lines
	]


def next_run(facility: str) -> dict[str, Any]:
	"""Return the month after the last payroll, or this one, with its accounting year and payday."""
	last = frappe.get_all(
		RUN,
		{"facility": facility, "docstatus": ("<", 2)},
		["year", "month"],
		order_by="year desc, month desc",
		limit=1,
	)
	month = getdate().replace(day=1)
	if last:
		month = getdate(add_months(date(cint(last[0].year), cint(last[0].month), 1), 1))
	setting = frappe.db.get_value("Payroll Setting", facility, "pay_day")
	pay_day = pay_day_of(month.year, month.month, cint(setting) or 25)
	year = frappe.db.get_value(
		"Accounting Year",
		{
			"facility": facility,
			"accounting_unit": "Facility",
			"start_date": ("<=", pay_day),
			"end_date": (">=", pay_day),
		},
	)
	return {
		"facility": facility,
		"year": month.year,
		"month": month.month,
		"pay_day": str(pay_day),
		"accounting_year": year,
		"has_setting": bool(setting),
	}


def changed_since(run: Any) -> list[str]:
	"""Return the people of whom something that their pay follows from was written after their payslip of a run was calculated, and
	those who have come since: their cards, the terms of their pay, entries of the month, and overtime.
	"""
	first = date(cint(run.year), cint(run.month), 1)
	overtime = records.overtime_days([first], setting_of(run.facility))
	rows = frappe.db.sql(
		"""SELECT DISTINCT card.full_name FROM `tabFacility Employee` card
		LEFT JOIN `tabPayslip` slip ON slip.employee = card.name AND slip.payroll_run = %(run)s
		JOIN (SELECT MIN(creation) AS creation FROM `tabPayslip` WHERE payroll_run = %(run)s) first_slip
		LEFT JOIN `tabEmployee Pay` pay ON pay.employee = card.name AND pay.effective_from <= %(last)s
		LEFT JOIN `tabPayroll Input` entry ON entry.employee = card.name
			AND entry.year = %(year)s AND entry.month = %(month)s
		LEFT JOIN `tabOvertime Request` overtime ON overtime.employee = card.name
			AND overtime.stage IN ('Approved', 'Cancelled') AND overtime.work_date BETWEEN %(overtime_from)s AND %(overtime_until)s
		WHERE card.facility = %(facility)s AND (slip.name IS NOT NULL OR (card.employment_type != %(daily)s
			AND IFNULL(card.hired_on, %(last)s) <= %(last)s AND IFNULL(card.left_on, %(first)s) >= %(first)s))
			AND IFNULL(slip.creation, first_slip.creation) < GREATEST(card.modified, IFNULL(pay.modified, card.modified),
				IFNULL(entry.modified, card.modified), IFNULL(overtime.modified, card.modified))
		ORDER BY card.full_name""",
		{
			**{field: run.get(field) for field in ("facility", "year", "month")},
			"run": run.name,
			"first": first,
			"last": last_day(first),
			"overtime_from": overtime[0],
			"overtime_until": overtime[1],
			"daily": records.DAILY,
		},
	)
	return [name for (name,) in rows]
