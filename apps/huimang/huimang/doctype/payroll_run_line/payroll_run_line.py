from frappe.model.document import Document


class PayrollRunLine(Document):
	pass
