"""What must be right before budget moves from line to line; every wrong row is told at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import frappe
from frappe import _

from huimang.budget import lines, provisional, queries, versions
from huimang.errors import rule_message
from huimang.ledger.keys import BudgetKey
from huimang.money import format_won
from huimang.rules import budget, fund_account, transfers
from huimang.rules.account_subjects import BUDGETED_LEVELS
from huimang.rules.errors import RuleViolation

if TYPE_CHECKING:
	from huimang.budget.moves import BudgetMove, Move

_KINDS = {
	"account_subject": ("Account Subject", "subjects"),
	"program": ("Welfare Program", "programs"),
	"fund_source": ("Fund Source", "fund_sources"),
}


class Known:
	"""The subjects, programs and fund sources that the moves of a document name, read once for all of them."""

	def __init__(self, moves: Iterable[Move]):
		keys = [key for move in moves for key in (move.source, move.target)]
		self._found = {
			field: queries.masters(doctype, {getattr(key, field) for key in keys})
			for field, (doctype, _plural) in _KINDS.items()
		}

	def of(self, key: BudgetKey, field: str) -> frappe._dict:
		"""Return what a key names. Raises RuleViolation for nothing and for another facility's."""
		found = self._found[field].get(getattr(key, field))
		if not found or found.facility != key.facility:
			raise RuleViolation(lines.MISSING[_KINDS[field][1]])
		return found

	def path(self, key: BudgetKey) -> transfers.Path:
		"""Return a subject with what stands above it."""
		subject = self.of(key, "account_subject")
		semok = subject.name if subject.level == "Semok" else None
		return transfers.Path(subject.gwan, subject.hang, subject.mok, semok)


def require_sound(doc: BudgetMove, moves: list[Move]) -> None:
	"""Refuse lines that can never be right: no expense 목 of the unit, nothing moved, money given another name."""
	known = Known(moves)

	def check(move: Move) -> None:
		if move.amount <= 0:
			raise RuleViolation("The amount must be above 0 won.")
		for key in (move.source, move.target):
			_check_place(known, key, doc.accounting_unit)
		if move.source == move.target:
			raise RuleViolation("The line gives to itself. Please choose another subject to give to.")
		doc.check_subjects(*(known.of(key, "account_subject") for key in (move.source, move.target)))
		_check_target(known, move)

	_tell_all(moves, check)


def require_movable(doc: BudgetMove, moves: list[Move]) -> None:
	"""Refuse what the budget in force does not let move: barred targets (C8), and lines that give more than they have."""
	known = Known(moves)
	bars = versions.transfer_bars(doc.accounting_year)
	names = queries.subject_titles(bars)
	held = queries.appropriated_now({move.source for move in moves})
	given: dict[BudgetKey, int] = defaultdict(int)
	is_provisional = provisional.is_in_force(doc.accounting_year)

	def check(move: Move) -> None:
		if is_provisional:
			target = known.of(move.target, "account_subject")
			budget.check_provisional_subject(bool(target.provisional_allowed), target.subject_name)
		if doc.OBEYS_BARS:
			transfers.check_target(known.path(move.target), bars, names)
		given[move.source] += move.amount
		if given[move.source] > held.get(move.source, 0):
			raise RuleViolation(
				"{0} has a budget of {1} won in this program and fund source. Please move less.",
				known.of(move.source, "account_subject").subject_name,
				format_won(held.get(move.source, 0)),
			)

	_tell_all(moves, check)


def _check_place(known: Known, key: BudgetKey, unit: str) -> None:
	subject = known.of(key, "account_subject")
	known.of(key, "program"), known.of(key, "fund_source")
	if subject.side != key.side or subject.level not in BUDGETED_LEVELS or subject.accounting_unit != unit:
		raise RuleViolation(
			"{0} cannot be used here. Please choose an expense Mok or Semok of this accounting unit.",
			subject.subject_name,
		)


def _check_target(known: Known, move: Move) -> None:
	subject, program, fund = (known.of(move.target, field) for field in _KINDS)
	for master, title in (
		(subject, subject.subject_name),
		(program, program.program_name),
		(fund, fund.fund_source_name),
	):
		if not master.is_active:
			raise RuleViolation("{0} is inactive. Please choose another or set it active.", title)
	source = known.of(move.source, "fund_source")
	transfers.check_sources(source.name, source.kind, fund.name, fund.kind)
	fund_account.check_donation_subject(
		lines.EXPENSE, fund.kind, bool(subject.donation_forbidden), subject.subject_name
	)


def _tell_all(moves: list[Move], check: Callable[[Move], None]) -> None:
	faults = []
	for move in moves:
		try:
			check(move)
		except RuleViolation as refusal:
			faults.append(_("Line {0}: {1}").format(move.row, rule_message(refusal)))
	if faults:
		lines.show(faults)
