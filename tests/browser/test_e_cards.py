"""법인카드: uses come in by file and by message, get their receipts by phone, and become a draft; by those whose work it is."""

import secrets

import pytest
from browser.camera import Camera
from playwright.sync_api import expect
from sheets import workbook

TAG = f"{secrets.randbelow(10**6):06}"
SHOP = f"나눔문구 {TAG}"
HEAD = ["승인일", "승인시간", "카드번호", "가맹점명", "승인금액", "승인구분", "승인번호"]
SEND = """
import frappe, json, time
from huimang.card import messages
from huimang.rules import card_feed
name = frappe.db.get_value("Card Connection", {"card_company": "KB국민카드"})
doc = frappe.get_doc("Card Connection", name)
body = json.dumps(%r).encode()
at, nonce = str(int(time.time())), frappe.generate_hash(length=16)
signed = card_feed.signature(doc.get_password("connection_secret"), at, nonce, body)
headers = {"X-Huimang-Key": doc.connection_key, "X-Huimang-Timestamp": at, "X-Huimang-Nonce": nonce, "X-Huimang-Signature": signed}
print(int(messages.accept(headers, body).status))
messages.work_off()
"""
PIXEL = bytes.fromhex(
	"89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000"
	"0301010018dd8db00000000049454e44ae426082"
)


@pytest.fixture(scope="module")
def accountant(open_desk):
	return open_desk("accountant@happy.example")


@pytest.fixture(scope="module")
def today(on_site) -> str:
	return on_site("import frappe\nprint(frappe.utils.nowdate())").strip()


def test_a_list_of_the_card_company_is_taken_over(accountant, today):
	accountant.open_list("card-transaction")
	accountant.click("카드 내역 올리기")
	row = [today.replace("-", ""), "09:10:00", "5327-****-****-1042", SHOP, "33,000", "승인", f"7{TAG}1"]
	content = workbook(row, header=HEAD)
	accountant.dialog.locator("input[type=file]").set_input_files(
		{"name": "승인내역.xlsx", "mimeType": "application/octet-stream", "buffer": content}
	)
	accountant.dialog.get_by_role("button", name="파일 검사").click()
	expect(accountant.dialog).to_contain_text("승인 1건")
	Camera(accountant.page).picture("card-upload")
	accountant.dialog.get_by_role("button", name="가져오기").click()
	accountant.wait()
	accountant.check()


def test_a_message_arrives_and_its_receipt_is_attached(accountant, on_site, today):
	use = {"card_no": "5327-****-****-1042", "approved_at": f"{today}T08:30:00", "amount": 12_000}
	use |= {"approval_no": f"7{TAG}2", "merchant_name": f"{SHOP} 2호점"}
	assert on_site(SEND % use).strip() == "202"
	accountant.open("card-receipts")
	card = accountant.page.locator(".receipt-card", has_text=f"{SHOP} 2호점")
	card.locator("textarea").fill("프로그램 안내문 출력")
	card.locator("input[type=file]").set_input_files(
		{"name": "영수증.png", "mimeType": "image/png", "buffer": PIXEL}
	)
	expect(card).to_have_count(0)
	accountant.check()


def test_a_use_becomes_a_draft_with_its_slip(accountant):
	accountant.open_list("card-transaction", merchant_name=f"{SHOP} 2호점")
	accountant.page.locator(".list-row .list-subject a", has_text="2호점").first.click()
	accountant.page.wait_for_function(
		"() => window.cur_frm?.doctype === 'Card Transaction' && !cur_frm.is_new()"
	)
	accountant.wait()
	accountant.click("결의서 초안 만들기")
	accountant.dialog.get_by_role("button", name="초안 만들기").click()
	accountant.page.wait_for_function("() => window.cur_frm?.doctype === 'Expense Resolution'")
	accountant.wait()
	expect(accountant.field("card_panel")).to_contain_text("12,000")
	assert accountant.value("total_amount") == 12_000
	assert accountant.value("evidence")[0]["attachment"]
	accountant.check()
