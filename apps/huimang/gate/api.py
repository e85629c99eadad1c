"""What stands in for functions of the framework that guests call."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.core.doctype.user import user as users


@frappe.whitelist(allow_guest=True, methods=["POST"])
def reset_password(user: str) -> None:
	"""frappe.core.doctype.user.user.reset_password: told by its answer who has an account here, and whose is disabled.

	Whoever asks gets the same answer; the framework's limit of requests an hour holds.
	"""
	try:
		users.reset_password(user=user)
	except Exception:
		# a letter that cannot be sent would tell as well
		frappe.log_error("reset_password")
	frappe.clear_messages()
	for told in ("http_status_code", "exc_type"):
		frappe.local.response.pop(told, None)
	frappe.msgprint(
		_("If there is an account of this name, a letter about the password is on its way to it."),
		title=_("Password"),
	)
