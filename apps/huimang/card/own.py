"""Cards and their uses go to their holder besides the facility's roles; those of nobody in particular to the roles alone."""

from __future__ import annotations

import frappe

from huimang.facility import access, own


def has_permission(doc, ptype: str = "read", user: str | None = None) -> bool:
	"""`has_permission` of Corporate Card and Card Transaction."""
	user = user or frappe.session.user
	if not access.has_permission(doc, ptype, user):
		return False
	whole = access.facilities_for(user, doc.doctype, ptype or "read", whole=True)
	return whole is None or doc.facility in whole or bool(doc.employee and own.is_own(doc, user))
