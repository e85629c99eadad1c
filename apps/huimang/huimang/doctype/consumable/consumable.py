"""소모품: see huimang.property.stock."""

from frappe.model.document import Document

from huimang.property import stock


class Consumable(Document):
	"""A kind of goods that is used up, and how much of it is in stock."""

	def autoname(self) -> None:
		stock.name_item(self)

	def validate(self) -> None:
		stock.check_item(self)
