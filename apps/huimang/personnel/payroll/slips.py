"""Payslips: calculated from one reading, written with a few statements, whatever the number of people."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, getdate, now_datetime

from huimang.database.sql import insert_rows, standard_columns
from huimang.errors import rule_message
from huimang.personnel.filings import adjusted, year_end
from huimang.personnel.payroll import calculation
from huimang.personnel.payroll.inputs import EARNING
from huimang.personnel.payroll.reading import Payroll, read
from huimang.personnel.payroll.result import Line, Slip
from huimang.personnel.payroll.standing import ERROR, READY
from huimang.personnel.payroll.told import told_step
from huimang.rules.errors import RuleViolation
from huimang.rules.steps import figure

_ROWS_A_STATEMENT = 5_000
"""Well within what a database takes in one packet, with every step of every line."""
_COLUMNS = (
	*(
		"name",
		"title",
		"facility",
		"payroll_run",
		"pay_key",
		"employee",
		"employee_name",
		"employee_no",
		"user",
	),
	*(
		"year",
		"month",
		"pay_day",
		"status",
		"position",
		"job_type",
		"department",
		"grade_step",
		"birth_date",
		"hired_on",
	),
	*("problem", "warnings", "gross", "tax_free", "taxable", "bonus", "deducted", "income_tax", "local_tax"),
	*(
		"regular_tax",
		"net",
		"employer",
		"previous_gross",
		"previous_net",
		"bank_account",
		"days",
		"ordinary_hourly",
	),
	*("weekly_hours", "dependants", "children"),
)
_LINE_COLUMNS = (
	*(
		"name",
		"parent",
		"parenttype",
		"parentfield",
		"kind",
		"pay_item",
		"code",
		"title",
		"amount",
		"tax_free",
	),
	*(
		"tax_free_kind",
		"hours",
		"account_subject",
		"program",
		"fund_source",
		"bank_account",
		"counter_subject",
		"steps",
		"back_pay",
	),
)


def write(
	run: Any, only: Sequence[str] | None = None, progress: Callable[[int, int], None] | None = None
) -> int:
	"""Calculate the payslips of a run anew and return how many people have an error.

	Everything happens in the caller's transaction: killed half-way, nothing has happened.

	:param only: employees, where the others' payslips stay as they are.
	"""
	# one payroll of a facility after the other: who is paid by another run must be seen
	frappe.db.get_value("Payroll Setting", run.facility, "name", for_update=True)
	payroll = read(run, only)
	dues = year_end.due_in(run.facility, run.year, run.month, [row.name for row in payroll.employees])
	_remove(run, only)
	slips, lines, errors = [], [], 0
	standard = standard_columns(frappe.session.user, now_datetime())
	for count, row in enumerate(payroll.employees, 1):
		values, own_lines = _of_person(run, payroll, row, dues.get(row.name, ()))
		if values is None:
			continue
		errors += values["status"] == ERROR
		slips.append(tuple(values.get(column) for column in _COLUMNS) + tuple(standard.values()))
		for idx, line in enumerate(own_lines, 1):
			own = {**standard, "idx": idx}
			lines.append(tuple(line[column] for column in _LINE_COLUMNS) + tuple(own.values()))
		if progress and not count % 50:
			progress(count, len(payroll.employees))
	_insert("Payslip", (*_COLUMNS, *standard), slips)
	_insert("Payslip Line", (*_LINE_COLUMNS, *standard), lines)
	return errors


def name_of(run: str, employee: str) -> str:
	"""Return the name of the payslip of an employee in a run: there can be but one."""
	return f"{run}-{employee}"


def pay_key(employee: str, year: int, month: int) -> str:
	"""Return what only one payslip of all runs may bear: nobody is paid twice for a month."""
	return f"{employee}/{cint(year)}-{cint(month):02d}"


def set_status(run: str, status: str, release: bool = False) -> None:
	"""Change the status of the payslips of a run that are paid; cancelled ones leave the month to another run."""
	slip = frappe.qb.DocType("Payslip")
	query = frappe.qb.update(slip).set(slip.status, status).where(slip.payroll_run == run)
	if release:
		query = query.set(slip.pay_key, None)
	query.where(slip.status != ERROR).run()


def remove(run: str) -> None:
	"""Delete the payslips of a run that is deleted."""
	_remove(frappe._dict(name=run), None)


def _of_person(
	run: Any, payroll: Payroll, row: Any, dues: Sequence[year_end.Due]
) -> tuple[dict[str, Any] | None, list[dict[str, Any]]]:
	"""Return the columns of a payslip and of its lines; one with an error stops nobody else. None who earns nothing."""
	values = _head(run, payroll, row)
	try:
		person = payroll.person(row)
		if not person.employment.days and not person.entered and not person.paid_months:
			return None, []
		slip = calculation.calculate(person, payroll.terms)
		if not any(line.amount for line in slip.lines):
			return None, []
		more = adjusted.lines(dues, slip, payroll.terms.pay_day)
		slip = replace(slip, lines=(*slip.lines, *more))
		lines = [_line(values["name"], line, idx, payroll, person) for idx, line in enumerate(slip.lines, 1)]
		account = _main_account(slip, lines, payroll, person)
	except RuleViolation as violation:
		return {**values, "status": ERROR, "problem": rule_message(violation)}, []
	except Exception:
		frappe.log_error(f"Payroll {run.name}: {row.name}")
		text = _("The pay could not be calculated. The operator finds the reason in the error log.")
		return {**values, "status": ERROR, "problem": text}, []
	values |= {
		"status": READY,
		"pay_key": pay_key(row.name, run.year, run.month),
		"gross": slip.gross,
		"tax_free": slip.tax_free,
		"taxable": slip.taxable,
		"bonus": slip.bonus,
		"deducted": slip.deducted,
		"income_tax": slip.income_tax,
		"local_tax": slip.local_tax,
		"regular_tax": slip.regular_tax,
		"net": slip.net,
		"employer": slip.employer,
		"bank_account": account,
		"days": slip.days,
		"ordinary_hourly": figure(slip.hourly),
		"weekly_hours": float(person.employment.weekly_hours),
		"dependants": slip.dependants,
		"children": slip.children,
		"warnings": "\n".join(slip.warnings),
	}
	return values, lines


def _head(run: Any, payroll: Payroll, row: Any) -> dict[str, Any]:
	gross, net = payroll.last_month.get(row.name, (0, 0))
	grade_step = f"{row.grade} {cint(row.step)}호봉" if row.grade and row.step else row.grade or ""
	return {
		"name": name_of(run.name, row.name),
		"title": f"{row.full_name} {cint(run.year)}년 {cint(run.month)}월",
		"facility": run.facility,
		"payroll_run": run.name,
		"pay_key": None,
		"employee": row.name,
		"employee_name": row.full_name,
		"employee_no": row.employee_no,
		"user": row.user,
		"year": cint(run.year),
		"month": cint(run.month),
		"pay_day": getdate(run.pay_day),
		"position": row.position,
		"job_type": row.job_type,
		"department": row.department,
		"grade_step": grade_step,
		"birth_date": row.birth_date,
		"hired_on": row.hired_on,
		"previous_gross": gross,
		"previous_net": net,
		**dict.fromkeys(("gross", "tax_free", "taxable", "bonus", "deducted", "income_tax", "local_tax"), 0),
		**dict.fromkeys(
			("regular_tax", "net", "employer", "days", "weekly_hours", "dependants", "children"), 0
		),
	}


def _line(slip: str, line: Line, idx: int, payroll: Payroll, person: Any) -> dict[str, Any]:
	fund_source = line.place.fund_source or person.place.fund_source
	account, counter = "", ""
	if line.account_subject or line.kind == EARNING:
		if not line.account_subject:
			raise RuleViolation(
				"The pay item {0} has no account subject. Please choose one there.", line.title
			)
		if fund_source not in payroll.accounts:
			raise RuleViolation(
				"The payroll setting names no bank account for the fund source of {0}. Please add it there.",
				line.title,
			)
		account, counter = payroll.accounts[fund_source]
	return {
		"name": f"{slip}-{idx}",
		"parent": slip,
		"parenttype": "Payslip",
		"parentfield": "lines",
		"kind": line.kind,
		"pay_item": line.item or None,
		"code": line.code,
		"title": line.title,
		"amount": line.amount,
		"tax_free": line.tax_free,
		"tax_free_kind": line.tax_free_kind,
		"hours": float(line.hours),
		"account_subject": line.account_subject or None,
		"program": (line.place.program or person.place.program) if line.account_subject else None,
		"fund_source": fund_source if line.account_subject else None,
		"bank_account": account or None,
		"counter_subject": counter or None,
		"steps": json.dumps([told_step(step) for step in line.steps], ensure_ascii=False),
		"back_pay": json.dumps(line.back_pay) if line.back_pay else None,
	}


def _main_account(slip: Slip, lines: list[dict[str, Any]], payroll: Payroll, person: Any) -> str:
	"""Return the account of the person's own fund source: what is deducted stays in it, and each line notes it."""
	if person.place.fund_source not in payroll.accounts:
		raise RuleViolation(
			"The payroll setting names no bank account for the fund source of {0}. Please add it there.",
			_("Deductions"),
		)
	account = payroll.accounts[person.place.fund_source][0]
	paid = sum(
		line["amount"] for line in lines if line["kind"] == EARNING and line["bank_account"] == account
	)
	if slip.deducted > paid:
		raise RuleViolation(
			"More is deducted ({0} won) than is paid ({1} won). Please check the entries of the month.",
			figure(slip.deducted),
			figure(paid),
		)
	for line in lines:
		line["bank_account"] = line["bank_account"] or account
	return account


def _remove(run: Any, only: Sequence[str] | None) -> None:
	"""Delete payslips with their lines, by a join: a subquery would look at the lines of everybody's payslips."""
	whose, values = "slip.payroll_run = %(run)s", {"run": run.name}
	if only is not None:
		whose, values["only"] = f"{whose} AND slip.employee IN %(only)s", tuple(only) or ("",)
	frappe.db.sql(
		f"""DELETE slip, line FROM `tabPayslip` slip LEFT JOIN `tabPayslip Line` line ON line.parent = slip.name
		WHERE {whose}""",
		values,
	)


def _insert(doctype: str, columns: Sequence[str], rows: Iterable[tuple]) -> None:
	rows = iter(rows)
	while chunk := list(islice(rows, _ROWS_A_STATEMENT)):
		insert_rows(doctype, columns, chunk)
