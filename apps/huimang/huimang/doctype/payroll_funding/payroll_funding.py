from frappe.model.document import Document


class PayrollFunding(Document):
	pass
