from frappe.model.document import Document

from huimang.facility.numbers import normalise
from huimang.support import settings


class SupportSetting(Document):
	"""Service hours, the times within which answers are promised, the telephone, and how long inquiries are kept."""

	def validate(self):
		settings.hours_of(self)
		normalise(self, phone="phone")
