from frappe.model.document import Document


class RefundResolutionLine(Document):
	pass
