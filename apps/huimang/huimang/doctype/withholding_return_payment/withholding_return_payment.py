from frappe.model.document import Document


class WithholdingReturnPayment(Document):
	pass
