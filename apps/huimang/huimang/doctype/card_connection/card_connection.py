from frappe.model.document import Document

from huimang.card import connections


class CardConnection(Document):
	"""Who may send a facility the uses of its cards: a key that names the sender, and a secret that signs."""

	def before_insert(self) -> None:
		connections.give_key(self)

	def validate(self) -> None:
		connections.keep_key(self)
