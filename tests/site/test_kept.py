"""What is kept in the shared cache follows the database, also while somebody still sees the database of before."""

import factory
import frappe
from connections import at_once

from huimang.facility import grants

USER = "kept@kept.test"


def test_a_request_that_began_before_a_change_keeps_nothing_of_what_held_then():
	facility = factory.make_facility()
	factory.make_user(USER, facility, ["Accountant"])
	frappe.db.commit()

	def told():
		frappe.local.cache.clear()
		roles = {role for role in frappe.get_roles(USER) if role in grants.FACILITY_ROLES}
		return roles, set(grants.grants(USER)["all"]), set(grants.roster(facility)[USER]["roles"])

	def change(_number):
		member = frappe.get_doc("Facility Membership", {"facility": facility, "user": USER})
		member.set("roles", [{"role": "Office Director"}])
		member.save()
		frappe.db.commit()

	before = told()
	at_once(1, change)
	assert frappe.db.get_value("Has Role", {"parent": USER, "role": "Accountant"}), (
		"sees the database of before"
	)
	told()
	frappe.db.rollback()
	after = told()
	assert after == tuple(
		{role.replace("Accountant", "Office Director") for role in roles} for roles in before
	)
	assert after[0] == {"Office Director", "Facility Staff"}
