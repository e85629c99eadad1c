"""보조금: applied for, granted by letter, spent within its bounds, reported, fixed and paid back, by those whose work it is."""

import secrets

import pytest
from browser.camera import Camera
from playwright.sync_api import expect

TAG = f"{secrets.randbelow(10**6):06}"
TITLE = f"경로식당 김장 지원 {TAG}"

CARRY_OUT = """
import frappe
from huimang.approval import service
from huimang.demo.acting import acting_as
from huimang.resolutions.service import settle
doctype, name = {doctype!r}, {name!r}
for user in ("director@happy.example", "head@happy.example"):
	with acting_as(user):
		service.decide(doctype, name, "Approve")
if {pays}:
	with acting_as({payer!r}):
		settle(doctype, name)
"""


@pytest.fixture(scope="module")
def accountant(open_desk):
	return open_desk("accountant@happy.example")


@pytest.fixture(scope="module")
def carry_out(on_site):
	"""The approvals of what the accountant has requested, and its payment: tried in the browser elsewhere."""

	def run(doctype: str, name: str, payer: str = "") -> None:
		on_site(CARRY_OUT.format(doctype=doctype, name=name, payer=payer, pays=bool(payer)))

	return run


def write_of_grant(desk, label: str, doctype: str) -> None:
	"""Start a document from the grant in view."""
	desk.click("만들기")
	desk.page.locator(".dropdown-menu:visible a", has_text=label).first.click()
	desk.page.wait_for_function("doctype => cur_frm.doctype === doctype && cur_frm.is_new()", arg=doctype)
	desk.wait()


grant: dict[str, str] = {}


def test_a_grant_is_applied_for_and_granted(accountant, carry_out):
	accountant.new("Subsidy Grant")
	accountant.link("subsidy_program", "경로식당 무료급식")
	accountant.fill("title", TITLE)
	accountant.save()
	accountant.check()
	grant["name"] = accountant.docname
	accountant.click("상신")
	expect(accountant.status).to_have_text("사무국장 결재 대기")
	carry_out("Subsidy Grant", grant["name"])

	accountant.open_document("Subsidy Grant", grant["name"], is_anew=True)
	expect(accountant.status).to_have_text("교부신청")
	accountant.click("교부결정 등록")
	accountant.fill("document_no", "복지정책과-777", accountant.dialog)
	accountant.fill("share_0", "100000", accountant.dialog)
	with accountant.loading() as loads:
		accountant.confirm("저장")
		expect(accountant.status).to_have_text("교부결정")
		expect(accountant.field("grant_box")).to_contain_text("100,000")
		accountant.check()
		accountant.page.wait_for_timeout(1_500)
	assert len(loads) == 1, "what one has decided oneself is loaded once"


def test_it_is_spent_within_its_bounds(accountant, carry_out):
	write_of_grant(accountant, "수입결의 작성", "Income Resolution")
	accountant.link_cell("lines", 1, "account_subject", "시·군·구보조금")
	accountant.type_cell("lines", 1, "amount", "100000")
	accountant.save()
	accountant.click("상신")
	expect(accountant.status).to_have_text("사무국장 결재 대기")
	carry_out("Income Resolution", accountant.docname, "director@happy.example")

	accountant.open_document("Subsidy Grant", grant["name"], is_anew=True)
	expect(accountant.status).to_have_text("집행중")
	write_of_grant(accountant, "지출결의 작성", "Expense Resolution")
	expect(accountant.page.locator(".grant-rests:visible")).to_contain_text("100,000")
	accountant.type_cell("lines", 1, "amount", "100001")
	accountant.link_cell("lines", 1, "counter_subject", "시·군·구보조금")
	accountant.fill("evidence_waiver_reason", "납품 뒤 세금계산서를 받음")
	accountant.save()
	accountant.check()
	with accountant.expecting_refusal():
		accountant.click("상신")
		assert "100,000원이 남았는데 100,001원" in accountant.message()
	accountant.type_cell("lines", 1, "amount", "90000")
	accountant.save()
	accountant.click("상신")
	expect(accountant.status).to_have_text("사무국장 결재 대기")
	name = accountant.docname
	accountant.open_document("Subsidy Grant", grant["name"], is_anew=True)
	expect(accountant.field("grant_box")).to_contain_text("10,000")
	carry_out("Expense Resolution", name, "accountant@happy.example")


def test_it_is_settled_and_what_is_left_goes_back(accountant, carry_out):
	accountant.open_document("Subsidy Grant", grant["name"], is_anew=True)
	write_of_grant(accountant, "정산 작성", "Subsidy Settlement")
	accountant.fill("result", "어르신 300명께 김장 김치를 나눔")
	accountant.save()
	assert (accountant.value("received_amount"), accountant.value("return_amount")) == (100_000, 10_000)
	accountant.check()
	Camera(accountant.page).picture("subsidy-settlement")
	accountant.click("상신")
	expect(accountant.status).to_have_text("사무국장 결재 대기")
	name = accountant.docname
	carry_out("Subsidy Settlement", name)

	accountant.open_document("Subsidy Settlement", name, is_anew=True)
	accountant.click("금액확정 등록")
	accountant.fill("final_no", "복지정책과-888", accountant.dialog)
	accountant.confirm("저장")
	expect(accountant.button("반납 지출결의 작성")).to_be_visible()
	assert accountant.value("outstanding_amount") == 10_000
	accountant.click("반납 지출결의 작성")
	accountant.page.wait_for_function(
		"cur_frm.doctype === 'Expense Resolution' && cur_frm.is_new()"
		" && String(cur_frm.doc.lines?.map(line => line.amount)) === '10000'"
	)
	accountant.wait()
	accountant.save()
	accountant.check()


def test_the_auditor_reads_its_papers_and_changes_nothing(open_desk):
	auditor = open_desk("auditor@happy.example")
	auditor.open_document("Subsidy Grant", grant["name"])
	expect(auditor.status).to_have_text("금액확정")
	auditor.check()
	expect(auditor.button("교부결정 등록")).to_have_count(0)
	auditor.open("query-report/Subsidy Settlement Report")
	expect(auditor.page.locator(".dt-scrollable")).to_contain_text("비목별")
	auditor.check()
