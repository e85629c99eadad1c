import frappe
from frappe import _
from frappe.model.document import Document

from huimang.personnel import certificates


class EmploymentCertificate(Document):
	"""재직증명서 · 경력증명서 as it was issued."""

	def before_insert(self) -> None:
		certificates.issue(self)

	def validate(self) -> None:
		if not self.is_new():
			frappe.throw(_("A certificate stays as it was issued. Please issue another one."))
