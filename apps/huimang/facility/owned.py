"""Records of the framework that hold results or words of one user and that it shows to others with the same roles."""

import frappe

from huimang.facility import people, references
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
	"""`has_permission` of Prepared Report and Tag."""
	user = user or frappe.session.user
	if user == "Administrator" or doc.is_new():
		return True
	return not is_out_of_reach(user, doc.doctype, doc.name) and framework_permits(doc, ptype, user)


def is_out_of_reach(user: str, doctype: str, name: str) -> bool:
	"""Whether the record exists and is not the user's to see, nor, for a User, somebody they work with."""
	if not frappe.db.exists(doctype, name):
		return False
	if doctype == "User":
		return not people.visible([name], user)
	if frappe.db.get_value(doctype, name, "owner") == user:
		return False
	return doctype != "Tag" or not _is_used(user, name)


def _is_used(user: str, tag: str) -> bool:
	"""Whether a document within the user's reach bears the tag."""
	links = frappe.get_all("Tag Link", {"tag": tag}, pluck="name")
	return any(not references.is_out_of_reach(user, "Tag Link", link) for link in links)


def _quoted(value: str) -> str:
	return frappe.db.escape(value, percent=False)
