from frappe.model.document import Document


class DonationSetting(Document):
	pass
