"""Leave that arises: grants made by the rule (rules/leave.py), by hand, carried over or in compensation, and what is left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction

import frappe
from frappe import _
from frappe.utils import add_days, cint, flt, getdate

from huimang.approval.stages import APPROVED, IN_APPROVAL
from huimang.personnel import leave_kinds, persons
from huimang.rules import leave as law
from huimang.rules import leave_facts
from huimang.rules.leave_use import Pot, Reckoning, set_off

DOCTYPE = "Leave Entitlement"
SETTLED = timedelta(days=31)
"""What expired longer ago is not made any more: a facility that begins here has settled it elsewhere."""
_RULES_OWN = ("employee", "leave_kind", "granted_on", "grant_kind", "rule_key")


def check(doc) -> None:
	"""Complete an entitlement, and keep apart what the rule made from what people did to it."""
	kind = frappe.db.get_value("Leave Kind", doc.leave_kind, ["from_grants", "kind_name"], as_dict=True)
	if not kind.from_grants:
		frappe.throw(
			_("{0} does not arise in days that are used up. Please choose annual leave.").format(
				kind.kind_name
			)
		)
	if getdate(doc.last_day) < getdate(doc.granted_on):
		frappe.throw(_("The last day is before the first day. Please correct the dates."))
	if flt(doc.hours) < 0:
		frappe.throw(_("Hours cannot be below 0."))
	if not doc.flags.by_rule:
		_note_hand(doc)
	person = persons.employment(doc.employee)
	if not doc.flags.by_rule:
		doc.days = flt(doc.hours) / persons.day_hours(person.weekly_hours)
	if doc.rule_key and doc.is_new():
		doc.name = f"{doc.employee}-{doc.rule_key}"


def refuse_deletion(doc) -> None:
	"""What the rule gave would come back; leave that was taken must have come from somewhere."""
	if doc.rule_key:
		frappe.throw(
			_("This leave arises by law. Correct its hours and give the reason instead of deleting it.")
		)
	reckoned = reckon([doc.employee], doc.leave_kind)[doc.employee]
	pot = next((pot for pot in reckoned.pots if pot.name == doc.name), None)
	if pot and pot.left < pot.hours:
		frappe.throw(_("Some of this leave has been taken already. It cannot be deleted."))


def grant_facility(facility: str, on: date) -> int:
	"""Make what has arisen by the rule for everybody of a facility until a day; return how many changed.

	Called again, it changes nothing. What somebody corrected by hand stays.
	"""
	kind = leave_kinds.of(facility, "ANNUAL")
	people = frappe.get_all(
		"Facility Employee",
		{"facility": facility, "hired_on": ("<=", on), "employment_type": ("!=", "Daily")},
		["name", "hired_on", "left_on", "weekly_hours"],
	)
	people = [person for person in people if not person.left_on or person.left_on >= on]
	known = defaultdict(dict)
	fields = ["name", "employee", "rule_key", "days", "hours", "corrected"]
	for row in frappe.get_all(
		DOCTYPE, {"facility": facility, "leave_kind": kind, "rule_key": ("is", "set")}, fields
	):
		known[row.employee][row.rule_key] = row
	absences = _absences(facility)
	holidays = _holidays()
	settings = _settings(facility)
	changed = 0
	for person in people:
		facts = {
			**settings,
			**leave_facts.of_absences(
				person.hired_on,
				on,
				absences[person.name],
				holidays,
				settings["basis"],
				settings["year_starts_month"],
			),
			"weekly_hours": Fraction(str(flt(person.weekly_hours) or persons.FULL_WEEK)),
			"left_on": person.left_on,
		}
		changed += _grant_person(
			facility, kind, person.name, law.grants(person.hired_on, on, **facts), known[person.name], on
		)
	return changed


def reckon(
	employees: Iterable[str], kind: str, without: str | None = None, lock: bool = False
) -> dict[str, Reckoning]:
	"""Return, for each employee, the grants of a kind with what is left of them; taken is what is approved or asked for.

	Args:
		employees: names of employees of one facility.
		kind: a kind of which only what has arisen can be taken.
		without: a request that is left out.
		lock: see what others have committed since this transaction began, and hold it.
	"""
	employees = list(employees)
	pots, taken = defaultdict(list), defaultdict(list)
	given = {"employee": ("in", employees), "leave_kind": kind}
	for row in frappe.get_all(
		DOCTYPE, given, ["name", "employee", "granted_on", "last_day", "hours", "carried_hours"]
	):
		hours = _exact(row.hours) - _exact(row.carried_hours)
		pots[row.employee].append(Pot(row.name, row.granted_on, row.last_day, hours))
	for row in days_taken(employees, kind, without, lock):
		taken[row.employee].append((row.leave_date, _exact(row.hours)))
	return {employee: set_off(pots[employee], taken[employee]) for employee in employees}


def days_taken(
	employees: list[str], kind: str | None = None, without: str | None = None, lock: bool = False
) -> list[frappe._dict]:
	"""Return the days of leave that are approved or asked for: employee, leave_date, hours, request, unit, times."""
	request, day = frappe.qb.DocType("Leave Request"), frappe.qb.DocType("Leave Request Day")
	query = (
		frappe.qb.from_(day)
		.join(request)
		.on((day.parent == request.name) & (day.parenttype == "Leave Request"))
		.select(
			request.name.as_("request"),
			request.employee,
			request.leave_kind,
			request.unit,
			request.event_date,
		)
		.select(request.from_time, request.to_time, day.leave_date, day.hours)
		.where(request.employee.isin(employees or [""]) & request.stage.isin([IN_APPROVAL, APPROVED]))
		.orderby(day.leave_date)
	)
	if kind:
		query = query.where(request.leave_kind == kind)
	if without:
		query = query.where(request.name != without)
	if lock:
		query = query.for_update()
	return query.run(as_dict=True)


def carry_over(doc, last_day: date, reason: str) -> str:
	"""Move what is left of an entitlement to a new one that begins when the old one ends; return its name."""
	persons.employment(doc.employee, lock=True)
	doc.reload()
	if doc.carried_to:
		frappe.throw(_("This leave has been carried over already."))
	if getdate(last_day) <= doc.last_day:
		frappe.throw(_("Please choose a day after {0}.").format(doc.get_formatted("last_day")))
	pots = reckon([doc.employee], doc.leave_kind)[doc.employee].pots
	left = float(next(pot.left for pot in pots if pot.name == doc.name))
	if not left:
		frappe.throw(_("Nothing is left of this leave."))
	new = frappe.get_doc(
		{
			"doctype": DOCTYPE,
			"facility": doc.facility,
			"employee": doc.employee,
			"leave_kind": doc.leave_kind,
			"grant_kind": "Leave Carried Over",
			"granted_on": add_days(doc.last_day, 1),
			"last_day": last_day,
			"hours": left,
			"reason": reason,
		}
	).insert()
	doc.update({"carried_hours": left, "carried_to": new.name, "reason": reason})
	doc.save()
	return new.name


def _grant_person(
	facility: str, kind: str, employee: str, grants: list[law.Grant], known: dict, on: date
) -> int:
	changed = 0
	for grant in grants:
		key = f"{'M' if grant.kind == law.MONTHLY else 'Y'}{grant.granted_on}"
		row = known.pop(key, None)
		if not row and grant.last_day < on - SETTLED:
			continue
		if row and (row.corrected or abs(flt(row.days) - float(grant.days)) < 0.005):
			continue
		values = {
			"days": float(grant.days),
			"hours": float(grant.hours),
			"last_day": grant.last_day,
			"grant_kind": grant.kind,
			"formula": grant.step.formula,
			"article": grant.step.article,
			"inputs": "\n".join(f"{_(label, lang='ko')}: {value}" for label, value in grant.step.inputs),
		}
		fixed = {
			"facility": facility,
			"employee": employee,
			"leave_kind": kind,
			"granted_on": grant.granted_on,
		}
		doc = (
			frappe.get_doc(DOCTYPE, row.name)
			if row
			else frappe.get_doc({"doctype": DOCTYPE, **fixed, "rule_key": key})
		)
		doc.update(values)
		_save_by_rule(doc)
		changed += 1
	for row in known.values():
		# what the rule no longer gives, such as for a month of which an absence was recorded later
		if not row.corrected and row.hours:
			doc = frappe.get_doc(DOCTYPE, row.name)
			doc.update({"days": 0, "hours": 0, "formula": "0"})
			_save_by_rule(doc)
			changed += 1
	return changed


def _save_by_rule(doc) -> None:
	doc.flags.by_rule = True
	doc.save(ignore_permissions=True)


def _note_hand(doc) -> None:
	before = doc.get_doc_before_save()
	if before and before.rule_key:
		for field in _RULES_OWN:
			doc.set(field, before.get(field))
	elif not before:
		doc.rule_key = None
		doc.grant_kind = doc.grant_kind or "Given by Hand"
	changes = (
		not before or flt(before.hours) != flt(doc.hours) or getdate(before.last_day) != getdate(doc.last_day)
	)
	if changes:
		doc.corrected = 1
		if not (doc.reason or "").strip():
			frappe.throw(_("Please write down why leave is given or corrected by hand."))


def _absences(facility: str) -> dict[str, list[date]]:
	"""Return the days on which people were absent, or on leave that does not count as attendance."""
	found = defaultdict(list)
	for row in frappe.get_all(
		"Attendance Record", {"facility": facility, "status": "Absent"}, ["employee", "work_date"]
	):
		found[row.employee].append(row.work_date)
	request, day = frappe.qb.DocType("Leave Request"), frappe.qb.DocType("Leave Request Day")
	kind = frappe.qb.DocType("Leave Kind")
	rows = (
		frappe.qb.from_(day)
		.join(request)
		.on((day.parent == request.name) & (day.parenttype == "Leave Request"))
		.join(kind)
		.on(kind.name == request.leave_kind)
		.select(request.employee, day.leave_date)
		.where(
			(request.facility == facility) & (request.stage == APPROVED) & (kind.counts_as_attendance == 0)
		)
		.where((kind.from_grants == 0) & (request.unit == "Full Days"))
	).run()
	for employee, leave_date in rows:
		found[employee].append(leave_date)
	return found


def _settings(facility: str) -> dict:
	doc = frappe.get_cached_doc("Facility", facility)
	kind = frappe.get_cached_doc("Facility Type", doc.facility_type)
	return {
		"basis": doc.get("leave_basis") or law.HIRE_DATE,
		"under_five_employees": bool(cint(doc.get("under_five_employees"))),
		"year_starts_month": cint(kind.fiscal_year_start_month) or 1,
	}


def _holidays() -> frozenset[date]:
	return frozenset(frappe.get_all("Public Holiday", pluck="holiday_date"))


def _exact(hours: float | None) -> Fraction:
	"""Return hours as they are stored, to the minute."""
	return Fraction(round(flt(hours) * 60), 60)
