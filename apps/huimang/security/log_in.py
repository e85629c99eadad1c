"""Logging in and out, and failing to, as the access log tells it (hook: Activity Log, which the framework writes then)."""

from __future__ import annotations

import frappe

from huimang.security import access_log

_KINDS = {
	("Login", "Success"): "Log In",
	("Login", "Failed"): "Failed Log In",
	("Logout", "Success"): "Log Out",
}


def note(activity, method: str | None = None) -> None:
	"""After an Activity Log is written: tell the access log, unless it is about something else."""
	kind = _KINDS.get((activity.operation, activity.status))
	if not kind:
		return
	known = frappe.db.exists("User", activity.user)
	# what somebody typed for a name may be their password
	access_log.record(
		kind,
		user=known or "Guest",
		detail=None if kind == "Log In" else activity.subject if known else None,
	)
