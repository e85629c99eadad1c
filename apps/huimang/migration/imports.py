"""Files that were taken over, as records (Facility Import): small ones at once, large ones in the background, and the way back.

An import is one transaction: killed half-way, nothing of it is there, and it may be started again. Its file is kept until then and
no longer, for it may hold personal numbers.
"""

from __future__ import annotations

import json

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, getdate, now_datetime

from huimang.database.sql import insert_rows, standard_columns
from huimang.errors import FacilityAccessError
from huimang.migration import upload as uploads
from huimang.migration.upload import Planned, Report, Upload

DOCTYPE, RECORD = "Facility Import", "Facility Import Record"
WAITING, RUNNING, DONE, FAILED = "Waiting", "Running", "Done", "Failed"
UNDOING, UNDONE = "Undoing", "Undone"
ALL, GOOD = "All or Nothing", "Good Rows Only"
AT_ONCE = 1_000
"""Rows up to which whoever uploads waits for the end."""
EVENT = "huimang_facility_import"
"""What the browser of whoever asked listens for."""
_TOLD = 200
"""Wrong rows that are kept with the import."""


def kind_named(kind: str) -> type[Upload]:
	"""Return the kind of list with a key of the hook ``huimang_uploads``. Raises ValidationError where there is none."""
	named = frappe.get_hooks("huimang_uploads", {}).get(kind)
	if not named:
		frappe.throw(_("This choice does not exist. Please choose from the list."))
	return frappe.get_attr(named[-1])


def take(kind: str, upload: Upload, content: bytes, file_name: str, rows: int, good_only: bool) -> dict:
	"""Take a file over, now or in the background where it has many rows; return what came of it.

	:param rows: how many rows the check has counted.
	"""
	from huimang.migration import tasks

	if rows > AT_ONCE:
		doc = begin(kind, upload, file_name, good_only)
		keep_file(doc, content)
		tasks.enqueue(tasks.take, doc.name)
		return {"facility_import": doc.name, "background": True}
	report = uploads.take_over(upload, content, good_only)
	if report.taken is None:
		return report.as_dict()
	doc = begin(kind, upload, file_name, good_only)
	_finish(doc, report)
	return {**report.as_dict(), "facility_import": doc.name}


def run(name: str) -> None:
	"""Take the kept file of an import over; one that is done is left as it is. Raises what it fails by."""
	doc = frappe.get_doc(DOCTYPE, name, for_update=True)
	if doc.status not in (WAITING, FAILED):
		return
	upload = _upload_of(doc)
	with open(_file(doc).get_full_path(), "rb") as kept:
		content = kept.read()
	title = _("Taking Over the File")
	report = uploads.take_over(
		upload,
		content,
		doc.mode == GOOD,
		lambda done, count: frappe.publish_progress(done * 99 / count, title=title, description=doc.title),
	)
	_finish(doc, report)


def undo(name: str) -> None:
	"""Take back all that an import has made or changed, or nothing where something stands against it.

	Raises ValidationError where a record was changed since, or is used by others.
	"""
	doc = frappe.get_doc(DOCTYPE, name, for_update=True)
	if doc.status not in (DONE, UNDOING):
		return
	rows = frappe.get_all(
		RECORD,
		{"facility_import": name},
		["record_doctype", "record", "was"],
		order_by="idx desc",
		limit_page_length=0,
	)
	_refuse_changed(doc, rows)
	title = _("Undoing the Import")
	_upload_of(doc).take_back(
		doc,
		rows,
		lambda done: frappe.publish_progress(done * 99 / len(rows), title=title, description=doc.title),
	)
	frappe.db.delete(RECORD, {"facility_import": name})
	doc.db_set({"status": UNDONE, "undone_on": now_datetime()})


def require_undoable(name: str) -> frappe._dict:
	"""Return an import that the user may undo. Raises FacilityAccessError, or ValidationError where there is no way back."""
	doc = frappe.db.get_value(
		DOCTYPE, name, ["name", "facility", "kind", "status", "taken", "finished_on"], as_dict=True
	)
	if not doc:
		raise FacilityAccessError
	kind_named(doc.kind).require(doc.facility, undo=True)
	if doc.status != DONE:
		frappe.throw(_("Only what was taken over can be undone."))
	if frappe.db.count(RECORD, {"facility_import": name}) != cint(doc.taken):
		frappe.throw(
			_("What this kind of list changes cannot be undone as a whole. Please correct it by hand.")
		)
	return doc


def require_stopped(name: str) -> None:
	"""Let the user go on with an import that was not taken over. Raises FacilityAccessError, ValidationError where it was."""
	doc = frappe.db.get_value(DOCTYPE, name, ["facility", "kind", "status", "source_file"], as_dict=True)
	if not doc:
		raise FacilityAccessError
	kind_named(doc.kind).require(doc.facility)
	if doc.status not in (WAITING, FAILED) or not doc.source_file:
		frappe.throw(_("There is nothing left to take over. Please upload the file again."))


def fail(name: str, status: str = FAILED) -> None:
	"""Note that a job has stopped."""
	frappe.db.rollback()
	frappe.db.set_value(DOCTYPE, name, "status", status)
	frappe.db.commit()


def forget_files() -> None:
	"""Delete the files of imports that nobody has gone on with for a week: they may hold personal numbers."""
	long_ago = frappe.utils.add_days(getdate(), -7)
	for name in frappe.get_all(
		DOCTYPE, {"source_file": ("is", "set"), "modified": ("<", long_ago)}, pluck="name"
	):
		_forget_file(frappe.get_doc(DOCTYPE, name))


def begin(kind: str, upload: Upload, file_name: str, good_only: bool) -> Document:
	"""Return a new import of a kind of list, to which nothing has been taken over yet."""
	what = _(upload.title or upload.doctype)
	doc = frappe.get_doc(
		{
			"doctype": DOCTYPE,
			"facility": upload.facility,
			"kind": kind,
			"title": f"{what} · {file_name}"[:140],
			"file_name": file_name[:140],
			"mode": GOOD if good_only else ALL,
			"options": frappe.as_json(upload.options, indent=None) if upload.options else None,
		}
	)
	# whoever may upload the list may not write what was uploaded
	return doc.insert(ignore_permissions=True)


def _upload_of(doc: Document) -> Upload:
	return kind_named(doc.kind)(doc.facility, json.loads(doc.options) if doc.options else None)


def _finish(doc: Document, report: Report) -> None:
	told = report.as_dict()
	taken = report.taken is not None
	lines = [
		" · ".join(filter(None, (str(fault["row"]), fault["column"], fault["reason"])))
		for fault in told["faults"][:_TOLD]
	]
	doc.db_set(
		{
			"status": DONE if taken else FAILED,
			"row_count": report.rows,
			"taken": report.taken or 0,
			"known": report.known,
			"wrong": report.wrong,
			"problems": "\n".join(lines) or None,
			"finished_on": now_datetime(),
		}
	)
	if taken:
		_note_records(doc, [item for item in report.written if item.name])
		_forget_file(doc)


def _note_records(doc: Document, written: list[Planned]) -> None:
	doctype = kind_named(doc.kind).doctype
	standard = standard_columns(frappe.session.user, now_datetime())
	columns = ("name", "facility", "facility_import", "record_doctype", "record", "was", *standard)
	rows = [
		(
			frappe.generate_hash(length=10),
			doc.facility,
			doc.name,
			item.doctype or doctype,
			item.name,
			frappe.as_json(item.was, indent=None) if item.was else None,
			*{**standard, "idx": number}.values(),
		)
		for number, item in enumerate(written, 1)
	]
	for start in range(0, len(rows), uploads.PORTION):
		insert_rows(RECORD, columns, rows[start : start + uploads.PORTION])


def _refuse_changed(doc: Document, rows: list[frappe._dict]) -> None:
	"""Refuse where somebody has gone on with a record: their work would be lost."""
	for doctype in dict.fromkeys(row.record_doctype for row in rows):
		names = [row.record for row in rows if row.record_doctype == doctype]
		for start in range(0, len(names), uploads.PORTION):
			changed = {"modified": (">", doc.finished_on)}
			changed["name"] = ("in", names[start : start + uploads.PORTION])
			if later := frappe.get_all(doctype, changed, limit=1, pluck="name"):
				link = frappe.utils.get_link_to_form(doctype, later[0])
				frappe.throw(
					_("{0} was changed after the import. Please correct single records by hand.").format(link)
				)


def keep_file(doc: Document, content: bytes) -> None:
	"""Keep the file of an import for the worker who takes it over."""
	file = frappe.get_doc(
		{
			"doctype": "File",
			"file_name": f"{doc.name}.xlsx",
			"attached_to_doctype": DOCTYPE,
			"attached_to_name": doc.name,
			"attached_to_field": "source_file",
			"is_private": 1,
			"content": content,
		}
	)
	file.insert(ignore_permissions=True)
	doc.db_set("source_file", file.file_url, update_modified=False)


def _file(doc: Document):
	return frappe.get_doc("File", {"attached_to_doctype": DOCTYPE, "attached_to_name": doc.name})


def _forget_file(doc: Document) -> None:
	if doc.source_file:
		frappe.delete_doc("File", _file(doc).name, ignore_permissions=True, delete_permanently=True)
		doc.db_set("source_file", None, update_modified=False)
