from __future__ import annotations

import frappe

from huimang.approval.turn import Turn
from huimang.budget import personnel, transfers
from huimang.budget.meetings import DecidedInMeetings
from huimang.budget.moves import BudgetMove, Move, changes
from huimang.rules.errors import RuleViolation
from huimang.rules.meetings import Meetings


class BudgetTransfer(DecidedInMeetings, BudgetMove):
	"""과목전용 (제16조): budget that moves from subject to subject within a year, without a supplementary budget."""

	NUMBER_FIELD, DAY_FIELD, MARK = "transfer_no", "transfer_date", "T"
	TITLE = "{0} Budget Transfer No. {1}"
	OBEYS_BARS = True

	def validate_content(self) -> None:
		transfers.complete(self)
		super().validate_content()
		transfers.measure(self)
		if personnel.concerns(self.facility, self.accounting_unit):
			self.personnel_share = personnel.shown(*self._personnel())

	def before_request(self, turn: Turn) -> None:
		super().before_request(turn)
		if personnel.concerns(self.facility, self.accounting_unit):
			personnel.require_reason(self, *self._personnel())

	def moves(self) -> list[Move]:
		return transfers.moves(self)

	def meetings_required(self) -> Meetings:
		return transfers.meetings_required(self)

	def _personnel(self) -> tuple[int, int]:
		return personnel.of_year(self.facility, self.accounting_year, changes(self.moves()))

	def check_subjects(self, source: frappe._dict, target: frappe._dict) -> None:
		if source.is_contingency:
			raise RuleViolation(
				"{0} is the contingency. Its money goes to other subjects by a Contingency Use.",
				source.subject_name,
			)
