import frappe
from frappe.model.document import Document

from huimang.donation import pledges


class DonationPledge(Document):
	"""What somebody has promised to give (후원 약정). It is no income."""

	def validate(self) -> None:
		pledges.complete(self)
		pledges.refuse_twin(self)

	def on_update(self) -> None:
		pledges.follow(self)

	def on_trash(self) -> None:
		pledges.refuse_deletion(self)


def on_doctype_update() -> None:
	"""Two requests at once cannot give one payer number to two pledges."""
	frappe.db.add_unique("Donation Pledge", ["facility", "payer_no"])
