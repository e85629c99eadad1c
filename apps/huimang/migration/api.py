"""What Desk may call of the uploads. Everything that changes something is POST."""

from __future__ import annotations

import frappe
from frappe import _
from werkzeug.wrappers import Response

from huimang.migration import template as templates
from huimang.migration import upload as uploads
from huimang.migration.upload import Upload
from huimang.printing.response import file_response


@frappe.whitelist()
def template(kind: str, facility: str) -> Response:
	"""Answer with the empty workbook of a kind of upload."""
	upload = _permitted(kind, facility)
	if not upload.template:
		frappe.throw(_("There is no template for this list."))
	return file_response(templates.build(upload.layouts()[0]), upload.template, "xlsx")


@frappe.whitelist(methods=["POST"])
def check(kind: str, facility: str, content: str, options: str | dict | None = None) -> dict:
	"""Tell what a workbook (base64) would do, and every row of it that is wrong.

	:param kind: a key of the hook ``huimang_uploads``.
	:param options: what the dialog asks besides the file.
	"""
	upload = _permitted(kind, facility, options)
	return uploads.examine(upload, uploads.uploaded(content)).as_dict()


@frappe.whitelist(methods=["POST"])
def take(kind: str, facility: str, content: str, options: str | dict | None = None) -> dict:
	"""Take a workbook (base64) over, all of it or nothing; what is there already is passed over."""
	upload = _permitted(kind, facility, options)
	return uploads.take_over(upload, uploads.uploaded(content)).as_dict()


def _permitted(kind: str, facility: str, options: str | dict | None = None) -> Upload:
	"""Return the upload of a kind, for a user who may upload it. Raises FacilityAccessError."""
	named = frappe.get_hooks("huimang_uploads", {}).get(kind)
	if not named:
		frappe.throw(_("This choice does not exist. Please choose from the list."))
	upload: type[Upload] = frappe.get_attr(named[-1])
	upload.require(facility)
	return upload(facility, frappe.parse_json(options) if options else None)
