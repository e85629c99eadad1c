"""The papers of an application: a few small files of kinds that can be looked at."""

from __future__ import annotations

from collections.abc import Mapping

import frappe
from frappe import _

from huimang.registration.access import DOCTYPE

FIELDS = ("unique_no_certificate", "report_certificate", "official_letter", "other_paper")
LARGEST = 4 * 1024 * 1024
ALL_TOGETHER = 9 * 1024 * 1024
_KINDS = {b"%PDF-": "pdf", b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png"}
"""By how the file begins: what it is called does not count."""
_CALLED = {
	"unique_no_certificate": "고유번호증",
	"report_certificate": "신고증",
	"official_letter": "공문",
	"other_paper": "기타서류",
}


def needed(doc) -> list[str]:
	"""Return the papers without which an application is not handed in."""
	return ["unique_no_certificate", *(["official_letter"] if doc.needs_local_approval else [])]


def attach(doc, files: Mapping) -> None:
	"""Keep the files that came with an application, each in its place; what was sent before stays on file.

	:param files: what was uploaded, by the field that it is for; anything else is left aside.
	"""
	found = {field: files[field].stream.read() for field in FIELDS if files.get(field)}
	found = {field: content for field, content in found.items() if content}
	if sum(map(len, found.values())) > ALL_TOGETHER:
		frappe.throw(_("The files are too large together. Please send smaller ones."))
	for field, content in found.items():
		name = f"{_CALLED[field]}_{doc.name}_{frappe.generate_hash(length=6)}.{_kind(content)}"
		file = {"doctype": "File", "file_name": name, "content": content, "is_private": 1}
		place = {
			"attached_to_doctype": DOCTYPE,
			"attached_to_name": doc.name,
			"attached_to_field": field,
		}
		doc.set(field, frappe.get_doc({**file, **place}).insert(ignore_permissions=True).file_url)
	# the framework says beside the form that "Guest" has attached them; the fields say what there is
	frappe.db.delete(
		"Comment",
		{"reference_doctype": DOCTYPE, "reference_name": doc.name, "comment_type": "Attachment"},
	)


def _kind(content: bytes) -> str:
	if len(content) > LARGEST:
		frappe.throw(_("A file may have {0} MB at most.").format(LARGEST // 1024**2))
	for start, ending in _KINDS.items():
		if content.startswith(start):
			return ending
	frappe.throw(_("Please attach PDF, JPG or PNG files."))
