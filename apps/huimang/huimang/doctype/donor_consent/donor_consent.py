from frappe.model.document import Document


class DonorConsent(Document):
	pass
