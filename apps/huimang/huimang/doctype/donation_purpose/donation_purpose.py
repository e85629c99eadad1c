from frappe.model.document import Document


class DonationPurpose(Document):
	pass
