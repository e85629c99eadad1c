"""Overtime Request (시간외근무 신청): its hours by kind, the 52-hour guard, and leave in compensation."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import frappe
from frappe import _
from frappe.utils import add_years, cint, flt, get_time, getdate

from huimang.approval.stages import APPROVED, IN_APPROVAL
from huimang.errors import obey
from huimang.personnel import entitlements, leave_kinds, persons, schedules
from huimang.rules import hours_of_work, working_time
from huimang.rules.working_time import Hours

FIELDS = {
	"overtime": "overtime_hours",
	"night": "night_hours",
	"holiday": "holiday_hours",
	"holiday_beyond": "holiday_beyond_hours",
}
"""The kinds of hours as the rules name them, and as the documents do."""


def complete(request) -> None:
	"""Reckon the hours of a request by kind, and those of its week."""
	person = persons.employment(request.employee)
	day = getdate(request.work_date)
	persons.require_at_work(person, day, day)
	hours = _hours(request)
	for kind, field in FIELDS.items():
		request.set(field, float(getattr(hours, kind)))
	request.week_hours = float(_week(request) + _worked(hours))
	request.employee_name = person.full_name
	begins, ends = get_time(request.start_time), get_time(request.end_time)
	request.title = f"{person.full_name} · {day:%Y-%m-%d} {begins:%H:%M}–{ends:%H:%M}"


def require_possible(request) -> None:
	"""Refuse work within the hours of the contract, twice at a time, with too short a break, or beyond 52 hours."""
	persons.employment(request.employee, lock=True)
	request.flags.person_locked = True
	if refusal := _first_refusal(request):
		frappe.throw(refusal)


def glance(request) -> dict:
	"""Return what a form shows while overtime is being applied for. Writes nothing."""
	hours = _hours(request)
	week = _week(request) + _worked(hours)
	labels = {
		"overtime": _("Overtime"),
		"night": _("Night Work"),
		"holiday": _("Holiday Work"),
		"holiday_beyond": _("Holiday Work beyond 8 Hours"),
	}
	figures = [
		{"label": labels[kind], "text": _("{0} hours").format(f"{float(getattr(hours, kind)):g}")}
		for kind in FIELDS
		if getattr(hours, kind)
	]
	figures.append({"label": _("Hours of This Week"), "text": _("{0} hours").format(f"{float(week):g}")})
	refusal = _first_refusal(request)
	return {"figures": figures, "notes": [refusal] if refusal else []}


def of_month(facility: str, year: int, month: int) -> dict[str, Hours]:
	"""Return the approved hours of a month by employee, without those compensated by leave: what pay is reckoned from.

	An hour counts in the month in which its work began. One query, however many people there are.
	"""
	first = date(year, month, 1)
	last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
	rows = frappe.get_all(
		"Overtime Request",
		{
			"facility": facility,
			"stage": APPROVED,
			"compensated_by": "In Money",
			"work_date": ("between", [first, last]),
		},
		["employee", *FIELDS.values()],
	)
	pieces: dict[str, list[Hours]] = {}
	for row in rows:
		piece = Hours(**{kind: _exact(row[field]) for kind, field in FIELDS.items()})
		pieces.setdefault(row.employee, []).append(piece)
	return {employee: hours_of_work.total(own) for employee, own in pieces.items()}


def credit(request) -> None:
	"""Give leave for approved work that is compensated by leave, its premium included (근로기준법 제57조)."""
	if request.compensated_by != "In Leave":
		return
	hours = Hours(**{kind: _exact(request.get(field)) for kind, field in FIELDS.items()})
	frappe.get_doc(
		{
			"doctype": entitlements.DOCTYPE,
			"facility": request.facility,
			"employee": request.employee,
			"leave_kind": leave_kinds.of(request.facility, "COMPENSATORY"),
			"grant_kind": "In Compensation",
			"granted_on": getdate(request.work_date) + timedelta(days=1),
			"last_day": add_years(getdate(request.work_date), 1),
			"hours": float(working_time.in_leave(hours, getdate(request.work_date))),
			"article": "근로기준법 제57조",
			"reason": request.name,
		}
	).insert(ignore_permissions=True)


def take_back(request) -> None:
	"""Take back the leave of a cancelled request, if none of it has been taken."""
	for name in frappe.get_all(
		entitlements.DOCTYPE, {"employee": request.employee, "reason": request.name}, pluck="name"
	):
		frappe.delete_doc(entitlements.DOCTYPE, name, ignore_permissions=True)


def _hours(request) -> Hours:
	begins, ends = schedules.moments(request.work_date, request.start_time, request.end_time)
	planned = schedules.plan_of(request.employee, begins.date(), begins.date())[begins.date()]
	rest = planned.is_holiday
	return obey(hours_of_work.beyond_contract, begins, ends, cint(request.break_minutes), rest)


def _worked(hours: Hours) -> Fraction:
	"""Return the hours worked: night hours are counted among the others."""
	return Fraction(hours.overtime) + hours.holiday + hours.holiday_beyond


def _week(request) -> Fraction:
	"""Return the hours of the request's week besides its own: by contract less leave, and overtime asked for or approved."""
	first, last = schedules.week_of(request.work_date)
	plan = schedules.plan_of(request.employee, first, last)
	contract = sum((_exact(planned.hours) for day, planned in plan.items() if _counts(planned)), Fraction())
	for row in entitlements.days_taken([request.employee]):
		if first <= row.leave_date <= last and _counts(plan[row.leave_date]):
			contract -= min(_exact(row.hours), _exact(plan[row.leave_date].hours))
	for row in _others(request, first, last):
		contract += sum((_exact(row[field]) for kind, field in FIELDS.items() if kind != "night"), Fraction())
	return contract


def _counts(planned: schedules.Planned) -> bool:
	return bool(planned.hours)


def _others(request, first: date, last: date) -> list[frappe._dict]:
	"""Return the other requests of some days; with the person locked, also those that were asked for a moment ago."""
	other = frappe.qb.DocType("Overtime Request")
	query = (
		frappe.qb.from_(other)
		.select(
			other.work_date, other.start_time, other.end_time, *(other[field] for field in FIELDS.values())
		)
		.where((other.employee == request.employee) & other.stage.isin([IN_APPROVAL, APPROVED]))
		.where(other.work_date[first:last] & (other.name != (request.name or "")))
	)
	return (query.for_update() if request.flags.person_locked else query).run(as_dict=True)


def _first_refusal(request) -> str | None:
	begins, ends = schedules.moments(request.work_date, request.start_time, request.end_time)
	hours = _hours(request)
	if _overlaps_contract(request.employee, begins, ends):
		return _(
			"Part of this lies within the hours of the contract. Please enter the time before or after them."
		)
	for row in _others(request, begins.date() - timedelta(days=1), begins.date() + timedelta(days=1)):
		other = schedules.moments(row.work_date, row.start_time, row.end_time)
		if begins < other[1] and other[0] < ends:
			return _("There is another request for part of this time already.")
	needed = hours_of_work.least_break(_worked(hours), begins.date())
	if cint(request.break_minutes) < needed:
		return _(
			"Work of this length needs a break of {0} minutes (Article 54 of the Labour Standards Act)."
		).format(needed)
	week = _week(request) + _worked(hours)
	beyond = working_time.beyond_weekly_limit(week, begins.date())
	if beyond:
		return _(
			"The week would come to {0} hours, {1} more than the law allows (52 hours, Articles 50 and 53 of the Labour Standards Act)."
		).format(f"{float(week):g}", f"{float(beyond):g}")
	return None


def _overlaps_contract(employee: str, begins, ends) -> bool:
	plan = schedules.plan_of(employee, begins.date() - timedelta(days=1), ends.date())
	for day, planned in plan.items():
		if planned.hours and planned.start is not None and not planned.is_holiday:
			first, last = schedules.moments(day, planned.start, planned.end)
			if begins < last and first < ends:
				return True
	return False


def _exact(hours) -> Fraction:
	return Fraction(round(flt(hours) * 60), 60)
