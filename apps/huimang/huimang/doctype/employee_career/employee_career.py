from frappe.model.document import Document


class EmployeeCareer(Document):
	"""Where an employee worked before (경력)."""
