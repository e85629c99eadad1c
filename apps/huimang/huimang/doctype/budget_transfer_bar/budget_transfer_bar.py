from frappe.model.document import Document


class BudgetTransferBar(Document):
	pass
