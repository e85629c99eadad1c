"""What the browser may call of statements."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.core.doctype.access_log.access_log import make_access_log
from frappe.utils import getdate
from werkzeug.wrappers import Response

from huimang.facility import access
from huimang.printing.response import file_response
from huimang.statements import engine, pack, paper, sheet, tasks

FORMATS = {"pdf": (paper.to_pdf, "print"), "xlsx": (sheet.to_xlsx, "export")}
"""By file name extension: what makes the file, and the right that it needs."""


@frappe.whitelist(methods=["GET", "POST"])
def download(statement: str, filters: str, file_format: str) -> Response:
	"""Answer with a statement as a file. ``engine.draw`` checks the permission: print for a PDF, export for an XLSX.

	:param statement: name of the statement.
	:param filters: JSON object with the filters of its report.
	:param file_format: ``pdf`` or ``xlsx``.
	"""
	frappe.has_permission(engine.get(statement).doctype, "read", throw=True)
	if file_format not in FORMATS:
		frappe.throw(_("This choice does not exist. Please choose from the list."))
	make, ptype = FORMATS[file_format]
	values = frappe.parse_json(filters)
	if not isinstance(values, dict):
		frappe.throw(_("Please choose a facility."))
	drawn = engine.draw(statement, values, ptype)
	make_access_log(report_name=engine.get(statement).report, filters=values, file_type=file_format.upper())
	period = drawn.heading.period.replace(". ~ ", "~").replace(". ", "-").rstrip(".")
	return file_response(make(drawn), f"{drawn.form.title}_{drawn.heading.facility}_{period}", file_format)


@frappe.whitelist(methods=["GET", "POST"])
def defaults(statement: str, facility: str | None = None) -> dict[str, str | int]:
	"""Return the filters with which the user's statement opens: their facility, its year of today, this month.

	Permission is what it asks about: only facilities in which the user may read the statement are named.

	:param facility: the facility that the user has chosen; left out, the first one of theirs.
	"""
	doctype = engine.get(statement).doctype
	facilities = access.facilities_for(frappe.session.user, doctype, "read")
	today = getdate()
	filters = {"start_date": ("<=", today), "end_date": (">=", today), "accounting_unit": "Facility"}
	if facility:
		facilities = {facility} if facilities is None else facilities & {facility}
	if facilities is not None:
		filters["facility"] = ("in", list(facilities))
	year = frappe.get_all("Accounting Year", filters, ["name", "facility"], order_by="facility", limit=1)
	if not year:
		return {}
	return {"facility": year[0].facility, "accounting_year": year[0].name, "month": today.month}


@frappe.whitelist(methods=["POST"])
def make_settlement_pack(settlement: str) -> None:
	"""Make the papers of a settlement in the background; the browser hears of progress and of the files.

	Whoever may change the settlement may ask, and gets no paper that they may not print. Asked twice, the later files take
	the place of the earlier ones. The job bears no name: one whose worker was killed would bar the next until its time is up.

	:param settlement: name of the Annual Settlement.
	"""
	doc = frappe.get_doc(pack.DOCTYPE, settlement)
	doc.check_permission("write")
	frappe.enqueue(
		tasks.make_settlement_pack,
		queue="long",
		settlement=settlement,
	)
