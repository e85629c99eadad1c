"""When people work: by the schedule of their week, or by the roster, which goes before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

import frappe
from frappe import _
from frappe.utils import add_days, cint, flt, format_time, get_time, getdate

from huimang.errors import obey
from huimang.personnel import persons
from huimang.rules import hours_of_work

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SUNDAY = 6
OFFICE_DAY = (time(9), time(18), 60)
"""From Monday to Friday where a facility has no schedule yet."""
MOST_DAYS = 92
"""Days that a roster is planned at once."""


class Planned(NamedTuple):
	"""What somebody is to work on a day: nothing where `hours` is 0."""

	hours: float
	start: time | None = None
	end: time | None = None
	break_minutes: int = 0
	is_holiday: bool = False
	"""A day of rest or a public holiday: work on it is holiday work."""


def check(schedule) -> None:
	"""Reckon the hours of a schedule, and keep each person on one schedule at a time."""
	is_shifts = schedule.kind == "Shifts"
	for row in schedule.shifts if is_shifts else schedule.days:
		row.hours = _hours(row.start_time, row.end_time, row.break_minutes)
	schedule.set("days" if is_shifts else "shifts", [])
	key = "shift_name" if is_shifts else "weekday"
	rows = schedule.shifts if is_shifts else schedule.days
	if len({row.get(key) for row in rows}) < len(rows):
		frappe.throw(_("A weekday or shift stands in the schedule twice. Please remove one of them."))
	if not rows:
		frappe.throw(_("Please enter the working days or the shifts."))
	schedule.weekly_hours = sum(flt(row.hours) for row in schedule.days)
	if schedule.is_default:
		others = {"facility": schedule.facility, "is_default": 1, "name": ("!=", schedule.name or "")}
		for other in frappe.get_all("Work Schedule", others, pluck="name"):
			frappe.db.set_value("Work Schedule", other, "is_default", 0)
	_refuse_two_schedules(schedule)


def check_duty(duty) -> None:
	"""Reckon the hours of a day on the roster."""
	if duty.duty == "Off":
		duty.update({"shift": None, "start_time": None, "end_time": None, "break_minutes": 0, "hours": 0})
	else:
		duty.hours = _hours(duty.start_time, duty.end_time, duty.break_minutes)
	what = (
		_("Off") if duty.duty == "Off" else duty.shift or f"{_clock(duty.start_time)}–{_clock(duty.end_time)}"
	)
	name = duty.employee_name or persons.employment(duty.employee).full_name
	duty.title = f"{name} · {what}"


def plan(
	facility: str, people: dict[str, float | None], first: date, last: date
) -> dict[tuple[str, date], Planned]:
	"""Return what each of some people is to work on each day; the number of queries does not grow with them.

	Args:
		facility: where they work.
		people: {employee: contractual hours a week}.
		first, last: the days, both included.
	"""
	duties = _duties(list(people), first, last)
	schedules, members = _schedules(facility)
	holidays = set(
		frappe.get_all("Public Holiday", {"holiday_date": ("between", [first, last])}, pluck="holiday_date")
	)
	days = list(_days(first, last))
	return {
		(employee, day): _planned(
			day,
			duties.get((employee, day)),
			_schedule_on(schedules, members, employee, day),
			weekly,
			holidays,
		)
		for employee, weekly in people.items()
		for day in days
	}


def plan_of(employee: str, first: date, last: date) -> dict[date, Planned]:
	"""Return what one person is to work on each day."""
	person = persons.employment(employee)
	found = plan(person.facility, {employee: person.weekly_hours}, getdate(first), getdate(last))
	return {day: planned for (_employee, day), planned in found.items()}


def plan_roster(schedule, first: date, last: date, pattern: str) -> int:
	"""Put the members of a shift schedule on the roster, each one place later in the turn; days that have a duty stay.

	Args:
		schedule: a Work Schedule of shifts.
		first, last: the days, both included.
		pattern: names of shifts and of days off in their turn, separated by commas.

	Returns:
		How many duties were made.
	"""
	if not 0 <= (last - first).days < MOST_DAYS:
		frappe.throw(
			_("A roster is planned for up to {0} days at once. Please check the dates.").format(MOST_DAYS)
		)
	shifts = {row.shift_name: row for row in schedule.shifts}
	turn = [part.strip() for part in pattern.split(",") if part.strip()]
	off = {"Off", _("Off"), "휴", "비번", "비"}
	if strange := [part for part in turn if part not in shifts and part not in off]:
		frappe.throw(_("{0} is no shift of this schedule. Please correct the turn.").format(strange[0]))
	if not turn:
		frappe.throw(_("Please enter the turn of the shifts."))
	people = [row for row in schedule.members if not row.to_date or getdate(row.to_date) >= first]
	taken = _duties([row.employee for row in people], first, last)
	made = 0
	for place, row in enumerate(people):
		for number, day in enumerate(_days(first, last)):
			if (row.employee, day) in taken or not getdate(row.from_date) <= day <= getdate(
				row.to_date or last
			):
				continue
			part = turn[(number + place) % len(turn)]
			shift = shifts.get(part) or frappe._dict(start_time=None, end_time=None, break_minutes=0)
			frappe.get_doc(
				{
					"doctype": "Duty Roster",
					"facility": schedule.facility,
					"employee": row.employee,
					"duty_date": day,
					"duty": "Work" if part in shifts else "Off",
					"shift": part if part in shifts else None,
					"start_time": shift.start_time,
					"end_time": shift.end_time,
					"break_minutes": shift.break_minutes,
				}
			).insert()
			made += 1
	return made


def moments(day: date, start, end) -> tuple[datetime, datetime]:
	"""Return the beginning and the end of work; an end that is not after the beginning is on the next day."""
	begins = datetime.combine(getdate(day), get_time(start))
	ends = datetime.combine(getdate(day), get_time(end))
	return begins, ends if ends > begins else ends + timedelta(days=1)


def week_of(day: date) -> tuple[date, date]:
	"""Return Monday and Sunday of the week of a day: 52 hours hold from Monday to Sunday."""
	first = add_days(getdate(day), -getdate(day).weekday())
	return first, add_days(first, 6)


def _hours(start, end, break_minutes) -> float:
	return float(
		obey(hours_of_work.hours_between, *moments(date(2026, 1, 5), start, end), cint(break_minutes))
	)


def _planned(day: date, duty, schedule, weekly: float | None, holidays: set[date]) -> Planned:
	public = day in holidays
	if duty:
		if duty.duty == "Off":
			return Planned(0, is_holiday=public)
		times = get_time(duty.start_time), get_time(duty.end_time), cint(duty.break_minutes)
		return Planned(flt(duty.hours), *times, public)
	if schedule and schedule.kind == "Shifts":
		return Planned(0, is_holiday=public)
	is_holiday = public or day.weekday() == SUNDAY
	if not schedule:
		is_working = day.weekday() < persons.DAYS_OF_WEEK and not public
		return (
			Planned(persons.day_hours(weekly), *OFFICE_DAY)
			if is_working
			else Planned(0, is_holiday=is_holiday)
		)
	row = schedule.by_weekday.get(WEEKDAYS[day.weekday()])
	if not row or (public and not schedule.works_on_holidays):
		return Planned(0, is_holiday=is_holiday)
	return Planned(
		flt(row.hours), get_time(row.start_time), get_time(row.end_time), cint(row.break_minutes), public
	)


def _duties(employees: list[str], first: date, last: date) -> dict[tuple[str, date], frappe._dict]:
	rows = frappe.get_all(
		"Duty Roster",
		{"employee": ("in", employees or [""]), "duty_date": ("between", [first, last])},
		["employee", "duty_date", "duty", "start_time", "end_time", "break_minutes", "hours"],
	)
	return {(row.employee, row.duty_date): row for row in rows}


def _schedules(facility: str) -> tuple[dict[str, frappe._dict], list[frappe._dict]]:
	rows = frappe.get_all(
		"Work Schedule", {"facility": facility}, ["name", "kind", "is_default", "works_on_holidays"]
	)
	schedules = {row.name: frappe._dict(row, by_weekday={}) for row in rows}
	names = list(schedules) or [""]
	for row in frappe.get_all(
		"Work Schedule Day",
		{"parent": ("in", names), "parenttype": "Work Schedule"},
		["parent", "weekday", "start_time", "end_time", "break_minutes", "hours"],
	):
		schedules[row.parent].by_weekday[row.weekday] = row
	members = frappe.get_all(
		"Work Schedule Member",
		{"parent": ("in", names), "parenttype": "Work Schedule"},
		["parent", "employee", "from_date", "to_date"],
		order_by="from_date desc",
	)
	return schedules, members


def _schedule_on(schedules, members, employee: str, day: date) -> frappe._dict | None:
	for row in members:
		if row.employee == employee and row.from_date <= day and (not row.to_date or day <= row.to_date):
			return schedules[row.parent]
	return next((schedule for schedule in schedules.values() if schedule.is_default), None)


def _refuse_two_schedules(schedule) -> None:
	for row in schedule.members:
		others = frappe.get_all(
			"Work Schedule Member",
			{"employee": row.employee, "parenttype": "Work Schedule", "parent": ("!=", schedule.name or "")},
			["parent", "from_date", "to_date"],
		)
		others += [other for other in schedule.members if other is not row and other.employee == row.employee]
		first, last = getdate(row.from_date), getdate(row.to_date or "9999-12-31")
		if last < first:
			frappe.throw(_("The last day is before the first day. Please correct the dates."))
		for other in others:
			if getdate(other.from_date) <= last and first <= getdate(other.to_date or "9999-12-31"):
				frappe.throw(
					_(
						"{0} works by another schedule on some of these days. Please end that one first."
					).format(persons.employment(row.employee).full_name)
				)


def _days(first: date, last: date) -> Iterator[date]:
	day = first
	while day <= last:
		yield day
		day += timedelta(days=1)


def _clock(value) -> str:
	return format_time(value, "HH:mm") if value is not None else ""


def names_of(days: Iterable[date]) -> str:
	"""Return days as people read them."""
	return ", ".join(f"{day:%m-%d}" for day in days)
