"""The budget is what its documents say: verified against the budgets in force and the resolutions under way."""

import factory
import frappe
import house
import pytest

from huimang.ledger.verify import verify


@pytest.fixture
def place():
	"""A facility whose budget came from a Facility Budget, with an expense at every stage."""
	place = house.build()
	place.expense()
	factory.approve(place.expense())
	factory.settle(factory.approve(place.expense()))
	return place


def test_every_stage_adds_up(place):
	assert verify(place.facility) == []


@pytest.mark.parametrize(("column", "label"), [("appropriated", "예산액"), ("reserved", "집행 예정액")])
def test_a_budget_balance_that_no_document_explains(place, column, label):
	frappe.db.sql(
		f"UPDATE `tabBudget Balance` SET {column} = {column} + 7 WHERE facility = %s AND account_subject = %s",
		(place.facility, place.supplies),
	)
	findings = verify(place.facility)
	assert [finding.kind for finding in findings] == ["budget"]
	assert label in findings[0].message


def test_a_resolution_changed_behind_its_back(place):
	frappe.db.sql(
		"UPDATE `tabExpense Resolution Line` SET amount = 1 WHERE account_subject = %s", place.supplies
	)
	assert [finding.kind for finding in verify(place.facility)] == ["budget"]
