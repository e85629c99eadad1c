"""What is read of facilities and their people."""

import frappe

from huimang.facility import grants
from huimang.facility.roles import FACILITY_HEAD, FACILITY_ROLES, LOCAL_OFFICER
from huimang.facility.service import is_unscoped


def staff(facility: str) -> list[dict]:
	"""The memberships of a facility with their roles in the order of `FACILITY_ROLES`, those switched off last."""
	member = frappe.qb.DocType("Facility Membership")
	role = frappe.qb.DocType("Facility Membership Role")
	login = frappe.qb.DocType("User")
	rows = (
		frappe.qb.from_(member)
		.left_join(login)
		.on(login.name == member.user)
		.left_join(role)
		.on((role.parent == member.name) & (role.parenttype == "Facility Membership"))
		.select(member.name, member.user, member.full_name, member.position_title, member.enabled)
		.select(
			member.is_revenue_officer,
			member.is_disbursing_officer,
			member.from_date,
			member.to_date,
			login.last_login,
			role.role,
		)
		.where(member.facility == facility)
		.orderby(member.enabled, order=frappe.qb.desc)
		.orderby(member.from_date)
		.orderby(member.name)
		.orderby(role.idx)
	).run(as_dict=True)
	people = {}
	for row in rows:
		held = row.pop("role")
		person = people.setdefault(row.name, {**row, "roles": []})
		if held:
			person["roles"].append(held)
	for person in people.values():
		person["roles"].sort(key=FACILITY_ROLES.index)
	return list(people.values())


def grantable_roles(facility: str, actor: str) -> list[str]:
	"""The roles that `actor` may give in the facility: the head and the platform's people any, others what they hold."""
	if is_unscoped(actor):
		return list(FACILITY_ROLES)
	if grants.holds_role(facility, actor, FACILITY_HEAD):
		return [role for role in FACILITY_ROLES if role != LOCAL_OFFICER]
	given = (grants.membership(facility, actor) or {"roles": ()})["roles"]
	return [role for role in FACILITY_ROLES if role in given]
