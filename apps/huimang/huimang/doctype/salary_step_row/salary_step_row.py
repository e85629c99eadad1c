from frappe.model.document import Document


class SalaryStepRow(Document):
	pass
