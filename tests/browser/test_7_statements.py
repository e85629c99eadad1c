"""The books and papers of the demonstration on the screen: every report in Korean, right to the won, and a way down to the documents."""

import json

import pytest
from playwright.sync_api import expect

FACILITY = "행복노인복지관"
REPORTS = {
	"Statutory General Ledger": "총계정원장",
	"Monthly Totals": "월계표",
	"Daily Totals": "일계표",
	"Bank Balances": "계좌별 잔액",
	"Counterparty Ledger": "거래처원장",
	"Budget Details": "세입·세출명세서",
	"Revenue Settlement": "세입결산서",
	"Expense Settlement": "세출결산서",
	"Cash and Deposits": "현금및예금명세서",
	"Program Revenue Details": "사업수입명세서",
	"Government Subsidy Details": "정부보조금명세서",
	"Personnel Cost Details": "인건비명세서",
	"Program Cost Details": "사업비명세서",
	"Other Cost Details": "기타비용명세서",
}
EMPTY = {"Budget Transfer Statement": "과목전용조서", "Contingency Use Statement": "예비비사용조서"}

BOOKS = f"""
import json
facility = frappe.db.get_value("Facility", {{"facility_name": "{FACILITY}"}})
year = f"{{facility}}-{{frappe.utils.getdate().year}}"
def total(column, table, side, more=""):
	query = f"select sum({{column}}) from `tab{{table}}` where accounting_year = %s and side = %s {{more}}"
	return int(frappe.db.sql(query, (year, side))[0][0] or 0)
print(json.dumps({{
	"revenue": total("amount", "Ledger Entry", "Revenue"),
	"expense": total("amount", "Ledger Entry", "Expense"),
	"budget": total("appropriated", "Budget Balance", "Expense", "and is_control = 1"),
}}))
"""


@pytest.fixture(scope="module")
def accountant(open_desk):
	return open_desk("accountant@happy.example")


@pytest.fixture(scope="module")
def books(on_site) -> dict:
	"""What the ledger's raw rows come to."""
	return json.loads(on_site(BOOKS).splitlines()[-1])


def open_statement(desk, report: str) -> list[dict]:
	"""Open the page of a statement, wait for its figures, and return them."""
	# the page of the reports holds the figures of the one before until the new ones have come
	desk.page.evaluate("if (window.frappe?.query_report?.data) frappe.query_report.data.are_old = true")
	desk.open(f"query-report/{report}")
	desk.page.wait_for_function(
		"report => window.frappe.query_report?.report_name === report && frappe.query_report.data"
		" && !frappe.query_report.data.are_old"
		" && frappe.query_report.get_filter_value('accounting_year') && !frappe.request.ajax_count",
		arg=report,
	)
	desk.wait()
	return desk.page.evaluate("frappe.query_report.data")


@pytest.mark.parametrize("report", REPORTS)
def test_every_statement_is_korean_and_has_figures(accountant, report):
	rows = open_statement(accountant, report)
	assert rows
	expect(accountant.page.locator(".page-title .title-text:visible")).to_have_text(REPORTS[report])
	expect(accountant.page.locator(".datatable:visible")).to_have_count(1)
	accountant.check()


@pytest.mark.parametrize("report", EMPTY)
def test_a_statement_about_nothing_is_korean_too(accountant, report):
	open_statement(accountant, report)
	expect(accountant.page.locator(".page-title .title-text:visible")).to_have_text(EMPTY[report])
	accountant.check()


def test_what_the_statements_show_is_what_the_ledger_holds(accountant, books):
	settled = open_statement(accountant, "Expense Settlement")
	assert [row["total"] for row in settled[:3]] == [
		books["budget"],
		books["expense"],
		books["expense"] - books["budget"],
	]
	month = {row["gwan"]: row for row in open_statement(accountant, "Monthly Totals") if row.get("gwan")}
	assert (month["세입 합계"]["sum"], month["세출 합계"]["sum"]) == (books["revenue"], books["expense"])
	assert month["통장 합계"]["sum"] == books["revenue"] - books["expense"]
	parties = open_statement(accountant, "Counterparty Ledger")
	assert parties[-1]["title"] == "합계"
	deposits = open_statement(accountant, "Cash and Deposits")
	assert deposits[-1]["amount"] == books["revenue"] - books["expense"]


def test_from_a_counterparty_down_to_the_resolution(accountant):
	"""Summary → the counterparty's entries → the document behind one of them."""
	page = accountant.page
	open_statement(accountant, "Counterparty Ledger")
	accountant.page.evaluate("frappe.query_report.set_filter_value('from_month', '1')")
	page.wait_for_function("frappe.query_report.data.length > 3 && !frappe.request.ajax_count")
	page.get_by_role("link", name="한빛전력").click()
	page.wait_for_function(
		"frappe.query_report.get_filter_value('counterparty') && !frappe.request.ajax_count"
		" && frappe.query_report.data.some((row) => row.kind === 'opening')"
	)
	page.locator(".report-wrapper:visible a", has_text="전기요금").first.click()
	page.wait_for_function(
		"window.cur_frm?.doctype === 'Expense Resolution' && cur_frm.$wrapper.is(':visible')"
	)
	accountant.check()
