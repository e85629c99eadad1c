"""소모품 of an expense resolution: what was paid for comes into stock, and no won of it twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

import frappe
from frappe import _

from huimang.approval import stages
from huimang.errors import obey
from huimang.money import format_won, won
from huimang.property import stock
from huimang.resolutions import claims

RESOLUTION = "Expense Resolution"
_BOUGHT = (stages.APPROVED, stages.SETTLED)


def lines_left(resolution: str, lock: bool = False) -> list[dict]:
	"""Return the lines of a resolution with the won of each that nothing stands for yet.

	:param lock: whether the answer is acted upon: the resolution is locked then, and what others have entered is seen.
	"""
	taken = _taken(resolution, lock)
	return [
		{
			"source_row": row.name,
			"description": row.description
			or frappe.get_cached_value("Account Subject", row.account_subject, "subject_name"),
			"amount": won(row.amount),
			"left": won(row.amount) - taken.get(row.name, 0),
		}
		for row in claims.lines_of(RESOLUTION, resolution).values()
	]


def receive(resolution: str, day: date, rows: Sequence[Mapping]) -> str:
	"""Take goods of an approved resolution into stock; return the movement's name.

	The approval of the resolution has ordered it (제40조): it needs no second one. Raises ValidationError beyond what a line has.
	"""
	head = claims.lock(RESOLUTION, resolution)
	if head.stage not in _BOUGHT:
		frappe.throw(_("Goods come into stock once the resolution is approved."))
	left = {line["source_row"]: line["left"] for line in lines_left(resolution, lock=True)}
	for row in rows:
		amount = obey(won, row.get("amount") or 0)
		if row.get("source_row") not in left:
			frappe.throw(_("This line is not part of the resolution."))
		left[row["source_row"]] -= amount
		if left[row["source_row"]] < 0:
			frappe.throw(
				_("The line has {0} won left that is not in stock or in the register.").format(
					format_won(left[row["source_row"]] + amount)
				)
			)
	fields = ("consumable", "quantity", "amount", "source_row")
	lines = [{field: row.get(field) for field in fields} for row in rows]
	return stock.receive(stock.Order(RESOLUTION, resolution), head.facility, lines, day, head.purpose)


def refuse_cancelling(doc, method: str | None = None) -> None:
	"""Refuse to cancel a resolution whose goods are in stock (hook: Expense Resolution, before_cancel)."""
	where = {"source_doctype": doc.doctype, "source_name": doc.name, "docstatus": 1}
	if title := frappe.db.get_value(stock.MOVEMENT, where, "title"):
		frappe.throw(_("What was bought is in stock ({0}). Please cancel its receipt first.").format(title))


def _taken(resolution: str, lock: bool) -> dict[str, int]:
	"""Return the won of each line that stand in the stock or in the register."""
	taken: dict[str, int] = defaultdict(int)
	line, head = frappe.qb.DocType(stock.LINE), frappe.qb.DocType(stock.MOVEMENT)
	asset = frappe.qb.DocType("Facility Asset")
	in_stock = (
		frappe.qb.from_(line)
		.join(head)
		.on(head.name == line.parent)
		.select(line.source_row, line.amount)
		.where((head.source_doctype == RESOLUTION) & (head.source_name == resolution) & (head.docstatus == 1))
	)
	registered = (
		frappe.qb.from_(asset)
		.select(asset.expense_line, asset.cost)
		.where(asset.expense_resolution == resolution)
	)
	for query in (in_stock, registered):
		for row, amount in (query.for_update() if lock else query).run():
			taken[row] += won(amount)
	return taken
