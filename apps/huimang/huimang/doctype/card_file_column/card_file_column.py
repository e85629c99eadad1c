from frappe.model.document import Document


class CardFileColumn(Document):
	pass
