"""Files of documents that are being approved, or have been, stay as they are: approvers have seen them."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.base_document import get_controller

from huimang.approval import stages
from huimang.approval.document import ApprovalDocument

_WATCHED = ("file_url", "file_name", "is_private", "attached_to_doctype", "attached_to_name")


def keep(file, method: str) -> None:
	"""Refuse to delete, replace or publish a file of a document that is no draft (hook: File, on_trash and validate).

	Adding files stays possible: proof of a transfer comes after the approval.
	"""
	before = file.get_doc_before_save() or file
	if method == "validate" and (
		file.is_new() or not any(file.has_value_changed(field) for field in _WATCHED)
	):
		return
	if not before.attached_to_doctype or not before.attached_to_name or not _is_decided_on(before):
		return
	frappe.throw(
		_("The files of a document that is being approved or has been approved are kept as they are.")
	)


def _is_decided_on(file) -> bool:
	try:
		controller = get_controller(file.attached_to_doctype)
	except ImportError:
		return False
	if not issubclass(controller, ApprovalDocument):
		return False
	stage = frappe.db.get_value(file.attached_to_doctype, file.attached_to_name, "stage")
	return stage not in (None, stages.DRAFT)
