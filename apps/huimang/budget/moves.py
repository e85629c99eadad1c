"""Budget that moves from line to line: what transfers (전용), uses of the contingency (예비비 사용) and carryovers (이월)
share.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import frappe
from frappe import _
from frappe.utils import getdate, nowdate

from huimang.approval.document import ApprovalDocument
from huimang.approval.turn import Turn
from huimang.budget import assist, lines, move_checks, versions
from huimang.database.sql import roll_back_to
from huimang.errors import obey
from huimang.ledger import budget as ledger_budget
from huimang.ledger import closing
from huimang.ledger.keys import BudgetKey
from huimang.money import won
from huimang.rules import budget


class Move(NamedTuple):
	"""One line of such a document: so many won from here to there."""

	row: int
	source: BudgetKey
	target: BudgetKey
	amount: int


class BudgetMove(ApprovalDocument):
	"""A document that takes effect on its last approval: what one line of the expense budget loses, another gains.

	Undone by cancelling it, as long as the money has not been spent where it went, or by a document the other way round.
	"""

	NUMBER_FIELD: str
	DAY_FIELD: str
	MARK: str
	"""What stands before the number in the document's name."""
	TITLE: str
	"""Title of the document, with places for the year's title and the number."""
	OBEYS_BARS = False
	"""Whether nothing moves to what the budget bars (C8)."""

	DECIDED_FIELDS = frozenset({"approved_on", "cancelled_on"})

	def moves(self) -> list[Move]:
		"""Return the moves of the document's lines."""
		raise NotImplementedError

	def check_subjects(self, source: frappe._dict, target: frappe._dict) -> None:
		"""Raise RuleViolation where this kind of document does not move budget between such subjects."""
		raise NotImplementedError

	def budget_at_a_glance(self) -> list[dict]:
		return assist.glance(changes(self.moves()), done=self.docstatus == 1)

	def before_insert(self) -> None:
		super().before_insert()
		year = frappe.get_doc("Accounting Year", self.accounting_year, for_update=True)
		self.accounting_unit = year.accounting_unit
		number = versions.last_number(self.doctype, self.NUMBER_FIELD, year.name) + 1
		self.set(self.NUMBER_FIELD, number)
		self.title = _(self.TITLE, "ko").format(year.title, number)

	def autoname(self) -> None:
		self.name = f"{self.accounting_year}-{self.MARK}{self.get(self.NUMBER_FIELD)}"

	def validate_content(self) -> None:
		for line in self.lines:
			line.amount = obey(won, line.amount)
		self.total_amount = obey(budget.total, [won(line.amount) for line in self.lines])
		move_checks.require_sound(self, self.moves())

	def before_request(self, turn: Turn) -> None:
		closing.require_open(self.accounting_year, self.get(self.DAY_FIELD), facility=self.facility)
		move_checks.require_movable(self, self.moves())
		self._try_out()

	def before_approve(self, turn: Turn) -> None:
		closing.require_open(self.accounting_year, self.get(self.DAY_FIELD), facility=self.facility)
		# what a budget bars may have been registered since it was asked for
		move_checks.require_movable(self, self.moves())
		self.approved_on = nowdate()

	def on_approve(self, turn: Turn) -> None:
		self.take_effect(1)

	def before_revoke(self, turn: Turn) -> None:
		closing.require_open(self.accounting_year, self.get(self.DAY_FIELD), facility=self.facility)
		self.cancelled_on = nowdate()
		if version := versions.version_since(self.accounting_year, getdate(self.approved_on)):
			frappe.msgprint(
				_(
					"{0} was confirmed after this took effect. Please check whether its amounts were reckoned with it."
				).format(version)
			)

	def on_revoke(self, turn: Turn) -> None:
		self.take_effect(-1)

	def take_effect(self, sign: int) -> None:
		"""Change the budget as the document says (1), or back (-1). Raises BudgetExceededError where money is missing."""
		ledger_budget.appropriate_many([(key, sign * delta) for key, delta in changes(self.moves())])

	def _try_out(self) -> None:
		"""Let the ledger say whether there is enough to move, and change nothing: what decides is the approval."""
		frappe.db.savepoint("huimang_move")
		self.take_effect(1)
		roll_back_to("huimang_move")


def changes(moves: list[Move]) -> list[tuple[BudgetKey, int]]:
	"""Return what the moves change of each budget line, in won."""
	sums: Counter[BudgetKey] = Counter()
	for move in moves:
		sums[move.source] -= move.amount
		sums[move.target] += move.amount
	return [(key, delta) for key, delta in sums.items() if delta]


def expense_key(doc: BudgetMove, subject: str, program: str, fund_source: str) -> BudgetKey:
	"""Return the expense line of a document's year."""
	return BudgetKey(doc.facility, doc.accounting_year, lines.EXPENSE, subject, program, fund_source)
