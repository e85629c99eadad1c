from frappe.model.document import Document


class Donation(Document):
	pass
