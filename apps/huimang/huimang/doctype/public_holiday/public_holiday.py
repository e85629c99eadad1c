from frappe.model.document import Document


class PublicHoliday(Document):
	"""A day that is no working day: deadlines move past it (국세기본법 제5조). Operators add and correct them."""
