"""인건비 비율 of a nursing home (B7): reckoned for its budget and its transfers; below the notice's share it takes a reason."""

import factory
import frappe
import pytest
from factory import acting_as
from refusals import refused

from huimang.approval import service as approval
from huimang.approval.stages import IN_APPROVAL

CARE, COPAY, OTHER = 80_000_000, 20_000_000, 5_000_000
LEAST = 61


@pytest.fixture
def home():
	facility = factory.make_facility(type_name="노인요양시설", personnel_share_least=LEAST)
	for role in ("Accountant", "Facility Head"):
		factory.make_user(
			f"{role.split()[-1].lower()}-{frappe.generate_hash(length=6)}@example.com", facility, [role]
		)
	return facility


def accountant(facility: str) -> str:
	from huimang.facility.grants import members_with_role

	return members_with_role(facility, "Accountant")[0]


def draft(facility: str, pay: int):
	revenue = {"611": CARE, "111": COPAY, "112": OTHER}
	expense = {"111": pay, "131": CARE + COPAY + OTHER - pay}
	lines = [
		{
			"side": side,
			"account_subject": f"{facility}-{side[0]}-{code}",
			"fund_source": f"{facility}-자부담",
			"amount": amount,
		}
		for side, amounts in (("Revenue", revenue), ("Expense", expense))
		for code, amount in amounts.items()
	]
	with acting_as(accountant(facility)):
		return factory.budget(facility, 2026, lines)


def ask(doc):
	with acting_as(doc.owner):
		return approval.move_to(doc.doctype, doc.name, IN_APPROVAL)


def test_b7_a_budget_below_the_share_takes_a_reason(home):
	doc = draft(home, 60_999_999)
	assert doc.personnel_share == 60.99
	with refused(frappe.MandatoryError, "60.99%", "61%", "1원"):
		ask(doc)
	with acting_as(doc.owner):
		doc = frappe.get_doc(doc.doctype, doc.name)
		doc.personnel_share_reason = "하반기 증원 예정"
		doc.save()
	assert ask(doc).stage == IN_APPROVAL


def test_b7_a_budget_at_the_share_takes_none(home):
	assert ask(draft(home, 61_000_000)).stage == IN_APPROVAL


def test_b7_a_transfer_that_takes_from_staff_costs(home):
	factory.approve(draft(home, 61_000_000))
	line = {
		"from_subject": f"{home}-E-111",
		"from_program": f"{home}-공통(운영)",
		"from_fund_source": f"{home}-자부담",
		"to_subject": f"{home}-E-131",
		"amount": 1,
	}
	values = {
		"doctype": "Budget Transfer",
		"facility": home,
		"accounting_year": f"{home}-2026",
		"transfer_date": "2026-11-22",
		"reason": "부족",
	}
	with acting_as(accountant(home)):
		doc = frappe.get_doc({**values, "lines": [line]}).insert()
	assert doc.personnel_share == 60.99
	with refused(frappe.MandatoryError, "60.99%"):
		ask(doc)
	with acting_as(doc.owner):
		doc = frappe.get_doc(doc.doctype, doc.name)
		doc.personnel_share_reason = "퇴사자 발생"
		doc.save()
	assert ask(doc).stage == IN_APPROVAL


def test_b7_other_facilities_have_no_such_share():
	facility = factory.make_facility()
	factory.make_user(f"a-{frappe.generate_hash(length=6)}@example.com", facility, ["Accountant"])
	lines = [
		{
			"side": side,
			"account_subject": f"{facility}-{side[0]}-{code}",
			"fund_source": f"{facility}-자부담",
			"amount": 1,
		}
		for side, code in (("Revenue", "313"), ("Expense", "131"))
	]
	with acting_as(accountant(facility)):
		assert not factory.budget(facility, 2026, lines).personnel_share
