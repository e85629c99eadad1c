"""The lines of a budget: settled (side, place, amount) and checked, one by one, so that every fault is
told at once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

import frappe
from frappe import _

from huimang.budget import queries, versions
from huimang.errors import obey, rule_message
from huimang.ledger.keys import EXPENSE, REVENUE, BudgetKey
from huimang.money import won
from huimang.rules import account_subjects, budget, fund_account
from huimang.rules.errors import RuleViolation

if TYPE_CHECKING:
	from huimang.huimang.doctype.facility_budget.facility_budget import FacilityBudget
	from huimang.huimang.doctype.facility_budget_line.facility_budget_line import FacilityBudgetLine

TABLES = {REVENUE: "revenue_lines", EXPENSE: "expense_lines"}
MOST_SHOWN = 30


def of(doc: FacilityBudget) -> Iterator[tuple[str, FacilityBudgetLine]]:
	"""Yield the lines of a budget with their side, revenue first."""
	for side, table in TABLES.items():
		for line in doc.get(table):
			yield side, line


def settle(doc: FacilityBudget) -> None:
	"""Fill in what follows from each line's own entries, add up both sides, and refuse what is wrong, row
	by row.
	"""
	masters = Masters(doc)
	faults, seen = [], {}
	for side, line in of(doc):
		line.side = side
		try:
			check_line(
				line,
				masters.of_facility("subjects", line.account_subject),
				masters.of_facility("programs", line.program),
				masters.of_facility("fund_sources", line.fund_source),
				doc.accounting_unit,
			)
			refuse_twin(line, line.idx, seen)
		except RuleViolation as e:
			faults.append(f"{row_label(side, line.idx)}: {rule_message(e)}")
	if faults:
		show(faults)
	for side, table in TABLES.items():
		doc.set(f"{side.lower()}_total", obey(budget.total, [won(line.amount) for line in doc.get(table)]))
	compare(doc)


def compare(doc: FacilityBudget) -> None:
	"""Write down beside each line what its subject, program and fund source had in the budget it is compared with.

	Where several lines share them, each keeps what it says as long as that adds up; otherwise the first shows it all.
	"""
	before = versions.line_totals(doc.base_budget) if doc.base_budget else Counter()
	groups: dict[tuple, list[FacilityBudgetLine]] = defaultdict(list)
	for side, line in of(doc):
		groups[side, line.account_subject, line.program, line.fund_source].append(line)
	for key, group in groups.items():
		stated = [won(line.previous_amount) for line in group]
		if sum(stated) != before[key]:
			stated = [before[key], *(0 for _line in group[1:])]
		for line, amount in zip(group, stated, strict=True):
			line.previous_amount = amount
	for side in TABLES:
		total = sum(amount for key, amount in before.items() if key[0] == side)
		doc.set(f"previous_{side.lower()}", total)


def row_label(side: str, idx: int) -> str:
	"""Return how staff call a row: ``세출 3행``."""
	return _("{0} row {1}").format(_(side), idx)


def show(faults: list[str]) -> None:
	"""Refuse with all faults, or as many of them as a person can work through at once."""
	more = len(faults) - MOST_SHOWN
	if more > 0:
		faults = [*faults[:MOST_SHOWN], _("… and {0} more rows.").format(more)]
	# a list of one is not a list to the browser
	shown = faults if len(faults) > 1 else faults[0]
	frappe.throw(shown, title=_("Please Correct These Rows"), as_list=len(faults) > 1)


def appropriations(doc: FacilityBudget) -> Counter[BudgetKey]:
	"""Return what a budget gives to each line of the ledger's budget control, in won."""
	totals: Counter[BudgetKey] = Counter()
	for side, line in of(doc):
		key = BudgetKey(
			doc.facility, doc.accounting_year, side, line.account_subject, line.program, line.fund_source
		)
		totals[key] += won(line.amount)
	return totals


class Masters:
	"""The subjects, programs and fund sources that a budget's lines name, read once for all of them."""

	def __init__(self, doc: FacilityBudget):
		used = defaultdict(set)
		for _side, line in of(doc):
			for field in ("account_subject", "program", "fund_source"):
				used[field].add(line.get(field))
		self.facility = doc.facility
		self.subjects = queries.masters("Account Subject", used["account_subject"])
		self.programs = queries.masters("Welfare Program", used["program"])
		self.fund_sources = queries.masters("Fund Source", used["fund_source"])

	def of_facility(self, kind: str, name: str | None) -> frappe._dict:
		"""Return a master that the facility may use.

		Raises RuleViolation for none and for another facility's.
		"""
		found = getattr(self, kind).get(name)
		if not found or found.facility != self.facility:
			raise RuleViolation(MISSING[kind])
		return found

	def are_active(self, line: FacilityBudgetLine) -> bool:
		"""Tell whether all that a line names is in use."""
		named = (
			self.subjects.get(line.account_subject),
			self.programs.get(line.program),
			self.fund_sources.get(line.fund_source),
		)
		return all(master and master.is_active for master in named)


MISSING = {
	"subjects": "Please choose an account subject of this facility.",
	"programs": "Please choose a program of this facility.",
	"fund_sources": "Please choose a fund source of this facility.",
}
"""What is said where a master is left out or is another facility's."""


def check_line(
	line: FacilityBudgetLine,
	subject: frappe._dict,
	program: frappe._dict,
	fund_source: frappe._dict,
	unit: str,
) -> None:
	"""Reckon a line's amount, show its place, and refuse what does not fit together.

	:param line: a row of a budget, or of a file, with its side; :param unit: the budget's accounting unit.
	Raises RuleViolation.
	"""
	line.path_label = subject.path_label
	line.amount = budget.line_amount(line.unit_price, line.quantity, line.frequency, line.amount)
	if subject.accounting_unit != unit:
		raise RuleViolation(
			"{0} belongs to another accounting unit. Please choose another subject.", subject.subject_name
		)
	if subject.side != line.side:
		raise RuleViolation(_WRONG_SIDE[line.side], subject.subject_name)
	if subject.level not in account_subjects.BUDGETED_LEVELS:
		raise RuleViolation(
			"{0} is a Gwan or Hang. Please choose one of its Mok or Semok.", subject.subject_name
		)
	for master, title in (
		(subject, subject.subject_name),
		(program, program.program_name),
		(fund_source, fund_source.fund_source_name),
	):
		if line.amount and not master.is_active:
			raise RuleViolation("{0} is inactive. Please choose another or set it active.", title)
	fund_account.check_donation_subject(
		line.side, fund_source.kind, bool(subject.donation_forbidden), subject.subject_name
	)


_WRONG_SIDE = {
	REVENUE: "{0} is an expense subject. Please choose a revenue subject.",
	EXPENSE: "{0} is a revenue subject. Please choose an expense subject.",
}


def refuse_twin(line: FacilityBudgetLine, number: int, seen: dict[tuple, int]) -> None:
	"""Refuse a line that repeats another in everything: it was pasted or uploaded twice.

	:param number: the row's number; :param seen: the rows so far, kept by the caller.
	"""
	names = (line.side, line.account_subject, line.program, line.fund_source)
	basis = (line.description or "", line.unit or "", won(line.unit_price), line.quantity, line.frequency)
	first = seen.setdefault((*names, *basis, line.amount), number)
	if first != number:
		raise RuleViolation(
			"The row is the same as row {0}. Please delete one or describe what differs.", first
		)
