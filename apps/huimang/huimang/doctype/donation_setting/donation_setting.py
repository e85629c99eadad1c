from frappe.model.document import Document

from huimang.donation import settings


class DonationSetting(Document):
	"""How a facility keeps its gifts: where they are received, and what becomes of limits."""

	def validate(self) -> None:
		settings.validate(self)
