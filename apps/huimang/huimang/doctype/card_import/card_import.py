from frappe.model.document import Document


class CardImport(Document):
	pass
