"""What the forms are told while a resolution is being typed, and what they show of its approval."""

import frappe
import house
import pytest
from factory import acting_as, approve, settle
from refusals import refused

from huimang.approval import progress, service
from huimang.errors import FacilityAccessError
from huimang.resolutions import api


@pytest.fixture
def home():
	home = house.standing()
	yield home
	house.leave(home)


class TestBudgetBox:
	def test_budget_spent_reserved_left(self, home):
		settle(approve(home.expense(home.line(20_000))))
		approve(home.expense(home.line(30_000)))
		answer = _rest(home, [home.line(5_000)])
		assert answer["lines"] == [
			{
				"appropriated": house.BUDGET,
				"actual": 20_000,
				"reserved": 30_000,
				"left": house.BUDGET - 50_000,
				"left_after": house.BUDGET - 55_000,
			}
		]
		assert (answer["total"], answer["in_words"]) == (5_000, "금 오천원정")

	def test_lines_draw_on_the_same_money(self, home):
		"""A 세목 draws on its 목: the second line sees what the first takes."""
		semok = frappe.get_doc(
			{
				"doctype": "Account Subject",
				"facility": home.facility,
				"side": "Expense",
				"level": "Semok",
				"parent_subject": home.supplies,
				"subject_name": "검사용 소모품비",
			}
		).insert()
		answer = _rest(home, [home.line(600_000), home.line(600_000, semok.name)])
		assert [line["left_after"] for line in answer["lines"]] == [400_000, -200_000]

	def test_lines_half_typed(self, home):
		answer = _rest(home, [{"amount": 1_000}, home.line(2_000), {"account_subject": home.supplies}])
		assert [bool(line) for line in answer["lines"]] == [False, True, False]
		assert answer["total"] == 3_000

	def test_a_document_that_holds_its_budget_does_not_count_twice(self, home):
		answer = _rest(home, [home.line(5_000)], held=1)
		assert answer["lines"][0]["left_after"] == house.BUDGET

	def test_not_for_others(self, home):
		other = house.standing("other")
		with acting_as(other.accountant), refused(FacilityAccessError):
			_ask(home, [home.line()])
		# nor by naming another's year
		with acting_as(home.accountant):
			answer = api.budget_rest("Expense Resolution", home.facility, other.year, [home.line()])
		assert answer["lines"][0]["appropriated"] == 0

	def test_amounts_are_whole_won(self, home):
		with acting_as(home.accountant), refused(frappe.ValidationError, "원 단위"):
			_ask(home, [home.line(0.5)])


class TestSubjects:
	def test_by_name_code_and_path(self, home):
		code = frappe.db.get_value("Account Subject", home.supplies, "code")
		for text in ("수용비", "수용비및", code, "운영비"):
			assert home.supplies in [row[0] for row in _search(home, text)]

	def test_budgeted_come_first_with_what_is_left(self, home):
		first, second, *_others = _search(home, "")
		assert {first[0], second[0]} == {home.supplies, home.travel}
		assert "잔액 1,000,000원" in first[2]

	def test_not_of_another_facility(self, home):
		with acting_as(house.standing("other").accountant), refused(FacilityAccessError):
			_find(home, "")


class TestSuggestions:
	def test_the_only_line_of_the_budget(self, home):
		assert _suggest(home) == {
			"program": home.program,
			"fund_source": home.subsidy,
			"counter_subject": None,
		}

	def test_as_last_time(self, home):
		home.expense(home.line())
		assert _suggest(home)["counter_subject"] == home.grant

	def test_nothing_where_the_budget_leaves_it_open(self, home):
		from huimang.ledger import budget

		budget.appropriate(home.key(fund=home.own), 1_000)
		assert _suggest(home) == {}

	def test_a_new_one_starts_with_what_is_known(self, home):
		with acting_as(home.accountant):
			values = api.form_defaults("Expense Resolution", home.facility)
		assert values["accounting_year"] in (home.year, None)
		assert (values["facility"], values["program"]) == (home.facility, home.program)


class TestProgress:
	def test_the_way_of_a_draft(self, home):
		boxes = _way(home.expense(), home.accountant)["boxes"]
		assert [(box["decision"], box["state"]) for box in boxes] == [
			("Requested", "next"),
			("Approved", "later"),
			("Approved", "later"),
			("Settled", "later"),
		]
		assert boxes[0]["people"][0]["is_me"]

	def test_done_next_and_later(self, home):
		doc = home.expense()
		with acting_as(home.accountant):
			doc = service.decide(doc.doctype, doc.name, "Request Approval")
		seen = _way(doc, home.director)
		assert [box["state"] for box in seen["boxes"]] == ["done", "next", "later", "later"]
		assert {action["decision"] for action in seen["actions"]} == {"Approved", "Returned"}
		assert {action["decision"] for action in seen["actions"] if action["needs_reason"]} == {"Returned"}

	def test_only_officers_are_asked_to_pay(self, home):
		box = _way(home.expense(), home.accountant)["boxes"][-1]
		assert len(box["people"]) == 1 and box["people"][0]["is_me"]

	def test_returned_starts_anew(self, home):
		doc = home.expense()
		with acting_as(home.accountant):
			service.decide(doc.doctype, doc.name, "Request Approval")
		with acting_as(home.director):
			doc = service.decide(doc.doctype, doc.name, "Return to Writer", "다시")
		seen = _way(doc, home.accountant)
		assert seen["boxes"][0]["state"] == "next"
		assert [step["decision"] for step in seen["steps"]] == ["Requested", "Returned"]


def _ask(home, lines, held=0):
	return api.budget_rest("Expense Resolution", home.facility, home.year, lines, held)


def _rest(home, lines, held=0):
	with acting_as(home.accountant):
		return _ask(home, lines, held)


def _find(home, text):
	filters = {"facility": home.facility, "accounting_year": home.year, "side": "Expense"}
	return api.subject_query("Account Subject", text, "name", 0, 20, filters)


def _search(home, text):
	with acting_as(home.accountant):
		return _find(home, text)


def _suggest(home):
	with acting_as(home.accountant):
		return api.suggest_line("Expense Resolution", home.facility, home.year, home.supplies)


def _way(doc, user):
	with acting_as(user):
		return progress.of(frappe.get_doc(doc.doctype, doc.name))
