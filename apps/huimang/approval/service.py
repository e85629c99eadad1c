"""Deciding: the one road by which a document of an approval line changes its status."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.base_document import get_controller
from frappe.model.workflow import WorkflowTransitionError
from frappe.utils import sanitize_html

from huimang.approval import deputies, guard, stages
from huimang.approval.document import ApprovalDocument
from huimang.approval.turn import NEEDS_REASON, Decision, Turn
from huimang.facility.grants import holds_role


def decide(
	doctype: str, name: str, action: str, comment: str = "", values: dict | None = None
) -> ApprovalDocument:
	"""Carry out a decision of the session's user on a document, with all that follows from it.

	:param action: the action's name in the workflow, as the form's button has it.
	:param comment: reason or remark; returning and cancelling need one.
	:param values: what the decision brings along (payment date and account of 출납).
	:return: the document as it stands afterwards. Raises what its checks raise; nothing has been changed then.
	"""
	doc = _load(doctype, name)
	workflow = _workflow(doctype)
	rows = [row for row in _rows_from(doc, workflow) if row.action == action]
	return _apply(doc, workflow, rows, comment, values)


def move_to(
	doctype: str, name: str, stage: str, comment: str = "", values: dict | None = None
) -> ApprovalDocument:
	"""Like `decide`, with the action that leads to `stage`, whatever the workflow calls it."""
	doc = _load(doctype, name)
	workflow = _workflow(doctype)
	rows = [row for row in _rows_from(doc, workflow) if stages.stage_of(workflow, row.next_state) == stage]
	return _apply(doc, workflow, rows, comment, values)


def open_turns(doc: ApprovalDocument) -> list[tuple[object, Turn]]:
	"""Return the transitions that the session's user may carry out on a stored document now, with their turns."""
	workflow = stages.workflow_of(doc.doctype)
	if not workflow or doc.is_new():
		return []
	turns = [
		(row, guard.turn_for(doc, workflow, Decision(row)))
		for row in _rows_from(doc, workflow)
		if row.allowed in frappe.get_roles()
		or deputies.absent_holder(doc.facility, frappe.session.user, row.allowed)
	]
	return [(row, turn) for row, turn in turns if isinstance(turn, Turn)]


def needs_reason(turn: Turn) -> bool:
	"""Tell whether a turn is refused without a comment."""
	return turn.decision in NEEDS_REASON


def _apply(doc, workflow, rows: list, comment: str, values: dict | None) -> ApprovalDocument:
	row = _choose(doc, workflow, rows)
	# the step is written past the framework, which cleans every text that it saves
	comment = sanitize_html((comment or "").strip())
	doc.take(Decision(row, comment, values or {}), stages.stage_of(workflow, row.next_state))
	return doc


def _choose(doc, workflow, rows: list):
	"""Return the first transition that is open to the user, or say why the one of their own role is not."""
	user = frappe.session.user
	refusal = None
	for row in sorted(rows, key=lambda row: not holds_role(doc.facility, user, row.allowed)):
		turn = guard.turn_for(doc, workflow, Decision(row))
		if isinstance(turn, Turn):
			if not turn.deputy_for and _is_deputy(doc):
				doc.check_permission("write")
			return row
		if not refusal or refusal.is_condition:
			refusal = turn
	if refusal:
		refusal.throw()
	frappe.throw(
		_("This is not possible while the document is {0}. Please reload it.").format(
			_(doc.get(workflow.workflow_state_field))
		),
		WorkflowTransitionError,
	)


def _rows_from(doc, workflow) -> list:
	state = doc.get(workflow.workflow_state_field)
	return [row for row in workflow.transitions if row.state == state]


def _load(doctype: str, name: str) -> ApprovalDocument:
	"""Return the document, locked: of two people who decide at once, the second sees what the first has done."""
	controller = get_controller(doctype)
	if not issubclass(controller, ApprovalDocument):
		frappe.throw(_("{0} has no approval line.").format(_(doctype)))
	doc = controller.load_locked(doctype, name)
	# a deputy needs no right of their own to write; `_choose` knows whether it is as a deputy that they decide
	doc.check_permission("read" if _is_deputy(doc) else "write")
	return doc


def _is_deputy(doc) -> bool:
	return bool(deputies.absent_for(doc.facility, frappe.session.user))


def _workflow(doctype: str):
	workflow = stages.workflow_of(doctype)
	if not workflow:
		frappe.throw(
			_("No workflow is active for {0}. Please ask the operator to activate one.").format(_(doctype)),
			WorkflowTransitionError,
		)
	return workflow
