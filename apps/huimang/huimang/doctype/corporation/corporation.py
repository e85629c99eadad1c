from frappe.model.document import Document

from huimang.facility.numbers import normalise


class Corporation(Document):
	"""A corporation (법인) that runs facilities."""

	def validate(self):
		normalise(self, unique_no="business_no", corporate_registration_no="corporation_no", phone="phone")
