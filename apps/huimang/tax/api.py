"""What Desk and REST may call of the tax area. Everything that changes something is POST."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.core.doctype.access_log.access_log import make_access_log
from frappe.utils import add_months, cint, getdate
from werkzeug.wrappers import Response

from huimang.facility import access
from huimang.printing.response import file_response
from huimang.tax import filing, invoices, payees, personal_numbers, queries, return_sheet


@frappe.whitelist(methods=["POST"])
def withhold(facility: str, rows: str | list, on: str | None = None) -> dict:
	"""Return what is withheld from the payees of a form while it is being typed, and the sum.

	By POST, though it only reads: the payees of a long list do not fit into an address.

	:param rows: rows of Payee Withholding: payee, income_kind, gross, days, expense_rate, income_code.
	:param on: the day of the payment, today if left out.
	"""
	access.require(facility, "Expense Resolution", "read")
	rows = [frappe._dict(row) for row in frappe.parse_json(rows)]
	withheld = payees.reckon(rows, getdate(on))
	told = [
		{**amounts._asdict(), "income_code": payees.code_of(row)}
		for row, amounts in zip(rows, withheld, strict=True)
	]
	return {"rows": told, "total": sum(amounts.total for amounts in withheld)}


@frappe.whitelist(methods=["POST"])
def reveal_resident_no(name: str, purpose: str) -> str:
	"""Return a payee's whole resident registration number to somebody who pays people; who read it, and why, is logged."""
	doc = frappe.get_doc("Counterparty", name)
	access.require(doc.facility, "Counterparty", "write")
	access.require(doc.facility, "Expense Resolution", "create")
	return personal_numbers.reveal_resident_no(doc, purpose)


@frappe.whitelist()
def due_soon(days: int = 14) -> list[dict]:
	"""Return the filings of the user's facilities that are overdue or fall due within some days."""
	return queries.due_soon(frappe.session.user, cint(days))


@frappe.whitelist(methods=["POST"])
def open_calendar() -> int:
	"""Make the filings of the user's facilities that have none yet; return how many. The scheduler keeps them from then on."""
	facilities = access.facilities_for(frappe.session.user, "Filing Task", "create") or ()
	new = [name for name in sorted(facilities) if not frappe.db.exists("Filing Task", {"facility": name})]
	return sum(len(filing.make_tasks(name, getdate())) for name in new)


@frappe.whitelist()
def calendar_events(start: str, end: str, filters: str | None = None, **_more: str) -> list[dict]:
	"""Return the filings of a stretch of days for the calendar view; the list query behind it asks for permission."""
	given = frappe.parse_json(filters) or []
	return frappe.get_list(
		"Filing Task",
		filters=[*given, ["Filing Task", "due_on", "between", [getdate(start), getdate(end)]]],
		fields=["name", "title", "due_on", "status"],
		limit=500,
	)


@frappe.whitelist()
def return_defaults(facility: str | None = None) -> dict:
	"""Return what a new withholding return starts with: the user's facility, if it is one, and last month."""
	if facility:
		access.require(facility, "Withholding Return", "create")
	else:
		facilities = access.facilities_for(frappe.session.user, "Withholding Return", "create")
		facility = next(iter(facilities)) if facilities and len(facilities) == 1 else None
	month = getdate(add_months(getdate(), -1))
	return {"facility": facility, "year": month.year, "month": str(month.month)}


@frappe.whitelist()
def download_return(name: str, file_format: str = "xlsx") -> Response:
	"""Answer with a withholding return and its local tax as a workbook."""
	doc = frappe.get_doc("Withholding Return", name)
	doc.check_permission("read")
	access.require(doc.facility, "Withholding Return", "export")
	if file_format != "xlsx":
		frappe.throw(_("This choice does not exist. Please choose from the list."))
	make_access_log(doctype=doc.doctype, document=doc.name, file_type="XLSX")
	return file_response(return_sheet.to_xlsx(doc), doc.purpose, "xlsx")


@frappe.whitelist()
def invoice_candidates(name: str) -> list[dict]:
	"""Return the resolutions that most likely moved an invoice's money."""
	doc = frappe.get_doc(invoices.DOCTYPE, name)
	doc.check_permission("read")
	access.require(doc.facility, invoices.RESOLUTIONS[doc.direction][0], "read")
	return invoices.candidates(doc)


@frappe.whitelist(methods=["POST"])
def link_invoices(facility: str) -> dict:
	"""Link every invoice of a facility that leaves no doubt to which resolution it belongs."""
	invoices.require_write(facility)
	return invoices.link_all(facility)
