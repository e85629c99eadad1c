from frappe.model.document import Document


class PersonnelOrderLine(Document):
	"""One person of a personnel order and what changes for them."""
