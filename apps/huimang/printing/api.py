"""What the browser may call to print. Desk's own PDF buttons arrive here (hooks: override_whitelisted_methods)."""

from __future__ import annotations

from dataclasses import asdict

import frappe
from frappe import _
from frappe.core.doctype.access_log.access_log import make_access_log
from frappe.utils import cint, print_format
from werkzeug.wrappers import Response

from huimang.printing import foreign, pdf, service, tasks
from huimang.printing.response import file_response
from huimang.printing.service import Job

MOST_AT_ONCE = 200
"""Documents in one PDF while the browser waits. More would hold a web worker for minutes."""

MOST_IN_BACKGROUND = 2_000

LONGEST_PAGE = 3_000_000
"""Letters of a page that is made a PDF while the browser waits."""


@frappe.whitelist(allow_guest=True, methods=["GET", "POST"])
def download_pdf(doctype: str, name: str, **options) -> Response | None:
	"""Answer with one document as PDF.

	Documents of this app are laid out by WeasyPrint after ``check_permission`` (read and print) in the service; whatever
	belongs to another app is handed to the framework as it came, permission check and guests' keys included.
	"""
	if not service.prints(doctype):
		if not foreign.is_trusted():
			return file_response(foreign.print_documents(doctype, [name], options), name, "pdf")
		return frappe.call(print_format.download_pdf, doctype=doctype, name=name, **options)
	return _answer(_job(doctype, [name], options))


@frappe.whitelist(methods=["GET", "POST"])
def download_multi_pdf(doctype: str, name: str, **options) -> Response | None:
	"""Answer with many documents in one PDF. Permission as in ``download_pdf``, for every one of them.

	:param name: JSON list of names.
	"""
	if not service.prints(doctype):
		if not foreign.is_trusted():
			names = _names(name, MOST_AT_ONCE)
			return file_response(foreign.print_documents(doctype, names, options), names[0], "pdf")
		return frappe.call(print_format.download_multi_pdf, doctype=doctype, name=name, **options)
	return _answer(_job(doctype, _names(name, MOST_AT_ONCE), options))


@frappe.whitelist(methods=["POST"])
def download_multi_pdf_async(doctype: str, name: str, **options) -> dict[str, str]:
	"""Print many documents in the background, as newer versions of the framework offer it; the browser hears of the file.

	Permission is checked for every document before the job is queued, and again when it runs.
	"""
	if not service.prints(doctype):
		return frappe.call(print_format.download_multi_pdf_async, doctype=doctype, name=name, **options)
	job = _job(doctype, _names(name, MOST_IN_BACKGROUND), options)
	service.require_permission(job)
	task_id = frappe.generate_hash(length=20)
	frappe.enqueue(tasks.print_into_file, queue="long", job=asdict(job), task_id=task_id)
	return {"task_id": task_id}


@frappe.whitelist(methods=["POST"])
def report_to_pdf(html: str, orientation: str = "Landscape") -> Response:
	"""Answer with a page of Desk, such as a report, as PDF: every user of Desk may have on paper what they see.

	The framework hands the page to a browser of its own, which opens whatever addresses stand in it, those of this machine
	and of its neighbours too; ours load what the user may read and nothing else (`printing.resources`).
	"""
	if not frappe.has_permission("File", "create") or len(html) > LONGEST_PAGE:
		frappe.throw(_("This page cannot be printed as PDF."), frappe.PermissionError)
	paper = "A4 landscape" if orientation == "Landscape" else "A4"
	content = pdf.render([f"<style>@page {{ size: {paper}; margin: 12mm }}</style>{html}"], title=_("Report"))
	make_access_log(file_type="PDF", method="PDF")
	return file_response(content, _("Report"), "pdf")


def _answer(job: Job) -> Response:
	printed = service.print_documents(job)
	make_access_log(
		doctype=job.doctype, document=job.names[0], file_type="PDF", method="Print", filters=job.names
	)
	return file_response(printed.content, printed.title, "pdf")


def _names(text: str, most: int) -> list[str]:
	names = frappe.parse_json(text)
	if not isinstance(names, list) or not 0 < len(names) <= most:
		frappe.throw(_("Please choose between 1 and {0} documents to print.").format(most))
	return [str(name) for name in names]


def _job(doctype: str, names: list[str], options: dict) -> Job:
	"""Return what is to be printed. Desk sends words such as "undefined" for what was not chosen."""
	chosen, letterhead = options.get("format"), options.get("letterhead")
	if cint(options.get("no_letterhead")) or not _exists("Letter Head", letterhead):
		letterhead = None
	return Job(doctype, names, None if chosen in ("undefined", "null") else chosen, letterhead)


def _exists(doctype: str, name: str | None) -> bool:
	return bool(name and frappe.db.exists(doctype, {"name": name, "disabled": 0}))
