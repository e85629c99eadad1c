"""What is known of expense resolutions and of grants: read in a fixed number of queries, for the rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

import frappe
from frappe.utils import getdate

from huimang.approval.stages import CANCELLED, DRAFT
from huimang.money import won
from huimang.rules.spending_rules import Expense, Grant
from huimang.subsidy import sums
from huimang.subsidy.grants import OPEN


def of_expenses(names: Iterable[str]) -> dict[str, tuple[frappe._dict, Expense]]:
	"""Return expense resolutions that are requested or paid, with their facts."""
	names = tuple(sorted(set(names)))
	if not names:
		return {}
	rows = frappe.get_all(
		"Expense Resolution",
		{"name": ("in", names), "stage": ("not in", (DRAFT, CANCELLED))},
		["name", "facility", "purpose", "resolution_no", "total_amount", "writer", "owner", "cause_date"],
	)
	papers = defaultdict(list)
	for paper in frappe.get_all(
		"Resolution Evidence",
		{"parent": ("in", names), "parenttype": "Expense Resolution"},
		["parent", "evidence_type"],
	):
		papers[paper.parent].append(paper.evidence_type)
	twice = _evidence_used_twice(names)
	return {
		row.name: (
			row,
			Expense(
				amount=won(row.total_amount or 0),
				evidence=papers.get(row.name, ()),
				also_in=twice.get(row.name),
			),
		)
		for row in rows
	}


def of_grants(facility: str) -> dict[str, tuple[frappe._dict, Grant]]:
	"""Return the grants of a facility that are being spent, with their facts."""
	rows = frappe.get_all(
		"Subsidy Grant",
		{"facility": facility, "docstatus": 1, "status": ("in", OPEN)},
		[
			*("name", "facility", "title", "start_date", "end_date", "subsidy_amount", "own_amount"),
			*("total_amount", "spend_before_receipt"),
		],
	)
	spent = defaultdict(lambda: defaultdict(int))
	if rows:
		balance = frappe.qb.DocType("Subsidy Balance")
		for grant, part, actual in (
			frappe.qb.from_(balance)
			.select(balance.subsidy_grant, balance.part, balance.actual)
			.where(balance.subsidy_grant.isin([row.name for row in rows]))
		).run():
			spent[grant][part] += int(actual)
	today = getdate()
	return {row.name: (row, _grant(row, spent[row.name], today)) for row in rows}


def _grant(row: frappe._dict, parts: dict[str, int], today: date) -> Grant:
	return Grant(
		title=row.title,
		first=row.start_date,
		last=row.end_date,
		today=today,
		subsidy=won(row.subsidy_amount or 0),
		own=won(row.own_amount or 0),
		received=parts[sums.RECEIPT],
		subsidy_spent=parts[sums.SUBSIDY],
		own_spent=parts[sums.OWN],
		may_be_ahead=bool(row.spend_before_receipt),
	)


def _evidence_used_twice(names: tuple[str, ...]) -> dict[str, tuple[str, str]]:
	"""Return, by resolution, a number of its evidence that an earlier one of the facility names too, and that one's number."""
	mine, theirs = (frappe.qb.DocType("Resolution Evidence").as_(alias) for alias in ("mine", "theirs"))
	doc, other = (frappe.qb.DocType("Expense Resolution").as_(alias) for alias in ("doc", "other"))
	rows = (
		frappe.qb.from_(mine)
		.join(doc)
		.on(doc.name == mine.parent)
		.join(theirs)
		.on((theirs.document_no == mine.document_no) & (theirs.evidence_type == mine.evidence_type))
		.join(other)
		.on((other.name == theirs.parent) & (other.facility == doc.facility))
		.select(mine.parent, mine.document_no, other.resolution_no, other.purpose)
		.where(mine.parent.isin(names) & mine.document_no.isnotnull() & (mine.document_no != ""))
		.where((other.name != doc.name) & (other.creation < doc.creation))
		.where(other.stage.notin((DRAFT, CANCELLED)))
		.orderby(other.creation, order=frappe.qb.desc)
	).run()
	return {parent: (number, told or purpose) for parent, number, told, purpose in rows}
