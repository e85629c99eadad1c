"""Who is stuck finds an answer, or asks for one: from the form they were in to the answer on their phone."""

import json

import pytest
from browser.camera import Camera
from browser.desk import Desk
from playwright.sync_api import expect

AREA = "경상북도 울릉군"
PHONE = {"width": 390, "height": 844}
TITLE = "이번 주말에 시스템을 점검합니다"
PREPARE = f"""
import json, secrets
from frappe.utils.password import update_password
frappe.db.set_value("Facility", {{facility!r}}, "jurisdiction", {AREA!r})
frappe.db.delete("Support Notice", {{{{"title": {TITLE!r}}}}})
frappe.get_doc({{{{"doctype": "Support Notice", "title": {TITLE!r}, "kind": "Maintenance", "from_date": frappe.utils.nowdate(),
	"banner": 1, "banner_until": frappe.utils.nowdate(), "jurisdiction": {AREA!r}, "body": "<p>토요일 저녁입니다.</p>"}}}}).insert()
frappe.get_doc("Support Setting").update({{{{"phone": "02-000-0000"}}}}).save()
login = "operator-" + frappe.generate_hash(length=8) + "@platform.example"
frappe.get_doc({{{{"doctype": "User", "email": login, "first_name": "오도움", "language": "ko", "send_welcome_email": 0,
	"roles": [{{{{"role": "Platform Operator"}}}}]}}}}).insert()
password = secrets.token_urlsafe(12)
update_password(login, password)
print(json.dumps([login, password]))
"""


@pytest.fixture(scope="module")
def people(staffed_facility, on_site, open_desk) -> tuple[Desk, Desk]:
	"""An accountant of a facility in the area of the notice, and an operator of the platform."""
	facility, desks = staffed_facility()
	login = json.loads(on_site(PREPARE.format(facility=facility)).splitlines()[-1])
	return desks["Accountant"], open_desk(*login)


def sticks_out(page) -> list[str]:
	"""What of the support page is wider than the screen."""
	return page.evaluate(
		"[...document.querySelectorAll('.support *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)"
		".map(e => e.tagName + '.' + e.className)"
	)


def test_a_notice_stands_above_the_home_until_it_is_put_away(people):
	desk, _operator = people
	desk.open("accountant")
	banner = desk.page.locator(".support-banner", has_text=TITLE)
	expect(banner).to_be_visible()
	banner.get_by_role("link").click()
	expect(desk.page.locator(".support-notice[open] .notice-body")).to_contain_text("토요일 저녁입니다.")
	desk.open("accountant")
	expect(banner).to_be_visible()
	banner.get_by_role("button", name="다시 보지 않기").click()
	expect(banner).to_have_count(0)
	desk.page.reload()
	desk.wait()
	desk.open("support-center/notices")
	expect(desk.page.locator(".support-notice", has_text=TITLE)).to_be_visible()
	desk.open("accountant")
	desk.wait()
	expect(banner).to_have_count(0)


def test_an_answer_is_found_by_the_words_one_has(people):
	desk, _operator = people
	desk.open("support-center")
	expect(desk.page.locator(".faq-question").nth(30)).to_be_attached()
	expect(desk.page.locator(".support-hours").get_by_role("link", name="02-000-0000")).to_be_visible()
	desk.page.get_by_role("searchbox", name="질문과 사용 설명서 검색").fill("예산이 부족해요")
	question = desk.page.get_by_role("button", name="지출결의서를 올리는데 예산이 부족하다고 나와요.")
	expect(desk.page.locator(".support-found h3").last).to_have_text("자주 묻는 질문")
	question.click()
	expect(desk.page.locator(".faq-answer:visible")).to_contain_text("남은 금액")
	desk.check()


def test_a_question_goes_to_the_operator_and_the_answer_to_the_phone(people):
	desk, operator = people
	desk.open_list("expense-resolution")
	desk.page.locator(".dropdown-help > a, .dropdown-help > button").first.click()
	desk.page.locator(".dropdown-help").get_by_role("link", name="1:1 문의하기").click()
	form = desk.page.locator(".support-ask")
	expect(form).to_contain_text("보던 화면도 함께 전해집니다: 목록 › 지출결의서")
	form.get_by_label("문의 유형").select_option(label="오류")
	form.get_by_label("제목").fill("목록이 열리지 않습니다")
	form.get_by_label("어떤 일이 있었는지").fill("홍길동 900101-1234567 님의 결의서가 보이지 않습니다.")
	desk.check()
	form.get_by_role("button", name="문의 보내기").click()
	talk = desk.page.locator(".support-conversation")
	expect(talk).to_contain_text("900101-1******")
	expect(talk.locator(".support-due")).to_contain_text("까지 답변해 드립니다.")
	name = desk.page.url.rsplit("/", 1)[1]

	operator.open_list("support-inquiry", status="Inquiry Received")
	expect(operator.page.locator(".list-row", has_text="목록이 열리지 않습니다").first).to_be_visible()
	operator.open_document("Support Inquiry", name)
	expect(operator.page.locator(".support-message.asker")).to_contain_text("결의서가 보이지 않습니다.")
	operator.check()
	operator.click("답변하기")
	operator.dialog.locator("textarea").fill("조건을 지운 뒤 다시 보세요.")
	operator.dialog.get_by_role("button", name="보내기").click()
	expect(operator.page.locator(".support-message.operator")).to_contain_text("조건을 지운 뒤")

	desk.page.set_viewport_size(PHONE)
	desk.page.reload()
	expect(talk.locator(".support-message.operator")).to_contain_text("조건을 지운 뒤 다시 보세요.")
	assert not sticks_out(desk.page)
	talk.get_by_role("button", name="별 5개").click()
	desk.dialog.get_by_role("button", name="보내기").click()
	expect(talk.locator(".support-stars")).to_contain_text("★★★★★")
	talk.get_by_role("button", name="해결됨: 문의 종료").click()
	desk.confirm()
	expect(talk).to_contain_text("종료된 문의입니다.")
	desk.open("support-center/inquiries")
	expect(desk.page.locator(".support-inquiry", has_text="목록이 열리지 않습니다")).to_contain_text("종료")
	desk.check()
	assert not sticks_out(desk.page)
	desk.page.set_viewport_size({"width": 1440, "height": 900})


def test_an_operator_hides_a_menu(people, on_site):
	desk, operator = people
	desk.open("accountant")
	shortcut = desk.page.locator(".shortcut-widget-box:visible", has_text="카드·보조금 점검판")
	expect(shortcut).to_be_visible()

	operator.new("Menu Setting")
	operator.choose("role", "회계 담당자")
	rows = operator.page.locator("[data-fieldname='items'] .grid-body .grid-row")
	row = rows.filter(has_text="카드·보조금 점검판").filter(has_text="바로가기")
	expect(row).to_be_visible()
	operator.link("facility", desk.page.evaluate("frappe.boot.huimang.facilities[0]"))
	operator.edit_cell("items", int(row.get_attribute("data-idx")), "shown").uncheck()
	operator.check()
	operator.save()
	Camera(operator.page).picture("menu-setting")
	hidden = {"parent": operator.docname, "shown": 0}
	assert (
		on_site(f"print(frappe.get_all('Menu Setting Item', {hidden}, pluck='label'))")
		== "['Monitoring Board']"
	)
	operator.open_list("menu-setting")
	expect(operator.page.locator(".list-row:visible").first).to_contain_text("회계 담당자")
	operator.check()

	desk.page.reload()
	desk.wait()
	expect(desk.page.locator(".shortcut-widget-box:visible").first).to_be_visible()
	expect(shortcut).to_have_count(0)
