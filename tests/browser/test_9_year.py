"""From year to year: a month is closed with what the bank says, next year's books are opened, a provisional budget begins."""

import pytest


@pytest.fixture(scope="module")
def house(staffed_facility):
	return staffed_facility(with_budget=True)


def test_a_month_is_closed_when_the_bank_agrees(house):
	"""통제 8: entered by the accountant, closed by the head, and not before books and bank say the same."""
	_facility, desks = house
	accountant, head = desks["Accountant"], desks["Facility Head"]
	accountant.new("Month Closing")
	accountant.page.wait_for_function("cur_frm.doc.month")
	accountant.save()
	name = accountant.docname
	grid = accountant.field("balances")
	assert name.split("-")[0] not in grid.inner_text(), "accounts go by their titles, just saved as well"
	accountant.open_document("Month Closing", name)
	accountant.type_cell("balances", 1, "statement_balance", "1000")
	with accountant.expecting_refusal():
		accountant.click("입력마감")
		assert "통장 1,000원" in accountant.message()
	accountant.type_cell("balances", 1, "statement_balance", "0")
	accountant.click("입력마감")
	accountant.page.wait_for_function("Boolean(cur_frm.doc.entry_closed_at)")
	accountant.check()

	head.open_document("Month Closing", name)
	assert "제출" not in head.page.locator(".form-message:visible").inner_text()
	head.click("월 마감")
	head.confirm()
	head.page.wait_for_function("cur_frm.doc.docstatus === 1")
	head.check()
	# the accountant's open form learns of it by itself
	accountant.page.wait_for_function("cur_frm.doc.docstatus === 1")
	accountant.wait()


def test_the_accountant_opens_next_years_books_and_a_provisional_budget(house):
	"""C1: a year is opened in Desk by whoever keeps the books, and begins with what may be spent before its budget."""
	facility, desks = house
	accountant = desks["Accountant"]
	accountant.new("Accounting Year")
	accountant.page.wait_for_function("cur_frm.doc.year")
	accountant.save()
	this_year = int(accountant.page.evaluate("frappe.datetime.get_today().slice(0, 4)"))
	assert accountant.docname == f"{facility}-{this_year + 1}"
	accountant.check()

	accountant.open_list("facility-budget")
	accountant.click("준예산 작성")
	dialog = accountant.dialog
	accountant.link("accounting_year", f"{this_year + 1}", within=dialog)
	accountant.confirm("작성")
	accountant.page.wait_for_function("window.cur_frm?.doc?.budget_type === 'Provisional'")
	accountant.wait()
	numbers = accountant.page.evaluate("cur_frm.doc.expense_lines.map((line) => line.idx)")
	assert numbers == list(range(1, len(numbers) + 1)) and numbers
	totals = accountant.page.locator("[data-fieldname='totals_box']:visible").inner_text()
	assert "세출이 부족" not in totals
	accountant.check()
