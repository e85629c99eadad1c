"""결재함: exactly what a person can decide on, over all kinds of documents, with what they need to see for it."""

import factory
import frappe
import house
import pytest
from counting import at_most
from factory import acting_as
from refusals import refused

from huimang.approval import api, service


@pytest.fixture
def home():
	home = house.standing()
	yield home
	house.leave(home)


def request(doc):
	with acting_as(doc.owner):
		return service.move_to(doc.doctype, doc.name, "In Approval")


def waits_for(user) -> set[str]:
	with acting_as(user):
		return {card["name"] for card in api.inbox()}


def test_all_kinds_wait_for_the_director_and_then_for_the_head(home):
	docs = [
		request(doc)
		for doc in (
			home.expense(),
			home.income(),
			home.request(),
			factory.transfer(home.facility, home.operating_bank, home.bank, 10_000),
		)
	]
	names = {doc.name for doc in docs}
	assert waits_for(home.director) == names
	assert waits_for(home.head) == waits_for(home.accountant) == set()
	with acting_as(home.director):
		cards = api.inbox()
		assert {row["action"] for card in cards for row in card["actions"]} == {"Approve", "Return to Writer"}
		for card in cards:
			api.decide(card["doctype"], card["name"], "Approve")
	assert (waits_for(home.director), waits_for(home.head)) == (set(), names)


def test_what_one_may_not_decide_on_does_not_wait(home):
	"""The colleague is made 사무국장 too and requests a draft: it waits for the director alone."""
	member = frappe.get_doc("Facility Membership", {"facility": home.facility, "user": home.colleague})
	member.append("roles", {"role": "Office Director"})
	member.save()
	doc = home.expense()
	with acting_as(home.colleague):
		service.move_to(doc.doctype, doc.name, "In Approval")
	assert waits_for(home.colleague) == set()
	assert waits_for(home.director) == {doc.name}


def test_another_facilitys_does_not_wait_here(home):
	other = house.standing("elsewhere")
	request(other.expense())
	assert waits_for(home.director) == set()


def test_shows_lines_budget_and_way(home):
	doc = request(home.expense(home.line(20_000), home.line(7_000, home.travel)))
	with acting_as(home.director):
		shown = api.glance(doc.doctype, doc.name)
	assert (shown["amount"], shown["title"]) == (27_000, doc.purpose)
	assert shown["in_words"].startswith("금")
	lines = shown["tables"][0]
	assert [row[-1] for row in lines["rows"]] == ["20,000", "7,000"]
	assert lines["columns"][-1]["is_amount"]
	assert [line["left_after"] for line in shown["budget"]] == [house.BUDGET - 20_000, house.BUDGET - 7_000]
	assert [box["state"] for box in shown["boxes"]][:2] == ["done", "next"]
	assert {row["label"] for row in shown["head"]} >= {"지급 방법", "원인행위일자"}


def test_nobody_is_shown_what_they_may_not_read(home):
	other = house.standing("elsewhere")
	doc = request(other.expense())
	with acting_as(home.director), refused(frappe.PermissionError):
		api.glance(doc.doctype, doc.name)
	with acting_as(home.director), refused(frappe.ValidationError):
		api.glance("User", home.head)


def test_changes_by_post_only():
	assert set(frappe.allowed_http_methods_for_whitelisted_func[api.decide]) == {"POST"}


def test_costs_little(home):
	for _ in range(10):
		request(home.expense())
	waits_for(home.director)
	with acting_as(home.director), at_most(95):
		assert len(api.inbox()) == 10
