"""What the browser may call of disclosure."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.core.doctype.access_log.access_log import make_access_log
from werkzeug.wrappers import Response

from huimang.donation.disclosure import notice as notices
from huimang.donation.disclosure import service
from huimang.facility import access
from huimang.printing import pdf
from huimang.printing.response import file_response
from huimang.statements import engine, paper, sheet
from huimang.statements.donation_report import PARTS, PUBLIC, SUBMITTED

REPORT = "donation_report"


@frappe.whitelist(methods=["POST"])
def publish(disclosure: str) -> None:
	"""Show the year's figures, as they are now, to everybody."""
	access.require(_facility_of(disclosure), service.DOCTYPE, "write")
	service.publish(disclosure)


@frappe.whitelist(methods=["POST"])
def withdraw(disclosure: str) -> None:
	"""Take a page back before its time is over."""
	access.require(_facility_of(disclosure), service.DOCTYPE, "write")
	service.withdraw(disclosure)


@frappe.whitelist(methods=["POST"])
def go_on(notice: str) -> None:
	"""Go on with a notice to donors that was stopped; nobody is mailed twice."""
	access.require(frappe.db.get_value(notices.DOCTYPE, notice, "facility") or "", notices.DOCTYPE, "create")
	if frappe.db.get_value(notices.DOCTYPE, notice, "status") == notices.DONE:
		frappe.throw(_("This notice is done."))
	notices.start(notice)


@frappe.whitelist(methods=["GET", "POST"])
def whole_report(
	facility: str, accounting_year: str, file_format: str, audience: str = SUBMITTED
) -> Response:
	"""Answer with all parts of 별지 제19호 in one file: ``pdf``, or ``xlsx`` (전산파일) with a sheet a part.

	``engine.draw`` checks the right to print or export for each part.
	"""
	access.require(facility, "Donation", "print" if file_format == "pdf" else "export")
	if file_format not in ("pdf", "xlsx") or audience not in (SUBMITTED, PUBLIC):
		frappe.throw(_("This choice does not exist. Please choose from the list."))
	filters = {"facility": facility, "accounting_year": accounting_year, "audience": audience}
	ptype = "print" if file_format == "pdf" else "export"
	drawn = [engine.draw(REPORT, {**filters, "part": part}, ptype) for part in ("Summary", *list(PARTS)[:-1])]
	make_access_log(report_name="Donation Report", filters=filters, file_type=file_format.upper())
	name = drawn[0].heading.facility
	title = f"후원금수입 및 사용결과보고서{'(공개용)' if audience == PUBLIC else ''}_{name}_{accounting_year}"
	content = sheet.to_workbook(drawn) if file_format == "xlsx" else _one_pdf(drawn, title)
	return file_response(content, title, file_format)


def _one_pdf(drawn: list, title: str) -> bytes:
	"""Return the parts in one PDF whose pages are counted through."""
	laid = [paper.lay_out(part) for part in drawn]
	count, before, sheets = sum(len(part.pages) for part in laid), 0, []
	for part in laid:
		sheets.extend(part.sheets(before, count))
		before += len(part.pages)
	return pdf.render(sheets, title=title)


def _facility_of(disclosure: str) -> str:
	return frappe.db.get_value(service.DOCTYPE, disclosure, "facility") or ""
