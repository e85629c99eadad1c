"""도움말: beside the form that somebody fills in, as a book that is searched, on a phone; an operator changes a page."""

import pytest
from playwright.sync_api import expect

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}


@pytest.fixture(scope="module")
def accountant(open_desk):
	return open_desk("accountant@happy.example")


def test_help_opens_beside_what_is_being_written(accountant):
	accountant.new("Expense Resolution")
	accountant.fill("purpose", "쓰던 글")
	accountant.page.keyboard.press("F1")
	drawer = accountant.page.locator(".help-drawer")
	expect(drawer.locator("h1")).to_have_text("지출결의서")
	accountant.check()
	drawer.locator("a[data-page=expense-request]").first.click()
	expect(drawer.locator("h1")).to_have_text("품의서")
	drawer.locator(".help-close").click()
	expect(drawer).to_be_hidden()
	assert accountant.value("purpose") == "쓰던 글"

	accountant.open("query-report/Cash Book")
	accountant.page.locator(".help-button").click()
	expect(drawer.locator("h1")).to_have_text("장부와 보고서 보기")
	drawer.locator(".help-whole").click()
	expect(accountant.page.locator(".manual-text h1").first).to_have_text("장부와 보고서 보기")
	expect(drawer).to_be_hidden()


def test_the_manual_is_searched_and_read(accountant):
	accountant.open("manual")
	accountant.page.locator(".manual-search").fill("영수증 재발급")
	accountant.page.locator(".manual-hit", has_text="기부금영수증").first.click()
	text = accountant.page.locator(".manual-page .manual-text")
	expect(text.locator("h1")).to_have_text("기부금영수증")
	# all pictures that are in view have been found
	accountant.page.wait_for_function(
		"[...document.querySelectorAll('.manual-page img')].every((image) => { image.loading = 'eager';"
		" return image.complete && image.naturalWidth > 0; })"
	)
	accountant.check()


def test_on_a_phone(accountant):
	accountant.page.set_viewport_size(PHONE)
	accountant.open("manual/leave")
	expect(accountant.page.locator(".manual-page h1")).to_have_text("휴가와 내 근무")
	assert accountant.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
	accountant.page.set_viewport_size(DESK)


def test_an_operator_changes_a_page(open_desk, accountant, on_site):
	operator = open_desk("Administrator")
	operator.open_document("Manual Page", "severance")
	operator.page.evaluate("cur_frm.set_value('content', '우리 시설의 퇴직금은 시설장에게 먼저 알립니다.')")
	operator.save()
	operator.click("매뉴얼에서 보기")
	expect(operator.page.locator(".manual-page .manual-text")).to_contain_text("시설장에게 먼저")
	accountant.open("manual/severance")
	expect(accountant.page.locator(".manual-page .manual-text")).to_contain_text("시설장에게 먼저")

	operator.open_document("Manual Page", "severance")
	operator.click("기본 내용으로")
	operator.confirm()
	operator.page.wait_for_function("(cur_frm.doc.content || '').includes('평균임금')")
	assert "평균임금" in on_site("print(frappe.db.get_value('Manual Page', 'severance', 'content'))")
