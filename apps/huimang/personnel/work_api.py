"""What Desk may call of leave and work. Everything that changes something is POST."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import getdate

from huimang.facility import access
from huimang.personnel import (
	attendance,
	entitlements,
	leave,
	leave_kinds,
	overtime,
	persons,
	schedules,
	work_queries,
)


@frappe.whitelist()
def own_employment(facility: str | None = None) -> dict | None:
	"""Return the user's own employment, for a new request: employee, facility and their kind of annual leave."""
	own = persons.own_employment(frappe.session.user, facility)
	if not own:
		return None
	kind = f"{own.facility}-ANNUAL"
	return {
		"employee": own.name,
		"facility": own.facility,
		"annual_leave": kind if frappe.db.exists("Leave Kind", kind) else None,
	}


@frappe.whitelist(methods=["POST"])
def open_leave_kinds() -> int:
	"""Give the user's facilities the law's kinds of leave, where they have none yet; return how many."""
	facilities = access.facilities_for(frappe.session.user, "Leave Kind", "create") or ()
	return sum(leave_kinds.ensure(facility) for facility in facilities)


@frappe.whitelist(methods=["POST"])
def grant_now() -> int:
	"""Make the leave that has arisen in the user's facilities; the scheduler does so every night."""
	facilities = access.facilities_for(frappe.session.user, "Leave Entitlement", "create") or ()
	return sum(entitlements.grant_facility(facility, getdate()) for facility in facilities)


@frappe.whitelist(methods=["POST"])
def carry_over(name: str, last_day: str, reason: str) -> str:
	"""Carry over what is left of an entitlement; return the new one."""
	doc = frappe.get_doc("Leave Entitlement", name)
	doc.check_permission("write")
	return entitlements.carry_over(doc, getdate(last_day), reason)


@frappe.whitelist()
def leave_glance(
	facility: str, employee: str, leave_kind: str, request: str | None = None, **entered: str
) -> dict:
	"""Return the balance that a form shows while leave is being applied for: unit, from_date, to_date, from_time, to_time."""
	doc = _draft("Leave Request", facility, employee, request, entered)
	doc.leave_kind = leave_kind
	if frappe.db.get_value("Leave Kind", leave_kind, "facility") != facility:
		frappe.throw(_("You do not have access to this document."), frappe.PermissionError)
	return leave.glance(doc)


@frappe.whitelist()
def overtime_glance(facility: str, employee: str, request: str | None = None, **entered: str) -> dict:
	"""Return the hours that a form shows while overtime is being applied for: work_date, start_time, end_time, break_minutes."""
	return overtime.glance(_draft("Overtime Request", facility, employee, request, entered))


@frappe.whitelist()
def team_calendar(start: str, end: str, **_more: str) -> list[dict]:
	"""Return who is away in the user's facilities; why, only of requests that the user may read."""
	frappe.has_permission("Leave Request", "read", throw=True)
	user = frappe.session.user
	return work_queries.absences(user, work_queries.facilities_of_staff(user), getdate(start), getdate(end))


@frappe.whitelist()
def roster_calendar(start: str, end: str, filters: str | None = None, **_more: str) -> list[dict]:
	"""Return duties for the calendar view; the list query behind it asks for permission."""
	return work_queries.roster(getdate(start), getdate(end), frappe.parse_json(filters) or [])


@frappe.whitelist()
def attendance_calendar(start: str, end: str, filters: str | None = None, **_more: str) -> list[dict]:
	"""Return attendance for the calendar view; the list query behind it asks for permission."""
	between = ["Attendance Record", "work_date", "between", [getdate(start), getdate(end)]]
	rows = frappe.get_list(
		"Attendance Record",
		filters=[*(frappe.parse_json(filters) or []), between],
		fields=["name", "title", "work_date", "status"],
		limit=work_queries.MOST_EVENTS,
	)
	return [{**row, "all_day": 1} for row in rows]


@frappe.whitelist(methods=["POST"])
def plan_roster(schedule: str, from_date: str, to_date: str, pattern: str) -> int:
	"""Put the people of a shift schedule on the roster; return how many duties were made."""
	doc = frappe.get_doc("Work Schedule", schedule)
	doc.check_permission("read")
	access.require(doc.facility, "Duty Roster", "create")
	return schedules.plan_roster(doc, getdate(from_date), getdate(to_date), pattern)


@frappe.whitelist(methods=["POST"])
def check_in() -> dict:
	"""Note that the user has come to work."""
	return attendance.check_in(frappe.session.user)


@frappe.whitelist(methods=["POST"])
def check_out() -> dict:
	"""Note that the user leaves work."""
	return attendance.check_out(frappe.session.user)


@frappe.whitelist()
def own_page() -> dict:
	"""Return what the user's own page shows; nothing for who is nobody's employee."""
	return work_queries.own_page(frappe.session.user)


def _draft(doctype: str, facility: str, employee: str, request: str | None, entered: dict):
	"""Return a document as it is being typed, which the user might save."""
	doc = frappe.get_doc({"doctype": doctype, "facility": facility, "employee": employee})
	doc.check_permission("read" if request else "create")
	if frappe.db.get_value("Facility Employee", employee, "facility") != facility:
		frappe.throw(_("You do not have access to this document."), frappe.PermissionError)
	doc.name = request
	allowed = {df.fieldname for df in doc.meta.fields}
	doc.update({key: value or None for key, value in entered.items() if key in allowed})
	return doc
