"""실습: from the home into the practice facility by one click, there through a document's whole way in several roles, and back to work."""

import io

from browser.camera import Camera
from browser.practising import arrived, begin, have_settled
from playwright.sync_api import expect
from pypdf import PdfReader

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
HELD = """
from huimang.ledger.verify import verify_committed
from huimang.practice import house
practice = house.of({facility!r})
assert not verify_committed(practice)
counts = [frappe.db.count(doctype, {{"facility": practice}}) for doctype in ("Donation", "Card Transaction",
	"Facility Asset", "Payslip", "Subsidy Grant", "Fund Transfer")]
assert all(counts), counts
"""


def test_somebody_practises_and_comes_back(staffed_facility, on_site):
	facility, people = staffed_facility()
	desk = people["Accountant"]
	page = desk.page
	name = begin(desk, facility, on_site, "Accountant")
	on_site(HELD.format(facility=facility))

	desk.check()
	expect(page.locator(".practice-title")).to_contain_text("[연습용] 달빛노인복지관")
	assert page.title().startswith("[실습]")
	Camera(page).picture("practice")
	have_settled(desk, name)
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
