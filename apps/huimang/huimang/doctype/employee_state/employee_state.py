from frappe.model.document import Document


class EmployeeState(Document):
	"""What an order made of an employee from a day on (발령사항): written by personnel.people alone."""
