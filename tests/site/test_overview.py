"""The books at a glance, on the homes: what is shown is what the ledger says, for one's own facility only."""

import factory
import frappe
import house
import pytest
from counting import at_most
from refusals import refused

from huimang import overview
from huimang.errors import FacilityAccessError


@pytest.fixture
def home():
	home = house.standing()
	yield home
	house.leave(home)


def glance(home, user: str) -> dict:
	with factory.acting_as(user):
		return overview.overview(home.facility)


def test_budget_by_gwan_and_fund_source_is_the_ledgers(home):
	factory.settle(factory.approve(home.income(500_000)))
	factory.settle(factory.approve(home.expense(home.line(29_000), home.line(1_000, home.travel))))
	factory.approve(home.expense(home.line(7_000)))
	found = glance(home, home.accountant)
	gwan = next(row for row in found["gwans"] if row["side"] == "Expense")
	figures = {"appropriated": 2_000_000, "actual": 30_000, "reserved": 7_000, "left": 1_963_000}
	assert {key: gwan[key] for key in figures} == figures
	fund = next(row for row in found["funds"] if row["fund_source"] == home.subsidy)
	assert {key: fund[key] for key in figures} == figures
	assert (fund["received"], fund["in_hand"]) == (500_000, 470_000)
	accounts = {row["name"]: row["balance"] for row in found["accounts"]}
	assert accounts == {home.bank: 470_000, home.donation_bank: 0, home.operating_bank: 0}


def test_what_waits_and_for_whom(home):
	from huimang.approval import service

	asked = home.expense()
	with factory.acting_as(asked.owner):
		service.move_to(asked.doctype, asked.name, "In Approval")
	factory.approve(home.expense())
	home.expense()  # a draft waits for nobody
	rows = {
		row["state"]: row
		for row in glance(home, home.accountant)["waiting"]
		if row["doctype"] == asked.doctype
	}
	assert {state: row["count"] for state, row in rows.items()} == {
		"Waiting Office Director": 1,
		"Approved": 1,
	}
	assert home.director.split("@")[0] in rows["Waiting Office Director"]["who"]
	assert home.accountant.split("@")[0] in rows["Approved"]["who"]
	assert rows["Approved"]["label"] == "지급 대기"


def test_the_chart_shows_the_expense_gwans(home):
	with factory.acting_as(home.accountant):
		chart = overview.gwans()
	assert [bar["name"] for bar in chart["datasets"]] == ["예산", "집행", "집행 예정액"]
	assert chart["datasets"][0]["values"][0] == 2 * house.BUDGET


def test_another_facility_is_not_shown(home):
	other = house.standing("glance")
	with factory.acting_as(other.accountant), refused(FacilityAccessError):
		overview.overview(home.facility)
	shown = glance(other, other.accountant)
	names = {row["name"] for row in shown["facilities"]}
	assert other.facility in names and home.facility not in names


def test_queries_do_not_grow_with_what_is_shown(home):
	glance(home, home.accountant)
	with factory.acting_as(home.accountant), at_most(80) as before:
		overview.overview(home.facility)
	for amount in (1_000, 2_000, 3_000):
		factory.settle(factory.approve(home.income(amount)))
		factory.settle(factory.approve(home.expense(home.line(amount))))
		factory.approve(home.expense(home.line(amount)))
	with factory.acting_as(home.accountant), at_most(80) as after:
		overview.overview(home.facility)
	assert len(after) <= len(before) + 3


def test_who_keeps_no_books_sees_none(home):
	stranger = factory.make_user(
		f"worker-{frappe.generate_hash(length=6)}@example.com", home.facility, ["Social Worker"]
	)
	with factory.acting_as(stranger):
		assert overview.overview() == {"facilities": []}
