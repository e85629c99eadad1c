from frappe.model.document import Document

from huimang.card import cards


class CorporateCard(Document):
	"""A card that is paid from an account of the facility (법인카드)."""

	def validate(self) -> None:
		cards.complete(self)
		cards.check(self)

	def on_update(self) -> None:
		cards.adopt_uses(self)
