from typing import NoReturn

import frappe
from frappe import _
from frappe.model.document import Document


class ApprovalStep(Document):
	"""One decision on a document, written by `huimang.approval.steps` alone and never changed."""

	def _refuse(self, *args, **kwargs) -> NoReturn:
		frappe.throw(
			_("The record of an approval cannot be entered, changed or deleted."), frappe.PermissionError
		)

	before_insert = validate = on_trash = before_rename = _refuse
	db_insert = db_update = db_set = _refuse


def on_doctype_update() -> None:
	frappe.db.add_index("Approval Step", ["reference_name", "reference_doctype"], "approval_step_reference")
