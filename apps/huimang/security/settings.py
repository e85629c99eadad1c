"""What the operator decides about passwords, sessions and the access log, and what of it the framework is told."""

from __future__ import annotations

import frappe
from frappe.utils import cint

SETTING = "Security Setting"
ROLES_OF_TWO_STEPS = ("Facility Head", "Platform Operator", "System Manager")
"""Marked for the two-step login when it is first switched on; the operator may mark others (Role, 2단계 인증)."""
_LINK_DAYS = 3


def number(fieldname: str) -> int:
	"""Return a number of the settings."""
	return cint(frappe.get_cached_doc(SETTING).get(fieldname))


def plant() -> None:
	"""Give a site the settings that it starts with, once; afterwards they are the operator's."""
	if not frappe.db.get_singles_dict(SETTING):
		frappe.get_doc(SETTING).save(ignore_permissions=True)


def tell_framework(doc) -> None:
	"""Bring the framework's settings, by which it logs people in and out, in line with ours."""
	hours, minutes = divmod(max(cint(doc.idle_minutes), 1), 60)
	values = {
		"force_user_to_reset_password": cint(doc.password_days),
		# the framework lets in until there were more than it is told
		"allow_consecutive_login_attempts": max(cint(doc.failures) - 1, 1) if doc.failures else 0,
		"allow_login_after_fail": cint(doc.locked_minutes) * 60,
		"session_expiry": f"{hours:02}:{minutes:02}" if doc.idle_minutes else "12:00",
		"enable_two_factor_auth": cint(doc.two_steps),
		"two_factor_method": doc.two_step_method,
		"logout_on_password_reset": 1,
		# the link by which a new person sets a password is mailed, and people are not at work every day
		"reset_password_link_expiry_duration": _LINK_DAYS * 24 * 3600,
	}
	frappe.db.set_value("System Settings", None, values)
	frappe.db.set_default("session_expiry", values["session_expiry"])
	frappe.clear_document_cache("System Settings", "System Settings")
	frappe.cache.delete_value("system_settings")
	if doc.two_steps:
		_mark_roles()


def _mark_roles() -> None:
	if not frappe.db.exists("Role", {"two_factor_auth": 1}):
		for role in ROLES_OF_TWO_STEPS:
			frappe.db.set_value("Role", role, "two_factor_auth", 1)
