"""What is told of assets: their value year by year, their history, and what was bought and is not in the register yet."""

from __future__ import annotations

from datetime import date

import frappe
from frappe import _
from frappe.query_builder.functions import Coalesce, Sum
from frappe.utils import add_months, getdate, nowdate

from huimang.facility.access import facility_condition
from huimang.property import assets, register, values
from huimang.property.events import EVENT, LINE
from huimang.rules.depreciation import Row

_RESOLUTION, _RESOLUTION_LINE = "Expense Resolution", "Expense Resolution Line"
_LOOKED_AT_MONTHS = 6


def value_by_year(facility: str, name: str) -> dict:
	"""Return what an asset is worth today and how, year by year, with the reckoning of each year."""
	held = values.holding_of(facility, name)
	today = getdate()
	return {
		"on": today,
		"quantity": held.quantity(today),
		"cost": held.cost(today),
		"accumulated": held.accumulated(today),
		"book_value": held.book_value(today),
		"memo_value": held.schedule.memo_value,
		"years": [_year(row, today) for row in held.schedule.rows],
		"accumulated_before": held.schedule.accumulated_before,
	}


def history(name: str) -> list[dict]:
	"""Return the events of an asset that are in force or being decided, the last one first."""
	line, event = frappe.qb.DocType(LINE), frappe.qb.DocType(EVENT)
	rows = (
		frappe.qb.from_(line)
		.join(event)
		.on(event.name == line.parent)
		.select(event.name, event.event_date, event.event_no, event.kind, event.reason, event.other_party)
		.select(event.workflow_state, event.docstatus, event.to_department, event.to_used_by, event.to_place)
		.select(line.quantity, line.amount, line.book_value)
		.where((line.asset == name) & (event.docstatus < 2))
		.orderby(event.event_date, order=frappe.qb.desc)
		.orderby(event.creation, order=frappe.qb.desc)
		.run(as_dict=True)
	)
	for row in rows:
		place = frappe.get_cached_value("Asset Place", row.to_place, "place_name") if row.to_place else None
		row.kind = _(row.kind)
		row.state = "" if row.docstatus else _(row.workflow_state)
		row.to = " · ".join(filter(None, (place, row.to_department, row.to_used_by)))
	return rows


def unregistered(facility: str | None = None, user: str | None = None) -> list[dict]:
	"""Return the lines of the last months' resolutions that bought assets which are not in the register.

	What was bought on 자산취득비, from the unit price on that makes a thing durable here; what is entered as consumables
	or assets is taken off.
	"""
	head, line = frappe.qb.DocType(_RESOLUTION), frappe.qb.DocType(_RESOLUTION_LINE)
	subject, asset = frappe.qb.DocType("Account Subject"), frappe.qb.DocType(assets.ASSET)
	entered = (
		frappe.qb.from_(asset)
		.select(asset.expense_line, Sum(asset.cost).as_("cost"))
		.where(asset.expense_line.isnotnull())
		.groupby(asset.expense_line)
	)
	wanted = f"%{register.FOR_ASSETS}%"
	rest = line.amount - Coalesce(entered.cost, 0)
	query = (
		frappe.qb.from_(head)
		.join(line)
		.on((line.parent == head.name) & (line.parenttype == _RESOLUTION))
		.join(subject)
		.on(subject.name == line.account_subject)
		.left_join(entered)
		.on(entered.expense_line == line.name)
		.select(
			head.name, head.purpose, head.facility, head.approval_date, line.description, rest.as_("rest")
		)
		.where((head.docstatus == 1) & (head.approval_date >= add_months(nowdate(), -_LOOKED_AT_MONTHS)))
		.where((rest > 0) & (subject.subject_name.like(wanted) | subject.path_label.like(wanted)))
		.where(facility_condition(head, user or frappe.session.user, assets.ASSET))
		.orderby(head.approval_date)
	)
	if facility:
		query = query.where(head.facility == facility)
	return query.run(as_dict=True)


def _year(row: Row, today: date) -> dict:
	step = row.step
	return {
		"fiscal_year": row.fiscal_year,
		"months": row.months,
		"opening": row.opening,
		"spent": row.spent,
		"depreciation": row.depreciation,
		"closing": row.closing,
		"offset": row.offset,
		"formula": step.formula,
		"article": step.article,
		"is_past": row.fiscal_year < today.year,
	}
