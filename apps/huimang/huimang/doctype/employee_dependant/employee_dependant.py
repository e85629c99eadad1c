from frappe.model.document import Document


class EmployeeDependant(Document):
	"""Somebody whom an employee provides for (부양가족)."""
