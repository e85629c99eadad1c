"""The staff of a facility: their cards, the leave that they have and take, and what HR has to see to."""

from datetime import date, timedelta

import frappe
from frappe.utils import add_months, getdate

from huimang.approval import service as approval
from huimang.approval.stages import APPROVED, IN_APPROVAL
from huimang.demo import clock, data_files
from huimang.demo.acting import acting_as
from huimang.demo.house import person
from huimang.personnel import entitlements, leave_kinds

_FLAGS = {"tax_dependant": 1, "family_allowance": 1, "health_dependant": 1}


def write_people(folder: str, facility: str, today: date) -> int:
	"""Register the staff that is not there yet, grant leave, and let some of them take it; return how many are new."""
	known = set(frappe.get_all("Facility Employee", {"facility": facility}, pluck="full_name"))
	rows = [row for row in data_files.table(folder, "employees") if row["full_name"] not in known]
	# before the first payroll: what is written later would have it calculated again
	entered = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
	with clock.on(entered), acting_as(person(folder, "HR Manager")):
		for row in rows:
			frappe.get_doc(_card(facility, row, today)).insert()
	leave_kinds.ensure(facility)
	entitlements.grant_facility(facility, today)
	if rows:
		_take_leave(folder, facility, today)
		_order_steps(folder, facility, today)
	return len(rows)


def employee(facility: str, name: str) -> str:
	"""The card of somebody by their name."""
	return frappe.db.get_value("Facility Employee", {"facility": facility, "full_name": name})


def _card(facility: str, row: dict[str, str], today: date) -> dict:
	family = [member.split(":") for member in row["family"].split(";") if member]
	card = {
		"doctype": "Facility Employee",
		"facility": facility,
		"full_name": row["full_name"],
		"user": row["login"] or None,
		"email": row["login"] or None,
		"employment_type": "Fixed-term" if row["contract_end"] else "Permanent",
		"weekly_hours": 40,
		"step": int(row["step"] or 0),
		"next_step_on": add_months(today.replace(day=1), 1) if row["step"] else None,
		"base_pay": int(row["base_pay"] or 0),
		"bank_name": "국민은행",
		"account_holder": row["full_name"],
		"account_number": "000000-00-000000",
		"dependants": [
			{"dependant_name": name, "relation": relation, "birth_date": born, **_FLAGS}
			for name, relation, born in family
		],
		**{field: row[field] for field in ("birth_date", "sex", "job_type", "position", "grade", "hired_on")},
	}
	if row["contract_end"]:
		card["contract_end"] = add_months(today, 1)
	return card


def _take_leave(folder: str, facility: str, today: date) -> None:
	"""Somebody is away today, somebody will be next week, and somebody waits for an answer."""
	staff = [row["full_name"] for row in data_files.table(folder, "employees")]
	annual = f"{facility}-ANNUAL"
	next_week = today + timedelta(days=7 - today.weekday())
	for name, day, is_decided in (
		(staff[-3], today, True),
		(staff[-2], next_week + timedelta(days=1), True),
		(staff[4], next_week + timedelta(days=3), False),
	):
		with acting_as(person(folder, "HR Manager")):
			request = {
				"doctype": "Leave Request",
				"facility": facility,
				"employee": employee(facility, name),
				"leave_kind": annual,
				"reason": "개인 사정",
			}
			doc = frappe.get_doc({**request, "from_date": _working_day(day), "to_date": _working_day(day)})
			doc.insert()
			approval.move_to(doc.doctype, doc.name, IN_APPROVAL)
		for role in ("Office Director", "Facility Head"):
			if is_decided and doc.stage != APPROVED:
				with acting_as(person(folder, role)):
					doc = approval.decide(doc.doctype, doc.name, "Approve")


def _working_day(day: date) -> date:
	"""Return the day, or the next one that is neither a weekend nor a holiday."""
	while day.weekday() > 4 or frappe.db.exists("Public Holiday", {"holiday_date": day}):
		day += timedelta(days=1)
	return day


def _order_steps(folder: str, facility: str, today: date) -> None:
	"""HR has begun to write the step increases of the next month."""
	stepped = [row for row in data_files.table(folder, "employees") if row["step"]][:2]
	if not stepped:
		return
	with acting_as(person(folder, "HR Manager")):
		order = {
			"doctype": "Personnel Order",
			"facility": facility,
			"kind": "Step Increase",
			"effective_on": getdate(add_months(today.replace(day=1), 1)),
			"reason": "정기승급",
		}
		lines = [
			{"employee": employee(facility, row["full_name"]), "step": int(row["step"]) + 1}
			for row in stepped
		]
		frappe.get_doc({**order, "lines": lines}).insert()
