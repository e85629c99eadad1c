"""예비비 사용 (C4, 제14조): the contingency is never spent itself; it is given to the subject that lacks the money."""

import factory
import frappe
import house
import pytest
from factory import acting_as
from refusals import refused

from huimang.approval import service as approval
from huimang.approval.stages import APPROVED, IN_APPROVAL
from huimang.budget import api
from huimang.errors import BudgetExceededError
from huimang.ledger import budget as ledger
from huimang.ledger.keys import EXPENSE
from huimang.ledger.verify import verify

RESERVE = 500_000


@pytest.fixture
def home():
	"""The house with half a million of 예비비 from 보조금 beside its other lines."""
	home = house.standing()
	base = frappe.get_doc("Facility Budget", f"{home.year}-0")
	with acting_as(home.accountant):
		doc = factory.supplementary(base)
		line = {"program": home.program, "fund_source": home.subsidy, "amount": RESERVE}
		doc.append("expense_lines", {**line, "account_subject": contingency(home)})
		doc.append("revenue_lines", {**line, "account_subject": home.grant, "description": "예비비"})
		doc.save()
		doc = doc.update(factory.meetings(doc, frappe.utils.nowdate())).save()
	factory.approve(doc)
	yield home
	house.leave(home)


def contingency(home) -> str:
	return frappe.db.get_value(
		"Account Subject", {"facility": home.facility, "side": EXPENSE, "is_contingency": 1, "level": "Mok"}
	)


def use(home, amount: int = 300_000, **kw):
	values = {
		"doctype": "Contingency Use",
		"facility": home.facility,
		"accounting_year": home.year,
		"contingency_subject": contingency(home),
		"contingency_program": home.program,
		"contingency_fund_source": home.subsidy,
		"lines": [{"to_subject": home.travel, "amount": amount}],
		"reason": "예측하지 못한 출장",
		"usage": "재해 현장 지원 여비",
		**kw,
	}
	with acting_as(home.accountant):
		return frappe.get_doc(values).insert()


def test_c4_the_contingency_goes_to_the_subject_that_lacks_it(home):
	doc = use(home)
	assert (doc.name, doc.title, doc.total_amount) == (
		f"{home.year}-R1",
		"2026년 시설회계 제1차 예비비 사용",
		300_000,
	)
	assert (doc.lines[0].to_program, doc.lines[0].to_fund_source) == (home.program, home.subsidy)
	assert factory.approve(doc).stage == APPROVED
	assert home.left(contingency(home)) == RESERVE - 300_000
	assert home.left(home.travel) == house.BUDGET + 300_000
	assert verify(home.facility) == []


def test_c4_the_contingency_is_not_spent_directly(home):
	doc = home.expense(home.line(10_000, contingency(home)))
	with acting_as(home.accountant), refused(frappe.ValidationError, "예비비 사용"):
		approval.move_to(doc.doctype, doc.name, IN_APPROVAL)


def test_c4_no_more_than_the_contingency_has(home):
	with acting_as(home.accountant), refused(frappe.ValidationError, "500,000"):
		doc = use(home, RESERVE + 1)
		approval.move_to(doc.doctype, doc.name, IN_APPROVAL)
	factory.approve(use(home, RESERVE))
	assert home.left(contingency(home)) == 0


def test_c4_only_the_contingency_gives_and_never_to_itself(home):
	with refused(frappe.ValidationError, "예비비가 아닙니다"):
		use(home, contingency_subject=home.supplies)
	with refused(frappe.ValidationError, "예비비입니다"):
		use(home, lines=[{"to_subject": contingency(home), "amount": 1, "to_fund_source": home.own}])


def test_c4_a_use_is_undone_while_the_money_is_there(home):
	doc = factory.approve(use(home))
	ledger.reserve([(home.key(home.travel), house.BUDGET + 1)])
	with acting_as(home.head), refused(BudgetExceededError, "여비"):
		approval.decide(doc.doctype, doc.name, "Cancel Resolution", "착오")
	ledger.release([(home.key(home.travel), house.BUDGET + 1)])
	with acting_as(home.head):
		approval.decide(doc.doctype, doc.name, "Cancel Resolution", "착오")
	assert home.left(contingency(home)) == RESERVE
	assert verify(home.facility) == []


def test_the_form_knows_where_to_start(home):
	with acting_as(home.accountant):
		values = api.move_defaults("Contingency Use", home.facility)
		assert values["facility"] == home.facility
		assert (values["accounting_year"], values["program"]) == (home.year, home.program)
		assert values["contingency_subject"] == contingency(home)
		assert api.budgeted_on(home.year, contingency(home)) == [
			{"program": home.program, "fund_source": home.subsidy}
		]


def test_the_form_shows_what_both_ends_have(home):
	source = {"account_subject": home.supplies, "program": home.program, "fund_source": home.subsidy}
	line = {"source": source, "target": {**source, "account_subject": home.travel}, "amount": 400_000}
	with acting_as(home.accountant):
		first, second, blank = api.move_rests(
			"Budget Transfer", home.facility, home.year, [line, line, {"amount": 1}]
		)
	assert first["source"] == {
		"appropriated": house.BUDGET,
		"left": house.BUDGET,
		"left_after": house.BUDGET - 400_000,
	}
	assert second["target"]["left_after"] == house.BUDGET + 800_000
	assert blank is None


def test_the_form_of_another_facility_is_not_answered(home):
	other = factory.make_facility()
	stranger = factory.make_user(f"s-{frappe.generate_hash(length=5)}@example.com", other, ["Accountant"])
	with acting_as(stranger):
		for ask in (
			lambda: api.budgeted_on(home.year, home.supplies),
			lambda: api.move_rests("Budget Transfer", home.facility, home.year, []),
			lambda: api.move_defaults("Budget Transfer", home.facility),
		):
			with refused(frappe.PermissionError):
				ask()


def test_a_month_with_undecided_moves_is_not_closed(home):
	from huimang.budget.queries import undecided_in_month

	doc = use(home)
	month = (frappe.utils.getdate("2026-11-01"), frappe.utils.getdate("2026-11-30"))
	assert list(undecided_in_month(home.facility, home.year, *month)) == []
	with acting_as(home.accountant):
		approval.move_to(doc.doctype, doc.name, IN_APPROVAL)
	assert [doc.title in found for found in undecided_in_month(home.facility, home.year, *month)] == [True]
