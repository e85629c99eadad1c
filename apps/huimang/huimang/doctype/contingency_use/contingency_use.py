from __future__ import annotations

import frappe

from huimang.budget.moves import BudgetMove, Move, expense_key
from huimang.rules.errors import RuleViolation


class ContingencyUse(BudgetMove):
	"""예비비 사용 (C4, 제14조): money of the contingency is given to the subject that lacks it, and spent there."""

	NUMBER_FIELD, DAY_FIELD, MARK = "use_no", "use_date", "R"
	TITLE = "{0} Contingency Use No. {1}"

	def validate_content(self) -> None:
		for line in self.lines:
			line.to_program = line.to_program or self.contingency_program
			line.to_fund_source = line.to_fund_source or self.contingency_fund_source
		super().validate_content()

	def moves(self) -> list[Move]:
		source = expense_key(
			self, self.contingency_subject, self.contingency_program, self.contingency_fund_source
		)
		return [
			Move(
				line.idx,
				source,
				expense_key(self, line.to_subject, line.to_program, line.to_fund_source),
				line.amount,
			)
			for line in self.lines
		]

	def check_subjects(self, source: frappe._dict, target: frappe._dict) -> None:
		if not source.is_contingency:
			raise RuleViolation(
				"{0} is no contingency. Please choose a contingency Mok, or write a Budget Transfer.",
				source.subject_name,
			)
		if target.is_contingency:
			raise RuleViolation(
				"{0} is the contingency itself. Please choose the subject that lacks the money.",
				target.subject_name,
			)
