from frappe.model.document import Document


class PayrollDeduction(Document):
	pass
