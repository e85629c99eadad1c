from frappe.model.document import Document


class LeaveRequestDay(Document):
	"""A day of a leave with the hours of work that it takes the place of."""
