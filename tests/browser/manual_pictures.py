"""A walk through the demonstration that takes the manual's pictures of what no test stops at: `make manual` runs it, and the tests that take
pictures of the jobs they do. Whoever may not open a page, or a page that complains, makes it fail as any browser test.

Its name is not that of a test, so that `make test` leaves it out.
"""

import json

import pytest
from browser.camera import Camera
from browser.desk import Desk

HAPPY = "행복노인복지관"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1180, "height": 800}

# name, who looks, where
PAGES = (
	("home-accountant", "accountant", "accountant"),
	("approval-inbox", "head", "approval-inbox"),
	("staff-accounts", "head", "staff-accounts"),
	("my-work", "worker", "my-work"),
	("support-center", "accountant", "support-center"),
	("monitoring-board", "head", "monitoring-board"),
	("officer-board", "officer", "officer-board"),
	("card-uses", "accountant", "card-transaction/view/list"),
	("filing-calendar", "accountant", "filing-task/view/list"),
	("report-budget-execution", "accountant", "query-report/Budget Execution"),
	("report-cash-book", "accountant", "query-report/Cash Book"),
	("report-payroll-register", "hr", "query-report/Payroll Register"),
	("report-donation-report", "donation", "query-report/Donation Report"),
	("report-depreciation", "accountant", "query-report/Depreciation Details"),
	("ledger-verification", "auditor", "query-report/Ledger Verification"),
	("access-log", "head", "personal-data-access-log/view/list"),
	("report-subsidy-status", "accountant", "query-report/Subsidy Status"),
	("report-consumable-ledger", "accountant", "query-report/Consumable Ledger"),
)
# name, who looks, kind of document, what it is like
DOCUMENTS = (
	("accounting-year", "accountant", "Accounting Year", {}),
	("donation-purpose", "donation", "Donation Purpose", {}),
	("budget", "accountant", "Facility Budget", {}),
	("budget-transfer", "accountant", "Budget Transfer", {"stage": "Approved"}),
	("contingency-use", "accountant", "Contingency Use", {}),
	("expense-request", "accountant", "Expense Request", {}),
	("expense-approved", "accountant", "Expense Resolution", {"stage": "Approved"}),
	("income-settled", "accountant", "Income Resolution", {"stage": "Settled"}),
	("refund", "accountant", "Refund Resolution", {}),
	("fund-transfer", "accountant", "Fund Transfer", {}),
	("month-closing", "accountant", "Month Closing", {"docstatus": 1}),
	("withholding-return", "accountant", "Withholding Return", {}),
	("employee", "hr", "Facility Employee", {}),
	("personnel-order", "hr", "Personnel Order", {}),
	("leave-request", "hr", "Leave Request", {}),
	("employee-pay", "hr", "Employee Pay", {}),
	("payroll-run", "hr", "Payroll Run", {"stage": "Settled"}),
	("payslip", "hr", "Payslip", {}),
	("asset", "accountant", "Facility Asset", {"status": "In Use"}),
	("asset-event", "accountant", "Asset Event", {}),
	("asset-inspection", "accountant", "Asset Inspection", {}),
	("consumable-movement", "accountant", "Consumable Movement", {}),
	("donor", "donation", "Donor", {}),
	("pledge", "donation", "Donation Pledge", {}),
	("gift", "donation", "Donation", {}),
	("receipt", "donation", "Donation Receipt", {}),
	("disclosure", "donation", "Donation Disclosure", {}),
	("subsidy-grant", "accountant", "Subsidy Grant", {}),
	("corporate-card", "accountant", "Corporate Card", {}),
	("audit-pack", "auditor", "Audit Pack", {}),
	("registration", "officer", "Facility Registration", {}),
	("facility", "head", "Facility", {"facility_name": HAPPY}),
	("bank-account", "accountant", "Facility Bank Account", {"account_title": "운영비 통장"}),
)
LOGINS = {"officer": "officer@city.example"}


@pytest.fixture
def look(open_desk):
	"""A function that gives the Desk of one of the people of the demonstration."""

	def desk_of(who: str) -> Desk:
		desk = open_desk(LOGINS.get(who, f"{who}@happy.example"))
		desk.page.set_viewport_size(DESK)
		return desk

	return desk_of


@pytest.mark.parametrize(("name", "who", "path"), PAGES, ids=[page[0] for page in PAGES])
def test_a_page(look, name, who, path):
	desk = look(who)
	desk.open(path)
	settle(desk)
	desk.check()
	Camera(desk.page).picture(name)


@pytest.mark.parametrize(
	("name", "who", "doctype", "filters"), DOCUMENTS, ids=[page[0] for page in DOCUMENTS]
)
def test_a_document(look, on_site, name, who, doctype, filters):
	desk = look(who)
	found = newest(on_site, doctype, filters)
	assert found, f"the demonstration has no {doctype}"
	desk.open_document(doctype, found)
	settle(desk)
	desk.check()
	Camera(desk.page).picture(name)


def test_a_new_expense(look):
	desk = look("accountant")
	desk.new("Expense Resolution")
	desk.fill("purpose", "프로그램실 사무용품 구입")
	desk.link("bank_account", "운영비 통장")
	desk.link_cell("lines", 1, "account_subject", "사무용품비")
	desk.link_cell("lines", 1, "program", "공통")
	desk.link_cell("lines", 1, "fund_source", "법인전입금")
	desk.link_cell("lines", 1, "counter_subject", "법인전입금")
	desk.link_cell("lines", 1, "counterparty", "새봄문구")
	desk.type_cell("lines", 1, "amount", "88000")
	settle(desk)
	Camera(desk.page).picture(
		"expense-new",
		desk.field("purpose"),
		desk.field("lines"),
		desk.field("budget_box"),
	)
	desk.page.reload()


def test_the_inbox_on_a_phone(look):
	desk = look("director")
	desk.page.set_viewport_size(PHONE)
	desk.open("approval-inbox")
	settle(desk)
	desk.page.locator(".inbox-card").first.click()
	settle(desk)
	Camera(desk.page).picture("approval-inbox-phone")
	desk.page.set_viewport_size(DESK)


def test_the_help_beside_a_form(look):
	desk = look("accountant")
	desk.open_list("expense-resolution")
	desk.page.keyboard.press("F1")
	desk.page.locator(".help-drawer").wait_for()
	settle(desk)
	Camera(desk.page).picture("help-drawer")
	desk.page.locator(".help-close").click()


def settle(desk: Desk) -> None:
	"""Wait until the page stands: charts are drawn, no line runs along the top."""
	desk.wait()
	desk.page.wait_for_timeout(1200)
	desk.wait()


def newest(on_site, doctype: str, filters: dict) -> str:
	"""The newest document of a kind in the facility of the demonstration, by its key; empty where there is none."""
	code = (
		"import json\n"
		f"doctype, filters = {doctype!r}, {filters!r}\n"
		f"house = frappe.db.get_value('Facility', {{'facility_name': {HAPPY!r}}})\n"
		"if doctype != 'Facility' and frappe.get_meta(doctype).has_field('facility'): filters['facility'] = house\n"
		"if doctype == 'Facility Registration': filters.pop('facility', None)\n"
		"print(json.dumps(frappe.get_all(doctype, filters, pluck='name', order_by='creation desc', limit=1)))"
	)
	return (json.loads(on_site(code).splitlines()[-1]) or [""])[0]
