"""Budget moves within a year: a transfer from subject to subject, approved by the head; the contingency given away."""

import pytest
from playwright.sync_api import Locator, expect


@pytest.fixture(scope="module")
def house(staffed_facility):
	return staffed_facility(with_budget=True)


def box(desk) -> Locator:
	"""Where the form says what is left of the lines' budget, a moment after they were typed."""
	return desk.page.locator(".page-container:visible [data-fieldname='lines_box'] table")


def test_a_transfer_within_a_hang(house, on_site):
	facility, desks = house
	accountant, director, head = (desks[role] for role in ("Accountant", "Office Director", "Facility Head"))
	accountant.new("Budget Transfer")
	accountant.link_cell("lines", 1, "from_subject", "수용비 및 수수료")
	accountant.page.wait_for_function("cur_frm.doc.lines[0].to_fund_source")
	line = accountant.page.evaluate("cur_frm.doc.lines[0]")
	assert line["from_fund_source"].endswith("법인전입금"), "where most of it is left"
	assert line["to_program"] == line["from_program"]
	accountant.link_cell("lines", 1, "to_subject", "차량비")
	accountant.type_cell("lines", 1, "amount", "400000")
	accountant.fill("reason", "유류비 단가가 올라 모자랍니다.")
	expect(box(accountant)).to_contain_text("5,600,000")
	accountant.save()
	assert accountant.value("scope") == "Within Hang"
	accountant.check()
	accountant.click("상신")
	name = accountant.docname
	for desk in (director, head):
		desk.open_document("Budget Transfer", name)
		desk.approve()
		desk.check()
	expect(head.status).to_have_text("결재 완료")
	code = (
		f"print(frappe.db.get_value('Budget Balance', {{'facility': {facility!r}, 'is_control': 1,"
		" 'account_subject': ('like', '%-E-135')}, 'appropriated'))"
	)
	assert int(float(on_site(code))) == 2_800_000


def test_a_transfer_that_takes_more_than_there_is(house):
	_facility, desks = house
	accountant = desks["Accountant"]
	accountant.new("Budget Transfer")
	accountant.link_cell("lines", 1, "from_subject", "회의비")
	accountant.page.wait_for_function("cur_frm.doc.lines[0].to_fund_source")
	accountant.link_cell("lines", 1, "to_subject", "여비")
	accountant.type_cell("lines", 1, "amount", "1200001")
	accountant.fill("reason", "출장이 늘었습니다.")
	expect(box(accountant)).to_contain_text("△1")
	accountant.save()
	with accountant.expecting_refusal():
		accountant.click("상신")
		assert "1,200,000원" in accountant.message()


def test_the_contingency_is_given_to_what_lacks_money(house):
	_facility, desks = house
	accountant, director, head = (desks[role] for role in ("Accountant", "Office Director", "Facility Head"))
	accountant.new("Contingency Use")
	accountant.page.wait_for_function("cur_frm.doc.contingency_fund_source")
	accountant.link_cell("lines", 1, "to_subject", "시설비")
	accountant.type_cell("lines", 1, "amount", "500000")
	accountant.fill("reason", "태풍으로 옥상 방수층이 손상되었습니다.")
	accountant.fill("usage", "옥상 방수 긴급 보수")
	expect(box(accountant)).to_contain_text("1,700,000")
	accountant.save()
	accountant.check()
	accountant.click("상신")
	name = accountant.docname
	for desk in (director, head):
		desk.open_document("Contingency Use", name)
		desk.approve()
	expect(head.status).to_have_text("결재 완료")
	head.check()
