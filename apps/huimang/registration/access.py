"""Who sees which application: officers those of their area, the platform's people all."""

from __future__ import annotations

import frappe

from huimang.facility import jurisdictions
from huimang.facility.framework import framework_permits
from huimang.facility.service import is_unscoped

DOCTYPE = "Facility Registration"


def query_condition(user: str | None = None) -> str:
	"""`permission_query_conditions` of Facility Registration."""
	user = user or frappe.session.user
	if is_unscoped(user):
		return ""
	column = f"`tab{DOCTYPE}`.`jurisdiction`"
	parts = [
		f"{column} = {_quoted(area)} or left({column}, {len(area) + 1}) = {_quoted(area + ' ')}"
		for area in jurisdictions.areas_of(user)
	]
	return f"({' or '.join(parts)})" if parts else "1=0"


def has_permission(doc, ptype: str = "read", user: str | None = None) -> bool:
	"""`has_permission` of Facility Registration."""
	user = user or frappe.session.user
	return sees(doc, user) and framework_permits(doc, ptype, user)


def sees(doc, user: str) -> bool:
	"""Whether the application is of an area that the user looks after."""
	return is_unscoped(user) or any(
		jurisdictions.covers(area, doc.jurisdiction) for area in jurisdictions.areas_of(user)
	)


def _quoted(value: str) -> str:
	return frappe.db.escape(value, percent=False)
