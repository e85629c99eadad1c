from frappe.model.document import Document

from huimang.facility.numbers import normalise


class EligibilityExemption(Document):
	"""A corporation or facility that need not use the system (재무·회계규칙 제6조의2④ 단서)."""

	def validate(self):
		normalise(self, unique_no="business_no")
