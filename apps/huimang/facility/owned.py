"""Records of the framework that hold results or words of one user and that it shows to others with the same roles."""

import frappe

from huimang.facility import references
from huimang.facility.framework import framework_permits


def prepared_reports(user: str | None = None) -> str:
	"""A report prepared in the background was filtered for whoever asked for it."""
	user = user or frappe.session.user
	return "" if user == "Administrator" else f"`tabPrepared Report`.`owner` = {_quoted(user)}"


def tags(user: str | None = None) -> str:
	"""The words by which a facility marks its documents are its own."""
	user = user or frappe.session.user
	if user == "Administrator":
		return ""
	linked = references.query_condition(user, "Tag Link")
	return f"(`tabTag`.`owner` = {_quoted(user)} or `tabTag`.`name` in (select `tag` from `tabTag Link` where {linked}))"


def has_permission(doc, ptype: str = "read", user: str | None = None) -> bool:
	"""`has_permission` of Prepared Report."""
	user = user or frappe.session.user
	return user == "Administrator" or (
		(doc.is_new() or doc.owner == user) and framework_permits(doc, ptype, user)
	)


def _quoted(value: str) -> str:
	return frappe.db.escape(value, percent=False)
