import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

_SAID = ("title", "effective_on", "is_required", "body")


class ServiceTerm(Document):
	"""약관·개인정보 수집·이용 동의문: what applicants agree to. What is in force, and what was, stays as it was agreed to."""

	def validate(self):
		if self.is_new() and getdate(self.effective_on) < getdate():
			frappe.throw(_("A text comes into force today at the earliest."))
		if not self.is_new() and self._was_in_force() and any(map(self.has_value_changed, _SAID)):
			self._refuse()

	def on_trash(self):
		if self._was_in_force():
			self._refuse()

	def _was_in_force(self) -> bool:
		return getdate(self.get_db_value("effective_on")) <= getdate()

	def _refuse(self):
		frappe.throw(_("This text is in force already. Please write a new version with the same title."))
