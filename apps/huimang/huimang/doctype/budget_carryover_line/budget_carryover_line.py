from frappe.model.document import Document


class BudgetCarryoverLine(Document):
	pass
