from frappe.model.document import Document


class WithholdingReturnLocalRow(Document):
	pass
