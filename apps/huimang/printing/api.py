"""What the browser may call to print. Desk's own PDF buttons arrive here (hooks: override_whitelisted_methods)."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.core.doctype.access_log.access_log import make_access_log
from frappe.utils import cint, print_format
from werkzeug.wrappers import Response

from huimang.printing import service
from huimang.printing.response import file_response

MOST_AT_ONCE = 500
"""Documents in one PDF. More would hold a web worker for minutes."""


@frappe.whitelist(allow_guest=True, methods=["GET", "POST"])
def download_pdf(doctype: str, name: str, **options) -> Response | None:
	"""Answer with one document as PDF.

	Documents of this app are laid out by WeasyPrint after ``check_permission`` (read and print) in the service; whatever
	belongs to another app is handed to the framework as it came, permission check and guests' keys included.
	"""
	if not service.prints(doctype):
		return frappe.call(print_format.download_pdf, doctype=doctype, name=name, **options)
	return _answer(doctype, [name], options)


@frappe.whitelist(methods=["GET", "POST"])
def download_multi_pdf(doctype: str, name: str, **options) -> Response | None:
	"""Answer with many documents in one PDF. Permission as in ``download_pdf``, for every one of them.

	:param name: JSON list of names.
	"""
	if not isinstance(doctype, str) or not service.prints(doctype):
		return frappe.call(print_format.download_multi_pdf, doctype=doctype, name=name, **options)
	names = frappe.parse_json(name)
	if not isinstance(names, list) or not 0 < len(names) <= MOST_AT_ONCE:
		frappe.throw(_("Please choose between 1 and {0} documents to print.").format(MOST_AT_ONCE))
	return _answer(doctype, [str(each) for each in names], options)


def _answer(doctype: str, names: list[str], options: dict) -> Response:
	chosen = options.get("format")
	letterhead = None if cint(options.get("no_letterhead")) else options.get("letterhead")
	printed = service.print_documents(
		doctype, names, None if chosen in ("undefined", "null") else chosen, _existing_letterhead(letterhead)
	)
	make_access_log(
		doctype=doctype, document=names[0], file_type="PDF", method="Print", filters={"name": names}
	)
	return file_response(printed.content, printed.title, "pdf")


def _existing_letterhead(name: str | None) -> str | None:
	"""Return the Letter Head that was asked for; Desk sends its words for "none" as if they were one."""
	return name if name and frappe.db.exists("Letter Head", {"name": name, "disabled": 0}) else None
