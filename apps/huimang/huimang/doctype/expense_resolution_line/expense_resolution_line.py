from frappe.model.document import Document


class ExpenseResolutionLine(Document):
	pass
