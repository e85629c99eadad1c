"""Rows of Severance Settlement."""

from frappe.model.document import Document


class SeveranceWage(Document):
	pass
