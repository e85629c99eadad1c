import frappe
from frappe import _
from frappe.model.document import Document

from huimang.audit import service


class AuditPack(Document):
	"""감사 자료: resolutions of a period with their evidence, the books and an index, made in the background."""

	def before_insert(self) -> None:
		service.prepare(self)

	def validate(self) -> None:
		if not self.is_new():
			frappe.throw(_("A pack stays as it was asked for. Please make another one."))

	def after_insert(self) -> None:
		service.start(self.name)
