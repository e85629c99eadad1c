"""What a form shows of an approval: the boxes of the way, the steps taken, and the decisions open to the user."""

from __future__ import annotations

import frappe

from huimang.approval import deputies, queries, service, stages, steps
from huimang.approval.turn import APPROVED_BY, REQUESTED, SETTLED_BY
from huimang.facility.grants import membership


def of(doc) -> dict:
	"""Return steps, boxes, actions and the stage of a document that the user may read."""
	if doc.is_new():
		return {"steps": [], "boxes": [], "actions": [], "stage": doc.stage}
	taken = steps.of(doc.doctype, doc.name)
	workflow = stages.workflow_of(doc.doctype)
	called = {(row.state, row.next_state): row.action for row in workflow.transitions} if workflow else {}
	for step in taken:
		step["action"] = called.get((step["from_state"], step["to_state"]))
	return {
		"stage": doc.stage,
		"steps": taken,
		"boxes": _boxes(doc, steps.current_round(taken)),
		"actions": [
			{key: action[key] for key in ("action", "decision", "needs_reason")}
			for action in open_actions(doc)
		],
	}


def open_actions(doc) -> list[dict]:
	"""Return the transitions open to the user, one for each action: it may be open by several of their roles."""
	by_action = {row.action: (row, turn) for row, turn in reversed(service.open_turns(doc))}
	return [
		{**row.as_dict(), "decision": turn.decision, "needs_reason": service.needs_reason(turn)}
		for row, turn in reversed(by_action.values())
	]


def _boxes(doc, current: list[dict]) -> list[dict]:
	"""Return the way of the document from its writer to the last decision: what is done, and who is asked for the rest."""
	done = [
		{
			"decision": step["decision"],
			"action": step["action"],
			"role": step["role"],
			"people": [{"full_name": step["full_name"], "position_title": step["position_title"]}],
			"deputy_for": step["deputy_for_name"],
			"is_final": step["is_final"],
			"decided_at": step["decided_at"],
			"comment": step["comment"],
			"state": "done",
		}
		for step in current
		if step["decision"] in (REQUESTED, APPROVED_BY, SETTLED_BY)
	]
	waiting = _ahead(doc)
	for number, box in enumerate(waiting):
		box["state"] = "next" if number == 0 else "later"
	return done + waiting


def _ahead(doc) -> list[dict]:
	"""Follow the workflow forward from where the document stands; what is open by several roles is one box."""
	workflow = stages.workflow_of(doc.doctype)
	if not workflow or doc.stage == stages.CANCELLED:
		return []
	state, boxes, seen = doc.get(workflow.workflow_state_field), [], set()
	while state not in seen:
		seen.add(state)
		rows = queries.forward(doc, workflow, state)
		if not rows:
			break
		people = {user for row in rows for user in queries.people_for(doc, workflow, row)}
		if not boxes and doc.stage == stages.DRAFT:
			people &= {doc.owner}
		boxes.append(
			{
				"decision": queries.decision_of(workflow, rows[0]),
				"action": rows[0].action,
				"role": rows[0].allowed if len({row.allowed for row in rows}) == 1 else None,
				"people": [_card(doc.facility, user) for user in sorted(people)],
			}
		)
		state = rows[0].next_state
	return boxes


def _card(facility: str, user: str) -> dict:
	member = membership(facility, user) or {}
	deputy = deputies.deputy_of(facility, user)
	return {
		"full_name": member.get("full_name") or user,
		"position_title": member.get("position_title"),
		"deputy": (membership(facility, deputy) or {}).get("full_name") if deputy else None,
		"is_me": frappe.session.user in (user, deputy),
	}
