"""What is asked about approvals: who is next, and what waits for whom."""

from __future__ import annotations

import frappe
from frappe.model.workflow import is_transition_condition_satisfied
from frappe.utils import get_fullname

from huimang.approval import stages
from huimang.facility.access import facilities_for
from huimang.facility.grants import grants, members_with_role, membership


def waiting_for(doc) -> list[dict]:
	"""Return the roles that may take the document forward now, and the people who hold them in its facility."""
	workflow = stages.workflow_of(doc.doctype)
	if not workflow:
		return []
	asked = []
	for row in _forward(workflow, doc.get(workflow.workflow_state_field)):
		if not is_transition_condition_satisfied(row, doc) or any(row.allowed == a["role"] for a in asked):
			continue
		people = [
			{
				"full_name": get_fullname(user),
				"position_title": (membership(doc.facility, user) or {}).get("position_title"),
			}
			for user in members_with_role(doc.facility, row.allowed)
		]
		asked.append({"role": row.allowed, "action": row.action, "people": people})
	return asked


def waiting_filters(doctype: str, user: str) -> list[list]:
	"""Return list filters for what `user` is to decide on: documents of others, in approval, at a state of their role.

	Exact for a person with the same roles in each of their facilities; for others it shows a few documents too many,
	never one too few.
	"""
	workflow = stages.workflow_of(doctype)
	held = grants(user)["active"]
	states, facilities = set(), set()
	for row in workflow.transitions if workflow else ():
		if row.allowed not in held or stages.stage_of(workflow, row.state) != stages.IN_APPROVAL:
			continue
		if stages.stage_of(workflow, row.next_state) != stages.DRAFT:
			states.add(row.state)
			facilities |= held[row.allowed]
	filters = [
		[doctype, workflow.workflow_state_field if workflow else "stage", "in", sorted(states) or [""]]
	]
	if facilities != facilities_for(user, doctype):
		filters.append([doctype, "facility", "in", sorted(facilities) or [""]])
	return filters


def count_waiting(doctype: str, user: str) -> int:
	"""Return how many documents wait for `user`, for the home page."""
	return frappe.get_list(
		doctype, filters=waiting_filters(doctype, user), fields=["count(name) as n"], as_list=True
	)[0][0]


def _forward(workflow, state: str) -> list:
	here = stages.stage_of(workflow, state)
	return [
		row
		for row in workflow.transitions
		if row.state == state
		and stages.stage_of(workflow, row.next_state) in stages.ORDER
		and stages.ORDER.index(stages.stage_of(workflow, row.next_state)) >= stages.ORDER.index(here)
	]
