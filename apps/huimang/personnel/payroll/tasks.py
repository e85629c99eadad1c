"""What payroll does in the background."""

from __future__ import annotations

import frappe
from frappe import _

from huimang import jobs
from huimang.personnel.payroll import mail, service

EVENT = "huimang_payroll"
MAIL_EVENT = "huimang_payslip_mail"


def enqueue(name: str) -> None:
	"""Have a run calculated in the background. Asked twice, the later job finds nothing left to do."""
	frappe.db.set_value(
		service.RUN,
		name,
		{"calculation_status": service.QUEUED, "calculation_problem": None},
		update_modified=False,
	)
	jobs.later(calculate, name=name, user=frappe.session.user)


def calculate(name: str, user: str) -> None:
	"""Calculate a run for a user and tell their browser. Killed on the way it has changed nothing, and can be asked for again."""
	if frappe.db.get_value(service.RUN, name, "calculation_status", for_update=True) != service.QUEUED:
		return

	def progress(done: int, of: int) -> None:
		frappe.publish_realtime(EVENT, {"run": name, "done": done, "of": of}, user=user)

	try:
		run = service.calculate(name, progress=progress)
	except Exception as error:
		frappe.db.rollback()
		frappe.log_error(f"Payroll {name}")
		problem = (
			str(error)
			if isinstance(error, frappe.ValidationError)
			else _("The calculation failed. Please try again.")
		)
		values = {"calculation_status": service.FAILED, "calculation_problem": problem}
		frappe.db.set_value(service.RUN, name, values, update_modified=False)
		frappe.publish_realtime(EVENT, {"run": name, "problem": problem}, user=user, after_commit=True)
		frappe.db.commit()
		return
	message = {"run": name, "done": run.people, "of": run.people, "told": service.told(run)}
	frappe.publish_realtime(EVENT, message, user=user, after_commit=True)


def enqueue_mail(run: str) -> None:
	"""Have the payslips that were chosen mailed in the background; asked twice, the later job finds nothing left to send."""
	jobs.later(mail_payslips, run=run, user=frappe.session.user)


def mail_payslips(run: str, user: str) -> None:
	"""Mail the chosen payslips of a run for a user, and tell their browser."""

	def progress(done: int, of: int) -> None:
		frappe.publish_realtime(MAIL_EVENT, {"run": run, "done": done, "of": of}, user=user)

	result = mail.send_all(run, progress)
	told = _("{0} payslips were mailed.").format(result[mail.SENT])
	if result[mail.FAILED]:
		told += " " + _("{0} could not be: the list tells why.").format(result[mail.FAILED])
	frappe.publish_realtime(MAIL_EVENT, {"run": run, "told": told}, user=user)
