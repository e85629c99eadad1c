import frappe
from frappe import _
from frappe.model.document import Document

from huimang.donation.disclosure import notice


class DonorNotice(Document):
	"""The yearly word to donors on what came in and what it was used for (제41조의5), by mail."""

	def before_insert(self) -> None:
		notice.prepare(self)

	def validate(self) -> None:
		if not self.is_new():
			frappe.throw(_("A notice stays as it was sent. Please write another one."))

	def after_insert(self) -> None:
		notice.start(self.name)
