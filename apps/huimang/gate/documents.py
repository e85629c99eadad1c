"""Which of the framework's documents staff may write: none that the framework renders, runs or shows to everybody."""

from __future__ import annotations

import frappe
from frappe import _

from huimang.errors import GateError
from huimang.facility.roles import FACILITY_ROLES
from huimang.gate import methods

FRAMEWORK = "frappe"
OF_EVERYBODY = frozenset({"All", "Guest", "Desk User", *FACILITY_ROLES})
"""Roles that nobody was given as a trust in handling the system itself."""

WRITABLE = frozenset(
	{
		"Activity Log",
		"Address",
		"Comment",
		"Communication",
		"Contact",
		"Dashboard Settings",
		"DocShare",
		"Document Follow",
		"Event",
		"File",
		"Kanban Board",
		"List Filter",
		"Note",
		"Notification Settings",
		"Prepared Report",
		"Reminder",
		"Tag",
		"Tag Link",
		"ToDo",
		"User",
		"Workflow Action",
	}
)
"""What everybody keeps for themselves, or writes about documents. Not templates (Print Format, Email Template, Letter Head, Auto
Repeat …), nor what is shown or run (Workspace, Custom HTML Block, Dashboard Chart, Client Script …), whatever their permission
rows say to everybody.
"""


def check(doc, method: str | None = None) -> None:
	"""Refuse a document of the framework's that a user's request writes and that is not theirs to write (hook: doc_events).

	Raises:
		GateError: nobody gave the user a role for it.
	"""
	if not getattr(frappe.local, "request", None) or doc.flags.ignore_permissions or not _is_frameworks(doc):
		return
	if methods.kind_of(frappe.session.user) in ("operator", "manager"):
		return
	if doc.doctype in ("Event", "Note"):
		_keep_private(doc)
	elif doc.doctype not in WRITABLE and not _was_entrusted(doc):
		frappe.throw(_("Only operators change this."), GateError)


def _is_frameworks(doc) -> bool:
	module = doc.meta.module
	return not doc.meta.custom and frappe.local.module_app.get(frappe.scrub(module or "")) == FRAMEWORK


def _was_entrusted(doc) -> bool:
	held = set(frappe.get_roles()) - OF_EVERYBODY
	return any(row.role in held and (row.write or row.create) for row in doc.meta.permissions)


def _keep_private(doc) -> None:
	"""What is public here is public to every facility, and put before everybody's eyes."""
	if doc.doctype == "Note" and (doc.public or doc.notify_on_login):
		frappe.throw(_("Notes are kept for oneself."), GateError)
	if doc.doctype == "Event" and doc.event_type == "Public":
		frappe.throw(_("Events are kept for oneself."), GateError)
