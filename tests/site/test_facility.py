"""A facility's own data: numbers checked, types that may register, what it may set for itself."""

import json

import factory
import frappe
import pytest
from isolation_request import call

from huimang import seeds
from huimang.facility import access
from huimang.facility.roles import FACILITY_ROLES, PLATFORM_OPERATOR


def test_a_unique_number_is_checked_and_kept_as_digits(site):
	facility = factory.make_facility(unique_no="999-82-01234", phone="(02) 0000-0000")
	assert frappe.db.get_value("Facility", facility, ["unique_no", "phone"]) == ("9998201234", "0200000000")
	for wrong in ("999-82-01235", "99982-0123", "100-82-01234"):
		with pytest.raises(frappe.ValidationError):
			factory.make_facility(unique_no=wrong)


def test_a_companys_number_is_taken_with_a_warning(site):
	frappe.clear_messages()
	factory.make_facility(unique_no="999-86-01004")
	assert any("영리" in json.loads(message)["message"] for message in frappe.local.message_log)


def test_one_registration_for_one_certificate_and_type(site):
	factory.make_facility(unique_no="999-82-01234")
	with pytest.raises(frappe.DuplicateEntryError):
		factory.make_facility(unique_no="9998201234")
	factory.make_facility(unique_no="999-82-01234", type_name="사회복지관")


@pytest.mark.parametrize("excluded", ["경로당", "노인교실", "어린이집"])
def test_types_that_keep_other_books_do_not_register(site, excluded):
	"""administration.md 1.4: 판정 EXCLUDED."""
	with pytest.raises(frappe.ValidationError):
		factory.make_facility(type_name=excluded)


def test_a_corporation_is_named_where_one_runs_the_facility(site):
	with pytest.raises(frappe.MandatoryError):
		frappe.get_doc(
			{
				"doctype": "Facility",
				"facility_name": "시설",
				"facility_type": factory.FACILITY_TYPE,
				"unique_no": "999-82-01234",
				"representative_name": "김희망",
			}
		).insert()
	own = factory.make_facility(operated_by="Individual", corporation=factory.make_corporation())
	assert not frappe.db.get_value("Facility", own, "corporation")


@pytest.mark.parametrize(("amount", "fits"), [(999_999, True), (1_000_000, True), (1_000_001, False)])
def test_petty_cash_is_limited_by_law(site, amount, fits):
	"""재무·회계규칙 제29조 제2항."""
	if fits:
		assert (
			frappe.db.get_value("Facility", factory.make_facility(cash_limit=amount), "cash_limit") == amount
		)
	else:
		with pytest.raises(frappe.ValidationError):
			factory.make_facility(cash_limit=amount)


def test_a_head_does_not_loosen_what_the_platform_decides(site):
	"""Status and the exception for small facilities are the operator's to set."""
	facility = factory.make_facility()
	head = factory.make_user("head@facility.test", facility, ["Facility Head"])
	changes = {"representative_name": "이대표", "self_payment_allowed": 1, "status": "Closed"}
	call(head, "frappe.client.set_value", doctype="Facility", name=facility, fieldname=changes)
	stored = frappe.db.get_value("Facility", facility, list(changes), as_dict=True)
	assert stored == {"representative_name": "이대표", "self_payment_allowed": 0, "status": "Active"}


def test_a_registration_number_of_a_corporation_is_checked(site):
	name = factory.make_corporation(corporate_registration_no="999922-0001230")
	assert frappe.db.get_value("Corporation", name, "corporate_registration_no") == "9999220001230"
	with pytest.raises(frappe.ValidationError):
		factory.make_corporation(corporate_registration_no="999922-0001231")


def test_roles_and_types_are_seeded(site):
	assert all(frappe.db.exists("Role", role) for role in (*FACILITY_ROLES, PLATFORM_OPERATOR))
	groups = dict(frappe.get_all("Facility Type", fields=["name", "subject_template_group"], as_list=True))
	assert groups["노인복지관"] == groups["사회복지관"] == "Welfare Center"
	assert groups["노인요양시설"] == "Long-term Care"
	assert groups["사회복지법인"] == "Corporation"
	assert groups["지역아동센터"] == "Facility"


def test_what_an_operator_changed_or_deleted_is_not_put_back(site):
	frappe.db.set_value("Facility Type", "양로시설", "note", "운영자가 고침")
	frappe.delete_doc("Facility Type", "노인교실", force=True)
	seeds.plant()
	assert frappe.db.get_value("Facility Type", "양로시설", "note") == "운영자가 고침"
	assert not frappe.db.exists("Facility Type", "노인교실")


def test_a_rolled_back_membership_leaves_nothing_in_the_cache(site):
	facility = factory.make_facility()
	factory.make_user("guest@access.test", facility, ["Accountant"])
	assert access.facilities_for("guest@access.test", "Expense Resolution") == {facility}
	frappe.db.rollback()
	assert access.facilities_for("guest@access.test", "Expense Resolution") == frozenset()
