from frappe.model.document import Document

from huimang.donation import purposes


class DonationPurpose(Document):
	"""What designated gifts are for, and what they may be spent on (지정용도)."""

	def validate(self) -> None:
		purposes.complete(self)

	def on_trash(self) -> None:
		purposes.refuse_deletion(self)
