"""Roles count in the facility that gave them.

     행복 (A)                         사랑 (B)
       head@   Facility Head            two@  Social Worker
       two@    Accountant               other@ Facility Head, Accountant
"""

import factory
import frappe
import pytest

from huimang.errors import FacilityAccessError
from huimang.facility import access, service


@pytest.fixture
def houses():
	a, b = factory.make_facility("행복노인복지관"), factory.make_facility("사랑노인복지관")
	factory.make_user("head@access.test", a, ["Facility Head"], "시설장")
	factory.make_user("two@access.test", a, ["Accountant"], "회계담당")
	factory.make_user("two@access.test", b, ["Social Worker"])
	factory.make_user("other@access.test", b, ["Facility Head", "Accountant"])
	return frappe._dict(a=a, b=b)


def test_a_role_counts_in_its_facility_only(houses):
	"""two@ is an accountant in A and a social worker in B: what accountants may, they may in A."""
	assert access.facilities_for("two@access.test", "Expense Resolution", "create") == {houses.a}
	assert access.facilities_for("two@access.test", "Facility", "read") == {houses.a, houses.b}
	assert access.facilities_for("head@access.test", "Facility", "write") == {houses.a}


def test_a_user_without_membership_reaches_nothing(houses):
	user = frappe.get_doc(
		{"doctype": "User", "email": "none@access.test", "first_name": "none", "send_welcome_email": 0}
	)
	user.append_roles("Accountant", "Facility Head")
	user.insert()
	assert not {row.role for row in user.roles} & {"Accountant", "Facility Head"}
	assert access.facilities_for("none@access.test", "Facility") == frozenset()
