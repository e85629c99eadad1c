from frappe.model.document import Document


class WorkScheduleMember(Document):
	"""Somebody who works by a schedule from a day on."""
