from frappe.model.document import Document


class IncomeResolutionLine(Document):
	pass
