"""Roles count in the facility that gave them, and only those entitled give them.

행복 (A)                            사랑 (B)
  head@   Facility Head               other@  Facility Head, Accountant
  two@    Accountant                  two@    Social Worker
  clerk@  Accountant
"""

from unittest.mock import patch

import factory
import frappe
import house
import pytest
from frappe.utils import add_days, nowdate

from huimang.errors import FacilityAccessError
from huimang.facility import access, api, grants, service
from huimang.facility.roles import FACILITY_STAFF

HEAD, TWO, CLERK, OTHER = (f"{name}@access.test" for name in ("head", "two", "clerk", "other"))
RESOLUTION = "Expense Resolution"


def make():
	a, b = factory.make_facility("행복노인복지관"), factory.make_facility("사랑노인복지관")
	factory.make_user(HEAD, a, ["Facility Head"], "시설장")
	factory.make_user(TWO, a, ["Accountant"], "회계담당")
	factory.make_user(TWO, b, ["Social Worker"])
	factory.make_user(CLERK, a, ["Accountant"])
	factory.make_user(OTHER, b, ["Facility Head", "Accountant"])
	return frappe._dict(a=a, b=b)


built, clean_slate, houses = house.once(make, (HEAD, TWO, CLERK, OTHER))


@pytest.fixture
def permissions_back():
	"""The framework keeps the permissions of a DocType in its cache, where no rollback reaches."""
	yield
	frappe.db.rollback(save_point=house.TEST)
	for doctype in ("Facility Membership", "Fund Source"):
		frappe.clear_cache(doctype=doctype)


def membership(facility: str, user: str):
	return frappe.get_doc("Facility Membership", f"{facility}-{user}")


def facility_roles(user: str) -> set[str]:
	rows = frappe.get_all("Has Role", {"parent": user, "parenttype": "User"}, pluck="role")
	return set(rows).intersection(service.FACILITY_ROLES) - {FACILITY_STAFF}


# ---- the one decision


def test_a_role_counts_in_its_facility_only(houses):
	"""two@ is an accountant in A and a social worker in B: what accountants may, they may in A."""
	assert access.facilities_for(TWO, RESOLUTION, "create") == {houses.a}
	assert access.facilities_for(TWO, "Facility", "read") == {houses.a, houses.b}
	assert access.facilities_for(HEAD, "Facility", "write") == {houses.a}


def test_what_is_open_to_everybody_ends_at_ones_facilities(houses, permissions_back):
	frappe.permissions.add_permission("Fund Source", "All")
	assert access.facilities_for(TWO, "Fund Source") == {houses.a, houses.b}
	assert access.facilities_for(HEAD, "Fund Source") == {houses.a}


def test_the_platforms_people_reach_every_facility_where_permissions_name_them(houses):
	login = frappe.get_doc("User", CLERK)
	login.append_roles("Platform Operator")
	login.save()
	assert access.facilities_for(CLERK, "Facility", "write") is None
	assert access.facilities_for(CLERK, "Ledger Entry", "read") == {houses.a}
	assert access.facilities_for("Administrator", "Ledger Entry") is None


def test_a_suspended_facility_is_read_and_not_worked_in(houses):
	frappe.get_doc("Facility", houses.a).update({"status": "Suspended"}).save()
	assert access.facilities_for(TWO, RESOLUTION, "create") == frozenset()
	assert access.facilities_for(TWO, RESOLUTION, "read") == {houses.a}


def test_memberships_begin_and_end_by_date(houses):
	membership(houses.a, TWO).update({"to_date": nowdate()}).save()
	assert access.holds_role(houses.a, TWO, "Accountant")
	assert not access.holds_role(houses.a, TWO, "Accountant", on=add_days(nowdate(), 1))
	assert access.members_with_role(houses.a, "Accountant", on=add_days(nowdate(), 1)) == [CLERK]
	membership(houses.a, CLERK).update({"from_date": add_days(nowdate(), 7)}).save()
	assert access.facilities_for(CLERK, "Facility") == frozenset()
	assert access.membership(houses.a, CLERK) is None
	assert access.membership(houses.a, TWO)["position_title"] == "회계담당"


def test_require_lets_nobody_else_pass(houses):
	with factory.acting_as(TWO):
		access.require(houses.a, RESOLUTION, "create")
		with pytest.raises(FacilityAccessError):
			access.require(houses.b, RESOLUTION, "create")


def test_the_query_builder_hears_the_same_as_lists(houses):
	"""`facility_condition` and `query_condition` are two voices of one answer."""
	table = frappe.qb.DocType("Facility Membership")
	for user in (HEAD, TWO, OTHER, "none@access.test"):
		condition = access.facility_condition(table, user, "Facility Membership")
		told = frappe.qb.from_(table).select(table.name).where(condition).run(pluck=True)
		sql = access.query_condition(user, "Facility Membership")
		listed = frappe.db.sql(f"select name from `tabFacility Membership` where {sql}", pluck=True)
		assert sorted(told) == sorted(listed)
	everything = access.facility_condition(table, "Administrator", "Facility Membership")
	assert frappe.qb.from_(table).select(table.name).where(everything).run()


# ---- what a membership does to its user


def test_roles_and_limits_follow_memberships(houses):
	assert facility_roles(TWO) == {"Accountant", "Social Worker"}
	limits = frappe.get_all(
		"User Permission", {"user": TWO, "allow": "Facility"}, ["for_value", "is_default"]
	)
	assert {row.for_value for row in limits} == {houses.a, houses.b}
	assert [row.for_value for row in limits if row.is_default] == [houses.a]
	membership(houses.a, TWO).update({"enabled": 0}).save()
	assert facility_roles(TWO) == {"Social Worker"}
	limits = frappe.get_all("User Permission", {"user": TWO}, ["for_value", "is_default"])
	assert [(row.for_value, row.is_default) for row in limits] == [(houses.b, 1)]


def test_roles_of_a_facility_are_not_given_by_hand(houses):
	login = frappe.get_doc("User", HEAD)
	login.append_roles("Accountant")
	login.set("roles", [row for row in login.roles if row.role != "Facility Head"])
	login.save()
	assert facility_roles(HEAD) == {"Facility Head"}


def test_the_first_person_of_a_site_is_no_system_manager(houses):
	"""The framework would make one of them."""
	managers = frappe.get_all("Has Role", {"role": "System Manager", "parenttype": "User"}, pluck="parent")
	assert not {HEAD, TWO, CLERK, OTHER}.intersection(managers)
	assert frappe.db.get_value("User", HEAD, "user_type") == "System User"


def test_the_night_shift_ends_memberships_whose_day_has_passed(houses):
	frappe.db.set_value("Facility Membership", f"{houses.a}-{TWO}", "to_date", add_days(nowdate(), -1))
	grants.changed(users=[TWO], facilities=[houses.a])
	assert access.facilities_for(TWO, RESOLUTION, "create") == frozenset()
	service.renew_all()
	assert facility_roles(TWO) == {"Social Worker"}


# ---- who gives which role


def test_the_head_gives_any_role_of_the_own_facility(houses):
	with factory.acting_as(HEAD):
		doc = membership(houses.a, CLERK)
		doc.append("roles", {"role": "HR Manager"})
		doc.save()
	assert facility_roles(CLERK) == {"Accountant", "HR Manager"}


def test_the_head_gives_nothing_in_another_facility(houses):
	with factory.acting_as(HEAD), pytest.raises(frappe.PermissionError):
		membership(houses.b, TWO).update({"position_title": "x"}).save()
	with factory.acting_as(HEAD), pytest.raises(frappe.PermissionError):
		service.join_facility(houses.b, "mine@access.test", "x", roles=["Facility Head"])


def test_an_accountant_gives_nothing(houses):
	with factory.acting_as(CLERK), pytest.raises(frappe.PermissionError):
		service.join_facility(houses.a, "friend@access.test", "x", roles=["Accountant"])


def test_who_may_write_memberships_by_an_operators_leave_gives_only_what_they_hold(houses, permissions_back):
	"""An operator lets accountants keep the list of staff: they still make nobody head."""
	for right in ("read", "write", "create"):
		frappe.permissions.add_permission("Facility Membership", "Accountant", 0)
		frappe.permissions.update_permission_property("Facility Membership", "Accountant", 0, right, 1)
	with factory.acting_as(CLERK):
		service.join_facility(houses.a, "friend@access.test", "친구", roles=["Accountant"])
		with pytest.raises(FacilityAccessError):
			service.join_facility(houses.a, "boss@access.test", "관장", roles=["Facility Head"])
		with pytest.raises(FacilityAccessError):
			membership(houses.a, HEAD).update({"enabled": 0}).save()


@pytest.mark.parametrize("role", ["System Manager", "Platform Operator", "All", "Nobody"])
def test_only_roles_of_a_facility_are_given(houses, role):
	with factory.acting_as(HEAD), pytest.raises(frappe.ValidationError):
		service.join_facility(houses.a, "new@access.test", "x", roles=[role])


def test_an_auditor_does_none_of_the_work(houses):
	with pytest.raises(frappe.ValidationError):
		factory.make_user("auditor@access.test", houses.a, ["Auditor", "Accountant"])


def test_the_last_head_stays(houses):
	with factory.acting_as(HEAD), pytest.raises(frappe.ValidationError):
		membership(houses.a, HEAD).update({"enabled": 0}).save()
	factory.make_user("second@access.test", houses.a, ["Facility Head"])
	with factory.acting_as(HEAD):
		membership(houses.a, HEAD).update({"enabled": 0}).save()
	assert access.members_with_role(houses.a, "Facility Head") == ["second@access.test"]


# ---- joining and leaving


def test_a_new_member_gets_a_link_once_and_a_known_person_keeps_the_login(houses):
	with factory.acting_as(HEAD):
		link = api.add_member(
			houses.a, " New@Access.test ", "새직원", ["Social Worker"], position_title="사회복지사"
		)
		assert "update-password?key=" in link
		assert access.membership(houses.a, "new@access.test")["roles"] == ["Social Worker"]
		assert api.add_member(houses.a, OTHER, "다른이", ["Social Worker"]) is None
	assert facility_roles(OTHER) == {"Facility Head", "Accountant", "Social Worker"}
	assert access.facilities_for(OTHER, "Facility", "write") == {houses.b}


def test_nobody_gets_a_login_link_of_who_works_elsewhere_too(houses):
	with factory.acting_as(HEAD):
		assert "key=" in api.login_link(houses.a, CLERK)
		for user in (TWO, OTHER, "Administrator"):
			with pytest.raises(FacilityAccessError):
				api.login_link(houses.a, user)


def test_who_leaves_reaches_nothing_and_is_logged_out(houses):
	frappe.db.sql("insert into tabSessions (sid, user, sessiondata) values ('sid-of-clerk', %s, '{}')", CLERK)
	with factory.acting_as(HEAD):
		api.remove_member(houses.a, CLERK)
	with patch.object(frappe.db, "commit"):
		frappe.db.after_commit.run()
	assert facility_roles(CLERK) == set()
	assert access.facilities_for(CLERK, "Facility") == frozenset()
	assert not frappe.db.sql("select sid from tabSessions where sid = 'sid-of-clerk'")


def test_the_list_of_staff_is_for_the_facility(houses):
	with factory.acting_as(CLERK):
		people = api.staff(houses.a)
		assert [person["roles"] for person in people if person["user"] == HEAD] == [["Facility Head"]]
		with pytest.raises(FacilityAccessError):
			api.staff(houses.b)
		assert api.grantable_roles(houses.a) == ["Accountant"]
