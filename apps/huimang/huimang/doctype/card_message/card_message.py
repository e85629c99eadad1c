import frappe
from frappe.model.document import Document


class CardMessage(Document):
	"""A message of a card company as it was accepted; written and worked off by `huimang.card.messages` only."""


def on_doctype_update() -> None:
	"""A message is accepted once."""
	frappe.db.add_unique("Card Message", ["card_connection", "nonce"])
	frappe.db.add_index("Card Message", ["status", "next_attempt"])
