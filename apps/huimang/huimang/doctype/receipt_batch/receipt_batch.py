import frappe
from frappe import _
from frappe.model.document import Document

from huimang.donation.receipts import batch


class ReceiptBatch(Document):
	"""A whole year's receipts, made in the background."""

	def before_insert(self) -> None:
		batch.prepare(self)

	def validate(self) -> None:
		if not self.is_new():
			frappe.throw(_("A batch stays as it was asked for. Please make another one."))

	def after_insert(self) -> None:
		batch.start(self.name)
