"""The product's face: log-in, a home for each role, and a Desk in which nothing is English and nothing asks other hosts."""

import re

import pytest
from browser import korean
from browser.desk import Desk
from playwright.sync_api import expect

HOMES = {
	"accountant@happy.example": ("accountant", ["회계 담당자", "자산·물품", "내 근무"], 4),
	"director@happy.example": ("office-director", ["사무국장", "자산·물품", "내 근무"], 4),
	"head@happy.example": ("facility-head", ["시설장", "자산·물품", "내 근무"], 7),
	"auditor@happy.example": ("auditor", ["감사"], 3),
	"hr@happy.example": ("hr-manager", ["인사·급여 담당자", "내 근무"], 1),
	"worker@happy.example": ("social-worker", ["사회복지사", "자산·물품", "내 근무"], 1),
	"donation@happy.example": ("donation-manager", ["후원 담당자", "내 근무"], 1),
}
"""Login: the page of the home, the menu that starts with it, and the number of its charts."""

PAGES = (
	*("expense-resolution", "income-resolution", "facility-budget", "account-subject", "fund-source"),
	*("welfare-program", "facility-bank-account", "counterparty", "accounting-year", "month-closing"),
	*("facility", "facility-membership", "ledger-entry", "approval-step", "approval-line"),
	*("expense-request", "refund-resolution", "fund-transfer", "approval-deputy", "approval-inbox"),
	*("budget-transfer", "contingency-use", "budget-carryover", "annual-settlement"),
	*("withholding-return", "tax-invoice-record", "filing-task", "public-holiday"),
	*("query-report/Budget Execution", "query-report/Cash Book", "query-report/Ledger Verification"),
)


@pytest.fixture(scope="module")
def accountant(open_desk):
	return open_desk("accountant@happy.example")


def test_log_in_page_looks_like_the_product(browser, desk_url, demo_logins, desks):
	context = browser.new_context(base_url=desk_url, locale="ko-KR", timezone_id="Asia/Seoul")
	page = context.new_page()
	visitor = desks["visitor"] = Desk(page, desk_url)
	page.goto("/login")
	expect(page).to_have_title(re.compile("로그인"))
	expect(page.locator(".huimang-login-story")).to_contain_text("맑은 장부")
	assert "mark.svg" in page.locator("link[rel='shortcut icon']").get_attribute("href")
	assert not korean.english_on(page)

	login = next(login for login in demo_logins if login["login"] == "head@happy.example")
	page.fill("#login_email", login["login"])
	page.fill("#login_password", "wrong")
	with visitor.expecting_refusal():
		page.click(".btn-login")
		expect(page.locator(".btn-login")).to_contain_text("맞지 않습니다")
	page.fill("#login_password", login["password"])
	page.click(".btn-login")
	page.wait_for_url("**/app/facility-head")
	visitor.check()


@pytest.mark.parametrize("login", HOMES)
def test_everybody_has_a_home_of_their_role(open_desk, login):
	slug, menu, charts = HOMES[login]
	desk = open_desk(login)
	with desk.loading() as asked:
		desk.page.goto("/app")
		desk.page.wait_for_url(f"**/app/{slug}")
		expect(desk.page.locator(".page-title .title-text:visible")).to_have_text(menu[0])
		expect(desk.page.locator(".frappe-chart:visible")).to_have_count(charts)
		expect(desk.page.locator(".number-card-loading")).to_have_count(0)
	assert not asked, "cards and charts come with the page"
	# nothing of the framework: one home, no tour, no wizard
	expect(desk.page.locator(".desk-sidebar .sidebar-item-label:visible")).to_have_text(menu)
	expect(desk.page.locator(".huimang-facility")).to_have_text("행복노인복지관")
	desk.check()


def test_who_opened_what_is_told_in_korean(open_desk):
	head = open_desk("head@happy.example")
	head.open_list("personal-data-access-log")
	expect(head.page.locator(".list-row:visible").first).to_contain_text(re.compile("로그인|계정"))
	head.check()


def test_figures_of_a_home_are_those_of_its_facility(open_desk, on_site):
	"""The cards count what the facility has, and not what the site has."""
	code = (
		"facility = frappe.db.get_value('Facility', {'facility_name': '행복노인복지관'})\n"
		"print(frappe.db.count('Expense Resolution', {'facility': facility, 'stage': 'Draft'}))\n"
		"print(int(frappe.db.get_value('Ledger Balance', {'facility': facility}, 'sum(cash_amount)')))"
	)
	drafts, cash = on_site(code).split()
	desk = open_desk("accountant@happy.example")
	desk.page.goto("/app/accountant")
	card = desk.page.locator(".number-widget-box")
	expect(card.filter(has_text="작성 중인 지출결의").locator(".number")).to_have_text(drafts)
	expect(card.filter(has_text="통장 잔액").locator(".number")).to_have_text(f"{int(cash):,}원")


def test_shortcut_leads_to_what_waits_for_me(open_desk):
	head = open_desk("head@happy.example")
	head.page.goto("/app/facility-head")
	shortcut = head.page.locator(".shortcut-widget-box").filter(has_text="결재할 지출결의")
	expect(shortcut.locator(".indicator-pill")).to_have_text(re.compile(r"^[1-9]\d*건 대기$"))
	waiting = int(re.match(r"\d+", shortcut.locator(".indicator-pill").inner_text())[0])
	expect(head.page.locator(".frappe-chart:visible")).to_have_count(HOMES["head@happy.example"][2])
	shortcut.click()
	head.page.wait_for_function("window.cur_list && cur_list.$page?.is(':visible') && cur_list.data?.length")
	head.wait()
	head.page.wait_for_function("waiting => Number(cur_list.total_count) === waiting", arg=waiting)
	head.check()


@pytest.mark.parametrize("path", PAGES)
def test_page_is_korean(accountant, path):
	accountant.open(path)
	accountant.page.wait_for_timeout(300)
	accountant.check()


def test_menus_and_dialogs_are_korean(accountant):
	page = accountant.page
	accountant.open_list("expense-resolution")
	page.locator(".filter-selector:visible .filter-button").click()
	accountant.check()
	page.keyboard.press("Escape")
	page.locator(".page-container:visible .menu-btn-group button:visible").click()
	accountant.check()
	page.keyboard.press("Escape")
	page.locator(".list-row-checkbox:visible").first.check()
	page.locator(".page-container:visible .actions-btn-group button:visible").click()
	accountant.check()
	page.keyboard.press("Escape")

	for toggle in (".dropdown-navbar-user", ".dropdown-help", ".dropdown-notifications"):
		page.locator(f"{toggle} > a").click()
		accountant.check()
		page.keyboard.press("Escape")

	page.locator("#navbar-search").fill("지출")
	expect(page.locator(".search-bar .awesomplete li").first).to_be_visible()
	accountant.check()
	page.locator("#navbar-search").fill("")
	page.keyboard.press("Escape")


def test_forms_and_their_dialogs_are_korean(accountant):
	page = accountant.page
	accountant.open_list("expense-resolution", stage="Draft")
	page.locator(".list-row:visible .list-subject a").first.click()
	page.wait_for_function(
		"window.cur_frm?.doctype === 'Expense Resolution' && cur_frm.$wrapper.is(':visible')"
	)
	accountant.check()
	page.locator(".page-container:visible .menu-btn-group button:visible").click()
	accountant.check()
	page.keyboard.press("Escape")

	accountant.open_list("counterparty")
	page.locator(".list-row:visible .list-subject a").first.click()
	page.wait_for_function("window.cur_frm?.doctype === 'Counterparty' && cur_frm.$wrapper.is(':visible')")
	page.locator(".add-attachment-btn:visible").click()
	expect(accountant.dialog).to_be_visible()
	accountant.check()
	accountant.close_dialog()
	page.evaluate("frappe.ui.misc.about()")
	expect(accountant.dialog).to_contain_text("사회복지시설의 회계와 운영")
	accountant.check()
	accountant.close_dialog()


def test_print_view_is_korean(accountant):
	page = accountant.page
	accountant.open_list("expense-resolution", stage="Settled")
	page.locator(".list-row:visible .list-subject a").first.click()
	page.wait_for_function(
		"window.cur_frm?.doctype === 'Expense Resolution' && cur_frm.$wrapper.is(':visible')"
	)
	page.locator(
		".page-container:visible [data-original-title='인쇄'], .page-container:visible [title='인쇄']"
	).first.click()
	page.wait_for_url("**/app/print/**")
	expect(page.locator(".print-preview-wrapper:visible")).to_be_visible()
	accountant.check()


def test_staff_do_not_reach_the_setup_wizard(accountant):
	accountant.page.goto("/app/setup-wizard")
	accountant.page.wait_for_function("window.frappe && frappe.router")
	accountant.page.wait_for_timeout(1_000)
	expect(accountant.page.locator(".setup-wizard-slide:visible")).to_have_count(0)
