"""실습: from the home into the practice facility by one click, there through a document's whole way in several roles, and back to work."""

import io
import json

from playwright.sync_api import expect
from pypdf import PdfReader

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
# the worker may be busy, so that it is made here as well, unless the worker is at it
MAKE = """
import time
from huimang.practice import house, tasks
practice = house.of({facility!r})
while frappe.db.get_value("Facility", practice, "practice_state") != house.READY:
	if not tasks.make(practice):
		time.sleep(0.2)
	frappe.db.rollback()
"""
WAITING = """
import json
from huimang.ledger.verify import verify_committed
from huimang.practice import house
practice = house.of({facility!r})
assert not verify_committed(practice)
counts = [frappe.db.count(doctype, {{"facility": practice}}) for doctype in ("Donation", "Card Transaction",
	"Facility Asset", "Payslip", "Subsidy Grant", "Fund Transfer")]
assert all(counts), counts
waiting = {{"facility": practice, "stage": "In Approval"}}
print(json.dumps(frappe.get_all("Expense Resolution", waiting, pluck="name", order_by="name")[0]))
"""


def arrived(desk, role: str | None) -> None:
	"""Wait until Desk has begun anew, at practice in a role, or back at work."""
	desk.page.wait_for_function(
		"role => window.frappe?.boot?.huimang && frappe.boot.huimang.practice.role === role"
		" && document.querySelectorAll('.practice-banner').length === Number(Boolean(role))",
		arg=role,
		timeout=90_000,
	)
	desk.page.wait_for_function("frappe.router && frappe.router.current_route")
	desk.wait()


def test_somebody_practises_and_comes_back(staffed_facility, on_site):
	facility, people = staffed_facility()
	desk = people["Accountant"]
	page = desk.page
	desk.open("")
	page.locator(".practice-at-home").click()
	expect(desk.dialog).to_contain_text("실제 개인정보는 넣지 마십시오")
	desk.check()
	desk.dialog.locator(".btn-modal-primary").click()
	expect(desk.dialog.locator(".progress")).to_be_visible()
	on_site(MAKE.format(facility=facility))
	arrived(desk, "Accountant")

	desk.check()
	expect(page.locator(".practice-title")).to_contain_text("[연습용] 달빛노인복지관")
	assert page.title().startswith("[실습]")
	name = json.loads(on_site(WAITING.format(facility=facility)).splitlines()[-1])
	desk.open_document("Expense Resolution", name)
	desk.click("가상 동료에게 결재받기")
	desk.button("가상 동료에게 출납 맡기기").click()
	page.wait_for_function("cur_frm.doc.stage === 'Settled'")
	desk.check()
	query = f"doctype=Expense%20Resolution&name={name}"
	answer = page.request.get(f"/api/method/frappe.utils.print_format.download_pdf?{query}")
	assert answer.ok and "%EC%97%B0%EC%8A%B5%EC%9A%A9_" in answer.headers["content-disposition"]
	for sheet in PdfReader(io.BytesIO(answer.body())).pages:
		assert "효력이 없습니다" in sheet.extract_text()

	page.locator(".practice-role").select_option("Facility Head")
	arrived(desk, "Facility Head")
	page.set_viewport_size(PHONE)
	desk.open("approval-inbox")
	expect(page.locator(".practice-leave")).to_be_visible()
	assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
	assert page.evaluate("frappe.user.has_role('Facility Head') && !frappe.user.has_role('Accountant')")
	page.set_viewport_size(DESK)
	page.locator(".practice-leave").click()
	arrived(desk, None)
	assert page.evaluate("frappe.user.has_role('Accountant') && !frappe.user.has_role('Facility Head')")
	with desk.expecting_refusal():
		answer = page.request.get(f"/api/resource/Expense%20Resolution/{name}")
	assert answer.status == 403
