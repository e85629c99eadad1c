from frappe.model.document import Document


class Donor(Document):
	pass
