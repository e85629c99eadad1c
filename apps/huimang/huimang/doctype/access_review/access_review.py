import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

_WRITTEN = ("is_done", "conclusion")


class AccessReview(Document):
	"""The monthly check of a facility's access log (접속기록 점검)."""

	def validate(self):
		before = self.get_doc_before_save()
		if before and before.is_done:
			frappe.throw(_("The check is finished. Its record stays as it is."))
		if before:
			fields = [field.fieldname for field in self.meta.fields if field.fieldname not in _WRITTEN]
			for field in fields:
				self.set(field, before.get(field))
		if self.is_done:
			if not (self.conclusion or "").strip():
				frappe.throw(_("Please write what the check has shown."), frappe.MandatoryError)
			self.checked_by, self.checked_on = frappe.session.user, getdate()
