import frappe
from frappe.model.document import Document
from frappe.utils import getdate

from huimang.tax import filing


class FilingTask(Document):
	"""One thing that a facility has to file by a day: of the law's calendar (`rule_code`), or of its own."""

	def autoname(self) -> None:
		if self.rule_code:
			self.name = filing.task_name(self.facility, self.rule_code, self.period)

	def validate(self) -> None:
		self._keep_the_rule()
		if self.status == "Open":
			self.done_on = self.done_by = None
		elif not self.done_on or self.has_value_changed("status"):
			self.done_on = self.done_on or getdate()
			self.done_by = self.done_by if self.flags.by_document else frappe.session.user

	def on_trash(self) -> None:
		filing.refuse_deletion(self)

	def _keep_the_rule(self) -> None:
		"""What the calendar says stays as it is, whoever saves."""
		before = self.get_doc_before_save()
		if before and before.rule_code and not self.flags.by_calendar:
			for field in ("rule_code", "title", "period", "due_on", "statutory_date", "law"):
				self.set(field, before.get(field))
