from frappe.model.document import Document

from huimang.donation import goods


class DonatedGoodsUse(Document):
	"""What became of goods that were given (후원품 사용)."""

	def validate(self) -> None:
		goods.complete(self)

	def after_insert(self) -> None:
		goods.take(self)

	def on_trash(self) -> None:
		goods.give_back(self)
