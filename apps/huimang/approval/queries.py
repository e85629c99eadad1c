"""What is asked about approvals: who is next, and what waits for whom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import frappe
from frappe import _
from frappe.model.workflow import is_transition_condition_satisfied

from huimang.approval import stages
from huimang.approval.deputies import roles_stood_in
from huimang.approval.turn import decision_between
from huimang.facility.access import facilities_for
from huimang.facility.grants import grants, members_with_role


def forward(doc, workflow, state: str) -> list:
	"""Return the transitions that take a document on from a state, as far as their conditions hold."""
	here = stages.ORDER.index(stages.stage_of(workflow, state))
	return [
		row
		for row in workflow.transitions
		if row.state == state
		and (stage := stages.stage_of(workflow, row.next_state)) in stages.ORDER
		and stages.ORDER.index(stage) >= here
		and is_transition_condition_satisfied(row, doc)
	]


def decision_of(workflow, row) -> str | None:
	"""Return what a transition is called when somebody other than the writer carries it out."""
	return decision_between(
		stages.stage_of(workflow, row.state), stages.stage_of(workflow, row.next_state), by_writer=False
	)


def people_for(doc, workflow, row) -> list[str]:
	"""Return those in the document's facility who may be asked for a transition."""
	stage = stages.stage_of(workflow, row.next_state)
	return [user for user in members_with_role(doc.facility, row.allowed) if not doc.bar(user, stage)]


def waiting_filters(doctype: str, user: str) -> list[list]:
	"""Return list filters for what `user` is to decide on: documents in approval, at a state of their role.

	Exact for a person with the same roles in each of their facilities; for others it shows a few documents too many,
	never one too few.
	"""
	workflow = stages.workflow_of(doctype)
	held = {role: set(facilities) for role, facilities in grants(user)["active"].items()}
	for role, where in roles_stood_in(user).items():
		held[role] = held.get(role, set()) | where
	states, facilities = set(), set()
	for row in workflow.transitions if workflow else ():
		if row.allowed not in held or stages.stage_of(workflow, row.state) != stages.IN_APPROVAL:
			continue
		if stages.stage_of(workflow, row.next_state) != stages.DRAFT:
			states.add(row.state)
			facilities |= held[row.allowed]
	state_field = workflow.workflow_state_field if workflow else "workflow_state"
	filters = [[doctype, state_field, "in", sorted(states) or [""]]]
	if facilities != facilities_for(user, doctype):
		filters.append([doctype, "facility", "in", sorted(facilities) or [""]])
	return filters


def undecided(
	doctype: str, title: str, day: str, facility: str, accounting_year: str, first: date, last: date
) -> Iterator[str]:
	"""Yield what speaks against closing a month: documents of a kind that are still being approved.

	:param title: the field by which they are named to the user.
	:param day: the field of the day by which they belong to the month.
	"""
	table = frappe.qb.DocType(doctype)
	query = (
		frappe.qb.from_(table)
		.select(table[title])
		.where((table.facility == facility) & (table.accounting_year == accounting_year))
		.where((table.stage == stages.IN_APPROVAL) & table[day][first:last])
		.orderby(table[day])
	)
	try:
		# Who decides holds the document and wants the year, which the closing holds: do not wait for each other.
		waiting = query.for_update(nowait=True).run(pluck=True)
	except frappe.QueryTimeoutError:
		yield _("Somebody is deciding on {0} right now. Please close the month again in a moment.").format(
			_(doctype)
		)
		return
	if waiting:
		more = " …" if len(waiting) > 5 else ""
		yield _("{0} of this month are still being approved: {1}").format(
			_(doctype), ", ".join(waiting[:5]) + more
		)
