"""A facility signs up on the web, its officer approves, and its representative staffs it."""

import json
import re
import secrets
import struct
import zlib

import pytest
from browser.camera import Camera
from playwright.sync_api import expect

TAG = f"{secrets.randbelow(10**6):06}"
FACILITY = f"새싹노인복지관 {TAG}"
EMAIL = f"sprout-{TAG}@house.example"
AREA = "세종특별자치시"
PASSWORD = "Saessak!" + secrets.token_hex(3)
PHONE = {"width": 390, "height": 844}

PREPARE = f"""
import json, secrets, sys
from frappe.utils.password import update_password
account = {{"name": "가입", "email_account_name": "가입", "email_id": "join@hope.example", "password": "x"}}
account |= {{"enable_outgoing": 1, "default_outgoing": 1, "smtp_server": "localhost", "no_smtp_authentication": 1}}
if not frappe.db.exists("Email Account", {{"default_outgoing": 1}}):
	frappe.get_doc({{"doctype": "Email Account", **account}}).db_insert()
login = "officer-{TAG}@city.example"
frappe.get_doc({{"doctype": "User", "email": login, "first_name": "오세종", "language": "ko",
	"send_welcome_email": 0}}).insert()
frappe.get_doc({{"doctype": "Officer Jurisdiction", "user": login, "jurisdiction": {AREA!r}}}).insert()
password = secrets.token_urlsafe(12)
update_password(login, password)
print(json.dumps([login, password]))
"""
LAST_MAIL = """
import email
name = frappe.get_all("Email Queue Recipient", {{"recipient": {address!r}}}, pluck="parent", order_by="creation")[-1]
message = email.message_from_string(frappe.get_doc("Email Queue", name).message)
for part in message.walk():
	if part.get_content_type() == "text/html":
		print(part.get_payload(decode=True).decode())
"""


def unique_no(serial: int) -> str:
	"""A synthetic 고유번호 with the right check digit."""
	digits = f"99982{serial:04d}"
	total = sum(int(d) * w for d, w in zip(digits, (1, 3, 7, 1, 3, 7, 1, 3, 5), strict=True))
	return digits + str((10 - (total + int(digits[8]) * 5 // 10) % 10) % 10)


def picture() -> bytes:
	"""The smallest PNG."""
	parts = [b"\x89PNG\r\n\x1a\n"]
	header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
	for kind, data in ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0\0")), (b"IEND", b"")):
		parts.append(struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)))
	return b"".join(parts)


@pytest.fixture(scope="module")
def officer(on_site, open_desk):
	return open_desk(*json.loads(on_site(PREPARE).splitlines()[-1]))


@pytest.fixture
def visitor(browser, desk_url):
	"""Somebody without a login, on a phone; no script may go wrong and nothing may stick out."""
	context = browser.new_context(base_url=desk_url, locale="ko-KR", viewport=PHONE)
	page = context.new_page()
	errors = []
	page.on("pageerror", lambda error: errors.append(str(error)))
	yield page
	assert not errors
	context.close()


def fits(page) -> bool:
	return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_visitor_learns_whether_the_system_is_for_them(visitor):
	visitor.goto("/eligibility")
	visitor.select_option("#kind", "노인복지관")
	for name, answer in (
		("has_paper", "yes"),
		("receives_subsidy", "yes"),
		("long_term_care", "no"),
		("has_unique_no", "yes"),
	):
		visitor.check(f"input[name={name}][value={answer}]")
	visitor.get_by_role("button", name="이용 대상 확인").click()
	expect(visitor.locator("#answer")).to_contain_text("의무 사용")
	expect(visitor.locator("#answer")).to_contain_text("제6조의2제4항")
	assert fits(visitor)
	Camera(visitor).picture("eligibility-phone")
	visitor.select_option("#kind", "어린이집")
	visitor.get_by_role("button", name="이용 대상 확인").click()
	expect(visitor.locator("#answer")).to_contain_text("이용 대상 아님")
	expect(visitor.locator("#answer")).to_contain_text("보육통합정보시스템")


def test_a_facility_signs_up_on_a_phone(officer, visitor, on_site):
	visitor.goto("/signup")
	visitor.fill("#email", EMAIL)
	visitor.click("#send")
	expect(visitor.locator("#code")).to_be_visible()
	mail = on_site(LAST_MAIL.format(address=EMAIL))
	visitor.fill("#code", re.search(r"<b>(\d{6})</b>", mail)[1])
	visitor.click("#confirm")
	number = unique_no(secrets.randbelow(8000) + 1000)
	values = {
		"facility_name": FACILITY,
		"unique_no": number[:-1] + str((int(number[-1]) + 1) % 10),
		"address": "세종시 새싹로 1",
		"representative_name": "정새싹",
		"phone": "044-000-0000",
		"applicant_name": "한새싹",
		"corporation_name": f"새싹복지재단 {TAG}",
	}
	for field, value in values.items():
		visitor.fill(f"#{field}", value)
	visitor.select_option("#facility_type", "노인복지관")
	visitor.check("#receives_subsidy")
	for field in ("unique_no_certificate", "official_letter"):
		visitor.set_input_files(f"#{field}", {"name": "p.png", "mimeType": "image/png", "buffer": picture()})
	visitor.check("#agreed")
	visitor.click("#hand_in")
	expect(visitor.locator("#said")).to_contain_text("등록증")
	visitor.fill("#unique_no", number)
	visitor.click("#hand_in")
	expect(visitor.locator("#done")).to_contain_text("신청을 접수했습니다")
	expect(visitor.locator("#done")).to_contain_text("서류검토")
	assert fits(visitor)
	Camera(visitor).picture("sign-up-phone")


def test_the_officer_approves(officer, on_site):
	officer.open_list("facility-registration")
	officer.page.locator(".list-row", has_text=FACILITY).locator("a.ellipsis").first.click()
	officer.page.wait_for_function("window.cur_frm && cur_frm.doctype === 'Facility Registration'")
	officer.check()
	officer.click("가입 승인")
	officer.fill("letter_no", "복지정책과-77", officer.dialog)
	officer.fill("letter_date", "2026-11-20", officer.dialog)
	officer.click("가입 승인", officer.dialog)
	officer.page.wait_for_function("cur_frm.doc.facility_code")
	assert officer.value("facility_code")
	officer.check()


def test_the_representative_sets_a_password_and_staffs_the_facility(officer, visitor, on_site, open_desk):
	link = re.search(r'href="([^"]*update-password[^"]*)"', on_site(LAST_MAIL.format(address=EMAIL)))[1]
	visitor.goto("/" + link.replace("&amp;", "&").split("/", 3)[3])
	visitor.fill("#new_password", PASSWORD)
	visitor.fill("#confirm_password", PASSWORD)
	visitor.click("#update")
	visitor.wait_for_url("**/app**", wait_until="commit")

	head = open_desk(EMAIL, PASSWORD)
	head.open("staff-accounts")
	expect(head.page.locator(".huimang-staff-list")).to_contain_text("한새싹")
	head.click("계정 발급")
	head.fill("full_name", "남회계", head.dialog)
	head.fill("email", f"accountant-{TAG}@house.example", head.dialog)
	head.dialog.get_by_label("회계 담당자").check()
	head.click("추가", head.dialog)
	expect(head.dialog).to_contain_text("update-password")
	head.close_dialog()
	row = head.page.locator(".huimang-staff-list tr", has_text="남회계")
	expect(row).to_contain_text("사용")
	head.check()

	row.get_by_role("button", name="정지").click()
	head.confirm()
	expect(row).to_contain_text("정지")
	row.get_by_role("button", name="다시 사용").click()
	head.confirm()
	expect(row).to_contain_text("사용")
	row.get_by_role("button", name="퇴사").click()
	head.confirm()
	row.get_by_role("button", name="이력").click()
	expect(head.dialog).to_contain_text("계정 회수")
	expect(head.dialog).to_contain_text("한새싹")
	head.close_dialog()
	head.check()
