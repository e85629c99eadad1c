"""Files that are handed in, with whole resident numbers. Who takes one, and what for, is logged by whoever calls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, getdate
from frappe.utils.password import get_decrypted_password

from huimang.money import won
from huimang.personnel import insurance_files, people
from huimang.personnel.filings.insurance_form import WHOLE_NUMBERS
from huimang.personnel.filings.insurance_report import EMPLOYMENT, HEALTH, YEARLY
from huimang.printing import service as printing
from huimang.statements import engine, sheet
from huimang.statements.definition import Drawn

WAGES = ("wage_statement", "simple_wage_statement")
HEALTH_HEAD = (
	"순번",
	"성명",
	"주민등록번호",
	"자격취득(변동)일",
	"전년도 보험료 부과총액",
	"전년도 보수총액",
	"근무월수",
	"비고",
)
EMPLOYMENT_HEAD = (
	*("순번", "성명", "주민등록번호", "고용일(취득일)", "고용종료일(상실일)", "산재보험 연간보수총액"),
	*("고용보험 실업급여 연간보수총액", "고용보험 고용안정 연간보수총액", "비고"),
)
"""As the forms have their columns (filings.md §7, medium confidence)."""


def of_report(doc: Any, file_format: str) -> tuple[bytes, str]:
	"""Return an insurance report as a file, and its title.

	:param file_format: pdf, the form; xlsx, what the joint portal reads.
	"""
	_require_numbers([row.employee for row in doc.rows])
	if file_format == "pdf":
		doc.flags.resident_numbers = WHOLE_NUMBERS
		printed = printing.print_loaded([doc], printing.Job(doc.doctype, [doc.name]))
		return printed.content, printed.title
	if file_format != "xlsx":
		frappe.throw(_("This choice does not exist. Please choose from the list."))
	if doc.kind not in YEARLY:
		told = {
			row.employee: insurance_files.YearPay(won(row.total_pay), cint(row.months)) for row in doc.rows
		}
		time = getdate(doc.from_date), getdate(doc.to_date)
		file = insurance_files.build(doc.facility, doc.kind, *time, told)
		return file.content, file.title
	make = {HEALTH: _health_row, EMPLOYMENT: _employment_row}[doc.kind]
	head = {HEALTH: HEALTH_HEAD, EMPLOYMENT: EMPLOYMENT_HEAD}[doc.kind]
	rows = [
		[str(number), row.employee_name, _number(row.employee), *make(row)]
		for number, row in enumerate(doc.rows, 1)
	]
	return insurance_files.workbook(doc.title, [list(head)], rows), doc.title


def of_wages(statement: str, filters: Mapping[str, Any]) -> tuple[bytes, str, list[str]]:
	"""Return a statement of wages as a workbook, its title, and whose numbers it bears."""
	if statement not in WAGES:
		frappe.throw(_("There is no such statement."))
	drawn = engine.draw(statement, filters, "export")
	employees = [row.link[1] for row in drawn.rows if row.link]
	_require_numbers(employees)
	rows = [
		row._replace(values={**row.values, "number": _number(row.link[1])}) if row.link else row
		for row in drawn.rows
	]
	title = f"{drawn.form.title}_{drawn.heading.facility}_{drawn.heading.period.replace(' ', '')}"
	return sheet.to_xlsx(Drawn(drawn.form, drawn.heading, rows)), title, employees


def _health_row(row: Any) -> list[str]:
	amounts = [str(won(row.premium)), str(won(row.total_pay)), str(cint(row.months))]
	return [_day(row.joined_on), *amounts, row.remarks or ""]


def _employment_row(row: Any) -> list[str]:
	employment = str(won(row.employment_pay))
	return [
		_day(row.joined_on),
		_day(row.left_on),
		str(won(row.total_pay)),
		employment,
		employment,
		row.remarks or "",
	]


def _require_numbers(employees: list[str]) -> None:
	missing = frappe.get_all(
		people.EMPLOYEE,
		filters={"name": ("in", employees or [""])},
		or_filters=[["resident_no", "is", "not set"], ["resident_no", "=", ""]],
		pluck="full_name",
	)
	if missing:
		frappe.throw(_("The resident registration number is missing: {0}").format(", ".join(missing)))


def _number(employee: str) -> str:
	return get_decrypted_password(people.EMPLOYEE, employee, "resident_no_secret")


def _day(day: object) -> str:
	return getdate(day).strftime("%Y%m%d") if day else ""
