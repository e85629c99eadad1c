"""What Desk and REST may call of the subsidies. Everything that changes something is POST."""

from __future__ import annotations

import frappe
from frappe.core.doctype.access_log.access_log import make_access_log
from werkzeug.wrappers import Response

from huimang.facility import access
from huimang.printing.response import file_response
from huimang.resolutions import assist as resolution_assist
from huimang.subsidy import assist, grants, portal, settlements
from huimang.subsidy.sums import GRANT


@frappe.whitelist()
def grant_defaults(facility: str | None = None) -> dict:
	"""Return what a new grant starts with: the user's facility, if it is one, and the year that is open."""
	if facility:
		access.require(facility, GRANT, "create")
	else:
		frappe.has_permission(GRANT, "create", throw=True)
	values = resolution_assist.form_defaults(frappe.session.user, GRANT, facility)
	return {field: values.get(field) for field in ("facility", "accounting_year", "program")}


@frappe.whitelist()
def from_program(program: str) -> dict:
	"""Return what a new grant takes over from its subsidy program."""
	access.require(frappe.db.get_value("Subsidy Program", program, "facility"), "Subsidy Program", "read")
	return grants.start_from_program(program)


@frappe.whitelist(methods=["POST"])
def decide(name: str, notice: str | dict) -> None:
	"""교부결정: enter what the granting body has decided.

	:param notice: decided_on, document_no, start_date, end_date, payment_until, attachment, and shares, won by funding.
	"""
	access.require(frappe.db.get_value(GRANT, name, "facility"), GRANT, "create")
	grants.decide(name, frappe.parse_json(notice))


@frappe.whitelist(methods=["POST"])
def refuse(name: str, notice: str | dict) -> None:
	"""미선정: enter that the granting body has refused the application."""
	access.require(frappe.db.get_value(GRANT, name, "facility"), GRANT, "create")
	grants.refuse(name, frappe.parse_json(notice))


@frappe.whitelist(methods=["POST"])
def finalise(name: str, notice: str | dict) -> None:
	"""금액확정: enter the amount that the granting body has fixed.

	:param notice: final_amount, finalised_on, final_no, return_due_on, attachment.
	"""
	facility = frappe.db.get_value(settlements.DOCTYPE, name, "facility")
	access.require(facility, settlements.DOCTYPE, "create")
	settlements.finalise(name, frappe.parse_json(notice))


@frappe.whitelist()
def return_draft(source_name: str, target_doc: str | None = None) -> dict:
	"""Return an Expense Resolution, not saved yet, by which rest and interest go back: the form goes on from there."""
	facility = frappe.db.get_value(settlements.DOCTYPE, source_name, "facility")
	access.require(facility, "Expense Resolution", "create")
	return settlements.return_draft(source_name)


@frappe.whitelist()
def likely_grant(
	doctype: str, facility: str, account_subject: str, program: str, fund_source: str, day: str | None = None
) -> str | None:
	"""Return the grant to which a line of a form most likely belongs: the one that is for it, where there is but one."""
	access.require(facility, doctype, "create")
	return assist.likely_grant(doctype, facility, account_subject, program, fund_source, day)


@frappe.whitelist()
def rests(facility: str, names: str | list) -> dict[str, dict]:
	"""Return what is left of grants, for the lines of a form that name them."""
	access.require(facility, GRANT, "read")
	return assist.rests(facility, frappe.parse_json(names))


@frappe.whitelist()
def download_portal(
	grant: str, portal_format: str, from_date: str | None = None, to_date: str | None = None
) -> Response:
	"""Answer with a grant's expenses in the columns of a portal, as a workbook."""
	facility = frappe.db.get_value(GRANT, grant, "facility")
	access.require(facility, GRANT, "export")
	content = portal.to_xlsx(grant, portal_format, from_date, to_date)
	make_access_log(doctype=GRANT, document=grant, file_type="XLSX")
	title = frappe.db.get_value(GRANT, grant, "title")
	return file_response(content, f"{title} {portal_format}", "xlsx")
