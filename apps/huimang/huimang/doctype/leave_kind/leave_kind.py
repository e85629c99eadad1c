from frappe.model.document import Document

from huimang.personnel import leave_kinds


class LeaveKind(Document):
	"""A kind of leave as a facility grants it: the law's minimum at first, then as its rules of employment say."""

	def autoname(self) -> None:
		leave_kinds.name_of(self)

	def validate(self) -> None:
		leave_kinds.check(self)

	def on_trash(self) -> None:
		leave_kinds.refuse_deletion(self)
