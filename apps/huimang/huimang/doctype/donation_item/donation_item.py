from frappe.model.document import Document


class DonationItem(Document):
	pass
