from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import getdate

from huimang.approval.turn import Turn
from huimang.budget import carryovers
from huimang.budget.meetings import DecidedInMeetings
from huimang.budget.moves import BudgetMove, Move
from huimang.errors import ClosedPeriodError
from huimang.rules.errors import RuleViolation


class BudgetCarryover(DecidedInMeetings, BudgetMove):
	"""이월 (C10, 제17조): 명시이월 of what cannot be finished within the year, 사고이월 of what was obliged and not paid."""

	NUMBER_FIELD, DAY_FIELD, MARK = "carryover_no", "carryover_date", "C"
	TITLE = "{0} Budget Carryover No. {1}"

	def validate_content(self) -> None:
		carryovers.complete(self)
		super().validate_content()
		carryovers.check_revenue_subjects(self)
		self.meetings_needed = 1

	def before_request(self, turn: Turn) -> None:
		self._check_cause()
		super().before_request(turn)

	def moves(self) -> list[Move]:
		return carryovers.moves(self)

	def check_subjects(self, source: frappe._dict, target: frappe._dict) -> None:
		if source.is_contingency or target.is_contingency:
			raise RuleViolation(
				"The contingency is not carried over. What is left of it is part of the year's balance."
			)

	def take_effect(self, sign: int) -> None:
		carryovers.take_effect(self, sign)

	def _check_cause(self) -> None:
		"""사고이월: the obligation (지출원인행위) was entered into within the year."""
		if self.kind != "Accidental":
			return
		year = frappe.get_cached_doc("Accounting Year", self.accounting_year)
		if not self.cause_date:
			frappe.throw(
				_("Please enter the day of the obligation that could not be paid."), frappe.MandatoryError
			)
		if not getdate(year.start_date) <= getdate(self.cause_date) <= getdate(year.end_date):
			frappe.throw(
				_("The obligation of an accidental carryover lies within the year. Please correct the day."),
				ClosedPeriodError,
			)
