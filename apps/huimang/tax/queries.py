"""What the tax area reads."""

from __future__ import annotations

from datetime import date, timedelta

import frappe
from frappe import _
from frappe.utils import getdate

from huimang.approval.stages import APPROVED, IN_APPROVAL, SETTLED
from huimang.facility import access
from huimang.rules.filing_dates import period_in_words


def due_soon(user: str, days: int = 14, limit: int = 20) -> list[dict]:
	"""Return the open filings of the user's facilities that are overdue or due within some days, the most urgent first.

	Each has name, title, period (in words), facility, facility_name, due_on, days_left (below 0: overdue), when (in words)
	and route (of Desk). One query; nothing for a user who may read no filings.
	"""
	task, facility = frappe.qb.DocType("Filing Task"), frappe.qb.DocType("Facility")
	today = getdate()
	query = (
		frappe.qb.from_(task)
		.join(facility)
		.on(facility.name == task.facility)
		.select(task.name, task.title, task.period, task.facility, facility.facility_name, task.due_on)
		.where((task.status == "Open") & (task.due_on <= today + timedelta(days=days)))
		.where(access.facility_condition(task, user, "Filing Task"))
		.orderby(task.due_on)
		.orderby(task.name)
		.limit(limit)
	)
	return [_due(row, today) for row in query.run(as_dict=True)]


def filed_return(facility: str, accounting_unit: str, day: date) -> str | None:
	"""Return the title of the withholding return, asked for or confirmed, whose months a payment on ``day`` belongs to."""
	wanted = {
		"facility": facility,
		"accounting_unit": accounting_unit,
		"stage": ("in", (IN_APPROVAL, APPROVED, SETTLED)),
		"period_start": ("<=", day),
		"period_end": (">=", day),
	}
	return frappe.db.get_value("Withholding Return", wanted, "purpose")


def require_unfiled(doc) -> None:
	"""Refuse to pay what is withheld from in a month whose return is filed: it would be in none."""
	if filed := filed_return(doc.facility, doc.accounting_unit, getdate(doc.payment_date)):
		frappe.throw(
			_(
				"{0} is filed already. Please pay on a later day, or have that return taken back first."
			).format(filed)
		)


def later_return(facility: str, accounting_unit: str, day: date) -> str | None:
	"""Return the title of a confirmed withholding return of a month after ``day``, if there is one."""
	wanted = {
		"facility": facility,
		"accounting_unit": accounting_unit,
		"docstatus": 1,
		"period_start": (">", day),
	}
	return frappe.db.get_value("Withholding Return", wanted, "purpose", order_by="period_start")


def holidays() -> frozenset[date]:
	"""Return the days that are no working days besides Saturdays and Sundays."""
	return frozenset(frappe.get_all("Public Holiday", pluck="holiday_date"))


def budgets_confirmed(facility: str, since: date) -> list[frappe._dict]:
	"""Return the budgets of a facility that were confirmed since a day: name, version, confirmed_on."""
	return frappe.get_all(
		"Facility Budget",
		{"facility": facility, "docstatus": 1, "confirmed_on": (">=", since)},
		["name", "version", "confirmed_on"],
	)


def _due(row: frappe._dict, today: date) -> dict:
	days_left = (row.due_on - today).days
	if days_left < 0:
		when = _("{0} days overdue").format(-days_left)
	else:
		when = _("Due today") if not days_left else _("{0} days left").format(days_left)
	return {
		**row,
		"period": period_in_words(row.period or ""),
		"days_left": days_left,
		"when": when,
		"route": f"/app/filing-task/{row.name}",
	}
