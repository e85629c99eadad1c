from frappe.model.document import Document


class EmployeePayItem(Document):
	pass
