"""Officers of local governments reach the facilities of their area, and nobody in a facility decides on that."""

import factory
import frappe
import pytest
from refusals import refused

from huimang.errors import FacilityAccessError
from huimang.facility import access, jurisdictions
from huimang.facility.roles import FACILITY_HEAD, LOCAL_OFFICER


def officer(area: str, **kw):
	email = f"officer-{frappe.generate_hash(length=6)}@city.example"
	factory._write_login(email)
	return frappe.get_doc(
		{"doctype": "Officer Jurisdiction", "user": email, "jurisdiction": area, **kw}
	).insert()


def reached(user: str) -> frozenset[str]:
	return access.facilities_for(user, "Facility")


@pytest.mark.parametrize(
	("officers", "area", "is_covered"),
	[
		("가온시 나래구", "가온시 나래구", True),
		("가온시", "가온시  나래구", True),
		("가온", "가온시 나래구", False),
		("가온시 나래구", "가온시", False),
		("", "가온시", False),
		("가온시", None, False),
	],
)
def test_an_area_covers_itself_and_its_districts(officers, area, is_covered):
	assert jurisdictions.covers(officers, area) is is_covered


def test_facilities_come_and_go_with_the_area():
	mine = factory.make_facility(jurisdiction="가온시 나래구")
	elsewhere = factory.make_facility(jurisdiction="가온시 다온구")
	doc = officer("가온시 나래구")
	later = factory.make_facility(jurisdiction="가온시 나래구")
	assert reached(doc.user) == {mine, later}
	assert jurisdictions.officers_of("가온시 나래구") == [doc.user]
	frappe.get_doc("Facility", mine).update({"jurisdiction": "가온시 다온구"}).save()
	assert reached(doc.user) == {later}
	doc.update({"jurisdiction": "가온시"}).save()
	assert reached(doc.user) == {mine, later, elsewhere}
	doc.update({"enabled": 0}).save()
	assert reached(doc.user) == frozenset()


def test_who_is_in_a_facility_neither_gives_nor_takes_an_officer_nor_the_area():
	house = factory.make_facility(jurisdiction="가온시 나래구")
	doc = officer("가온시 나래구")
	head = factory.make_user(f"head-{house}@example.com", house, [FACILITY_HEAD])
	member = frappe.get_doc("Facility Membership", {"facility": house, "user": doc.user})
	with factory.acting_as(head):
		with refused(FacilityAccessError):
			member.update({"enabled": 0}).save()
		with refused(FacilityAccessError):
			factory.make_user(f"false-{house}@example.com", house, [LOCAL_OFFICER])
		with refused(FacilityAccessError):
			frappe.get_doc("Facility", house).update({"jurisdiction": "다른시"}).save()
	assert reached(doc.user) == {house}
