"""Evidence files: private, and attached to the document that shows them, for reading follows the document."""

from __future__ import annotations

import frappe
from frappe import _

from huimang.resolutions.problems import Problems


def adopt_files(doc) -> None:
	"""Attach freshly uploaded evidence to its document, and refuse files of other documents.

	A path alone opens nothing: whoever could enter the path of a foreign file would read it through their own document.
	"""
	wanted = {row.attachment: row.idx for row in doc.evidence if row.attachment}
	if not wanted:
		return
	files = _files(list(wanted))
	problems = Problems()
	for url, line in wanted.items():
		copies = [file for file in files if file.file_url == url]
		if any(_belongs(file, doc) for file in copies):
			continue
		fresh = next((file for file in copies if _is_fresh(file)), None)
		if not fresh:
			problems.add(
				_("The evidence file is not a private file of this document. Please attach it again."),
				line=line,
			)
			continue
		frappe.db.set_value(
			"File",
			fresh.name,
			{
				"attached_to_doctype": doc.doctype,
				"attached_to_name": doc.name,
				"attached_to_field": "evidence",
			},
			update_modified=False,
		)
	problems.throw()


def _files(urls: list[str]) -> list[dict]:
	return frappe.get_all(
		"File",
		filters={"file_url": ("in", urls), "is_private": 1},
		fields=["name", "file_url", "owner", "attached_to_doctype", "attached_to_name"],
	)


def _belongs(file: dict, doc) -> bool:
	return file.attached_to_doctype == doc.doctype and file.attached_to_name == doc.name


def _is_fresh(file: dict) -> bool:
	"""Uploaded by this user and attached to nothing yet, or to a form that had no name."""
	name = file.attached_to_name or ""
	return file.owner == frappe.session.user and (not name or name.startswith("new-"))
