"""The base of every document that moves money or budget: it changes by decisions of its approval line only."""

from __future__ import annotations

from copy import deepcopy

import frappe
from frappe import _
from frappe.core.doctype.server_script.server_script_utils import run_server_script_for_doc_event
from frappe.integrations.doctype.webhook import run_webhooks
from frappe.model.docstatus import DocStatus
from frappe.model.document import Document

from huimang.approval import changes, delegation, guard, loading, stages, steps
from huimang.approval.effects import Effects
from huimang.approval.turn import APPROVED_BY, REQUESTED, Decision, Turn
from huimang.facility import access

_TRUST = ("ignore_permissions", "ignore_links", "ignore_validate_update_after_submit")
_RIGHTS = {1: "submit", 2: "cancel"}
_WORKFLOW_ACTIONS = "frappe.workflow.doctype.workflow_action.workflow_action.process_workflow_actions"
_VERBS = {stages.IN_APPROVAL: "request", stages.APPROVED: "approve", stages.SETTLED: "settle"}


class ApprovalDocument(Effects, Document):
	"""A submittable document with a facility, a workflow and these fields: workflow_state, stage, decided_by, approval_step.

	A subclass says what happens by the methods of `Effects`. A document leaves Draft, and changes at all while it is not a
	draft, through a `Decision` only, whatever road the call came by.
	"""

	@property
	def approver_roles(self) -> str:
		"""Roles that another than the writer holds here, one a line, for conditions of workflow transitions."""
		return "\n".join(guard.roles_others_hold(self))

	@property
	def final_roles(self) -> str:
		"""Roles whose approval is the last for this amount (전결), one a line, for conditions of workflow transitions."""
		return "\n".join(delegation.final_roles(self))

	def as_dict(self, *args, **kwargs) -> dict:
		"""Add what conditions of transitions ask for and no column can hold: memberships change by themselves."""
		values = super().as_dict(*args, **kwargs)
		values["approver_roles"] = self.approver_roles
		values["final_roles"] = self.final_roles
		return values

	@classmethod
	def load_locked(cls, doctype: str, name: str) -> ApprovalDocument:
		"""Return a stored document with its rows locked until the transaction ends."""
		doc = cls(loading.locked(doctype, name))
		doc.flags.stored_facility = access.StoredFacility(doc.facility)
		return doc

	def take(self, decision: Decision, stage: str) -> None:
		"""Carry a decision out on a document that has just been loaded, locked and found permitted to be written.

		What follows from that is not done a second time: another look at the database, at permissions, at links that
		were checked when they were entered, and a list of changes, of which the Approval Step is the record.
		"""
		docstatus = stages.DOCSTATUS[stage]
		if docstatus != self.docstatus:
			workflow = stages.workflow_of(self.doctype)
			absent = guard.stood_in_for(self, workflow, decision.transition)
			access.require(self.facility, self.doctype, _RIGHTS[docstatus], user=absent)
		self.flags.stored = deepcopy(self)
		self.flags.decision = decision
		self.set(self._state_field(), decision.transition.next_state)
		self.docstatus = DocStatus(docstatus)
		kept = {flag: self.flags.get(flag) for flag in _TRUST}
		self.flags.update(dict.fromkeys(_TRUST, True))
		try:
			self.save(ignore_version=True)
		finally:
			self.flags.update(kept)

	def check_permission(self, permtype: str = "read", permlevel: int | None = None) -> None:
		"""Submitting and cancelling belong to decisions; what may still be entered afterwards needs the right to write."""
		if permtype in ("submit", "cancel") and not self.flags.decision:
			before = self.get_doc_before_save()
			if not before or before.docstatus != self.docstatus:
				self._refuse_by_hand()
			permtype = "write"
		super().check_permission(permtype, permlevel)

	def load_doc_before_save(self, *, raise_exception: bool = False) -> None:
		stored = self.flags.pop("stored", None)
		if isinstance(stored, ApprovalDocument):
			self._doc_before_save = stored
		else:
			super().load_doc_before_save(raise_exception=raise_exception)

	def update_children(self) -> None:
		"""A decision leaves the rows as they are, but for their docstatus."""
		before = self.get_doc_before_save()
		tables = self.meta.get_table_fields()
		if not self.flags.turn or any(
			changes.rows_differ(self.get(df.fieldname), before.get(df.fieldname)) for df in tables
		):
			super().update_children()
		elif self.docstatus != before.docstatus:
			for df in tables:
				if self.get(df.fieldname):
					row = frappe.qb.DocType(df.options)
					frappe.qb.update(row).set(row.docstatus, int(self.docstatus)).where(
						row.parent == self.name
					).run()

	def validate_workflow(self) -> None:
		"""Nothing is left to check: `_begin` knows the transition, the facility and the person."""

	def run_method(self, method: str, *args, **kwargs):
		"""Run a method with its hooks, without the framework's Workflow Actions.

		Those are to-do lists by role that know no facility, and cost ten queries with every save. Whoever is to decide
		finds the document by its status (`queries.waiting_filters`).
		"""
		if method not in ("on_update", "on_update_after_submit", "on_cancel"):
			return super().run_method(method, *args, **kwargs)
		getattr(self, method)(*args, **kwargs)
		hooks = frappe.get_doc_hooks()
		for path in hooks.get(self.doctype, {}).get(method, []) + hooks.get("*", {}).get(method, []):
			if path != _WORKFLOW_ACTIONS:
				frappe.get_attr(path)(self, method, *args, **kwargs)
		self.run_notifications(method)
		run_webhooks(self, method)
		run_server_script_for_doc_event(self, method)

	def onload(self) -> None:
		"""Give the form what it shows of the approval: the way so far, who is next, and what the user may do."""
		from huimang.approval import progress

		self.set_onload("approval", progress.of(self))

	def _set_defaults(self) -> None:
		"""The framework's, without asking the database for the defaults of rows that there are none of."""
		if frappe.flags.in_import:
			return
		self.update_if_missing(frappe.new_doc(self.doctype, as_dict=True))
		for df in self.meta.get_table_fields():
			if rows := self.get(df.fieldname):
				defaults = frappe.new_doc(df.options, as_dict=True)
				for row in rows:
					row.update_if_missing(defaults)

	def before_insert(self) -> None:
		"""A new document starts as its writer's draft, whatever it was copied from."""
		for field in self._decided_fields():
			self.set(field, None)
		self.approval_step = 0
		# nothing has changed yet that a list of changes could show
		self.flags.ignore_version = not self.get("amended_from")

	def validate(self) -> None:
		turn = self._begin()
		if self._stage_before() == stages.DRAFT:
			self.validate_content()
		self._prepare(turn)

	def before_update_after_submit(self) -> None:
		self._prepare(self._begin())

	def before_cancel(self) -> None:
		self._prepare(self._begin())

	def on_update(self) -> None:
		self._finish()

	def on_update_after_submit(self) -> None:
		self._finish()

	def on_cancel(self) -> None:
		self._finish()

	def on_trash(self) -> None:
		if (
			self.docstatus != 0
			or self._stage_of(self) != stages.DRAFT
			or steps.exist_for(self.doctype, self.name)
		):
			frappe.throw(
				_("A document that has been through the approval line is kept. It cannot be deleted.")
			)

	def _begin(self) -> Turn | None:
		"""Find out which decision this save is, and refuse whatever else would change the document's standing."""
		before = self.get_doc_before_save()
		if before:
			# who wrote a document is decided when it is written; a client may send anything
			self.owner, self.creation = before.owner, before.creation
		decision = self.flags.decision if isinstance(self.flags.decision, Decision) else None
		self.flags.decision = self.flags.turn = None
		self._refuse_forgery(before, decision)
		if not decision:
			return None
		self.flags.turn = self._turn(before, decision)
		return self.flags.turn

	def _turn(self, before: Document, decision: Decision) -> Turn:
		workflow = stages.workflow_of(self.doctype)
		if before.get(workflow.workflow_state_field) != decision.transition.state:
			frappe.throw(
				_("Somebody else has decided on this document in the meantime. Please reload it."),
				frappe.TimestampMismatchError,
			)
		turn = guard.turn_for(before, workflow, decision)
		if isinstance(turn, guard.Refusal):
			turn.throw()
		guard.require_reason(turn)
		return turn

	def _refuse_forgery(self, before: Document | None, decision: Decision | None) -> None:
		"""Refuse changes of status without a decision, and of content where the document is frozen."""
		if not before:
			if self.docstatus != 0:
				self._refuse_by_hand()
			self.set(self._state_field(), self._initial_state())
			self.stage = stages.DRAFT
			return
		moved = self.docstatus != before.docstatus or self.get(self._state_field()) != before.get(
			self._state_field()
		)
		if moved and not decision:
			self._refuse_by_hand()
		if any(changes.differs(self, before, field) for field in self._decided_fields()):
			frappe.throw(
				_(
					"Status, number and dates of the approval are set by the approval itself and cannot be entered."
				)
			)
		skip = self._decided_fields() | {self._state_field()}
		if changed := changes.changed_content(self, before, skip):
			self._refuse_content(before, changed)

	def _refuse_content(self, before: Document, changed: list[str]) -> None:
		stage = self._stage_of(before)
		if stage == stages.DRAFT:
			# approvers may write in order to decide; what is in a document is for those who may create one
			access.require(self.facility, self.doctype, "create")
			return
		message = (
			_(
				"This document is being approved and cannot be changed ({0}). Please withdraw it or have it returned first."
			)
			if stage == stages.IN_APPROVAL
			else _(
				"This document has been approved and cannot be changed ({0}). Please cancel it and write a new one."
			)
		)
		frappe.throw(message.format(", ".join(_(label) for label in changed)), frappe.UpdateAfterSubmitError)

	def _refuse_by_hand(self) -> None:
		frappe.throw(
			_(
				"Documents are requested, approved and cancelled with the buttons of their approval line only."
			),
			frappe.PermissionError,
		)

	def _prepare(self, turn: Turn | None) -> None:
		if not turn:
			return
		self.stage = turn.to_stage
		self.approval_step = (self.approval_step or 0) + 1
		for stage in turn.entered:
			getattr(self, f"before_{_VERBS[stage]}")(turn)
		if turn.revokes:
			self.before_revoke(turn)
		self.decided_by = self._deciders(turn)

	def _deciders(self, turn: Turn) -> str | None:
		if turn.returns:
			return None
		decided = guard.decided_by(self)
		if turn.decision in (REQUESTED, APPROVED_BY) or turn.approves:
			decided.append(frappe.session.user)
		return "\n".join(decided)

	def _finish(self) -> None:
		turn: Turn | None = self.flags.turn
		if not turn:
			return
		self.flags.turn = None
		for stage in turn.entered:
			getattr(self, f"on_{_VERBS[stage]}")(turn)
		if turn.returns:
			self.on_return(turn)
		if turn.revokes:
			self.on_revoke(turn)
		steps.record(self, turn)

	def _decided_fields(self) -> frozenset[str]:
		return self.DECIDED_FIELDS | {"stage", "decided_by", "approval_step"}

	def _state_field(self) -> str:
		workflow = stages.workflow_of(self.doctype)
		return workflow.workflow_state_field if workflow else "workflow_state"

	def _initial_state(self) -> str | None:
		workflow = stages.workflow_of(self.doctype)
		return workflow.states[0].state if workflow else None

	def _stage_before(self) -> str:
		before = self.get_doc_before_save()
		return self._stage_of(before) if before else stages.DRAFT

	def _stage_of(self, doc: Document) -> str:
		workflow = stages.workflow_of(self.doctype)
		return stages.stage_of(workflow, doc.get(workflow.workflow_state_field)) if workflow else doc.stage
