from frappe.model.document import Document


class EmployeeEducation(Document):
	"""A school that an employee went to (학력)."""
