from frappe.model.document import Document


class BudgetTransferLine(Document):
	pass
