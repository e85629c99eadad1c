from frappe.model.document import Document


class FacilityBudget(Document):
	"""A budget of one accounting year: the original (본예산) or a supplementary one (추가경정예산)."""
