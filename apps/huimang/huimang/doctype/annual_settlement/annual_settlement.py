import frappe
from frappe import _

from huimang.approval.document import ApprovalDocument
from huimang.approval.turn import Turn
from huimang.settlement import checks, figures, service


class AnnualSettlement(ApprovalDocument):
	"""The settlement of an accounting year (결산, 제19조). Confirming it closes the year for good."""

	DECIDED_FIELDS = frozenset(
		{
			*("confirmed_on", "next_year", "next_budget"),
			*("carried_over", "carried_over_at", "carried_over_by"),
		}
	)

	def autoname(self) -> None:
		self.name = service.settlement_name(self.accounting_year)
		if frappe.db.exists(self.doctype, self.name):
			frappe.throw(_("This year has a settlement already."), frappe.DuplicateEntryError)

	def onload(self) -> None:
		super().onload()
		self.set_onload("settlement", service.overview(self))

	def validate_content(self) -> None:
		figures.fill(self)

	def validate(self) -> None:
		super().validate()
		service.check_meetings(self)

	def before_request(self, turn: Turn) -> None:
		service.require_ready(self)

	def before_approve(self, turn: Turn) -> None:
		service.confirm(self)

	def on_approve(self, turn: Turn) -> None:
		service.close(self)

	def before_update_after_submit(self) -> None:
		super().before_update_after_submit()
		before = self.get_doc_before_save()
		fields = [field for day, paper, _label in checks.FIELDS.values() for field in (day, paper)]
		if any(str(self.get(field) or "") != str(before.get(field) or "") for field in fields):
			frappe.throw(_("The settlement is confirmed: its audit and meetings stay as they are."))

	def before_revoke(self, turn: Turn) -> None:
		frappe.throw(_("A confirmed settlement stays as it is: its year is closed for good."))

	def on_trash(self) -> None:
		super().on_trash()
		service.refuse_deletion(self)
