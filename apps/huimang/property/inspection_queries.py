"""What forms and the scan page show of a count."""

from __future__ import annotations

import frappe
from frappe.query_builder.functions import Count, Sum

from huimang.approval import stages
from huimang.facility import access
from huimang.property.sheet_lines import ITEM, SHEET
from huimang.rules import inspection as rules

_SHOWN = (
	*(
		"name",
		"asset",
		"asset_no",
		"asset_name",
		"spec",
		"place",
		"used_by",
		"book_quantity",
		"disposed_since",
	),
	*("is_checked", "counted", "difference", "found_place", "condition", "label_state", "remarks"),
	*("finding", "decision", "reason", "asset_event"),
)


def open_sheets() -> list[dict]:
	"""Return the counts that are going on where the user may count, the latest first."""
	facilities = access.facilities_for(frappe.session.user, ITEM, "write")
	filters = {"stage": stages.DRAFT, "docstatus": 0}
	if facilities is not None:
		filters["facility"] = ("in", list(facilities) or [""])
	fields = ["name", "title", "facility", "base_date", "inspection_type"]
	return frappe.get_all(SHEET, filters, fields, order_by="base_date desc, creation desc")


def overview(doc, place: str | None = None) -> dict:
	"""Return a count's head, its progress by place, and the lines of one place where one is named."""
	lines = []
	if place is not None:
		where = {"inspection": doc.name, "place": place or ("is", "not set")}
		lines = [shown(row) for row in frappe.get_all(ITEM, where, list(_SHOWN), order_by="asset_no, name")]
	return {
		"name": doc.name,
		"title": doc.title,
		"stage": doc.stage,
		"facility": doc.facility,
		**progress(doc.name),
		"places": _places(doc),
		"lines": lines,
	}


def progress(name: str) -> dict:
	"""Return how many lines a count has, how many are counted, and how many of each finding there are."""
	item = frappe.qb.DocType(ITEM)
	count = Count(item.name)
	rows = (
		frappe.qb.from_(item)
		.select(item.is_checked, item.finding, count)
		.where(item.inspection == name)
		.groupby(item.is_checked, item.finding)
	).run()
	findings = {finding: number for checked, finding, number in rows if checked and finding}
	return {
		"total": sum(number for _checked, _finding, number in rows),
		"checked": sum(number for checked, _finding, number in rows if checked),
		"findings": findings,
	}


def differences(doc) -> list[dict]:
	"""Return the counted lines that do not agree with the register, the gravest first."""
	order = [rules.UNREGISTERED, rules.SHORT, rules.OVER, rules.ELSEWHERE, rules.POOR, rules.LABEL]
	where = {"inspection": doc.name, "is_checked": 1, "finding": ("in", order)}
	rows = frappe.get_all(ITEM, where, list(_SHOWN), order_by="asset_no, name")
	return sorted(map(shown, rows), key=lambda row: order.index(row["finding"]))


def shown(row) -> dict:
	"""Return a line with its places in words."""
	values = {field: row.get(field) for field in _SHOWN}
	for field in ("place", "found_place"):
		values[f"{field}_name"] = place_name(row.get(field))
	return values


def place_name(place: str | None) -> str:
	return frappe.get_cached_value("Asset Place", place, "place_name") if place else ""


def _places(doc) -> list[dict]:
	"""Return the places of the facility and of the sheet, with how far each is counted."""
	item = frappe.qb.DocType(ITEM)
	rows = (
		frappe.qb.from_(item)
		.select(item.place, Count(item.name), Sum(item.is_checked))
		.where(item.inspection == doc.name)
		.groupby(item.place)
	).run()
	counted = {place or "": (int(total), int(checked or 0)) for place, total, checked in rows}
	places = frappe.get_all(
		"Asset Place", {"facility": doc.facility}, ["name", "place_name"], order_by="place_name"
	)
	found = [
		{"place": row.name, "title": row.place_name, "total": 0, "checked": 0}
		| dict(zip(("total", "checked"), counted.get(row.name, (0, 0)), strict=True))
		for row in places
	]
	if "" in counted:
		total, checked = counted[""]
		found.append({"place": "", "title": "", "total": total, "checked": checked})
	return found
