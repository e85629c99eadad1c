"""감사 자료 and the checklist of a settlement, as auditor, head and accountant meet them in Desk."""

import json

from browser.camera import Camera

FACILITY = "행복노인복지관"
LARGEST = f"""
import json
facility = frappe.db.get_value("Facility", {{"facility_name": "{FACILITY}"}})
amounts = frappe.get_all("Expense Resolution", {{"facility": facility, "stage": "Settled"}}, pluck="total_amount",
	order_by="total_amount desc", limit=2)
print(json.dumps(int(amounts[-1])))
"""
MAKE = """
from huimang.audit.tasks import make_pack
from huimang.demo.acting import acting_as
frappe.local.lang = "ko"
with acting_as("auditor@happy.example"):
	make_pack({name!r})
"""
SETTLEMENT = f"""
import json
from huimang.demo.acting import acting_as
facility = frappe.db.get_value("Facility", {{"facility_name": "{FACILITY}"}})
name = frappe.db.get_value("Annual Settlement", {{"facility": facility}})
if not name:
	year = frappe.db.get_value("Accounting Year", {{"facility": facility, "accounting_unit": "Facility"}})
	with acting_as("accountant@happy.example"):
		name = frappe.get_doc({{"doctype": "Annual Settlement", "facility": facility, "accounting_year": year}}).insert().name
print(json.dumps(name))
"""


def told(on_site, code: str):
	return json.loads(on_site(code).splitlines()[-1])


def test_an_auditor_sees_what_a_pack_will_hold_asks_for_it_and_opens_it(open_desk, on_site):
	"""The worker may be busy, so the job is run here as well: whoever comes second finds nothing left to do."""
	auditor = open_desk("auditor@happy.example")
	auditor.new("Audit Pack")
	auditor.page.wait_for_function("cur_frm.doc.accounting_year && cur_frm.doc.to_date")
	for box in ("incomes", "refunds", "transfers", "with_books"):
		auditor.untick(box)
	auditor.fill("minimum_amount", str(told(on_site, LARGEST)))
	auditor.page.wait_for_function("$('.form-message:visible').text().includes('건')")
	auditor.check()
	auditor.save()
	on_site(MAKE.format(name=auditor.docname))
	auditor.page.wait_for_function("cur_frm.doc.status === 'Done'", timeout=90_000)
	auditor.check()
	assert auditor.value("pages") > 3 and auditor.value("total") >= 2
	address = auditor.value("pdf_file")
	answer = auditor.page.request.get(address)
	assert answer.ok and answer.body().startswith(b"%PDF")
	assert open_desk("accountant@happy.example").page.request.get(address).status == 403


def test_a_settlement_says_what_the_other_areas_lack_and_leads_there(open_desk, on_site):
	head = open_desk("head@happy.example")
	head.open_document("Annual Settlement", told(on_site, SETTLEMENT))
	rows = head.page.locator(".settlement-missing tbody tr")
	rows.first.wait_for()
	assert "결산 서류 한 파일" in rows.all_inner_texts()[0]
	head.check()
	Camera(head.page).picture("settlement")
	grants = rows.filter(has_text="보조금").locator("a")
	grants.first.click()
	head.page.wait_for_function("window.cur_frm && cur_frm.doctype === 'Subsidy Grant'")
	head.wait()
