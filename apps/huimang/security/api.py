"""What the browser may call about passwords; the framework's function of this name ends here (hooks)."""

from __future__ import annotations

import frappe

from huimang.security import passwords


@frappe.whitelist(allow_guest=True, methods=["POST"])
def update_password(
	new_password: str, logout_all_sessions: int = 0, key: str | None = None, old_password: str | None = None
):
	"""Stand-in for the framework's own: the same, with the rules of this site in front."""
	return passwords.update(new_password, logout_all_sessions, key, old_password)
