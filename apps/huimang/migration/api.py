"""What Desk may call of the uploads. Everything that changes something is POST."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import cint
from werkzeug.wrappers import Response

from huimang.migration import imports, tasks
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
def take(
	kind: str,
	facility: str,
	content: str,
	options: str | dict | None = None,
	file_name: str = "",
	rows: int = 0,
	good_only: int = 0,
) -> dict:
	"""Take a workbook (base64) over; what is there already is passed over.

	:param rows: how many rows the check has counted: many are taken over in the background.
	:param good_only: leave wrong rows out; otherwise nothing is taken over where one is wrong.
	"""
	upload = _permitted(kind, facility, options)
	return imports.take(kind, upload, uploads.uploaded(content), file_name, cint(rows), bool(cint(good_only)))


@frappe.whitelist(methods=["POST"])
def wrong_rows(kind: str, facility: str, content: str, options: str | dict | None = None) -> Response:
	"""Answer with the wrong rows of a workbook (base64) as a workbook of their own, each with its reason."""
	upload = _permitted(kind, facility, options)
	report = uploads.examine(upload, uploads.uploaded(content))
	return file_response(templates.build_faults(report.as_dict()["faults"]), _("Wrong Rows"), "xlsx")


@frappe.whitelist(methods=["POST"])
def undo(facility_import: str) -> None:
	"""Take back in the background what an import has made or changed."""
	imports.require_undoable(facility_import)
	frappe.db.set_value(imports.DOCTYPE, facility_import, "status", imports.UNDOING, update_modified=False)
	tasks.enqueue(tasks.undo, facility_import)


@frappe.whitelist(methods=["POST"])
def retry(facility_import: str) -> None:
	"""Go on with an import in the background whose worker has stopped."""
	imports.require_stopped(facility_import)
	tasks.enqueue(tasks.take, facility_import)


def _permitted(kind: str, facility: str, options: str | dict | None = None) -> Upload:
	"""Return the upload of a kind, for a user who may upload it. Raises FacilityAccessError."""
	imports.kind_named(kind).require(facility)
	return imports.kind_named(kind)(facility, frappe.parse_json(options) if options else None)
