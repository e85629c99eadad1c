"""Transfers (과목전용, 제16조): how far they go, and the meetings that follow from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huimang.budget import meetings, queries
from huimang.budget.moves import Move, expense_key
from huimang.rules import transfers
from huimang.rules.meetings import Meetings

if TYPE_CHECKING:
	from huimang.huimang.doctype.budget_transfer.budget_transfer import BudgetTransfer


def complete(doc: BudgetTransfer) -> None:
	"""Fill in what a writer may leave out: money stays in its program and fund source unless told otherwise."""
	for line in doc.lines:
		line.to_program = line.to_program or line.from_program
		line.to_fund_source = line.to_fund_source or line.from_fund_source


def moves(doc: BudgetTransfer) -> list[Move]:
	"""Return the moves of a transfer's lines."""
	return [
		Move(
			line.idx,
			expense_key(doc, line.from_subject, line.from_program, line.from_fund_source),
			expense_key(doc, line.to_subject, line.to_program, line.to_fund_source),
			line.amount,
		)
		for line in doc.lines
	]


def measure(doc: BudgetTransfer) -> None:
	"""Write down how far each line goes, and the whole: within a 항, between 항 or between 관 (C6, C7)."""
	used = {name for line in doc.lines for name in (line.from_subject, line.to_subject)}
	places = {
		name: transfers.Path(subject.gwan, subject.hang, subject.mok)
		for name, subject in queries.masters("Account Subject", used).items()
	}
	for line in doc.lines:
		line.scope = transfers.scope(places[line.from_subject], places[line.to_subject])
	doc.scope = transfers.widest(line.scope for line in doc.lines)
	doc.meetings_needed = int(any(doc.meetings_required()))


def meetings_required(doc: BudgetTransfer) -> Meetings:
	"""Return the meetings that a transfer takes: none within a 항 and in small facilities (제16조① 단서)."""
	return transfers.meetings(
		doc.scope or transfers.WITHIN_HANG,
		meetings.of_budget(doc.facility, doc.accounting_unit),
		meetings.is_small(doc.facility),
	)
