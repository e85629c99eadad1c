"""The whole way of a facility: it learns whether the system is for it, signs up on a phone, is approved, staffs itself, practises,
brings its books, works, and lets somebody go, who is out at once.
"""

import json
import re
import secrets
import struct
import zlib
from pathlib import Path

import pytest
from browser.camera import Camera
from browser.practising import arrived, begin, have_settled
from playwright.sync_api import expect
from sheets import workbook

TAG = f"{secrets.randbelow(10**6):06}"
FACILITY = f"새싹노인복지관 {TAG}"
EMAIL = f"sprout-{TAG}@house.example"
ACCOUNTANT = f"accountant-{TAG}@house.example"
AREA = "세종특별자치시"
PASSWORD, HERS = "Saessak!" + secrets.token_hex(3), "Namhoe!" + secrets.token_hex(3)
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}

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
# how budgets are drawn up, approved and confirmed is tried in test_2_budget and test_6_budget_excel
BUDGET = f"""
import sys
sys.path[:0] = [{{tests!r}}, {{tests!r}} + "/site"]
import factory
facility = frappe.db.get_value("Facility", {{{{"facility_name": {FACILITY!r}}}}})
subject = lambda side, name: frappe.db.get_value("Account Subject",
	dict(facility=facility, side=side, subject_name=name, level="Mok", accounting_unit="Facility"))
source = frappe.db.get_value("Fund Source", {{{{"facility": facility, "kind": "Subsidy"}}}})
program = frappe.db.get_value("Welfare Program", {{{{"facility": facility}}}})
account = dict(doctype="Facility Bank Account", facility=facility, account_title="보조금 통장", purpose="Subsidy")
frappe.get_doc(account).insert()
lines = [dict(side=side, account_subject=subject(side, name), fund_source=source, program=program, amount=10_000_000)
	for side, name in (("Revenue", "시·군·구보조금"), ("Expense", "공공요금"))]
factory.approved_budget(facility, {{year}}, lines)
print(facility)
"""
TESTS = str(Path(__file__).resolve().parents[1])
HEADINGS = ("거래일", "구분", "결의번호", "목", "적요", "금액")


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
def phone(browser, desk_url):
	"""A function that hands a phone to somebody without a login; no script may go wrong on it."""
	contexts, errors = [], []

	def take():
		contexts.append(browser.new_context(base_url=desk_url, locale="ko-KR", viewport=PHONE))
		page = contexts[-1].new_page()
		page.on("pageerror", lambda error: errors.append(f"{page.url}: {error}"))
		return page

	yield take
	for context in contexts:
		context.close()
	assert not errors


@pytest.fixture
def visitor(phone):
	return phone()


@pytest.fixture(scope="module")
def this_year(on_site) -> int:
	return int(on_site("print(frappe.utils.nowdate())")[:4])


def fits(page) -> bool:
	return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def set_password(page, link: str, password: str) -> None:
	"""Follow a mailed link, or one that was handed over, and choose a password."""
	page.goto("/" + link.split("/", 3)[3])
	page.fill("#new_password", password)
	page.fill("#confirm_password", password)
	page.click("#update")
	expect(page).to_have_url(re.compile("/app"))
	page.wait_for_load_state("networkidle")
	page.close()


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


def test_the_officer_approves(officer):
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


def test_the_representative_sets_a_password_and_staffs_the_facility(officer, phone, on_site, open_desk):
	link = re.search(r'href="([^"]*update-password[^"]*)"', on_site(LAST_MAIL.format(address=EMAIL)))[1]
	set_password(phone(), link.replace("&amp;", "&"), PASSWORD)
	head = open_desk(EMAIL, PASSWORD)
	head.open("staff-accounts")
	expect(head.page.locator(".huimang-staff-list")).to_contain_text("한새싹")
	head.click("계정 발급")
	head.fill("full_name", "남회계", head.dialog)
	head.fill("email", ACCOUNTANT, head.dialog)
	head.dialog.get_by_label("회계 담당자").check()
	head.click("추가", head.dialog)
	expect(head.dialog).to_contain_text("update-password")
	link = re.search(r"https?://\S*update-password\S*", head.dialog.inner_text())[0]
	set_password(phone(), link, HERS)
	head.close_dialog()
	row = staff_row(head)
	expect(row).to_contain_text("사용")
	head.check()
	row.get_by_role("button", name="정지").click()
	head.confirm()
	expect(row).to_contain_text("정지")
	row.get_by_role("button", name="다시 사용").click()
	head.confirm()
	expect(row).to_contain_text("사용")


def staff_row(head):
	return head.page.locator(".huimang-staff-list tr", has_text="남회계")


def test_the_accountant_practises_before_the_books_begin(on_site, open_desk):
	facility = on_site(f"print(frappe.db.get_value('Facility', {{'facility_name': {FACILITY!r}}}))").strip()
	accountant = open_desk(ACCOUNTANT, HERS)
	have_settled(accountant, begin(accountant, facility, on_site, "Accountant"))
	accountant.page.locator(".practice-leave").click()
	arrived(accountant, None)
	accountant.open_list("expense-resolution")
	expect(accountant.page.locator(".no-result:visible").first).to_be_visible()
	assert accountant.page.evaluate("cur_list.data.length") == 0


def test_the_books_of_past_months_come_as_a_list(on_site, open_desk, tmp_path, this_year):
	facility = on_site(BUDGET.format(tests=TESTS, year=this_year)).splitlines()[-1]
	year = f"{facility}-{this_year}"
	head, accountant = open_desk(EMAIL), open_desk(ACCOUNTANT)
	head.open_document("Accounting Year", year)
	head.page.get_by_role("button", name="이전 장부 옮기기").click()
	head.page.locator(".dropdown-item:visible", has_text="기준일 정하기").click()
	day = f"{this_year}-01-01"
	head.fill("day", day, head.dialog)
	head.fill("reason", "첫날까지는 다른 프로그램을 썼습니다.", head.dialog)
	head.click("저장", head.dialog)
	expect(head.page.locator(".form-message:visible")).to_contain_text("01-01")
	head.check()

	path = tmp_path / "지난 결의.xlsx"
	rows = [
		(day, "수입", "수입-1", "시·군·구보조금", "1분기 보조금", 3_000_000),
		(day, "지출", "지출-1", "공공요금", "전기요금", 150_000),
		(day, "지출", "지출-2", "없는과목", "수도요금", 50_000),
	]
	path.write_bytes(workbook(*rows, header=HEADINGS))
	accountant.open_document("Accounting Year", year)
	upload(accountant, path)
	expect(accountant.dialog).to_contain_text("3행 중 1행")
	expect(accountant.dialog).to_contain_text("없는과목")
	rows[2] = (day, "지출", "지출-2", "공공요금", "수도요금", 50_000)
	path.write_bytes(workbook(*rows, (day, "잔액", "", "", "", 2_800_000), header=HEADINGS))
	accountant.close_dialog()
	upload(accountant, path)
	expect(accountant.dialog.locator(".excel-figures").first).to_contain_text("200,000")
	expect(accountant.dialog.locator(".excel-figures").last).to_contain_text("2,800,000")
	accountant.check()
	Camera(accountant.page).picture("takeover")
	accountant.click("가져오기", accountant.dialog)
	expect(accountant.page.locator(".desk-alert", has_text="3")).to_be_visible()
	accountant.open_list("expense-resolution")
	assert accountant.list_count() == 2
	accountant.page.locator(".list-row", has_text="전기요금").locator("a.ellipsis").first.click()
	expect(accountant.page.locator(".form-message:visible")).to_contain_text("이전 시스템에서")
	accountant.check()


def upload(desk, path) -> None:
	"""Choose the list of past resolutions in the form of a year, and have it checked."""
	desk.page.get_by_role("button", name="이전 장부 옮기기").click()
	desk.page.locator(".dropdown-item:visible", has_text="지난 결의").click()
	with desk.page.expect_file_chooser() as chooser:
		desk.dialog.get_by_text("엑셀 파일 선택").click()
	chooser.value.set_files(path)
	desk.click("파일 검사", desk.dialog)
	expect(desk.dialog.locator(".excel-result .indicator-pill")).to_be_visible()


def test_the_facility_works_and_the_head_decides_on_a_phone(open_desk, this_year):
	head, accountant = open_desk(EMAIL), open_desk(ACCOUNTANT)
	accountant.new("Expense Resolution")
	accountant.fill("purpose", f"가스요금 {TAG}")
	accountant.link("bank_account", "보조금 통장")
	accountant.link_cell("lines", 1, "account_subject", "공공요금")
	accountant.link_cell("lines", 1, "fund_source", "보조금")
	accountant.link_cell("lines", 1, "counter_subject", "시·군·구보조금")
	accountant.type_cell("lines", 1, "amount", "20000")
	accountant.save()
	accountant.click("상신")

	head.page.set_viewport_size(PHONE)
	head.open("approval-inbox")
	head.page.locator(".inbox-card", has_text=f"가스요금 {TAG}").click()
	document = head.page.locator(".inbox-document", has_text=f"가스요금 {TAG}")
	assert fits(head.page)
	document.locator(".inbox-actions button", has_text="결재").click()
	expect(head.page.locator(".inbox-card", has_text=f"가스요금 {TAG}")).to_have_count(0)
	head.open("staff-accounts")
	expect(staff_row(head)).to_be_visible()
	assert fits(head.page)
	head.page.set_viewport_size(DESK)
	name = accountant.docname
	accountant.open_document("Expense Resolution", name, is_anew=True)
	expect(accountant.status).to_have_text("결재 완료")
	assert accountant.value("resolution_no") == f"{this_year}-00003"


def test_who_leaves_is_out_at_once(open_desk):
	head, accountant = open_desk(EMAIL), open_desk(ACCOUNTANT)
	accountant.page.goto("about:blank")
	request = accountant.page.context.request
	assert request.get("/api/resource/Expense Resolution").ok
	head.open("staff-accounts")
	row = staff_row(head)
	row.get_by_role("button", name="퇴사").click()
	head.confirm()
	row.get_by_role("button", name="이력").click()
	expect(head.dialog).to_contain_text("계정 회수")
	expect(head.dialog).to_contain_text("한새싹")
	head.close_dialog()
	head.check()
	assert request.get("/api/resource/Expense Resolution").status in (401, 403)
	# the login may serve another facility; of this one it shows nothing any more
	request.post("/api/method/login", form={"usr": ACCOUNTANT, "pwd": HERS})
	assert request.get("/api/resource/Expense Resolution").status == 403
