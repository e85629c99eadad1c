from frappe.model.document import Document

from huimang.card import formats


class CardFileFormat(Document):
	"""How the lists of a card company are read: the headings below which its columns stand."""

	def validate(self) -> None:
		formats.check(self)
