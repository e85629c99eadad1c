"""What helps around resolutions: earlier ones to copy, and a warning of cash that should be in the bank."""

import factory
import frappe
import house
import pytest
from factory import acting_as, approve, settle
from frappe.utils import add_days, getdate, nowdate
from refusals import refused

from huimang.resolutions import api, queries


@pytest.fixture
def home():
	home = house.standing()
	yield home
	house.leave(home)


def test_earlier_ones_are_found_by_what_people_remember(home):
	stranger = house.standing("elsewhere").accountant
	party = {"doctype": "Counterparty", "facility": home.facility, "kind": "Individual"}
	shop = frappe.get_doc({**party, "counterparty_name": "행복문구"}).insert().name
	paper = approve(home.expense(home.line(12_300, counterparty=shop), purpose="복사용지 구입"))
	lunch = home.expense(home.line(20_000), purpose="급식 재료")
	with acting_as(home.accountant):
		names = lambda text: [row["name"] for row in api.earlier(paper.doctype, home.facility, text)]  # noqa: E731
		assert set(names("")) == {paper.name, lunch.name}
		for text in ("용지", paper.resolution_no, "행복문", "12,300원", "12300"):
			assert names(text) == [paper.name], text
		assert names("없는 말") == []
	with acting_as(stranger), refused(frappe.PermissionError):
		api.earlier(paper.doctype, home.facility, "")


def test_r4_cash_that_was_not_deposited_is_told(home):
	box = {"doctype": "Facility Bank Account", "facility": home.facility, "accounting_unit": "Facility"}
	box = frappe.get_doc({**box, "account_title": "현금 시재", "purpose": "Cash"}).insert().name
	settle(approve(home.income(70_000, bank_account=box)))
	assert queries.undeposited_cash(home.facility) == []
	# two days ago, as if nobody had gone to the bank since
	frappe.db.sql(
		"UPDATE `tabLedger Entry` SET posting_date = %s WHERE bank_account = %s",
		(add_days(nowdate(), -2), box),
	)
	with acting_as(home.accountant):
		late = api.undeposited_cash(home.facility)
	assert [(row["account"], row["amount"], row["due_on"]) for row in late] == [
		("현금 시재", 70_000, getdate(add_days(nowdate(), -1)))
	]
	settle(approve(factory.transfer(home.facility, box, home.operating_bank, 50_000)))
	assert [row["amount"] for row in queries.undeposited_cash(home.facility)] == [20_000]
