"""Who sets menus: the head those of the facility, operators those of all facilities as well."""

from __future__ import annotations

import frappe

from huimang.facility import access
from huimang.facility.service import is_unscoped


def has_permission(doc, ptype: str = "read", user: str | None = None) -> bool:
	"""`has_permission` of Menu Setting: one that names no facility is the operators'."""
	user = user or frappe.session.user
	if not (doc.facility or doc.is_new() or is_unscoped(user)):
		return False
	return access.has_permission(doc, ptype, user)
