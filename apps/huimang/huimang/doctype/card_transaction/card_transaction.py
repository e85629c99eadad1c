import frappe
from frappe.model.document import Document

from huimang.card import transactions


class CardTransaction(Document):
	"""A use of a card, or the cancellation of one, as the card company tells it. What it tells is never changed."""

	def before_insert(self) -> None:
		transactions.complete(self)

	def validate(self) -> None:
		transactions.check(self)

	def after_insert(self) -> None:
		transactions.follow(self)

	def on_update(self) -> None:
		transactions.adopt_receipt(self)

	def on_trash(self) -> None:
		transactions.refuse_deletion(self)


def on_doctype_update() -> None:
	"""A use is there once, by whatever road and however often it is told."""
	frappe.db.add_unique("Card Transaction", ["facility", "transaction_key"])
