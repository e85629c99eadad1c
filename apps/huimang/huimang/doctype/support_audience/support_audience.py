from frappe.model.document import Document


class SupportAudience(Document):
	"""A role for which a question or notice is."""
