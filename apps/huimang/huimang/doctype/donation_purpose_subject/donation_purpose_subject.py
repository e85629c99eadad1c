from frappe.model.document import Document


class DonationPurposeSubject(Document):
	pass
