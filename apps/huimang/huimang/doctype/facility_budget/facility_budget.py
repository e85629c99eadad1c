import frappe
from frappe import _
from frappe.utils import nowdate

from huimang.approval.turn import Turn
from huimang.budget import follow_up, lines, personnel, provisional, service, versions
from huimang.budget.meetings import DecidedInMeetings
from huimang.money import won
from huimang.rules.meetings import NONE_NEEDED, Meetings


class FacilityBudget(DecidedInMeetings):
	"""A version of a year's budget: the original (본예산), or a supplementary one (추가경정예산) that
	replaces the last. A provisional one (준예산) stands in for the original until that is confirmed.

	It takes effect (확정) once its approval and its meetings are through; from then on only a newer version changes it.
	"""

	DECIDED_FIELDS = frozenset({"confirmed_on"})

	@property
	def approval_amount(self) -> int:
		return won(self.expense_total or 0)

	@property
	def is_provisional(self) -> bool:
		return self.budget_type == provisional.PROVISIONAL

	def onload(self) -> None:
		super().onload()
		latest = versions.latest_budget(self.accounting_year)
		self.set_onload("is_latest", bool(latest) and latest.name == self.name)
		self.set_onload("meetings_required", self.meetings_required()._asdict())
		if not self.is_provisional:
			self.set_onload("papers", follow_up.papers(self))

	def before_insert(self) -> None:
		super().before_insert()
		if self.is_provisional:
			provisional.number(self)
		else:
			service.number_version(self)

	def autoname(self) -> None:
		self.name = service.year_version(self.accounting_year, self.version)

	def meetings_required(self) -> Meetings:
		return NONE_NEEDED if self.is_provisional else super().meetings_required()

	def before_update_after_submit(self) -> None:
		super().before_update_after_submit()
		self._keep_bars()
		follow_up.complete(self)
		follow_up.check(self)

	def validate_content(self) -> None:
		lines.settle(self)
		if self.is_provisional:
			provisional.check_lines(self)
		elif personnel.concerns(self.facility, self.accounting_unit):
			self.personnel_share = personnel.shown(*personnel.of_budget(self))

	def before_request(self, turn: Turn) -> None:
		if self.is_provisional:
			provisional.check_requestable(self)
			return
		service.check_confirmable(self)
		if personnel.concerns(self.facility, self.accounting_unit):
			personnel.require_reason(self, *personnel.of_budget(self))

	def before_approve(self, turn: Turn) -> None:
		super().before_approve(turn)
		if self.is_provisional:
			provisional.check_confirmable(self)
		self.confirmed_on = nowdate()
		follow_up.complete(self)

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
