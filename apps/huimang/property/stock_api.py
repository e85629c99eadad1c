"""What Desk may call of consumables. Everything that changes something is POST."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import getdate

from huimang.facility import access
from huimang.property import purchases, stock


@frappe.whitelist()
def stock_on(facility: str, items: str, day: str) -> dict[str, float]:
	"""Return what was in stock at the end of a day, by item (a JSON list of names)."""
	access.require(facility, stock.ITEM, "read")
	names = [name for name in frappe.parse_json(items) if isinstance(name, str)]
	own = frappe.get_all(stock.ITEM, {"facility": facility, "name": ("in", names or [""])}, pluck="name")
	return {name: float(quantity) for name, quantity in stock.stock_on(own, getdate(day)).items()}


@frappe.whitelist()
def count_lines(facility: str, day: str, stock_kind: str | None = None) -> list[dict]:
	"""Return the lines that a count of everything in use starts with."""
	access.require(facility, stock.ITEM, "read")
	filters = {"facility": facility, "is_active": 1}
	if stock_kind:
		filters["stock_kind"] = stock_kind
	rows = frappe.get_all(stock.ITEM, filters, ["name", "item_name", "unit"], order_by="item_name, spec")
	books = stock.stock_on([row.name for row in rows], getdate(day))
	return [
		{
			"consumable": row.name,
			"item_name": row.item_name,
			"unit": row.unit,
			"book_stock": float(books[row.name]),
		}
		for row in rows
	]


@frappe.whitelist()
def purchase_lines(resolution: str) -> list[dict]:
	"""Return the lines of an expense resolution with what of them has not been taken into stock or the register yet."""
	frappe.get_doc(purchases.RESOLUTION, resolution).check_permission("read")
	return purchases.lines_left(resolution)


@frappe.whitelist(methods=["POST"])
def receive_purchase(resolution: str, day: str, rows: str) -> str:
	"""Take goods of an expense resolution into stock: a JSON list of source_row, consumable, quantity and amount."""
	frappe.get_doc(purchases.RESOLUTION, resolution).check_permission("read")
	lines = frappe.parse_json(rows)
	if not isinstance(lines, list) or not lines:
		frappe.throw(_("Please enter what has come in."))
	return purchases.receive(resolution, getdate(day), lines)
