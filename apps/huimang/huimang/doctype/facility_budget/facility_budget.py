import frappe
from frappe import _
from frappe.utils import getdate, nowdate

from huimang.approval.document import ApprovalDocument
from huimang.approval.turn import Turn
from huimang.budget import lines, queries, service
from huimang.errors import obey
from huimang.rules import budget


class FacilityBudget(ApprovalDocument):
	"""A version of a year's budget: the original (본예산), or a supplementary one (추가경정예산) that
	replaces the last.

	Its final approval (확정) lets it take effect; from then on only a newer version changes it.
	"""

	DECIDED_FIELDS = frozenset({"confirmed_on"})

	def onload(self) -> None:
		super().onload()
		latest = queries.latest_budget(self.accounting_year)
		self.set_onload("is_latest", bool(latest) and latest.name == self.name)

	def before_insert(self) -> None:
		super().before_insert()
		service.number_version(self)

	def autoname(self) -> None:
		self.name = service.year_version(self.accounting_year, self.version)

	def validate(self) -> None:
		super().validate()
		self._check_meetings()

	def before_update_after_submit(self) -> None:
		super().before_update_after_submit()
		self._check_meetings()
		self._keep_bars()

	def validate_content(self) -> None:
		lines.settle(self)

	def before_request(self, turn: Turn) -> None:
		service.check_confirmable(self)

	def before_approve(self, turn: Turn) -> None:
		self.confirmed_on = nowdate()

	def on_approve(self, turn: Turn) -> None:
		service.appropriate(self)

	def before_revoke(self, turn: Turn) -> None:
		frappe.throw(_("A confirmed budget stays as it is. Please change it by a supplementary budget."))

	def _keep_bars(self) -> None:
		"""What a confirmed budget closes to transfers stays closed (C8); more may be registered."""
		now = {bar.account_subject for bar in self.transfer_bars}
		if any(bar.account_subject not in now for bar in self.get_doc_before_save().transfer_bars):
			frappe.throw(
				_(
					"What a confirmed budget closes to transfers stays closed. A supplementary budget may open it again."
				)
			)

	def _check_meetings(self) -> None:
		committee, board = (getdate(day) if day else None for day in (self.committee_date, self.board_date))
		obey(budget.check_meetings, committee, board)
