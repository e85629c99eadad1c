"""급여명세서 by mail: locked, one mail a person, once unless somebody asks for it again."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, escape_html, getdate, now_datetime

from huimang.personnel.payroll.standing import CONFIRMED, SLIP
from huimang.printing import mailing
from huimang.printing.service import Job, print_documents

QUEUED, SENT, FAILED = "Queued", "Sent", "Failed"
LONG_BIRTHDAY = "Birth Date (8 Digits)"
WITH_NUMBER = "Employee No. and Birth Date (6 Digits)"


def choose(run: str, again: bool = False) -> int:
	"""Mark the confirmed payslips of a run that are to be mailed and return how many: those that were not, or all of them."""
	mailing.require_account()
	slip = frappe.qb.DocType(SLIP)
	mine = (slip.payroll_run == run) & (slip.status == CONFIRMED)
	if not again:
		mine &= slip.mail_status.isnull() | (slip.mail_status != SENT)
	frappe.qb.update(slip).set(slip.mail_status, QUEUED).set(slip.mail_problem, None).where(mine).run()
	return frappe.db.count(SLIP, {"payroll_run": run, "mail_status": QUEUED})


def send_all(run: str, tell: Callable[[int, int], None] = lambda done, of: None) -> dict[str, int]:
	"""Mail what was chosen, a transaction each, and return how many are sent and how many are not.

	A payslip is marked and its mail queued in one transaction: stopped anywhere and started again, nobody gets a second one.
	"""
	chosen = {"payroll_run": run, "mail_status": QUEUED}
	names = frappe.get_all(SLIP, chosen, pluck="name", order_by="employee_no, name")
	result = {SENT: 0, FAILED: 0}
	for done, name in enumerate(names, 1):
		if status := _send(name):
			result[status] += 1
		frappe.db.commit()
		tell(done, len(names))
	return result


def address_of(employee: str) -> str | None:
	"""Return where mail reaches an employee: the address on their card, or their login."""
	email, user = frappe.db.get_value("Facility Employee", employee, ["email", "user"])
	return email or (frappe.db.get_value("User", user, "email") if user else None)


def password_of(slip: Any) -> str:
	"""Return what opens the payslip of a person by the rule of their facility; nothing where the birthday is missing."""
	born = slip.birth_date or frappe.db.get_value("Facility Employee", slip.employee, "birth_date")
	if not born:
		return ""
	rule = _rule(slip.facility)
	if rule == LONG_BIRTHDAY:
		return f"{getdate(born):%Y%m%d}"
	number = re.sub(r"\D", "", slip.employee_no or "") if rule == WITH_NUMBER else ""
	return f"{number}{getdate(born):%y%m%d}"


def _send(name: str) -> str | None:
	"""Queue the mail of a payslip that still waits; return how it went."""
	slip = frappe.get_doc(SLIP, name, for_update=True)
	if slip.mail_status != QUEUED or slip.status != CONFIRMED:
		return None
	address, password = address_of(slip.employee), password_of(slip)
	problem = mailing.problem_of(address)
	if not problem and not password:
		problem = _("The birth date is missing, with which the payslip is locked.")
	if not problem:
		try:
			printed = print_documents(Job(SLIP, [name]))
			facility = frappe.get_cached_value("Facility", slip.facility, "facility_name")
			month = f"{cint(slip.year)}년 {cint(slip.month)}월"
			subject = _("[{0}] Payslip of {1}").format(facility, month)
			mailing.send(
				slip, address, subject, _text(slip, month), (printed.title, printed.content), password
			)
		except Exception:
			frappe.db.rollback()
			frappe.log_error(f"Mail of payslip {name}")
			problem = _("The mail could not be made. The operator finds the reason in the error log.")
	status = FAILED if problem else SENT
	_note(name, status, address, problem)
	return status


def _note(name: str, status: str, address: str | None, problem: str) -> None:
	slip = frappe.qb.DocType(SLIP)
	query = frappe.qb.update(slip).set(slip.mail_status, status).set(slip.mail_problem, problem or None)
	query = query.set(slip.mailed_to, address)
	if status == SENT:
		query = query.set(slip.mailed_at, now_datetime())
	query.where(slip.name == name).run()


def _rule(facility: str) -> str:
	return frappe.get_cached_value("Payroll Setting", facility, "payslip_lock") or ""


def _text(slip: Any, month: str) -> str:
	opens = {
		LONG_BIRTHDAY: _(
			"The attached file opens with your birthday in eight digits (for example 19900101)."
		),
		WITH_NUMBER: _(
			"The attached file opens with your employee number and your birthday in six digits (for example 0001900101)."
		),
	}.get(
		_rule(slip.facility),
		_("The attached file opens with your birthday in six digits (for example 900101)."),
	)
	greeting = _("{0}, your payslip of {1} is attached.").format(escape_html(slip.employee_name), month)
	return f"<p>{greeting}</p><p>{opens}</p>"
