from frappe.model.document import Document


class EmployeeLicence(Document):
	"""A licence or qualification of an employee (자격증)."""
