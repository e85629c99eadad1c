from frappe.model.document import Document


class ExpenseRequestItem(Document):
	pass
