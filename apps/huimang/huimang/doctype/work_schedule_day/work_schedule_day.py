from frappe.model.document import Document


class WorkScheduleDay(Document):
	"""The working time of a weekday."""
