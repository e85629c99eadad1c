"""The made-up people of a practice facility decide when they are asked to: who practises alone sees a document all its way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import frappe
from frappe import _

from huimang.approval import service as approval
from huimang.approval.stages import IN_APPROVAL
from huimang.approval.turn import APPROVED_BY, SETTLED_BY
from huimang.facility import grants

_LONGEST_LINE = 8
"""Decisions at most by one asking."""


def decide(practice: str, doctype: str, name: str) -> str:
	"""Let colleagues approve a document that waits for it; let one carry out a document that is approved.

	Returns:
		The state of the document afterwards.
	"""
	doc = frappe.get_doc(doctype, name)
	wanted = APPROVED_BY if doc.stage == IN_APPROVAL else SETTLED_BY
	for done in range(_LONGEST_LINE):
		if not _one_decides(practice, doc, wanted):
			if not done:
				frappe.throw(_("No colleague can decide on this document now. Please look whose turn it is."))
			break
		doc = frappe.get_doc(doctype, name)
		if wanted == SETTLED_BY or doc.stage != IN_APPROVAL:
			break
	return doc.workflow_state


def _one_decides(practice: str, doc, wanted: str) -> bool:
	for user in sorted(grants.roster(practice)):
		if not user.endswith(grants.MADE_UP):
			continue
		with _as(user):
			if not frappe.has_permission(doc.doctype, "write", doc=doc):
				continue
			for row, turn in approval.open_turns(doc):
				if turn.decision == wanted:
					approval.decide(doc.doctype, doc.name, row.action)
					return True
	return False


@contextmanager
def _as(user: str) -> Iterator[None]:
	"""Run the block as somebody else, and leave the session of the request as it was."""
	kept = {name: getattr(frappe.local, name) for name in ("session", "form_dict", "cache")}
	frappe.local.session = frappe._dict(kept["session"])
	frappe.set_user(user)
	frappe.local.cache = kept["cache"]
	try:
		yield
	finally:
		for name, value in kept.items():
			setattr(frappe.local, name, value)
		frappe.local.role_permissions, frappe.local.user_perms = {}, None
