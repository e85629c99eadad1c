"""Carryovers (이월, C10, 제17조): expense budget of a year that the next one spends, with the revenue that pays for it.

In the year that it comes from, the money is set aside: nobody spends it any more. The next year gets it beside its
budget, as 이월금 on the one side and as the expense on the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _

from huimang.budget import carryover_queries, queries, service
from huimang.budget.moves import Move, expense_key
from huimang.ledger import budget as ledger_budget
from huimang.ledger.budget import BudgetStatus
from huimang.ledger.keys import REVENUE
from huimang.rules.fund_account import DONATION_KINDS

if TYPE_CHECKING:
	from huimang.huimang.doctype.budget_carryover.budget_carryover import BudgetCarryover


def complete(doc: BudgetCarryover) -> None:
	"""Name the next year, and fill in what a writer may leave out."""
	if not doc.next_year:
		year = frappe.get_doc("Accounting Year", doc.accounting_year)
		doc.next_year = service.open_books(year.facility, year.year + 1, year.accounting_unit)
	kinds = queries.masters("Fund Source", {line.fund_source for line in doc.lines})
	for line in doc.lines:
		line.to_subject = line.to_subject or line.from_subject
		line.to_program = line.to_program or line.from_program
		if not line.revenue_subject and line.fund_source in kinds:
			of_donations = kinds[line.fund_source].kind in DONATION_KINDS
			line.revenue_subject = carryover_queries.carryover_subject(
				doc.facility, doc.accounting_unit, of_donations
			)


def moves(doc: BudgetCarryover) -> list[Move]:
	"""Return the moves of the lines: from this year's expense to the next one's."""
	return [
		Move(
			line.idx,
			expense_key(doc, line.from_subject, line.from_program, line.fund_source),
			expense_key(doc, line.to_subject, line.to_program, line.fund_source)._replace(
				accounting_year=doc.next_year
			),
			line.amount,
		)
		for line in doc.lines
	]


def check_revenue_subjects(doc: BudgetCarryover) -> None:
	"""Refuse revenue subjects on which the next year does not receive what is carried over."""
	open_to_it = {
		subject.name for subject in carryover_queries.carryover_subjects(doc.facility, doc.accounting_unit)
	}
	for line in doc.lines:
		if line.revenue_subject not in open_to_it:
			frappe.throw(
				_("Line {0}: {1}").format(
					line.idx,
					_("Please choose a subject of the Hang 이월금 as the carry-over revenue subject."),
				)
			)


def take_effect(doc: BudgetCarryover, sign: int) -> None:
	"""Set the money aside in its year and give it to the next one, both sides; or, with -1, undo it.

	Raises BudgetExceededError where it is spent already: here before it is carried over, there before it is undone.
	"""
	for year in sorted((doc.accounting_year, doc.next_year)):
		frappe.db.get_value("Accounting Year", year, "name", for_update=True)
	changes = []
	for line, move in zip(doc.lines, moves(doc), strict=True):
		amount = sign * move.amount
		revenue = move.target._replace(side=REVENUE, account_subject=line.revenue_subject)
		changes += [
			(move.source, BudgetStatus(reserved=amount)),
			(move.target, BudgetStatus(appropriated=amount)),
			(revenue, BudgetStatus(appropriated=amount)),
		]
	ledger_budget.move(changes)
