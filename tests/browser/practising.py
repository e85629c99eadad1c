"""Going into the practice facility (실습) in a browser, and coming back."""

# the worker may be busy, so that it is made here as well, unless the worker is at it
MAKE = """
import time
from huimang.practice import house, tasks
practice = house.of({facility!r})
while frappe.db.get_value("Facility", practice, "practice_state") != house.READY:
	if not tasks.make(practice):
		time.sleep(0.2)
	frappe.db.rollback()
waiting = {{"facility": practice, "stage": "In Approval"}}
print(frappe.get_all("Expense Resolution", waiting, pluck="name", order_by="name")[0])
"""


def begin(desk, facility: str, on_site, role: str) -> str:
	"""Go in by the home's button; return a resolution there that waits for its approval."""
	desk.open("")
	desk.page.locator(".practice-at-home").click()
	desk.dialog.get_by_text("실제 개인정보는 넣지 마십시오").wait_for()
	desk.check()
	desk.dialog.locator(".btn-modal-primary").click()
	desk.dialog.locator(".progress").wait_for()
	waiting = on_site(MAKE.format(facility=facility)).splitlines()[-1]
	arrived(desk, role)
	return waiting


def arrived(desk, role: str | None) -> None:
	"""Wait until Desk has begun anew, at practice in a role, or back at work."""
	desk.page.wait_for_function(
		"role => window.frappe?.boot?.huimang && frappe.boot.huimang.practice.role === role"
		" && document.querySelectorAll('.practice-banner').length === Number(Boolean(role))",
		arg=role,
		timeout=90_000,
	)
	desk.page.wait_for_function("frappe.router && frappe.router.current_route")
	# the home asks for its charts one after another; what it asks for in a role that has been left is refused
	desk.page.wait_for_load_state("networkidle")
	desk.wait()


def have_settled(desk, name: str) -> None:
	"""Let the made-up colleagues decide on a resolution and pay it."""
	desk.open_document("Expense Resolution", name)
	desk.click("가상 동료에게 결재받기")
	desk.button("가상 동료에게 출납 맡기기").click()
	desk.page.wait_for_function("cur_frm.doc.stage === 'Settled'")
	desk.check()
