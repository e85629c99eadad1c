from frappe.model.document import Document

from huimang.property import assets


class FacilityAsset(Document):
	"""A thing or a set of the same things, a piece of land, a building, a right: a card of the register (제24조, 제38조)."""

	def autoname(self) -> None:
		assets.name_of(self)

	def validate(self) -> None:
		assets.complete(self)

	def on_trash(self) -> None:
		assets.require_unused(self)
