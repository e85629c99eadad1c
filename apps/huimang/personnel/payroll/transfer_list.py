"""급여이체 list: whom the bank pays how much, with whole account numbers."""

from __future__ import annotations

import csv
import io

import frappe
from frappe import _
from frappe.utils.password import decrypt

from huimang.money import won

_HEAD = ("은행", "계좌번호", "예금주", "이체금액", "받는통장표시", "사원번호")


def of(run: str, bank_account: str) -> tuple[str, bytes]:
	"""Return the title and the CSV of what a run pays out of an account: as many rows as people are paid something.

	Raises where an account number is missing, with everybody who lacks one. UTF-8 with the mark that Excel looks for.
	"""
	head = frappe.db.get_value("Payroll Run", run, ["title", "docstatus", "facility"], as_dict=True)
	if head.docstatus != 1:
		frappe.throw(_("{0} is not confirmed yet. It is paid once it is.").format(head.title))
	paid = _paid(run, bank_account)
	numbers = _numbers([row.employee for row in paid])
	if missing := [row.employee_name for row in paid if row.employee not in numbers or not row.bank_name]:
		frappe.throw(_("These people have no bank account yet: {0}").format(", ".join(missing)))
	text = io.StringIO()
	writer = csv.writer(text, lineterminator="\r\n")
	writer.writerow(_HEAD)
	for row in paid:
		holder = _safe(row.account_holder or row.employee_name)
		writer.writerow(
			(
				_safe(row.bank_name),
				numbers[row.employee],
				holder,
				row.paid,
				_safe(f"{head.title}"),
				_safe(row.employee_no),
			)
		)
	return f"급여이체_{head.title}", text.getvalue().encode("utf-8-sig")


def _paid(run: str, bank_account: str) -> list:
	"""Return what everybody gets out of an account: what is earned there less what is deducted there."""
	rows = frappe.db.sql(
		"""SELECT slip.employee, slip.employee_name, slip.employee_no, person.bank_name, person.account_holder,
			SUM(CASE line.kind WHEN 'Earning' THEN line.amount WHEN 'Deduction' THEN -line.amount ELSE 0 END) paid
		FROM `tabPayslip` slip JOIN `tabPayslip Line` line ON line.parent = slip.name
		JOIN `tabFacility Employee` person ON person.name = slip.employee
		WHERE slip.payroll_run = %s AND line.bank_account = %s AND slip.status != 'Error'
		GROUP BY slip.name ORDER BY slip.employee_no, slip.name""",
		(run, bank_account),
		as_dict=True,
	)
	for row in rows:
		row.paid = won(row.paid)
	return [row for row in rows if row.paid > 0]


def _numbers(employees: list[str]) -> dict[str, str]:
	"""Return the whole account numbers, read at once."""
	rows = frappe.db.sql(
		"""SELECT name, password FROM `__Auth` WHERE doctype = 'Facility Employee'
			AND fieldname = 'account_number_secret' AND encrypted = 1 AND name IN %s""",
		(employees or [""],),
	)
	return {name: decrypt(secret) for name, secret in rows}


def _safe(text: str | None) -> str:
	"""Return text that a spreadsheet does not take for a formula."""
	text = str(text or "")
	return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
