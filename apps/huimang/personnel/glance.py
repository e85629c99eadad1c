"""What HR has to see to today: a block of their home. A fixed number of queries, whatever the number of people."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import frappe
from frappe import _
from frappe.utils import add_months, cint, getdate

from huimang.approval import stages
from huimang.facility import access
from huimang.money import format_won, won
from huimang.personnel import orders, work_queries
from huimang.tax.queries import due_soon

_AHEAD = 60
"""Days before a contract ends that it is told."""
_WAITING = ("Leave Request", "Overtime Request", "Personnel Order", "Payroll Run", "Severance Settlement")


@frappe.whitelist()
def today(facility: str | None = None) -> dict[str, Any]:
	"""Return what a home shows of the staff of one facility: the named one, or the first whose staff the user keeps."""
	frappe.has_permission("Employee Pay", "read", throw=True)
	reached = access.facilities_for(frappe.session.user, "Employee Pay")
	names = frappe.get_all(
		"Facility",
		{} if reached is None else {"name": ("in", sorted(reached) or [""])},
		["name", "facility_name"],
		order_by="facility_name",
		limit=100,
	)
	if not names:
		return {"facilities": []}
	facility = facility or names[0].name
	access.require(facility, "Employee Pay")
	day = getdate()
	return {
		"facilities": names,
		"facility": facility,
		"staff": _staff(facility),
		"away": _away(facility, day),
		"ending": _ending(facility, day),
		"steps": _steps(facility, day),
		"waiting": _waiting(facility),
		"payroll": _payroll(facility),
		"due": [row for row in due_soon(frappe.session.user, days=30) if row["facility"] == facility],
		"settle": _to_settle(facility, day),
	}


def _staff(facility: str) -> str:
	counted = frappe.db.sql(
		"""SELECT SUM(status = 'At Work'), SUM(status = 'On Leave') FROM `tabFacility Employee` WHERE facility = %s""",
		facility,
	)[0]
	return _("{0} at work, {1} on leave of absence").format(*map(cint, counted))


def _away(facility: str, day: date) -> list[dict[str, Any]]:
	"""Return who is away today by a leave that was approved."""
	return [
		row
		for row in work_queries.absences(frappe.session.user, frozenset({facility}), day, day)
		if row["status"] == stages.APPROVED
	]


def _ending(facility: str, day: date) -> list[dict[str, Any]]:
	"""Return whose contract ends soon."""
	rows = frappe.get_all(
		"Facility Employee",
		{
			"facility": facility,
			"employment_type": ("!=", "Permanent"),
			"contract_end": ("between", (day, day + timedelta(days=_AHEAD))),
			"left_on": ("is", "not set"),
		},
		["name", "full_name", "contract_end"],
		order_by="contract_end",
		limit=10,
	)
	return [{**row, "when": _("{0} days left").format((row.contract_end - day).days)} for row in rows]


def _steps(facility: str, day: date) -> list[dict[str, Any]]:
	"""Return who rises by a step in this month or the next one."""
	first = day.replace(day=1)
	last = getdate(add_months(first, 2)) - timedelta(days=1)
	return orders.due_for_step(facility, str(first), str(last))


def _waiting(facility: str) -> list[dict[str, Any]]:
	"""Return how many documents of HR wait for a decision, by kind."""
	parts = [
		f"SELECT %s, COUNT(*) FROM `tab{doctype}` WHERE facility = %s AND stage = %s" for doctype in _WAITING
	]
	values = [value for doctype in _WAITING for value in (doctype, facility, stages.IN_APPROVAL)]
	rows = frappe.db.sql(" UNION ALL ".join(parts), values)
	return [{"doctype": doctype, "count": count} for doctype, count in rows if count]


def _payroll(facility: str) -> list[dict[str, Any]]:
	"""Return the last payrolls with how far they are."""
	rows = frappe.get_all(
		"Payroll Run",
		{"facility": facility, "docstatus": ("<", 2)},
		["name", "title", "workflow_state", "people", "errors", "net", "pay_day"],
		order_by="year desc, month desc, creation desc",
		limit=3,
	)
	return [{**row, "state": _(row.workflow_state), "net": format_won(won(row.net))} for row in rows]


def _to_settle(facility: str, day: date) -> list[dict[str, Any]]:
	"""Return who has left after a year and more, lately, and whose severance pay is not settled."""
	rows = frappe.db.sql(
		"""SELECT card.name, card.full_name, card.left_on FROM `tabFacility Employee` card
		LEFT JOIN `tabSeverance Settlement` pay ON pay.employee = card.name AND pay.docstatus < 2
			AND pay.left_on >= card.left_on
		WHERE card.facility = %s AND card.left_on BETWEEN %s AND %s AND pay.name IS NULL
			AND DATEDIFF(card.left_on, card.hired_on) >= 364
		ORDER BY card.left_on""",
		(facility, day - timedelta(days=90), day + timedelta(days=30)),
		as_dict=True,
	)
	return [{**row, "due": str(row.left_on + timedelta(days=14))} for row in rows]
