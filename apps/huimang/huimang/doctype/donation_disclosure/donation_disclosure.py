from frappe.model.document import Document

from huimang.donation.disclosure import service


class DonationDisclosure(Document):
	"""What a facility tells the public of a year's gifts (제41조의6), as it stood when it was published."""

	def validate(self) -> None:
		service.complete(self)

	def on_trash(self) -> None:
		service.require_draft(self)
