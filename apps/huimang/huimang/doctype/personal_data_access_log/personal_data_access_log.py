import frappe
from frappe import _
from frappe.model.document import Document

from huimang.errors import FacilityAccessError
from huimang.security import access_log


class PersonalDataAccessLog(Document):
	"""A row of the access log. Rows are written by `access_log.record`, and changed or deleted by nobody."""

	def validate(self):
		frappe.throw(_("The access log writes itself. Nobody changes it."), FacilityAccessError)

	def on_trash(self):
		"""Refuse, and leave a row that says who tried (the refusal takes everything else back)."""
		frappe.db.rollback()
		access_log.record(
			"Deletion Refused",
			facility=self.facility,
			document_type=self.doctype,
			document_name=self.name,
		)
		frappe.db.commit()
		frappe.throw(_("The access log is kept by law. Nobody deletes from it."), FacilityAccessError)
