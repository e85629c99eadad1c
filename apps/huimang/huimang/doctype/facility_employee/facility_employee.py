from frappe.model.document import Document


class FacilityEmployee(Document):
	"""Somebody who works, worked or will work in a facility (인사기록카드)."""
