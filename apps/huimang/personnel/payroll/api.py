"""What Desk and REST may call of the payroll. Everything that changes something is POST."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.core.doctype.access_log.access_log import make_access_log
from werkzeug.wrappers import Response

from huimang.facility import access
from huimang.personnel.payroll import mail, masters, queries, service, tasks, transfer_list
from huimang.personnel.payroll.standing import RUN, SLIP
from huimang.printing.response import file_response


@frappe.whitelist(methods=["POST"])
def calculate(name: str, employee: str | None = None) -> dict[str, Any]:
	"""Calculate a payroll, or one of its people, anew. All of it happens in the background; one person at once.

	Permission: whoever may create payrolls in the facility of the run.
	"""
	facility = _require_run(name, "create")
	if employee:
		access.require(facility, "Employee Pay", "read")
		return {"told": service.told(service.calculate(name, only=[employee]))}
	if frappe.db.get_value(RUN, name, "stage") != "Draft":
		frappe.throw(
			_(
				"This payroll is being reviewed or is confirmed. Have it returned before it is calculated anew."
			)
		)
	tasks.enqueue(name)
	return {"queued": True}


@frappe.whitelist()
def payslips(name: str) -> list[dict[str, Any]]:
	"""Return the payslips of a run beside those of the month before, for whoever may read payslips of the facility."""
	access.require(_require_run(name, "read"), "Employee Pay", "read")
	return queries.payslips(name)


@frappe.whitelist()
def unfolded(name: str) -> list[dict[str, Any]]:
	"""Return the lines of a payslip with every step, for whoever may read it: HR, the head, and the person."""
	frappe.get_doc(SLIP, name).check_permission("read")
	return queries.unfolded(name)


@frappe.whitelist()
def run_defaults(facility: str | None = None) -> dict[str, Any]:
	"""Return what a new payroll starts with: the facility, the first month that has none, and its year."""
	if not facility:
		facilities = access.facilities_for(frappe.session.user, RUN, "create")
		if facilities is None or len(facilities) != 1:
			return {}
		facility = next(iter(facilities))
	access.require(facility, RUN, "create")
	return queries.next_run(facility)


@frappe.whitelist(methods=["POST"])
def complete_resolutions(name: str) -> list[str]:
	"""Write those resolutions of a confirmed payroll that do not stand, after one was cancelled or deleted."""
	_require_run(name, "read")
	run = frappe.get_doc(RUN, name, for_update=True)
	if run.stage != "Settled":
		frappe.throw(_("{0} is not confirmed yet. It is paid once it is.").format(run.title))
	return service.make_resolutions(run)


@frappe.whitelist()
def resolutions(name: str) -> list[dict[str, Any]]:
	"""Return the resolutions of a payroll, for whoever may read resolutions in its facility."""
	access.require(_require_run(name, "read"), "Expense Resolution", "read")
	return service.resolutions_of(name)


@frappe.whitelist(methods=["POST"])
def transfer_csv(name: str, bank_account: str, purpose: str) -> Response:
	"""Answer with the list by which a bank pays the net amounts (급여이체 CSV); it bears whole account numbers, so it is logged.

	Permission: HR and the head, to whom payslips are open.
	"""
	access.require(_require_run(name, "read"), "Employee Pay", "read")
	if len((purpose or "").strip()) < 2:
		frappe.throw(_("Please state what you need the account numbers for."))
	title, content = transfer_list.of(name, bank_account)
	make_access_log(
		doctype=RUN, document=name, file_type="CSV", method="transfer_csv", filters=purpose.strip()
	)
	return file_response(content, title, "csv")


@frappe.whitelist(methods=["POST"])
def mail_payslips(name: str, again: bool = False) -> int:
	"""Mail the payslips of a confirmed payroll to their people, in the background; return how many.

	:param again: those that were mailed already as well.

	Permission: HR and the head, to whom payslips are open.
	"""
	access.require(_require_run(name, "read"), "Employee Pay", "read")
	if frappe.db.get_value(RUN, name, "docstatus") != 1:
		frappe.throw(_("Payslips are mailed once the payroll is confirmed."))
	count = mail.choose(name, again)
	if count:
		tasks.enqueue_mail(name)
	return count


@frappe.whitelist()
def setting_defaults(facility: str | None = None) -> dict[str, Any]:
	"""Return what a new payroll setting starts with, for whoever may set the payroll up."""
	if not facility:
		facilities = access.facilities_for(frappe.session.user, "Payroll Setting", "create")
		if facilities is None or len(facilities) != 1:
			return {}
		facility = next(iter(facilities))
	access.require(facility, "Payroll Setting", "create")
	return masters.setting_defaults(facility)


@frappe.whitelist()
def published_tables() -> list[dict[str, Any]]:
	"""Return the step tables that are delivered, for anybody who keeps step tables somewhere."""
	if access.facilities_for(frappe.session.user, "Salary Step Table", "create") == frozenset():
		frappe.throw(_("You do not have access to this document."), frappe.PermissionError)
	return masters.published_tables()


@frappe.whitelist(methods=["POST"])
def load_table(facility: str, authority: str, effective_from: str) -> str:
	"""Make a published step table the facility's own; return its name."""
	access.require(facility, "Salary Step Table", "create")
	return masters.load_table(facility, authority, effective_from)


def _require_run(name: str, ptype: str) -> str:
	"""Return the facility of a run that the user may reach. Raises where they may not, or where there is none."""
	facility = frappe.db.get_value(RUN, name, "facility")
	if not facility:
		frappe.throw(_("{0} {1} not found").format(_(RUN), name), frappe.DoesNotExistError)
	access.require(facility, RUN, ptype)
	return facility
