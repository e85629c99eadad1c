from frappe.model.document import Document


class WorkShift(Document):
	"""A shift (주간, 야간 …) that people on a roster take turns in."""
