from frappe.model.document import Document


class AccountSubjectTemplateRow(Document):
	"""One 목 of a statutory table."""
