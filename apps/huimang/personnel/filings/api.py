"""What Desk and REST may call of filings. Everything that changes something, or bears whole resident numbers, is POST."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.core.doctype.access_log.access_log import make_access_log
from frappe.utils import getdate
from werkzeug.wrappers import Response

from huimang.facility import access
from huimang.personnel import people
from huimang.personnel.filings import files, insurance_report, year_end
from huimang.printing.response import file_response


@frappe.whitelist(methods=["POST"])
def report_file(name: str, file_format: str, purpose: str) -> Response:
	"""Send an insurance report as the form (pdf) or the workbook (xlsx), with whole resident numbers: logged.

	Permission: whoever keeps the cards of the facility.
	"""
	access.require(_facility_of(insurance_report.REPORT, name), people.EMPLOYEE, "write")
	doc = frappe.get_doc(insurance_report.REPORT, name)
	doc.check_permission("print")
	_log([row.employee for row in doc.rows], "insurance_report", purpose)
	content, title = files.of_report(doc, file_format)
	return file_response(content, title, file_format)


@frappe.whitelist(methods=["POST"])
def wage_file(statement: str, filters: str, purpose: str) -> Response:
	"""Send a statement of wages as a workbook with whole resident numbers: logged.

	:param statement: wage_statement or simple_wage_statement.
	:param filters: JSON object with the filters of its report.
	"""
	values = frappe.parse_json(filters)
	access.require(values.get("facility") if isinstance(values, dict) else None, people.EMPLOYEE, "write")
	content, title, employees = files.of_wages(statement, values)
	_log(employees, statement, purpose)
	return file_response(content, title, "xlsx")


@frappe.whitelist(methods=["POST"])
def take_rows(name: str) -> None:
	"""Take the people of an insurance report from cards and payslips anew."""
	access.require(_facility_of(insurance_report.REPORT, name), insurance_report.REPORT, "write")
	doc = frappe.get_doc(insurance_report.REPORT, name)
	insurance_report.take_rows(doc)
	doc.save()


@frappe.whitelist(methods=["POST"])
def make_adjustments(facility: str, year: int) -> int:
	"""Make a year-end adjustment for everybody who is there at the end of a year; return how many are new."""
	access.require(facility, year_end.ADJUSTMENT, "create")
	return year_end.make_for(facility, year)


@frappe.whitelist()
def adjustment_defaults(facility: str) -> dict[str, Any]:
	"""Return the year whose income is adjusted next: last year's until its March is over."""
	access.require(facility, year_end.ADJUSTMENT, "create")
	today = getdate()
	return {"year": today.year - 1 if today.month <= 3 else today.year}


def _log(employees: list[str], method: str, purpose: str) -> None:
	"""Write down who took whose resident number, and what for."""
	if len((purpose or "").strip()) < 2:
		frappe.throw(_("Please state what you need the resident registration number for."))
	for employee in employees:
		make_access_log(doctype=people.EMPLOYEE, document=employee, method=method, filters=purpose.strip())


def _facility_of(doctype: str, name: str) -> str:
	"""Return the facility of a document. Raises where there is none."""
	facility = frappe.db.get_value(doctype, name, "facility")
	if not facility:
		frappe.throw(_("{0} {1} not found").format(_(doctype), name), frappe.DoesNotExistError)
	return facility
