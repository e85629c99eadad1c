"""Step 3: money comes in and goes out by resolutions: written, returned, approved, paid, in the ledger."""

import secrets

import pytest
from playwright.sync_api import expect

TAG = f"{secrets.randbelow(10**6):06}"
INVOICE = b"%PDF-1.4\n% an invoice of a test\n%%EOF\n"

# the rows of the list in view all show the same state, and there are some
ONE_STATE_LEFT = """() => {
	const pills = [...document.querySelectorAll(".list-row .indicator-pill")].filter((pill) => pill.offsetParent);
	return new Set(pills.map((pill) => pill.innerText)).size === 1;
}"""


@pytest.fixture(scope="module")
def accountant(open_desk):
	return open_desk("accountant@happy.example")


@pytest.fixture(scope="module")
def director(open_desk):
	return open_desk("director@happy.example")


@pytest.fixture(scope="module")
def head(open_desk):
	return open_desk("head@happy.example")


def ledger_rows(on_site, voucher: str) -> list[str]:
	"""What the ledger says of a voucher: side, amount and movement of the account, a row each."""
	code = (
		f"for row in frappe.get_all('Ledger Entry', {{'voucher_no': {voucher!r}}}, ['*'], order_by='entry_no'):"
		" print(row.side, int(row.amount), int(row.cash_amount))"
	)
	return on_site(code).splitlines()


def attach(desk, name: str) -> None:
	"""Give the form a file of evidence, by its button."""
	with desk.page.expect_file_chooser() as chooser:
		desk.click("파일 선택")
	chooser.value.set_files({"name": name, "mimeType": "application/pdf", "buffer": INVOICE})
	desk.page.wait_for_function("(cur_frm.doc.evidence || []).some(row => row.attachment)")
	desk.wait()


def test_subsidy_is_received(accountant, director, head, on_site):
	accountant.new("Income Resolution")
	accountant.fill("purpose", f"무료급식비 교부 {TAG}")
	accountant.link("bank_account", "보조금 전용계좌")
	accountant.link_cell("lines", 1, "account_subject", "시·군·구보조금")
	accountant.link_cell("lines", 1, "program", "경로식당")
	accountant.link_cell("lines", 1, "fund_source", "보조금")
	accountant.type_cell("lines", 1, "amount", "1500000")
	accountant.save()
	accountant.check()
	accountant.click("상신")
	name = accountant.docname

	director.open_document("Income Resolution", name)
	director.approve()
	head.open_document("Income Resolution", name)
	head.approve()
	expect(head.status).to_have_text("결재 완료")

	director.open_document("Income Resolution", name)
	director.click("출납")
	director.click("수납", director.dialog)
	expect(director.status).to_have_text("출납 완료")
	director.check()
	assert ledger_rows(on_site, name) == ["Revenue 1500000 1500000"]


def test_expense_with_evidence_is_returned_approved_and_paid(accountant, director, head, on_site):
	accountant.new("Expense Resolution")
	accountant.fill("purpose", f"복사용지 구입 {TAG}")
	accountant.link("bank_account", "운영비 통장")
	accountant.link_cell("lines", 1, "account_subject", "사무용품비")
	accountant.link_cell("lines", 1, "program", "공통")
	accountant.link_cell("lines", 1, "fund_source", "법인전입금")
	accountant.link_cell("lines", 1, "counter_subject", "법인전입금")
	accountant.link_cell("lines", 1, "counterparty", "새봄문구")
	accountant.type_cell("lines", 1, "amount", "88000")

	box = accountant.field("budget_box")
	expect(box).to_contain_text(
		"5,600,000"
	)  # the line's budget after a transfer, of which some is spent and reserved
	expect(box).to_contain_text("금 팔만팔천원정")
	expect(accountant.field("evidence_panel")).to_contain_text("증빙이 필요합니다")
	accountant.check()

	attach(accountant, "세금계산서.pdf")
	accountant.save()
	accountant.check()
	accountant.click("상신")
	expect(accountant.status).to_have_text("사무국장 결재 대기")
	name = accountant.docname

	director.open_document("Expense Resolution", name)
	director.check()
	director.refuse("견적서도 붙여 주십시오.")
	expect(director.status).to_have_text("작성 중")

	accountant.open_document("Expense Resolution", name)
	expect(accountant.field("approval_timeline")).to_contain_text("견적서도 붙여 주십시오.")
	attach(accountant, "견적서.pdf")
	accountant.save()
	accountant.click("상신")

	director.open_document("Expense Resolution", name)
	director.approve("확인했습니다.")
	head.open_document("Expense Resolution", name)
	head.check()
	head.approve()
	expect(head.status).to_have_text("결재 완료")
	assert ledger_rows(on_site, name) == []

	accountant.open_document("Expense Resolution", name)
	accountant.click("출납")
	accountant.check()
	accountant.click("지급", accountant.dialog)
	expect(accountant.status).to_have_text("출납 완료")
	accountant.check()
	assert ledger_rows(on_site, name) == ["Expense 88000 -88000"]


def test_lists_show_what_waits_for_whom(director, head):
	for desk in (director, head):
		desk.open_list("expense-resolution")
		desk.click("내가 결재할 문서")
		desk.page.wait_for_function(ONE_STATE_LEFT)
		desk.check()
