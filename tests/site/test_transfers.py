"""자금이체: from one account of a unit to another, posted as a transfer, within what accounts may hold."""

import factory
import frappe
import house
import pytest
from factory import acting_as, approve, settle
from refusals import refused

from huimang.approval import service
from huimang.ledger import balances, budget, verify


@pytest.fixture
def home():
	home = house.standing()
	yield home
	house.leave(home)


def request(doc):
	with acting_as(doc.owner):
		return service.move_to(doc.doctype, doc.name, "In Approval")


def held(home, account) -> int:
	return balances.cash_of(home.year, account)


def account(home, title, purpose="Operating", **kw) -> str:
	values = {"doctype": "Facility Bank Account", "facility": home.facility, "accounting_unit": "Facility"}
	return frappe.get_doc({**values, "account_title": title, "purpose": purpose, **kw}).insert().name


def test_money_changes_its_account_and_nothing_else(home):
	"""Approved and carried out: one account loses what the other gains; revenue, expense and budget stay."""
	settle(approve(home.income(500_000)))
	before = (budget.status(home.key()), budget.status(home.key(side="Revenue")))
	second = account(home, "보조금 통장 2", "Subsidy")
	doc = settle(approve(factory.transfer(home.facility, home.bank, second, 200_000)))
	assert (held(home, home.bank), held(home, second)) == (300_000, 200_000)
	assert (doc.resolution_no, doc.stage, str(doc.transfer_date)) == (
		"2026-00001",
		"Settled",
		frappe.utils.nowdate(),
	)
	assert (budget.status(home.key()), budget.status(home.key(side="Revenue"))) == before
	entries = frappe.get_all(
		"Ledger Entry", {"voucher_no": doc.name}, ["side", "bank_account", "amount"], order_by="entry_no"
	)
	assert [(e.side, e.bank_account, e.amount) for e in entries] == [
		("Transfer", home.bank, -200_000),
		("Transfer", second, 200_000),
	]
	assert not verify.verify(home.facility)


def test_lines_say_whose_money_moves(home):
	second = account(home, "운영비 통장 2")
	lines = [{"fund_source": home.own, "amount": 30_000}, {"fund_source": home.own, "amount": 12_000}]
	doc = settle(approve(factory.transfer(home.facility, home.operating_bank, second, 1, lines=lines)))
	assert doc.amount == 42_000
	entries = frappe.get_all("Ledger Entry", {"voucher_no": doc.name}, ["fund_source", "amount"])
	assert sorted(e.amount for e in entries) == [-30_000, -12_000, 12_000, 30_000]
	assert {e.fund_source for e in entries} == {home.own}
	assert (held(home, home.operating_bank), held(home, second)) == (-42_000, 42_000)


def test_cancelled_it_is_taken_back(home):
	doc = settle(approve(factory.transfer(home.facility, home.operating_bank, home.bank, 10_000)))
	with acting_as(home.head):
		service.decide(doc.doctype, doc.name, "Cancel Resolution", "잘못 보냄")
	assert (held(home, home.operating_bank), held(home, home.bank)) == (0, 0)
	assert not verify.verify(home.facility)


def test_x3_d6_dedicated_money_stays_where_it_may_be(home):
	for source in (home.bank, home.donation_bank):
		with refused(frappe.ValidationError, "전용"):
			request(factory.transfer(home.facility, source, home.operating_bank, 1_000))
		request(
			factory.transfer(
				home.facility,
				source,
				home.operating_bank,
				1_000,
				lines=[{"fund_source": home.own, "amount": 1_000}],
			)
		)
	with refused(frappe.ValidationError, "후원금"):
		lines = [{"fund_source": home.donation, "amount": 1_000}]
		request(factory.transfer(home.facility, home.donation_bank, home.bank, 1_000, lines=lines))


def test_g4_r5_accounts_of_one_unit_only(home):
	corporate = account(home, "법인 통장", accounting_unit="Corporation")
	with refused(frappe.ValidationError, "회계"):
		request(factory.transfer(home.facility, home.operating_bank, corporate, 1_000))


def test_the_two_accounts_differ_and_the_amount_is_real(home):
	with refused(frappe.ValidationError, "같습니다", "0원"):
		request(factory.transfer(home.facility, home.operating_bank, home.operating_bank, 0))


def test_x4_the_cash_box_is_filled_to_its_limit_only(home):
	"""Two transfers of 600,000 won may be approved, for neither has happened yet; the second finds the box full."""
	box = account(home, "현금 시재", "Cash")
	with refused(frappe.ValidationError, "1,000,000"):
		request(factory.transfer(home.facility, home.operating_bank, box, 1_000_001))
	first, second = (
		approve(factory.transfer(home.facility, home.operating_bank, box, 600_000)) for _ in range(2)
	)
	settle(first)
	with refused(frappe.ValidationError, "600,000"):
		settle(second)
	assert held(home, box) == 600_000


def test_x1_only_the_disbursing_officer_transfers(home):
	doc = approve(factory.transfer(home.facility, home.operating_bank, home.bank, 10_000))
	with acting_as(home.colleague), refused(frappe.PermissionError, "지출원"):
		service.move_to(doc.doctype, doc.name, "Settled")


def test_the_month_is_not_closed_over_an_undecided_transfer(home):
	from huimang.resolutions import queries

	doc = request(factory.transfer(home.facility, home.operating_bank, home.bank, 10_000))
	day = doc.proposal_date
	assert any(
		"통장 간 이체" in told for told in queries.undecided_in_month(home.facility, home.year, day, day)
	)
