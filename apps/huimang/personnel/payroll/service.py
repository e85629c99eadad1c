"""A payroll run from its calculation to the resolutions that pay it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, getdate

from huimang.approval.stages import DRAFT
from huimang.facility import access
from huimang.money import format_won, won
from huimang.personnel.filings import adjusted
from huimang.personnel.payroll import queries, slips
from huimang.personnel.payroll.reading import pay_day_of, setting_of
from huimang.personnel.payroll.standing import RUN

PAY, INSURANCE = "Pay", "Insurance"
NOT_CALCULATED, QUEUED, CALCULATED, FAILED = "Not Calculated", "Queued", "Calculated", "Failed"
TAXES = ("Income Tax", "Local Income Tax", *adjusted.TAXES)
"""What of the deductions the withholding return pays; the rest is paid on with the employer's premiums."""
_CALCULATED_FROM = ("year", "month", "pay_day", "holiday_bonus_on", "back_pay_from")
"""What a run itself says that its payslips follow from."""
_TOTALS = ("people", "errors", "gross", "deducted", "net", "employer")


def complete(run: Any) -> None:
	"""Fill in what follows from the month and from the payslips; what a client sends of it does not count."""
	if not 1 <= cint(run.month) <= 12 or not 2000 <= cint(run.year) <= 2100:
		frappe.throw(_("Please choose the year and month that are paid."))
	year = frappe.get_cached_doc("Accounting Year", run.accounting_year)
	run.accounting_unit = year.accounting_unit
	run.pay_day = run.pay_day or pay_day_of(cint(run.year), cint(run.month), setting_of(run.facility).pay_day)
	pay_day = getdate(run.pay_day)
	if not getdate(year.start_date) <= pay_day <= getdate(year.end_date):
		frappe.throw(
			_("The payday lies outside the accounting year. Please choose the year in which it is paid.")
		)
	if run.back_pay_from and getdate(run.back_pay_from) >= date(cint(run.year), cint(run.month), 1):
		frappe.throw(_("Back pay is for months before this one. Please correct the day, or leave it out."))
	if run.is_new():
		run.calculation_status = NOT_CALCULATED
		run.calculation_problem = None
	else:
		stored = frappe.db.get_value(RUN, run.name, ["calculation_status", "calculation_problem"])
		run.calculation_status, run.calculation_problem = stored
		if any(run.has_value_changed(field) for field in _CALCULATED_FROM):
			run.calculation_status = NOT_CALCULATED
	_title(run)
	_take_sums(run)


def calculate(name: str, only: Sequence[str] | None = None, progress: Any = None) -> Any:
	"""Calculate a run, or some of its people, anew; only a draft. Returns the run as it stands afterwards.

	Run again it pays nobody twice: payslips are replaced, and one person has one payslip a month over all runs.
	"""
	run = frappe.get_doc(RUN, name, for_update=True)
	if run.stage != DRAFT or run.docstatus:
		frappe.throw(
			_(
				"This payroll is being reviewed or is confirmed. Have it returned before it is calculated anew."
			)
		)
	slips.write(run, only, progress)
	if only is None:
		done = {"calculation_status": CALCULATED, "calculation_problem": None}
		frappe.db.set_value(RUN, name, done, update_modified=False)
	run.reload()
	run.flags.ignore_permissions = True
	run.save(ignore_version=True)
	return run


def require_ready(run: Any) -> None:
	"""Refuse a review of what is not calculated, or pays nobody."""
	if run.calculation_status != CALCULATED:
		frappe.throw(_("Please calculate the payroll before it is reviewed."))
	if not run.people:
		frappe.throw(
			_(
				"This payroll pays nobody. Everybody of this month has a payslip in another payroll, or has an error."
			)
		)
	if late := queries.changed_since(run):
		frappe.throw(
			_("What pay follows from has changed since the calculation: {0}. Please calculate again.").format(
				", ".join(late)
			)
		)
	missing = [row.account_subject for row in run.lines if not row.counter_subject]
	if missing:
		frappe.throw(_("The payroll setting names no counter subject. Please complete it there."))


def require_unpaid(run: Any) -> None:
	"""Refuse to cancel a payroll whose resolutions stand."""
	if standing := resolutions_of(run.name):
		names = ", ".join(row.resolution_no or row.purpose for row in standing)
		frappe.throw(
			_("The resolutions of this payroll have to be cancelled or deleted first: {0}").format(names)
		)


def resolutions_of(run: str) -> list[Any]:
	"""Return the resolutions of a run that stand."""
	return frappe.get_all(
		"Expense Resolution",
		{"payroll_run": run, "docstatus": ("<", 2)},
		["name", "purpose", "resolution_no", "payroll_part", "bank_account", "total_amount", "stage"],
		order_by="creation",
	)


def make_resolutions(run: Any) -> list[str]:
	"""Write the Expense Resolutions that pay a confirmed run, as drafts of whoever asks: those that do not stand yet.

	Per bank account one for the pay, which owes to 예수금 what is deducted, and one for the employer's premiums and the
	reserve, which pays on what was deducted for insurances. The key of each is unique: it is made once.
	"""
	access.require(run.facility, "Expense Resolution", "create")
	standing = {(row.payroll_part, row.bank_account) for row in resolutions_of(run.name)}
	made = []
	for part, account in sorted({(row.part, row.bank_account) for row in run.lines}, reverse=True):
		if (part, account) not in standing:
			made.append(frappe.get_doc(resolution(run, part, account)).insert().name)
	return made


def resolution(run: Any, part: str, account: str) -> dict[str, Any]:
	"""Return the Expense Resolution of a part of a run that is paid from an account."""
	label = f"{run.year}년 {run.month}월"
	purpose = f"{label} 급여" if part == PAY else f"{label} 사회보험료 및 퇴직적립금"
	return {
		"doctype": "Expense Resolution",
		"facility": run.facility,
		"accounting_year": run.accounting_year,
		"purpose": f"{purpose} ({run.people}명)",
		"payment_method": "Bank Transfer",
		"bank_account": account,
		"payroll_run": run.name,
		"payroll_part": part,
		"lines": [
			{
				**{
					field: row.get(field)
					for field in ("account_subject", "program", "fund_source", "counter_subject")
				},
				"amount": won(row.amount),
				"description": purpose,
			}
			for row in run.lines
			if (row.part, row.bank_account) == (part, account)
		],
		"payroll_withheld": sum(
			won(row.amount) for row in run.deductions if (row.part, row.bank_account) == (part, account)
		),
	}


def _title(run: Any) -> None:
	run.title = f"{cint(run.year)}년 {cint(run.month)}월 급여"
	others = frappe.db.count(
		RUN, {"facility": run.facility, "year": run.year, "month": run.month, "name": ("!=", run.name or "")}
	)
	earlier = others if run.is_new() else None
	if earlier:
		run.title += f" ({earlier + 1}차)"
	elif not run.is_new() and (stored := frappe.db.get_value(RUN, run.name, "title")):
		run.title = stored


def _take_sums(run: Any) -> None:
	"""Add up the payslips of a run: its totals, and what the resolutions will say."""
	sums = _sums(run.name) if not run.is_new() else frappe._dict()
	for field in _TOTALS:
		run.set(field, int(sums.get(field) or 0))
	run.total_amount = run.gross + run.employer
	lines, deductions = _postings(run.name) if not run.is_new() else ([], [])
	# rows that say the same stay as they are: a decision must find nothing changed
	for table, rows in (("lines", lines), ("deductions", deductions)):
		if [_plain(row.as_dict(), rows) for row in run.get(table)] != rows:
			run.set(table, rows)


def _plain(row: dict[str, Any], like: list[dict[str, Any]]) -> dict[str, Any]:
	keys = like[0] if like else row
	return {key: won(row[key]) if key == "amount" else row[key] for key in keys}


def _sums(run: str) -> Any:
	return frappe.db.sql(
		"""SELECT SUM(status != 'Error') people, SUM(status = 'Error') errors, SUM(gross) gross, SUM(deducted) deducted,
			SUM(net) net, SUM(employer) employer FROM `tabPayslip` WHERE payroll_run = %s""",
		run,
		as_dict=True,
	)[0]


def _postings(run: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
	"""Return the lines of the resolutions and what is deducted, summed up over all payslips."""
	rows = frappe.db.sql(
		"""SELECT line.kind, line.code, line.bank_account, line.account_subject, line.program, line.fund_source,
			line.counter_subject, SUM(line.amount) amount
		FROM `tabPayslip Line` line JOIN `tabPayslip` slip ON slip.name = line.parent
		WHERE slip.payroll_run = %s AND slip.status != 'Error'
		GROUP BY line.kind, IF(line.kind = 'Deduction', line.code, ''), line.bank_account, line.account_subject,
			line.program, line.fund_source, line.counter_subject
		ORDER BY line.kind, MIN(line.idx), line.bank_account, line.account_subject, line.program, line.fund_source""",
		run,
		as_dict=True,
	)
	lines, kept = [], defaultdict(int)
	for row in rows:
		if row.kind == "Deduction":
			kept[PAY, row.bank_account, row.code] += int(row.amount)
			if row.code not in TAXES:
				kept[INSURANCE, row.bank_account, row.code] -= int(row.amount)
			continue
		lines.append(
			{
				"part": PAY if row.kind == "Earning" else INSURANCE,
				"bank_account": row.bank_account,
				**{
					field: row[field]
					for field in ("account_subject", "program", "fund_source", "counter_subject")
				},
				"amount": int(row.amount),
			}
		)
	deductions = [
		{"part": part, "bank_account": account, "deduction": code, "amount": amount}
		for (part, account, code), amount in kept.items()
		if amount
	]
	lines = sorted((line for line in lines if line["amount"]), key=lambda line: line["part"] != PAY)
	return lines, sorted(deductions, key=lambda row: row["part"] != PAY)


def told(run: Any) -> str:
	"""Return in words what a calculation came to."""
	words = _("{0} people, {1} won are paid out.").format(run.people, format_won(won(run.net)))
	if run.errors:
		words += " " + _("{0} people have an error and are left out.").format(run.errors)
	return words
