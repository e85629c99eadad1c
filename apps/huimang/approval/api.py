"""What Desk and REST may call of the approval. Everything that changes something is POST."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model import workflow as framework
from frappe.model.base_document import get_controller

from huimang.approval import inbox as waiting_documents
from huimang.approval import progress, queries, service
from huimang.approval.document import ApprovalDocument
from huimang.facility import access


@frappe.whitelist(methods=["POST"])
def decide(doctype: str, name: str, action: str, comment: str = "") -> dict:
	"""Request, approve, return, withdraw, settle or cancel: an action of the workflow, with a word to it.

	The document's own permission is asked for by the service, with whose turn it is.
	"""
	frappe.has_permission(doctype, "read", throw=True)
	return service.decide(doctype, name, action, comment).as_dict()


@frappe.whitelist(methods=["POST"])
def apply_workflow(doc: str | dict, action: str, comment: str = "") -> dict:
	"""Stand-in for the framework's own, which answers GET and knows roles but no facilities (CVE-2026-63654)."""
	values = frappe.parse_json(doc)
	if not _is_ours(values["doctype"]):
		return framework.apply_workflow(doc, action)
	return service.decide(values["doctype"], values["name"], action, comment).as_dict()


@frappe.whitelist(methods=["POST"])
def bulk_workflow_approval(docnames: str | list, doctype: str, action: str, comment: str = "") -> None:
	"""Stand-in for the framework's own: one transaction a document, and a report of what failed and why."""
	if not _is_ours(doctype):
		framework.bulk_workflow_approval(frappe.as_json(frappe.parse_json(docnames)), doctype, action)
		return
	names = frappe.parse_json(docnames)
	if len(names) > 500:
		frappe.throw(_("At most 500 documents can be decided at once."))
	failed = _decide_each(doctype, names, action, comment)
	lines = [_("{0} of {1} documents: {2}").format(len(names) - len(failed), len(names), _(action)), *failed]
	frappe.msgprint("<br>".join(lines), title=_("Approval"), indicator="orange" if failed else "green")


@frappe.whitelist()
def get_transitions(doc: str | dict, workflow=None, raise_exception: bool = False) -> list[dict]:
	"""Stand-in for the framework's own: only what would not be refused, with the kind of decision it is."""
	values = frappe.parse_json(doc)
	if not _is_ours(values["doctype"]):
		return framework.get_transitions(values, raise_exception=raise_exception)
	if values.get("__islocal"):
		return []
	stored = frappe.get_doc(values["doctype"], values["name"])
	stored.check_permission("read")
	return progress.open_actions(stored)


@frappe.whitelist()
def get_common_transition_actions(docs: str | list, doctype: str) -> list[str]:
	"""Stand-in for the framework's own: actions that all of the chosen documents take without further questions."""
	names = [doc["name"] for doc in frappe.parse_json(docs)]
	if not _is_ours(doctype):
		return framework.get_common_transition_actions(docs, doctype)
	common: set[str] | None = None
	for name in names:
		stored = frappe.get_doc(doctype, name)
		stored.check_permission("read")
		actions = {row.action for row, turn in service.open_turns(stored) if not service.needs_reason(turn)}
		common = actions if common is None else common & actions
		if not common:
			return []
	return sorted(common or [])


@frappe.whitelist()
def waiting_for_me(doctype: str) -> list[list]:
	"""Filters of the list view that leave the documents the user is asked to decide on."""
	frappe.has_permission(doctype, "read", throw=True)
	return queries.waiting_filters(doctype, frappe.session.user)


@frappe.whitelist()
def inbox() -> list[dict]:
	"""What the session's user can decide on now, over all kinds of documents."""
	return waiting_documents.waiting(frappe.session.user)


@frappe.whitelist()
def glance(doctype: str, name: str) -> dict:
	"""What a decision on a document needs to see; asks for the right to read it."""
	if not _is_ours(doctype):
		frappe.throw(_("{0} has no approval line.").format(_(doctype)))
	return waiting_documents.glance(doctype, name)


def _decide_each(doctype: str, names: list[str], action: str, comment: str) -> list[str]:
	failed = []
	title_field = frappe.get_meta(doctype).get_title_field()
	for name in names:
		# a refusal must not tell the title of what the user may not see
		title = access.reaches(frappe.session.user, doctype, name) and frappe.db.get_value(
			doctype, name, title_field
		)
		try:
			service.decide(doctype, name, action, comment)
			frappe.db.commit()  # one document's refusal must not take back the others
		except (frappe.ValidationError, frappe.PermissionError) as refusal:
			frappe.db.rollback()
			frappe.clear_messages()
			failed.append(f"{frappe.utils.escape_html(title or name)}: {refusal}")
	return failed


def _is_ours(doctype: str) -> bool:
	return issubclass(get_controller(doctype), ApprovalDocument)
