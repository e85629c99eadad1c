from frappe.model.document import Document


class ApprovalLineBox(Document):
	pass
