from frappe.model.document import Document


class FacilityType(Document):
	"""A kind of facility that the law knows, and which tables of the accounting rule apply to it."""
