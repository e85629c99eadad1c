"""What the states of a workflow mean.

An operator names, adds and rearranges states in Desk. What a state does to money and budget is told by its stage, a
field that this app adds to the rows of Workflow: nothing here looks at the name of a state.
"""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.base_document import get_controller
from frappe.model.workflow import get_workflow_name

DRAFT = "Draft"
IN_APPROVAL = "In Approval"
APPROVED = "Approved"
SETTLED = "Settled"
CANCELLED = "Cancelled"

ORDER = (DRAFT, IN_APPROVAL, APPROVED, SETTLED)
"""The way of a document; it may pass several stages with one decision."""

FIELD = "huimang_stage"
"""Custom Field on Workflow Document State that holds the stage of the state."""

DOCSTATUS = {DRAFT: 0, IN_APPROVAL: 0, APPROVED: 1, SETTLED: 1, CANCELLED: 2}


def workflow_of(doctype: str):
	"""Return the active Workflow of a DocType, or None where an operator switched it off."""
	name = get_workflow_name(doctype)
	return frappe.get_cached_doc("Workflow", name) if name else None


def stage_of(workflow, state: str | None) -> str:
	"""Return the stage of a state of `workflow`; a document that has no state yet is a draft."""
	for row in workflow.states:
		if row.state == state:
			return row.get(FIELD) or _presumed(workflow, row)
	if state:
		frappe.throw(_("The approval status {0} is no longer part of the workflow.").format(_(state)))
	return DRAFT


def states_at(doctype: str, stage: str) -> list[str]:
	"""Return the states of a DocType's workflow that mean `stage`."""
	workflow = workflow_of(doctype)
	return (
		[row.state for row in workflow.states if stage_of(workflow, row.state) == stage] if workflow else []
	)


def check_workflow(workflow, method: str | None = None) -> None:
	"""Keep a workflow of ours sound while an operator edits it (hook: Workflow, validate).

	Fills in stages that were left empty, and refuses a stage that contradicts the state's document status, and a change
	of meaning under the documents that stand in the state.
	"""
	from huimang.approval.document import ApprovalDocument

	if not issubclass(get_controller(workflow.document_type), ApprovalDocument):
		return
	for row in workflow.states:
		row.set(FIELD, row.get(FIELD) or _presumed(workflow, row))
		if DOCSTATUS[row.get(FIELD)] != int(row.doc_status or 0):
			frappe.throw(
				_("The stage {1} of the status {0} does not go with its document status {2}.").format(
					_(row.state), _(row.get(FIELD)), row.doc_status
				)
			)
	if not workflow.states or workflow.states[0].get(FIELD) != DRAFT:
		frappe.throw(_("The first status of this workflow must have the stage {0}.").format(_(DRAFT)))
	_refuse_changed_meaning(workflow)


def _presumed(workflow, row) -> str:
	"""Return the stage of a state that an operator added without saying one: the most cautious."""
	docstatus = int(row.doc_status or 0)
	if docstatus == 0:
		return DRAFT if row.state == workflow.states[0].state else IN_APPROVAL
	return APPROVED if docstatus == 1 else CANCELLED


def _refuse_changed_meaning(workflow) -> None:
	before = workflow.get_doc_before_save()
	if not before:
		return
	now = {row.state: row.get(FIELD) for row in workflow.states}
	for row in before.states:
		if now.get(row.state) == (row.get(FIELD) or _presumed(before, row)):
			continue
		if frappe.db.exists(workflow.document_type, {before.workflow_state_field: row.state}):
			frappe.throw(
				_(
					"There are documents in the status {0}. Its stage stays as it is, and it cannot be removed."
				).format(_(row.state))
			)
