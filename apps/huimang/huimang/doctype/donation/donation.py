import frappe
from frappe.model.document import Document

from huimang.donation import gifts


class Donation(Document):
	"""A gift of money or goods (후원금품)."""

	def validate(self) -> None:
		gifts.complete(self)

	def on_update(self) -> None:
		gifts.follow(self)

	def on_trash(self) -> None:
		gifts.refuse_deletion(self)


def on_doctype_update() -> None:
	"""A line of a bank's list makes one gift, and a line of a resolution receives one."""
	frappe.db.add_unique("Donation", ["facility", "import_key"])
	frappe.db.add_unique("Donation", ["resolution_row"])
