import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, nowdate

from huimang.budget import lines, service
from huimang.errors import obey
from huimang.rules import budget


class FacilityBudget(Document):
	"""A version of a year's budget: the original (본예산), or a supplementary one (추가경정예산) that replaces the last."""

	def before_insert(self) -> None:
		service.number_version(self)

	def autoname(self) -> None:
		self.name = service.year_version(self.accounting_year, self.version)

	def validate(self) -> None:
		lines.settle(self)
		obey(
			budget.check_meetings,
			self.committee_date and getdate(self.committee_date),
			self.board_date and getdate(self.board_date),
		)

	def before_submit(self) -> None:
		service.check_confirmable(self)
		self.confirmed_on = nowdate()

	def on_submit(self) -> None:
		service.appropriate(self)

	def before_cancel(self) -> None:
		frappe.throw(_("A confirmed budget stays as it is. Please change it by a supplementary budget."))

	def on_trash(self) -> None:
		if self.stage and self.stage != "Draft":
			frappe.throw(_("A budget that is being approved cannot be deleted. Please have it returned first."))
