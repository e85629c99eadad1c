from frappe.model.document import Document


class DonationPledge(Document):
	pass
