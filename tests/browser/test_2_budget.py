"""Step 2: the accountant writes the original budget, and the office director and the head approve it."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

# the day before is over wherever the site's clock stands
MEETINGS = """
import sys
sys.path.insert(0, {tests!r})
import factory
frappe.local.lang = "ko"
doc = frappe.get_doc("Facility Budget", {{name!r}})
frappe.set_user(doc.owner)
doc.update(factory.meetings(doc, frappe.utils.add_days(frappe.utils.nowdate(), -1))).save()
""".format(tests=str(Path(__file__).resolve().parents[1] / "site"))


@pytest.fixture(scope="module")
def house(staffed_facility):
	return staffed_facility()


def add_line(
	desk, table: str, subject: str, fund: str, basis: str, price: int, quantity: int, times: int
) -> int:
	"""Enter a budget line in the grid, cell by cell."""
	row = desk.add_row(table)
	desk.link_cell(table, row, "account_subject", subject)
	desk.link_cell(table, row, "program", "공통")
	desk.link_cell(table, row, "fund_source", fund)
	desk.type_cell(table, row, "description", basis)
	desk.type_cell(table, row, "unit_price", str(price))
	desk.type_cell(table, row, "quantity", str(quantity))
	desk.type_cell(table, row, "frequency", str(times))
	return row


def test_original_budget_from_basis_to_approval(house, on_site):
	facility, desks = house
	accountant, director, head = (desks[role] for role in ("Accountant", "Office Director", "Facility Head"))

	accountant.new("Facility Budget")
	row = add_line(accountant, "revenue_lines", "시·도보조금", "보조금", "운영비 보조", 10_000_000, 1, 4)
	line = accountant.page.evaluate("row => cur_frm.doc.revenue_lines[row - 1]", row)
	assert line["amount"] == 40_000_000
	add_line(accountant, "expense_lines", "급여", "보조금", "직원 1명", 3_000_000, 1, 12)
	accountant.save()
	accountant.check()
	assert accountant.value("revenue_total") == 40_000_000
	assert accountant.value("expense_total") == 36_000_000

	with accountant.expecting_refusal():
		accountant.click("상신")
		assert "4,000,000원 모자랍니다" in accountant.message()

	add_line(accountant, "expense_lines", "공공요금", "보조금", "전기·수도", 1_000_000, 1, 4)
	accountant.save()
	accountant.click("상신")
	name = accountant.docname
	expect(accountant.status).to_have_text("사무국장 결재 대기")
	accountant.check()

	director.open_document("Facility Budget", name)
	director.check()
	director.approve()
	expect(director.status).to_have_text("시설장 결재 대기")

	head.open_document("Facility Budget", name)
	head.approve()
	expect(head.status).to_have_text("회의 보고·의결 대기")
	with head.expecting_refusal():
		head.click("확정")
		head.click("확정", head.dialog)
		assert "운영위원회 회의록" in head.message()

	on_site(MEETINGS.format(name=name))
	head.open_document("Facility Budget", name)
	head.approve(button="확정")
	expect(head.status).to_have_text("결재 완료")
	head.check()

	appropriated = on_site(
		f"print(frappe.db.sql('select sum(appropriated) from `tabBudget Balance` where facility=%s and side=%s',"
		f" ({facility!r}, 'Expense'))[0][0])"
	)
	assert int(float(appropriated)) == 40_000_000


def test_confirmed_budget_cannot_be_changed(house):
	_facility, desks = house
	accountant = desks["Accountant"]
	accountant.open_list("facility-budget")
	accountant.page.locator(".list-row:visible .list-subject a").first.click()
	accountant.wait()
	# the browser may hold what it was a few seconds ago
	accountant.page.reload()
	accountant.wait()
	expect(accountant.status).to_have_text("결재 완료")
	save = accountant.page.locator(".page-container:visible .primary-action:visible").filter(has_text="저장")
	expect(save).to_have_count(0)
	accountant.check()
