from frappe.model.document import Document


class FacilityBudgetLine(Document):
	"""One line of a budget: a subject, its program and fund source, and how its amount is reckoned
	(산출근거).
	"""
