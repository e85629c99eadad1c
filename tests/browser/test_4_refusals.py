"""What is refused, and with which words: over budget, closed month, no evidence, one's own document."""

import secrets

import pytest
from playwright.sync_api import expect

TAG = f"{secrets.randbelow(10**6):06}"


@pytest.fixture(scope="module")
def accountant(open_desk):
	return open_desk("accountant@happy.example")


def write_expense(desk, purpose: str, amount: int, **values: str) -> None:
	"""Fill in the form of an expense for office supplies."""
	desk.new("Expense Resolution")
	desk.fill("purpose", f"{purpose} {TAG}")
	for fieldname, value in values.items():
		desk.fill(fieldname, value)
	desk.link("bank_account", "운영비 통장")
	desk.link_cell("lines", 1, "account_subject", "사무용품비")
	desk.link_cell("lines", 1, "program", "공통")
	desk.link_cell("lines", 1, "fund_source", "법인전입금")
	desk.link_cell("lines", 1, "counter_subject", "법인전입금")
	desk.type_cell("lines", 1, "amount", str(amount))


def refusal_of_request(desk) -> str:
	"""Save, ask for approval, and return what the Desk says to it."""
	desk.save()
	with desk.expecting_refusal():
		desk.click("상신")
		text = desk.message()
	expect(desk.status).to_have_text("작성 중")
	desk.check()
	return text


def test_over_budget(accountant):
	write_expense(accountant, "예산을 넘는 지출", 99_000_000)
	accountant.fill("evidence_waiver_reason", "견적 단계라 증빙이 없습니다.")
	expect(accountant.field("budget_box")).to_contain_text("△")
	text = refusal_of_request(accountant)
	assert "예산" in text and "남" in text


def test_closed_month(accountant):
	year = accountant.page.evaluate("frappe.datetime.get_today().slice(0, 4)")
	dates = {"cause_date": f"{year}-01-15", "proposal_date": f"{year}-01-15"}
	write_expense(accountant, "마감된 달의 지출", 20_000, **dates)
	assert "마감" in refusal_of_request(accountant)


def test_without_evidence(accountant):
	write_expense(accountant, "증빙 없는 지출", 50_000)
	assert "증빙" in refusal_of_request(accountant)


def test_ones_own_document(staffed_facility):
	"""Who is accountant and office director as well does not approve what they wrote: the other director does."""
	_facility, desks = staffed_facility(also="Office Director", with_budget=True)
	writer, director = desks["Accountant"], desks["Office Director"]
	write_expense(writer, "내가 쓴 지출", 20_000)
	writer.save()
	writer.click("상신")
	expect(writer.status).to_have_text("사무국장 결재 대기")
	expect(writer.button("결재")).to_have_count(0)
	with writer.expecting_refusal():
		writer.call("huimang.approval.api.decide", action="Approve")
		assert "본인이 작성한 문서는 결재할 수 없습니다" in writer.message()

	director.open_document("Expense Resolution", writer.docname)
	director.approve()
	expect(director.status).to_have_text("시설장 결재 대기")
