"""What the calendars, the lists and a person's own page read of leave and work."""

from __future__ import annotations

from datetime import date, timedelta

import frappe
from frappe import _
from frappe.utils import getdate

from huimang.approval.stages import APPROVED, IN_APPROVAL
from huimang.facility import access
from huimang.personnel import attendance, entitlements, leave, persons, schedules
from huimang.rules import leave as law
from huimang.rules.leave_use import Pot

MOST_EVENTS = 3000


def absences(user: str, facilities: frozenset[str], first: date, last: date) -> list[dict]:
	"""Return who is away when in some facilities: colleagues see that somebody is away, not why.

	Kind and state are told to those who may read the request itself.
	"""
	request = frappe.qb.DocType("Leave Request")
	query = (
		frappe.qb.from_(request)
		.select(request.name, request.employee_name, request.title, request.from_date, request.to_date)
		.select(request.unit, request.stage)
		.where(
			request.facility.isin(sorted(facilities) or [""]) & request.stage.isin([IN_APPROVAL, APPROVED])
		)
		.where((request.from_date <= last) & (request.to_date >= first))
		.orderby(request.from_date)
		.limit(MOST_EVENTS)
	)
	readable = set(
		frappe.get_list(
			"Leave Request",
			filters={"from_date": ("<=", last), "to_date": (">=", first)},
			pluck="name",
			limit=0,
		)
	)
	events = []
	for row in query.run(as_dict=True):
		is_open = row.name in readable
		if not is_open and row.stage != APPROVED:
			continue
		part = "" if row.unit == leave.FULL else f" ({_(row.unit)})"
		events.append(
			{
				# of a colleague's absence there is nothing to open
				"name": row.name if is_open else None,
				"doctype": "Leave Request" if is_open else "-",
				"title": row.title if is_open else f"{row.employee_name} · {_('Away')}{part}",
				"start": str(row.from_date),
				"end": str(row.to_date),
				"all_day": 1,
				"status": row.stage,
			}
		)
	return events


def roster(first: date, last: date, filters: list) -> list[dict]:
	"""Return the duties of a stretch of days that the user may read, as events of a calendar."""
	rows = frappe.get_list(
		"Duty Roster",
		filters=[*filters, ["Duty Roster", "duty_date", "between", [first, last]]],
		fields=["name", "title", "duty_date", "duty", "start_time", "end_time"],
		limit=MOST_EVENTS,
	)
	events = []
	for row in rows:
		event = {"name": row.name, "title": row.title, "all_day": int(row.duty == "Off")}
		if row.duty == "Off":
			event |= {"start": str(row.duty_date), "end": str(row.duty_date), "color": "gray"}
		else:
			begins, ends = schedules.moments(row.duty_date, row.start_time, row.end_time)
			event |= {
				"start": str(begins),
				"end": str(ends),
				"color": "blue" if ends.date() == begins.date() else "purple",
			}
		events.append(event)
	return events


def balances(facility: str, on: date) -> list[dict]:
	"""Return the annual leave of everybody at work in a facility on a day, one row a grant that can be taken.

	Each has employee, full_name, grant_kind, granted_on, last_day, given, left (days), and the days of the employer's
	request to take it (ask_from, ask_to, name_by: 제61조), asked_on and named_on.
	"""
	people = frappe.get_all(
		"Facility Employee",
		{"facility": facility, "hired_on": ("<=", on)},
		["name", "full_name", "employee_no", "left_on", "weekly_hours"],
		order_by="employee_no",
	)
	people = {row.name: row for row in people if not row.left_on or row.left_on >= on}
	reckoned = entitlements.reckon(list(people), f"{facility}-ANNUAL")
	facts = {
		row.name: row
		for row in frappe.get_all(
			entitlements.DOCTYPE,
			{"facility": facility, "last_day": (">=", on)},
			["name", "grant_kind", "asked_on", "named_on", "rule_key"],
		)
	}
	return [
		_balance(people[employee], pot, facts[pot.name])
		for employee in people
		for pot in reckoned[employee].pots
		if pot.holds(on) and pot.hours
	]


def own_page(user: str) -> dict:
	"""Return what a person's own page shows: the day, their leave, what they have asked for, and who is away."""
	person = persons.own_employment(user)
	if not person:
		return {}
	on = getdate()
	kind = f"{person.facility}-ANNUAL"
	reckoned = entitlements.reckon([person.name], kind)[person.name]
	day = persons.day_hours(person.weekly_hours)
	pots = [pot for pot in reckoned.pots if pot.holds(on) and pot.hours]
	lists = {
		doctype: frappe.get_list(
			doctype,
			filters={"employee": person.name},
			fields=["name", "title", "workflow_state", "stage"],
			order_by="creation desc",
			limit=5,
		)
		for doctype in ("Leave Request", "Overtime Request")
	}
	return {
		"full_name": person.full_name,
		"today": attendance.today(user),
		"given": float(sum(pot.hours for pot in pots)) / day,
		"left": float(reckoned.left_on(on)) / day,
		"grants": [
			{"last_day": str(pot.last_day), "left": round(float(pot.left) / day, 2)}
			for pot in pots
			if pot.left
		],
		"requests": [
			{**row, "doctype": doctype, "state": _(row.workflow_state)}
			for doctype, rows in lists.items()
			for row in rows
		],
		"away": absences(user, frozenset({person.facility}), on, on + timedelta(days=14)),
		"payslips": frappe.get_list(
			"Payslip",
			filters={"employee": person.name},
			fields=["name", "title", "pay_day", "net"],
			order_by="pay_day desc, creation desc",
			limit=12,
		),
	}


def facilities_of_staff(user: str) -> frozenset[str]:
	"""Return the facilities whose team calendar a user sees: those in which they may read leave, if only their own."""
	return access.facilities_for(user, "Leave Request", "read") or frozenset()


def _balance(person: frappe._dict, pot: Pot, facts: frappe._dict) -> dict:
	day = persons.day_hours(person.weekly_hours)
	kind = law.MONTHLY if (facts.rule_key or "").startswith("M") else law.ANNUAL
	asked = None
	if facts.rule_key:
		grant = law.Grant(kind, pot.granted_on, pot.last_day, pot.hours, 0, None)
		asked = law.promotion(grant)
	return {
		"employee": person.name,
		"full_name": person.full_name,
		"employee_no": person.employee_no,
		"entitlement": pot.name,
		"grant_kind": _(facts.grant_kind),
		"granted_on": pot.granted_on,
		"last_day": pot.last_day,
		"given": round(float(pot.hours) / day, 2),
		"taken": round(float(pot.hours - pot.left) / day, 2),
		"left": round(float(pot.left) / day, 2),
		"ask_from": asked and asked.ask_from,
		"ask_to": asked and asked.ask_to,
		"name_by": asked and asked.name_by,
		"asked_on": facts.asked_on,
		"named_on": facts.named_on,
	}
