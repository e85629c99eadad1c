"""Requests at the same moment: one hour of leave is taken once."""

from collections import Counter

import factory
import frappe
from connections import at_once

from huimang.approval import service
from huimang.personnel import entitlements, leave_kinds

CONNECTIONS = 6


def test_leave_for_two_days_is_taken_by_two_requests(site):
	"""A person with two days left asks for six at once, each in a window of its own."""
	facility = factory.make_facility()
	staff = factory.make_user(f"{frappe.generate_hash(length=8)}@leave.test", facility, ["Facility Staff"])
	factory.make_user(f"{frappe.generate_hash(length=8)}@leave.test", facility, ["Facility Head"])
	leave_kinds.ensure(facility)
	annual = f"{facility}-ANNUAL"
	person = {"doctype": "Facility Employee", "facility": facility, "full_name": "김직원", "user": staff}
	employee = frappe.get_doc({**person, "hired_on": "2024-03-01", "weekly_hours": 40}).insert().name
	given = {"granted_on": "2026-01-01", "last_day": "2026-12-31", "hours": 16, "reason": "시험"}
	frappe.get_doc(
		{
			"doctype": "Leave Entitlement",
			"facility": facility,
			"employee": employee,
			"leave_kind": annual,
			**given,
		}
	).insert()
	values = {"doctype": "Leave Request", "facility": facility, "employee": employee, "leave_kind": annual}
	with factory.acting_as(staff):
		drafts = [
			frappe.get_doc({**values, "from_date": f"2026-11-{day}"}).insert().name
			for day in ("02", "03", "04", "05", "09", "10")
		]
	frappe.db.commit()

	def ask(number: int) -> Counter:
		frappe.set_user(staff)
		try:
			service.move_to("Leave Request", drafts[number], "In Approval")
			frappe.db.commit()
			return Counter(asked=1)
		except frappe.ValidationError:
			frappe.db.rollback()
			return Counter(refused=1)

	counted = sum(at_once(CONNECTIONS, ask), Counter())
	frappe.db.rollback()
	assert counted == {"asked": 2, "refused": 4}
	assert entitlements.reckon([employee], annual)[employee].missing == ()
