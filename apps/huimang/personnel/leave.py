"""Leave Request (휴가 신청): which days it takes, what is left, and what speaks against it."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import frappe
from frappe import _
from frappe.utils import flt, get_time, getdate

from huimang.approval.stages import APPROVED, IN_APPROVAL
from huimang.personnel import entitlements, persons, schedules
from huimang.rules import hours_of_work
from huimang.rules.leave_use import set_off

FULL, MORNING, AFTERNOON, HOURS = "Full Days", "Morning", "Afternoon", "Hours"
LONGEST = timedelta(days=800)


def complete(request) -> None:
	"""Find the days that a request takes and write down its figures; refuse what cannot be meant."""
	if request.unit != FULL or not request.to_date:
		request.to_date = request.from_date
	if request.unit != HOURS:
		request.from_time = request.to_time = None
	first, last = getdate(request.from_date), getdate(request.to_date)
	if last < first:
		frappe.throw(_("The last day is before the first day. Please correct the dates."))
	if last - first > LONGEST:
		frappe.throw(_("The leave is longer than two years. Please check the dates."))
	kind = _kind(request.leave_kind)
	if not kind.is_active:
		frappe.throw(_("{0} is not in use. Please choose another kind of leave.").format(kind.kind_name))
	person = persons.employment(request.employee)
	persons.require_at_work(person, first, last)
	taken = _days_of(request, kind, person)
	if not taken:
		frappe.throw(_("There is no working day among these days. Please check the dates."))
	request.set("leave_days", [{"leave_date": day, "hours": hours} for day, hours in taken])
	request.hours = sum(hours for _day, hours in taken)
	request.days = _in_days(request, kind, person, taken)
	request.employee_name = person.full_name
	request.title = f"{person.full_name} · {kind.kind_name} · {_when(request)}"


def require_possible(request) -> None:
	"""Refuse a request for days that are taken already, that are not left, or without its evidence."""
	person = persons.employment(request.employee, lock=True)
	kind = _kind(request.leave_kind)
	_refuse_overlap(request, person)
	if kind.from_grants:
		missing = _missing(request)
		if missing:
			frappe.throw(
				_(
					"{0} of leave are missing for {1}: they have not arisen, have been taken or have expired."
				).format(
					_figure(sum(hours for _day, hours in missing), person),
					schedules.names_of(day for day, _hours in missing),
				)
			)
	elif refusal := _beyond_allowance(request, kind):
		frappe.throw(refusal)
	if kind.evidence_required and not request.evidence:
		frappe.throw(_("{0} needs its evidence. Please attach it.").format(kind.kind_name))


def glance(request) -> dict:
	"""Return what a form shows while leave is being applied for: figures and notes in words. Writes nothing."""
	person, kind = persons.employment(request.employee), _kind(request.leave_kind)
	figures, notes = [], []
	taken = []
	if request.from_date:
		request.to_date = request.to_date if request.unit == FULL and request.to_date else request.from_date
		if timedelta() <= getdate(request.to_date) - getdate(request.from_date) <= LONGEST:
			taken = _days_of(request, kind, person)
		asked = sum((Fraction(str(hours)) for _day, hours in taken), Fraction())
		text = _figure(asked, person) if kind.counted == "Working Days" else _("{0} days").format(len(taken))
		figures.append({"label": _("Applied For"), "text": text})
		if not taken:
			notes.append(_("There is no working day among these days. Please check the dates."))
	if kind.from_grants:
		day = getdate(request.from_date) if request.from_date else getdate()
		reckoned = entitlements.reckon([request.employee], kind.name, request.name)[request.employee]
		left = reckoned.left_on(day)
		figures.insert(0, {"label": _("Leave Left"), "text": _figure(left, person)})
		soon = min((pot.last_day for pot in reckoned.pots if pot.holds(day) and pot.left), default=None)
		if soon:
			figures.append({"label": _("To Be Taken By"), "text": frappe.format(soon, "Date")})
		if taken:
			after = left - sum((Fraction(str(hours)) for _day, hours in taken), Fraction())
			figures.append({"label": _("Left Afterwards"), "text": _figure(after, person)})
			if after < 0:
				notes.append(_("This is more than is left. It cannot be requested."))
	else:
		if kind.days:
			text = _("{0} days per {1}").format(f"{flt(kind.days):g}", _(kind.period))
			figures.insert(0, {"label": _("Allowed"), "text": text})
		figures.append({"label": _("Pay during Leave"), "text": _(kind.paid)})
		if taken and (refusal := _beyond_allowance(request, kind, len(taken))):
			notes.append(refusal)
	if kind.law:
		figures.append({"label": _("Legal Basis"), "text": frappe.utils.escape_html(kind.law)})
	if kind.evidence_required:
		notes.append(_("{0} needs its evidence. Please attach it.").format(kind.kind_name))
	return {"figures": figures, "notes": notes}


def _kind(name: str) -> frappe._dict:
	return frappe.get_cached_doc("Leave Kind", name)


def _days_of(request, kind, person) -> list[tuple[date, float]]:
	"""Return the days that a request takes, each with its hours of work: days off only where the law counts them."""
	first, last = getdate(request.from_date), getdate(request.to_date)
	plan = schedules.plan_of(request.employee, first, last)
	full = {day: min(planned.hours, persons.FULL_DAY) for day, planned in plan.items()}
	if request.unit == FULL:
		return [(day, hours) for day, hours in full.items() if hours or kind.counted == "Calendar Days"]
	if not full[first]:
		return []
	if request.unit != HOURS:
		return [(first, full[first] / 2)]
	if not (request.from_time and request.to_time) or get_time(request.to_time) <= get_time(
		request.from_time
	):
		frappe.throw(_("Please enter from when until when, within one day."))
	begins, ends = schedules.moments(first, request.from_time, request.to_time)
	hours = float(hours_of_work.hours_between(begins, ends))
	if hours > full[first]:
		frappe.throw(
			_("These are more hours than are worked on that day. Please choose the whole day instead.")
		)
	return [(first, hours)]


def _in_days(request, kind, person, taken) -> float:
	if kind.counted == "Calendar Days":
		return len(taken) if request.unit == FULL else 0.5
	if request.unit == FULL:
		return len(taken)
	return (
		0.5
		if request.unit in (MORNING, AFTERNOON)
		else flt(request.hours) / persons.day_hours(person.weekly_hours)
	)


def _missing(request) -> tuple[tuple[date, Fraction], ...]:
	"""Return the hours for which there is no leave, this request counted as the last."""
	reckoned = entitlements.reckon([request.employee], request.leave_kind, request.name, lock=True)[
		request.employee
	]
	own = [(getdate(row.leave_date), Fraction(str(row.hours))) for row in request.leave_days]
	others = entitlements.days_taken([request.employee], request.leave_kind, request.name, lock=True)
	taken = [(row.leave_date, Fraction(str(row.hours))) for row in others]
	before = sum((hours for _day, hours in reckoned.missing), Fraction())
	after = set_off(reckoned.pots, [*taken, *own]).missing
	return after if sum((hours for _day, hours in after), Fraction()) > before else ()


def _beyond_allowance(request, kind, days: float | None = None) -> str | None:
	"""Return why a request goes beyond what is allowed of its kind in its period, if it does."""
	if not flt(kind.days):
		return None
	first = getdate(request.from_date)
	span = {
		"Year": (date(first.year, 1, 1), date(first.year, 12, 31)),
		"Month": (
			first.replace(day=1),
			(first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1),
		),
	}.get(kind.period)
	filters = {
		"employee": request.employee,
		"leave_kind": kind.name,
		"stage": ("in", (IN_APPROVAL, APPROVED)),
		"name": ("!=", request.name or ""),
	}
	if span:
		filters["from_date"] = ("between", span)
	elif request.event_date:
		filters["event_date"] = request.event_date
	used = 0.0
	if span or request.event_date:
		used = sum(flt(row) for row in frappe.get_all("Leave Request", filters, pluck="days"))
	wanted = flt(request.days) if days is None else days
	if used + wanted <= flt(kind.days):
		return None
	return _("{0} allows {1} days per {2}; {3} are taken already.").format(
		kind.kind_name, f"{flt(kind.days):g}", _(kind.period), f"{used:g}"
	)


def _refuse_overlap(request, person) -> None:
	"""Refuse what another leave of the same hours stands in the way of."""
	own = {getdate(row.leave_date): flt(row.hours) for row in request.leave_days}
	others = entitlements.days_taken([request.employee], without=request.name, lock=True)
	others = [row for row in others if row.leave_date in own]
	if not others:
		return
	plan = schedules.plan_of(request.employee, min(own), max(own))
	for day, hours in own.items():
		there = [row for row in others if row.leave_date == day]
		whole = min(plan[day].hours, persons.FULL_DAY)
		if any(_clash(request, row) for row in there) or (
			there and sum(flt(row.hours) for row in there) + hours > whole
		):
			frappe.throw(
				_("{0} has leave on {1} already. Please choose another day.").format(
					person.full_name, frappe.format(day, "Date")
				)
			)


def _clash(one, other) -> bool:
	if FULL in (one.unit, other.unit):
		return True
	if one.unit == other.unit == HOURS:
		return get_time(one.from_time) < get_time(other.to_time) and get_time(other.from_time) < get_time(
			one.to_time
		)
	return one.unit == other.unit


def _figure(hours, person) -> str:
	"""Return hours of leave as days and hours of the person."""
	day = Fraction(str(persons.day_hours(person.weekly_hours)))
	sign, amount = ("−" if hours < 0 else ""), abs(Fraction(hours))
	days, rest = divmod(amount, day)
	if rest == day / 2:
		return sign + _("{0} days").format(f"{float(days) + 0.5:g}")
	if not rest:
		return sign + _("{0} days").format(days)
	return sign + _("{0} days {1} hours").format(days, f"{float(rest):.4g}")


def _when(request) -> str:
	first, last = getdate(request.from_date), getdate(request.to_date)
	if request.unit == FULL:
		return f"{first:%Y-%m-%d}" if first == last else f"{first:%Y-%m-%d}–{last:%m-%d}"
	if request.unit == HOURS:
		begins, ends = get_time(request.from_time), get_time(request.to_time)
		return f"{first:%Y-%m-%d} {begins:%H:%M}–{ends:%H:%M}"
	return f"{first:%Y-%m-%d} {_(request.unit)}"
