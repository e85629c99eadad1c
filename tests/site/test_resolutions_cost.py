"""What each step of a resolution costs in statements. A life of one may take 50 ms on two cores; so there are few."""

import frappe
import house
import pytest
from counting import at_most
from factory import acting_as, approve, settle

from huimang.approval import progress, service
from huimang.resolutions import assist
from huimang.resolutions.kinds import EXPENSE


@pytest.fixture
def home():
	home = house.standing()
	# once through, so that what is in the caches in daily use is there
	settle(approve(home.expense(home.line(1_000), home.line(2_000, home.travel))))
	yield home
	house.leave(home)


def test_saving(home):
	with acting_as(home.accountant):
		with at_most(10):
			doc = home.expense(home.line(1_000), home.line(2_000, home.travel))
		doc.purpose = "복사용지"
		with at_most(19):
			doc.save()


def test_requesting_approving_settling(home):
	doc = home.expense(home.line(1_000), home.line(2_000, home.travel))
	for user, limit in ((home.accountant, 13), (home.director, 8), (home.head, 11), (home.accountant, 20)):
		with acting_as(user), at_most(limit):
			_decide_next(doc)
	assert frappe.db.get_value(doc.doctype, doc.name, "stage") == "Settled"


def test_returning_and_cancelling(home):
	doc = home.expense(home.line(1_000))
	with acting_as(home.accountant):
		service.decide(doc.doctype, doc.name, "Request Approval")
	with acting_as(home.director), at_most(10):
		service.decide(doc.doctype, doc.name, "Return to Writer", "다시 써 주십시오")
	paid = settle(approve(doc))
	with acting_as(home.head), at_most(40):
		service.decide(paid.doctype, paid.name, "Cancel Resolution", "두 번 지급함")


def test_opening_the_form(home):
	doc = approve(home.expense())
	with acting_as(home.accountant):
		progress.of(doc)
		with at_most(1):
			progress.of(doc)


def test_typing(home):
	with acting_as(home.accountant):
		lines = [home.line(1_000), home.line(2_000, home.travel)] * 10
		assist.budget_rest(home.facility, home.year, "Expense", lines, held=False)
		with at_most(2):
			assist.budget_rest(home.facility, home.year, "Expense", lines, held=False)
		with at_most(2):
			assist.suggest_line(EXPENSE, home.facility, home.year, home.supplies)
		with at_most(1):
			assist.search_subjects(home.facility, "Facility", "Expense", home.year, "수용비", 0, 10)


def _decide_next(doc):
	stored = frappe.get_cached_doc("Workflow", "Expense Resolution Approval")
	state = frappe.db.get_value(doc.doctype, doc.name, "workflow_state")
	action = next(row.action for row in stored.transitions if row.state == state)
	service.decide(doc.doctype, doc.name, action)
