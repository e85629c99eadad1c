from frappe.model.document import Document


class ContingencyUseLine(Document):
	pass
