"""Which people a user sees: those who work in a facility where they work themselves."""

import frappe

from huimang.facility.framework import framework_permits
from huimang.facility.grants import grants
from huimang.facility.roles import UNSCOPED_ROLES


def query_condition(user: str | None = None) -> str:
	"""`permission_query_conditions` of User."""
	user = user or frappe.session.user
	if _sees_everybody(user):
		return ""
	me = f"`tabUser`.`name` = {frappe.db.escape(user, percent=False)}"
	if not (facilities := _facilities(user)):
		return me
	inside = ", ".join(frappe.db.escape(facility, percent=False) for facility in facilities)
	members = f"select `user` from `tabFacility Membership` where `facility` in ({inside})"
	return f"({me} or `tabUser`.`name` in ({members}))"


def has_permission(doc, ptype: str = "read", user: str | None = None) -> bool:
	"""`has_permission` of User."""
	user = user or frappe.session.user
	return bool(visible([doc.name], user) or doc.is_new()) and framework_permits(doc, ptype, user)


def visible(names: list[str], user: str | None = None) -> list[str]:
	"""Those of the named users whom `user` sees, in the given order."""
	user = user or frappe.session.user
	if _sees_everybody(user):
		return names
	facilities = _facilities(user)
	members = (
		frappe.get_all(
			"Facility Membership", {"facility": ("in", facilities), "user": ("in", names)}, pluck="user"
		)
		if facilities and names
		else []
	)
	return [name for name in names if name == user or name in members]


def _sees_everybody(user: str) -> bool:
	return user == "Administrator" or any(role in UNSCOPED_ROLES for role in frappe.get_roles(user))


def _facilities(user: str) -> list[str]:
	return sorted(frozenset().union(*grants(user)["all"].values()))
