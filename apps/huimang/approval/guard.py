"""Who may decide.

A workflow names a role; the framework asks whether the user holds it anywhere. What counts is whether they hold it in
the document's facility, and that nobody vouches for their own work where somebody else could.
"""

from __future__ import annotations

from typing import NamedTuple

import frappe
from frappe import _
from frappe.model.workflow import is_transition_condition_satisfied
from frappe.utils import get_fullname, getdate

from huimang.approval import stages
from huimang.approval.turn import NEEDS_REASON, WITHDRAWN, Decision, Turn, decision_between
from huimang.errors import FacilityAccessError, SelfApprovalError
from huimang.facility.grants import holds_role, members_with_role


class Refusal(NamedTuple):
	"""Why a decision is not open to a user."""

	message: str
	exception: type[Exception] = frappe.ValidationError

	def throw(self) -> None:
		frappe.throw(self.message, self.exception)


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
	if not holds_role(doc.facility, user, row.allowed):
		return Refusal(
			_("Only a person with the role {0} in this facility may do this.").format(_(row.allowed)),
			FacilityAccessError,
		)
	if not is_transition_condition_satisfied(row, doc):
		return Refusal(_("This document does not meet the conditions of {0}.").format(_(row.action)))
	turn = Turn(
		row.state, row.next_state, from_stage, to_stage, name, row.allowed, decision.comment, decision.values
	)
	return _refusal(doc, workflow, turn, user) or turn


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
	if turn.returns and turn.decision != WITHDRAWN and not _approves_here(workflow, turn, doc.facility, user):
		return Refusal(
			_("Only its writer may withdraw a document, and only its approver may return it."),
			FacilityAccessError,
		)
	if (
		turn.approves
		and (user == doc.owner or user in decided)
		and (own := _own_work(doc, turn.role, user, decided))
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


def _own_work(doc, role: str, user: str, decided: list[str]) -> Refusal | None:
	"""Refuse what is one's own where another holds the role, so that the others never all bar each other."""
	others = [
		other for other in members_with_role(doc.facility, role) if other not in {user, doc.owner, *decided}
	]
	if not others:
		return None
	names = ", ".join(get_fullname(other) for other in others)
	if user == doc.owner:
		message = _("You wrote this document yourself. It is for {0} ({1}) to approve.")
	else:
		message = _("You have already requested or approved this document. It is for {0} ({1}) to approve.")
	return Refusal(message.format(names, _(role)), SelfApprovalError)
