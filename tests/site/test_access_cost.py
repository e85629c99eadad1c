"""What the walls cost: a fixed number of queries, whatever the number of facilities and people."""

from contextlib import contextmanager

import factory
import frappe
import pytest
from frappe.permissions import add_permission, reset_perms, update_permission_property

from huimang.facility import access, grants, references, rights, scope
from huimang.facility.integrity import check

USER = "many@cost.test"


@contextmanager
def queries():
	"""The SQL that the block sends."""
	sent, sql = [], frappe.db.sql

	def listen(query, *args, **kwargs):
		sent.append(str(query))
		return sql(query, *args, **kwargs)

	frappe.db.sql = listen
	try:
		yield sent
	finally:
		frappe.db.sql = sql


@pytest.fixture(params=[1, 12])
def facilities(request):
	"""Somebody who works in one facility, or in a dozen."""
	houses = [factory.make_facility() for _ in range(request.param)]
	for house in houses:
		factory.make_user(USER, house, ["Accountant"])
	for doctype in ("Fund Source", "Expense Resolution", "Facility"):
		frappe.get_meta(doctype)
	return houses


def test_deciding_asks_the_database_once_a_day(facilities):
	grants.grants(USER)
	with queries() as sent:
		for doctype in ("Fund Source", "Expense Resolution"):
			assert access.facilities_for(USER, doctype) == set(facilities)
			assert access.query_condition(USER, doctype)
		for house in facilities:
			assert access.holds_role(house, USER, "Accountant") in (True, False)
	assert len([query for query in sent if "Membership" in query]) <= len(facilities)
	with queries() as sent:
		for house in facilities:
			access.holds_role(house, USER, "Accountant")
			access.members_with_role(house, "Accountant")
			access.facilities_for(USER, "Fund Source", "write")
	assert not sent


def test_what_speaks_of_documents_is_filtered_without_their_metadata(facilities):
	"""One look at whether permissions have changed, one at whom the user is as an employee, whatever there is installed."""
	references.query_condition(USER, "File")
	frappe.local.cache.clear()
	frappe.get_roles(USER)
	with queries() as sent:
		condition = references.query_condition(USER, "File")
	assert len(sent) <= 2
	assert frappe.cache.make_key("doctype_meta") not in frappe.local.cache
	assert condition.count("select") < 1.2 * len(scope.scoped_doctypes())


def test_permissions_of_all_doctypes_at_once_are_those_of_each():
	"""As installed, and as an operator changes them, from the next question on."""

	def compare():
		at_once = rights.of_all()
		for doctype in scope.scoped_doctypes():
			if not scope.parents_of(doctype):
				for right in ("read", "select"):
					roles = at_once.get(doctype, {}).get(right, frozenset())
					assert roles == rights.of_one(doctype, right), doctype

	compare()
	assert "Social Worker" not in rights.of_all()["Ledger Entry"]["read"]
	add_permission("Ledger Entry", "Social Worker")
	assert "Social Worker" in rights.of_all()["Ledger Entry"]["read"]
	compare()
	update_permission_property("Ledger Entry", "Auditor", 0, "read", 0)
	assert "Auditor" not in rights.of_all()["Ledger Entry"]["read"]
	compare()
	reset_perms("Ledger Entry")
	frappe.clear_cache(doctype="Ledger Entry")
	compare()
	assert "Social Worker" not in rights.of_all()["Ledger Entry"]["read"]


def test_the_condition_is_plain(facilities):
	"""Equality for one facility, a list for several: both go through the index on `facility`."""
	condition = access.query_condition(USER, "Fund Source")
	one = f"`tabFund Source`.`facility` = '{facilities[0]}'"
	many = ", ".join(f"'{house}'" for house in sorted(facilities))
	assert condition == (one if len(facilities) == 1 else f"`tabFund Source`.`facility` in ({many})")


def test_a_document_is_judged_with_one_query(facilities):
	fund = {"doctype": "Fund Source", "facility": facilities[0], "fund_source_name": "재원", "kind": "Other"}
	doc = frappe.get_doc(fund).insert()
	access.facilities_for(USER, "Fund Source")
	with queries() as sent:
		assert access.has_permission(doc, "read", USER)
	assert len(sent) == 1


def test_links_are_checked_with_one_query_a_kind_and_only_when_they_change(facilities):
	fund = {"doctype": "Fund Source", "facility": facilities[0], "fund_source_name": "재원", "kind": "Other"}
	doc = frappe.get_doc(fund).insert()
	doc.load_doc_before_save()
	with queries() as sent:
		check(doc)
	assert not sent
