from frappe.model.document import Document

from huimang.personnel import people


class FacilityEmployee(Document):
	"""Somebody who works, worked or will work in a facility (인사기록카드)."""

	def before_insert(self) -> None:
		people.number(self)

	def validate(self) -> None:
		people.prepare(self)
