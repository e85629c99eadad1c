from frappe.model.document import Document


class PayeeWithholding(Document):
	pass
