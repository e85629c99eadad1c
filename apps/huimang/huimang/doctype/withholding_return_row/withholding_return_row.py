from frappe.model.document import Document


class WithholdingReturnRow(Document):
	pass
