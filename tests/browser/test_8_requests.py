"""품의 → 결재함 → 지출결의: asked for, decided on a phone and at the desk, resolved, refunded, transferred."""

import secrets

import pytest
from playwright.sync_api import expect

TAG = f"{secrets.randbelow(10**6):06}"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}


@pytest.fixture(scope="module")
def accountant(open_desk):
	return open_desk("accountant@happy.example")


@pytest.fixture(scope="module")
def director(open_desk):
	return open_desk("director@happy.example")


@pytest.fixture(scope="module")
def head(open_desk):
	return open_desk("head@happy.example")


def open_in_inbox(desk, title: str):
	"""Open the document of this title in the approval inbox."""
	desk.open("approval-inbox")
	desk.page.reload()
	desk.wait()
	desk.page.locator(".inbox-card", has_text=title).click()
	document = desk.page.locator(".inbox-document", has_text=title)
	expect(document).to_be_visible()
	return document


def decide(desk, title: str, label: str) -> None:
	"""Take a decision in the inbox; the card is gone afterwards."""
	document = open_in_inbox(desk, title)
	document.locator(".inbox-actions button", has_text=label).click()


def test_a_request_is_decided_on_by_phone_and_at_the_desk(accountant, director, head):
	title = f"사무용품 구입 품의 {TAG}"
	accountant.new("Expense Request")
	accountant.fill("purpose", title)
	accountant.link_cell("lines", 1, "account_subject", "수용비")
	accountant.link_cell("lines", 1, "program", "공통")
	accountant.link_cell("lines", 1, "fund_source", "법인전입금")
	accountant.type_cell("lines", 1, "amount", "55000")
	expect(accountant.field("budget_box")).to_contain_text("금 오만오천원정")
	accountant.save()
	accountant.check()
	accountant.click("상신")
	expect(accountant.status).to_have_text("사무국장 결재 대기")
	name = accountant.docname

	director.page.set_viewport_size(PHONE)
	document = open_in_inbox(director, title)
	expect(document).to_contain_text("55,000")
	assert director.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
	document.locator(".inbox-actions button", has_text="결재").click()
	expect(director.page.locator(".inbox-card", has_text=title)).to_have_count(0)
	director.check()
	director.page.set_viewport_size(DESK)

	decide(head, title, "결재")
	expect(head.page.locator(".inbox-card", has_text=title)).to_have_count(0)
	head.check()

	accountant.open_document("Expense Request", name, is_anew=True)
	expect(accountant.status).to_have_text("결재 완료")
	accountant.check()


def test_its_resolution_is_returned_with_a_reason_by_phone(accountant, director):
	title = f"사무용품 구입 품의 {TAG}"
	accountant.click("지출결의 작성")
	accountant.page.wait_for_function(
		"cur_frm.doctype === 'Expense Resolution' && cur_frm.doc.expense_request"
	)
	accountant.wait()
	accountant.link("bank_account", "운영비 통장")
	accountant.link_cell("lines", 1, "counter_subject", "법인전입금")
	accountant.fill("evidence_waiver_reason", "세금계산서는 납품 때 받음")
	accountant.save()
	accountant.check()
	accountant.click("상신")
	expect(accountant.status).to_have_text("사무국장 결재 대기")

	director.page.set_viewport_size(PHONE)
	document = open_in_inbox(director, title)
	document.locator(".inbox-actions button", has_text="반려").click()
	director.fill("reason", "납품서를 붙여 주십시오.", director.dialog)
	director.click("반려", director.dialog)
	expect(director.page.locator(".inbox-card", has_text=title)).to_have_count(0)
	director.check()
	director.page.set_viewport_size(DESK)
	accountant.open_document("Expense Resolution", accountant.docname, is_anew=True)
	expect(accountant.field("approval_timeline")).to_contain_text("납품서를 붙여 주십시오.")


def test_an_earlier_resolution_is_copied(accountant):
	accountant.new("Expense Resolution")
	accountant.click("지난 결의서 복사")
	accountant.fill("text", f"품의 {TAG}", accountant.dialog)
	accountant.page.locator(".earlier-document", has_text=TAG).click()
	accountant.page.wait_for_function("cur_frm.doc.total_amount || cur_frm.doc.lines[0].amount === 55000")
	assert TAG in accountant.value("purpose")
	assert not accountant.value("expense_request")
	accountant.check()


def test_money_is_transferred_between_accounts(accountant, director, head, on_site):
	title = f"통장 간 이체 {TAG}"
	accountant.new("Fund Transfer")
	accountant.fill("purpose", title)
	accountant.link("from_account", "운영비 통장")
	accountant.link("to_account", "보조금 전용계좌")
	accountant.fill("amount", "10000")
	expect(accountant.field("balance_box")).to_contain_text("이체 후 잔액")
	accountant.save()
	accountant.check()
	accountant.click("상신")
	name = accountant.docname
	decide(director, title, "결재")
	expect(director.page.locator(".inbox-card", has_text=title)).to_have_count(0)
	decide(head, title, "결재")
	expect(head.page.locator(".inbox-card", has_text=title)).to_have_count(0)
	accountant.open_document("Fund Transfer", name, is_anew=True)
	accountant.click("출납")
	accountant.click("이체", accountant.dialog)
	expect(accountant.status).to_have_text("출납 완료")
	accountant.check()
	rows = on_site(
		f"for row in frappe.get_all('Ledger Entry', {{'voucher_no': {name!r}}}, ['*'], order_by='entry_no'):"
		" print(row.side, int(row.cash_amount))"
	).splitlines()
	assert rows == ["Transfer -10000", "Transfer 10000"]
