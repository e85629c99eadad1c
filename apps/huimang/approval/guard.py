"""Who may decide.

A workflow names a role; the framework asks whether the user holds it anywhere. What counts is whether they hold it in
the document's facility, and that nobody vouches for their own work where somebody else could.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import frappe
from frappe import _
from frappe.model.workflow import is_transition_condition_satisfied
from frappe.utils import get_fullname, getdate

from huimang.approval import deputies, stages
from huimang.approval.turn import (
	APPROVED_BY,
	NEEDS_REASON,
	RETURNED,
	WITHDRAWN,
	Decision,
	Turn,
	decision_between,
)
from huimang.errors import FacilityAccessError, SelfApprovalError
from huimang.facility.grants import holds_role, members_with_role


class Refusal(NamedTuple):
	"""Why a decision is not open to a user."""

	message: str | Callable[[], str]
	"""What is told; called when it is, where most refusals of the kind are never told: a translation reads the whole catalogue."""

	exception: type[Exception] = frappe.ValidationError
	is_condition: bool = False
	"""It is the condition of the transition that speaks against it: another transition may be meant."""

	def throw(self) -> None:
		frappe.throw(self.message() if callable(self.message) else self.message, self.exception)


def turn_for(doc, workflow, decision: Decision) -> Turn | Refusal:
	"""Return the turn that `doc`, as it is stored, takes by a decision of the session's user, or why it does not.

	A missing reason is not looked at here: the form offers the decision first and asks for the reason then.
	"""
	row = decision.transition
	user = frappe.session.user
	from_stage = stages.stage_of(workflow, row.state)
	to_stage = stages.stage_of(workflow, row.next_state)
	name = decision_between(from_stage, to_stage, by_writer=user == doc.owner)
	if not name:
		return Refusal(_("A document cannot go from {0} to {1}.").format(_(row.state), _(row.next_state)))
	absent = stood_in_for(doc, workflow, row)
	if not absent and not holds_role(doc.facility, user, row.allowed):
		return Refusal(
			_("Only a person with the role {0} in this facility may do this.").format(_(row.allowed)),
			FacilityAccessError,
		)
	if not is_transition_condition_satisfied(row, doc):
		return Refusal(
			lambda: _("This document does not meet the conditions of {0}.").format(_(row.action)),
			is_condition=True,
		)
	turn = Turn(
		*(row.state, row.next_state, from_stage, to_stage, name, row.allowed),
		*(decision.comment, decision.values, absent),
	)
	return _refusal(doc, workflow, turn, user) or turn


def stood_in_for(doc, workflow, row) -> str | None:
	"""Return in whose place the session's user carries a transition out; None where it is in their own right, or in nobody's.

	A deputy approves and returns what is being approved. All else is for those who are there.
	"""
	user = frappe.session.user
	if stages.stage_of(workflow, row.state) != stages.IN_APPROVAL or holds_role(
		doc.facility, user, row.allowed
	):
		return None
	absent = deputies.absent_holder(doc.facility, user, row.allowed)
	name = decision_between(
		stages.IN_APPROVAL, stages.stage_of(workflow, row.next_state), by_writer=user == doc.owner
	)
	return absent if name in (APPROVED_BY, RETURNED) else None


def require_reason(turn: Turn) -> None:
	"""Refuse to return or cancel a document without a word to its writer."""
	if turn.decision in NEEDS_REASON and not turn.comment:
		frappe.throw(_("Please write down the reason."), frappe.MandatoryError)


def decided_by(doc) -> list[str]:
	"""Return who requested and then approved the document in this round, in that order."""
	return (doc.decided_by or "").split("\n") if doc.decided_by else []


def roles_others_hold(doc) -> list[str]:
	"""Return the roles of the document's workflow that somebody other than its writer holds in its facility."""
	if not doc.facility or not (workflow := stages.workflow_of(doc.doctype)):
		return []
	roles = dict.fromkeys(row.allowed for row in workflow.transitions)
	writer, today = doc.owner or frappe.session.user, getdate()
	return [role for role in roles if set(members_with_role(doc.facility, role, today)) - {writer}]


def _refusal(doc, workflow, turn: Turn, user: str) -> Refusal | None:
	decided = decided_by(doc)
	if turn.decision == WITHDRAWN and len(decided) > 1:
		return Refusal(
			_("{0} has already approved this document. Please ask the next approver to return it.").format(
				get_fullname(decided[-1])
			)
		)
	approver = turn.deputy_for or user
	if (
		turn.returns
		and turn.decision != WITHDRAWN
		and not _approves_here(workflow, turn, doc.facility, approver)
	):
		return Refusal(
			_("Only its writer may withdraw a document, and only its approver may return it."),
			FacilityAccessError,
		)
	if turn.approves and turn.deputy_for and user == doc.owner:
		return Refusal(
			_("You wrote this document yourself, so you cannot approve it in the place of {0}.").format(
				get_fullname(turn.deputy_for)
			),
			SelfApprovalError,
		)
	done = () if doc.only_carries_out(turn) else decided
	if (
		turn.approves
		and not doc.is_mere_record
		and {user, turn.deputy_for} & {doc.owner, *done}
		and (own := _own_work(doc, turn, user, decided))
	):
		return own
	return next((bar for stage in turn.entered if (bar := doc.bar(user, stage))), None)


def _approves_here(workflow, turn: Turn, facility: str, user: str) -> bool:
	"""Tell whether the user holds a role that moves documents forward from this state."""
	return any(
		row.state == turn.from_state
		and stages.stage_of(workflow, row.next_state) != stages.DRAFT
		and holds_role(facility, user, row.allowed)
		for row in workflow.transitions
	)


def _own_work(doc, turn: Turn, user: str, decided: list[str]) -> Refusal | None:
	"""Refuse what is one's own where another holds the role, so that the others never all bar each other.

	Who is absent is no other: a 사무국장 who has approved a document stands in for the 시설장 as well.
	"""
	role, barred = turn.role, {user, turn.deputy_for, doc.owner, *decided}
	others = [other for other in members_with_role(doc.facility, role) if other not in barred]
	if not others:
		return None
	names = ", ".join(get_fullname(other) for other in others)
	if user == doc.owner:
		message = _("You wrote this document yourself. It is for {0} ({1}) to approve.")
	else:
		message = _("You have already requested or approved this document. It is for {0} ({1}) to approve.")
	return Refusal(message.format(names, _(role)), SelfApprovalError)
