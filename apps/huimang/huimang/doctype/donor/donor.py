from frappe.model.document import Document

from huimang.donation import donors


class Donor(Document):
	"""Who gives, or has promised to (후원자)."""

	def before_insert(self) -> None:
		donors.number(self)

	def validate(self) -> None:
		donors.prepare(self)

	def on_trash(self) -> None:
		donors.refuse_deletion(self)
