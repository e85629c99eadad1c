"""Files of documents that are being approved, or have been, stay as they are: approvers have seen them."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.base_document import get_controller

from huimang.approval import stages
from huimang.approval.document import ApprovalDocument
from huimang.facility.files import FacilityFile

_KEPT = ("file_url", "file_name", "is_private", "attached_to_doctype", "attached_to_name")


class KeptFile(FacilityFile):
	"""A facility's file. As part of a document that is no draft it cannot be deleted, replaced or moved.

	Adding files stays possible: the proof of a transfer comes after the approval. The check is here and not in a hook,
	for the framework has removed the file from the disk before it calls those.
	"""

	def validate(self) -> None:
		if not self.is_new() and any(self.has_value_changed(field) for field in _KEPT):
			self._require_draft()
		super().validate()

	def on_trash(self) -> None:
		self._require_draft()
		super().on_trash()

	def _require_draft(self) -> None:
		stored = self.get_doc_before_save() or self
		if _stage_of(stored.attached_to_doctype, stored.attached_to_name) not in (None, stages.DRAFT):
			frappe.throw(
				_("The files of a document that is being approved or has been approved are kept as they are.")
			)


def _stage_of(doctype: str | None, name: str | None) -> str | None:
	if not doctype or not name:
		return None
	try:
		controller = get_controller(doctype)
	except ImportError:
		return None
	return frappe.db.get_value(doctype, name, "stage") if issubclass(controller, ApprovalDocument) else None
