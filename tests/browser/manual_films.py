"""The manual's films: main jobs, done slowly, with what happens written below. `make manual` runs them; a job that does not succeed makes
them fail as any browser test.
"""

import secrets

import pytest
from browser.camera import Camera
from browser.desk import Desk
from playwright.sync_api import expect

PURPOSE = f"프로그램 {secrets.randbelow(900) + 101}호실 복사용지 구입"
INVOICE = b"%PDF-1.4\n% an invoice of a film\n%%EOF\n"


@pytest.fixture(scope="module")
def accountant(open_desk):
	return open_desk("accountant@happy.example")


def test_an_expense_is_written(accountant):
	camera = Camera(accountant.page)
	accountant.open_list("expense-resolution")
	camera.film("expense-write")
	camera.say("지출결의서를 써 보겠습니다. 목록에서 새로 만들기를 누릅니다.")
	accountant.new("Expense Resolution")
	camera.say("먼저 무엇에 쓰는 돈인지 한 줄로 적습니다.")
	accountant.fill("purpose", PURPOSE)
	camera.say("돈이 나갈 통장을 고릅니다. 보조금과 후원금은 전용계좌에서 나갑니다.")
	accountant.link("bank_account", "운영비 통장")
	camera.say("줄에 계정과목, 사업, 자금원천, 상대계정을 고릅니다. 몇 글자만 치면 찾아 줍니다.")
	accountant.link_cell("lines", 1, "account_subject", "사무용품비")
	accountant.link_cell("lines", 1, "program", "공통")
	accountant.link_cell("lines", 1, "fund_source", "법인전입금")
	accountant.link_cell("lines", 1, "counter_subject", "법인전입금")
	accountant.link_cell("lines", 1, "counterparty", "새봄문구")
	camera.say("금액을 적으면 아래에 예산과 쓰고 남을 돈이 보입니다.")
	accountant.type_cell("lines", 1, "amount", "66000")
	expect(accountant.field("budget_box")).to_contain_text("금 육만육천원정")
	accountant.field("budget_box").scroll_into_view_if_needed()
	camera.say("금액을 한글로도 확인하십시오. 이제 세금계산서를 붙입니다.")
	with accountant.page.expect_file_chooser() as chooser:
		accountant.click("파일 선택")
	chooser.value.set_files({"name": "세금계산서.pdf", "mimeType": "application/pdf", "buffer": INVOICE})
	accountant.page.wait_for_function("(cur_frm.doc.evidence || []).some(row => row.attachment)")
	accountant.wait()
	camera.say("저장한 뒤 상신을 누르면 결재가 시작되고, 그만큼 예산이 예약됩니다.")
	accountant.save()
	accountant.click("상신")
	expect(accountant.status).to_have_text("사무국장 결재 대기")
	accountant.page.evaluate("window.scrollTo(0, 0)")
	camera.say("위쪽 도장 칸에 지금 누구 차례인지 보입니다.")
	camera.cut()


def test_it_is_approved_in_the_inbox(open_desk):
	decide(open_desk("director@happy.example"))
	head = open_desk("head@happy.example")
	camera = Camera(head.page)
	head.open("facility-head")
	camera.film("approve")
	camera.say("결재를 기다리는 문서는 결재함에 모입니다.")
	head.open("approval-inbox")
	camera.say("왼쪽에서 문서를 고르면 금액, 내역, 예산, 증빙이 한 화면에 보입니다.")
	card = head.page.locator(".inbox-card", has_text=PURPOSE)
	card.click()
	document = head.page.locator(".inbox-document", has_text=PURPOSE)
	expect(document).to_be_visible()
	camera.say(
		"앞사람의 도장과 쓰고 남을 예산을 확인하고 결재를 누릅니다. 고칠 것이 있으면 까닭을 적어 반려합니다."
	)
	document.locator(".inbox-actions button", has_text="결재").click()
	expect(card).to_have_count(0)
	camera.say("결재한 문서는 목록에서 사라지고, 결의서에는 번호가 붙습니다.")
	camera.cut()


def test_it_is_paid(accountant, on_site):
	name = on_site(f"print(frappe.db.get_value('Expense Resolution', {{'purpose': {PURPOSE!r}}}))")
	accountant.open_document("Expense Resolution", name, is_anew=True)
	expect(accountant.status).to_have_text("결재 완료")
	camera = Camera(accountant.page)
	camera.film("expense-pay")
	camera.say("결재가 끝난 결의서입니다. 은행에서 송금한 뒤 출납을 누릅니다.")
	accountant.click("출납")
	camera.say("지급한 날을 확인하고 지급을 누르면 장부에 적힙니다.")
	accountant.click("지급", accountant.dialog)
	expect(accountant.status).to_have_text("출납 완료")
	camera.say("출납 완료. 현금출납부와 모든 장부에 바로 나타납니다.")
	accountant.open("query-report/Cash Book")
	camera.say("현금출납부에서 방금 지급한 줄을 볼 수 있습니다.")
	camera.cut()


def test_a_receipt_is_issued(open_desk, on_site):
	manager = open_desk("donation@happy.example")
	name = on_site(DONOR_WITHOUT_RECEIPT)
	camera = Camera(manager.page)
	manager.open_list("donor")
	camera.film("receipt")
	camera.say("기부금영수증은 후원자 화면에서 발급합니다.")
	manager.open_document("Donor", name)
	camera.say("영수증 발급을 누르고 귀속연도를 고릅니다.")
	manager.click("영수증 발급")
	manager.wait()
	year = manager.page.evaluate("frappe.datetime.get_today().slice(0, 4)")
	manager.fill("year", year, manager.dialog)
	camera.say("들어갈 후원금은 수입 완료된 것뿐입니다. 확인하고 발급합니다.")
	manager.click("영수증 발급", manager.dialog)
	manager.page.wait_for_function("window.cur_frm && cur_frm.doctype === 'Donation Receipt'")
	manager.wait()
	camera.say("번호가 붙은 영수증이 만들어졌습니다. 인쇄하거나 메일로 보냅니다.")
	camera.cut()


def test_help_is_beside_the_form(accountant):
	camera = Camera(accountant.page)
	accountant.open_list("facility-budget")
	camera.film("help")
	camera.say("어느 화면에서나 물음표나 F1을 누르면 그 화면의 설명이 열립니다.")
	accountant.page.keyboard.press("F1")
	expect(accountant.page.locator(".help-drawer")).to_contain_text("예산 편성")
	camera.say("쓰던 내용은 그대로 두고 읽을 수 있습니다. 그림을 누르면 크게 보입니다.")
	accountant.page.locator(".help-close").click()
	camera.say("전체 매뉴얼에서는 낱말로 찾습니다.")
	accountant.open("manual")
	accountant.page.locator(".manual-search").press_sequentially("영수증 재발급", delay=80)
	expect(accountant.page.locator(".manual-hit").first).to_contain_text("기부금영수증")
	camera.say("띄어쓰기로 여러 낱말을 넣어도 됩니다.")
	camera.cut()


def decide(desk: Desk) -> None:
	"""Approve the expense, without a film."""
	desk.open("approval-inbox")
	desk.page.reload()
	desk.wait()
	card = desk.page.locator(".inbox-card", has_text=PURPOSE)
	card.click()
	desk.page.locator(".inbox-document", has_text=PURPOSE).locator(
		".inbox-actions button", has_text="결재"
	).click()
	expect(card).to_have_count(0)


DONOR_WITHOUT_RECEIPT = """
from huimang.donation.receipts import service
house = frappe.db.get_value("Facility", {"facility_name": "행복노인복지관"})
donor = frappe.db.get_value("Donor", {"facility": house, "donor_name": "김하늘"})
for receipt in frappe.get_all("Donation Receipt", {"donor": donor, "status": "Valid"}, pluck="name"):
	service.withdraw(receipt, "다시 발급하기 위해 거둡니다.")
print(donor)
"""
