from frappe.model.document import Document

from huimang.approval import delegation


class ApprovalLine(Document):
	"""결재란: the boxes that a facility's documents of one kind bear, and up to which amounts their approval is the last (전결)."""

	def on_update(self) -> None:
		delegation.changed(self.facility)

	def on_trash(self) -> None:
		delegation.changed(self.facility)
