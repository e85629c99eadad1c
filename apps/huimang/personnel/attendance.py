"""Attendance (출근부): entered by hand, from Excel, or by checking in; late and early by what was planned."""

from __future__ import annotations

from datetime import datetime, timedelta

import frappe
from frappe import _
from frappe.utils import cint, get_datetime, getdate, now_datetime

from huimang.errors import obey
from huimang.personnel import persons, schedules
from huimang.rules import hours_of_work

DOCTYPE = "Attendance Record"
GRACE = timedelta(minutes=1)
"""Who comes within the minute is on time."""
TOLD_BY_TIMES = ("Present", "Late", "Left Early")
SHIFT = timedelta(hours=16)
"""A check-out belongs to a check-in of the day before only within so long."""


def check(record) -> None:
	"""Complete a record: the hours worked, and whether the person came late or left early."""
	person = persons.employment(record.employee)
	day = getdate(record.work_date)
	persons.require_at_work(person, day, day)
	if record.status in ("Absent", "On Leave", "Day Off"):
		record.update({"check_in": None, "check_out": None, "break_minutes": 0})
	came, left = (
		get_datetime(record.get(field)) if record.get(field) else None for field in ("check_in", "check_out")
	)
	if came and not day - timedelta(days=1) <= came.date() <= day + timedelta(days=1):
		frappe.throw(_("The times are not of that day. Please check them."))
	planned = schedules.plan_of(record.employee, day, day)[day]
	record.worked_hours = 0
	if came and left:
		if not record.break_minutes:
			record.break_minutes = _break(came, left, planned)
		record.worked_hours = float(obey(hours_of_work.hours_between, came, left, cint(record.break_minutes)))
	if record.status in TOLD_BY_TIMES:
		record.status = _status(day, came, left, planned) if came else record.status
	record.employee_name = person.full_name
	record.title = f"{person.full_name} · {_(record.status)}"


def check_in(user: str) -> dict:
	"""Note that the session's user has come to work now; a second time on a day changes nothing."""
	person, now = _own(user), now_datetime().replace(second=0, microsecond=0)
	_lock(person)
	name = frappe.db.get_value(DOCTYPE, {"employee": person.name, "work_date": now.date()})
	record = frappe.get_doc(DOCTYPE, name) if name else _new(person, now)
	if not record.check_in:
		record.update({"check_in": now, "source": "Check-in", "status": "Present"})
		record.save(ignore_permissions=True)
	return today(user)


def check_out(user: str) -> dict:
	"""Note that the session's user leaves work now; the last time counts."""
	person, now = _own(user), now_datetime().replace(second=0, microsecond=0)
	_lock(person)
	name = _open_record(person, now)
	if not name:
		frappe.throw(
			_("You have not checked in today. Please check in first, or ask for the entry to be made.")
		)
	record = frappe.get_doc(DOCTYPE, name)
	if now <= get_datetime(record.check_in):
		return today(user)
	record.update({"check_out": now, "break_minutes": 0})
	record.save(ignore_permissions=True)
	return today(user)


def today(user: str) -> dict:
	"""Return when the user came and left today, and what is planned."""
	person = _own(user)
	now = now_datetime()
	name = _open_record(person, now) or frappe.db.get_value(
		DOCTYPE, {"employee": person.name, "work_date": now.date()}
	)
	record = (
		frappe.db.get_value(DOCTYPE, name, ["check_in", "check_out", "status"], as_dict=True)
		if name
		else None
	)
	planned = schedules.plan_of(person.name, now.date(), now.date())[now.date()]
	return {
		"check_in": f"{record.check_in:%H:%M}" if record and record.check_in else "",
		"check_out": f"{record.check_out:%H:%M}" if record and record.check_out else "",
		"planned": f"{planned.start:%H:%M}–{planned.end:%H:%M}" if planned.hours and planned.start else "",
	}


def _own(user: str) -> frappe._dict:
	person = persons.own_employment(user)
	if not person:
		frappe.throw(
			_("There is no employee with your login. Please ask whoever keeps the personnel records.")
		)
	return person


def _lock(person: frappe._dict) -> None:
	"""Two taps come one after the other."""
	persons.employment(person.name, lock=True)


def _new(person: frappe._dict, now: datetime):
	values = {"facility": person.facility, "employee": person.name, "work_date": now.date()}
	return frappe.get_doc({"doctype": DOCTYPE, **values})


def _open_record(person: frappe._dict, now: datetime) -> str | None:
	"""Return the record that a check-out belongs to: of today, or of a night shift that began yesterday."""
	own = {"employee": person.name, "work_date": now.date(), "check_in": ("is", "set")}
	if name := frappe.db.get_value(DOCTYPE, own):
		return name
	before = {**own, "work_date": now.date() - timedelta(days=1), "check_out": ("is", "not set")}
	row = frappe.db.get_value(DOCTYPE, before, ["name", "check_in"], as_dict=True)
	return row.name if row and now - row.check_in <= SHIFT else None


def _break(came: datetime, left: datetime, planned: schedules.Planned) -> int:
	"""Return the break to take off: the planned one, at least the law's, of a day long enough for it."""
	worked = hours_of_work.hours_between(came, left) if came < left else 0
	least = hours_of_work.least_break(worked, came.date())
	return (
		max(planned.break_minutes, least) if worked * 60 > max(planned.break_minutes, least) and least else 0
	)


def _status(day, came: datetime, left: datetime | None, planned: schedules.Planned) -> str:
	if not planned.hours or planned.start is None:
		return "Present"
	begins, ends = schedules.moments(day, planned.start, planned.end)
	if came >= begins + GRACE:
		return "Late"
	return "Left Early" if left and left < ends else "Present"
