"""What HR does in a month: the home, a new employee, the payroll, severance pay, reports for the offices, and the statements."""

import secrets

import pytest
from browser.camera import Camera
from playwright.sync_api import expect

TAG = f"{secrets.randbelow(10**6):06}"


@pytest.fixture(scope="module")
def hr(open_desk):
	return open_desk("hr@happy.example")


def test_the_home_tells_who_is_away_and_how_far_the_payroll_is(hr):
	hr.open("hr-manager")
	block = hr.page.locator(".custom-block-widget-box").first
	expect(block).to_contain_text("급여")
	for words in ("오늘 부재", "결재 대기", "기한 임박", "계약 만료", "지급결의"):
		expect(block).to_contain_text(words)
	hr.check()


def test_the_payroll_of_the_month_is_asked_for_and_withdrawn(hr):
	"""Before anybody comes: who has come since would have it calculated again."""
	hr.open_list("payroll-run", stage="Draft")
	hr.page.locator(".list-row:visible .list-subject a").first.click()
	hr.page.wait_for_function("window.cur_frm?.doctype === 'Payroll Run' && cur_frm.$wrapper.is(':visible')")
	hr.wait()
	expect(hr.field("payslips")).to_contain_text("한소라")
	hr.check()
	hr.click("검토 요청")
	expect(hr.status).to_have_text("검토")
	hr.click("회수")
	expect(hr.status).to_have_text("계산")


def test_an_employee_is_registered(hr):
	hr.new("Facility Employee")
	hr.fill("full_name", f"새직원{TAG}")
	hr.fill("birth_date", "1990-05-05")
	hr.page.evaluate(
		"cur_frm.set_value({ hired_on: frappe.datetime.get_today(), base_pay: 2500000, weekly_hours: 40 })"
	)
	hr.save()
	assert hr.value("employee_no") and hr.value("status") == "At Work"
	hr.check()


def test_severance_pay_is_reckoned_from_the_last_wages(hr):
	hr.new("Severance Settlement")
	hr.link("employee", "윤가람")
	hr.page.wait_for_function(
		"cur_frm.doc.hired_on && cur_frm.doc.account_subject && cur_frm.doc.bank_account"
	)
	hr.page.evaluate(
		"cur_frm.set_value('left_on', frappe.datetime.month_end(frappe.datetime.add_months(frappe.datetime.get_today(), -1)))"
	)
	hr.save()
	assert hr.value("total_amount") > 0 and len(hr.value("wages")) == 3
	expect(hr.field("unfolded")).to_contain_text("근로자퇴직급여보장법 제8조①")
	hr.check()
	Camera(hr.page).picture("severance")


def test_reports_for_the_offices_take_their_people_from_the_cards(hr):
	hr.new("Insurance Report")
	hr.page.evaluate(
		"cur_frm.set_value({ from_date: frappe.datetime.year_start(), to_date: frappe.datetime.get_today() })"
	)
	hr.save()
	assert "정다은" in [row["employee_name"] for row in hr.value("rows")]
	expect(hr.button("신고서(PDF)")).to_be_visible()
	hr.check()
	Camera(hr.page).picture("insurance-report")


@pytest.mark.parametrize(
	("report", "words"),
	[
		("Wage Statement", "총급여"),
		("Simplified Wage Statement", "인정상여"),
		("Staff Remuneration", "차감지급액"),
	],
)
def test_statements_of_wages_stand_on_the_screen(hr, report, words):
	hr.open(f"query-report/{report}")
	grid = hr.page.locator(".page-container:visible .datatable")
	expect(grid).to_contain_text(words)
	expect(grid).to_contain_text("한소라")
	hr.check()


def test_a_person_sees_their_own_payslip_alone(open_desk):
	worker = open_desk("worker@happy.example")
	worker.open_list("payslip")
	assert worker.list_count() == 1
	worker.check()
