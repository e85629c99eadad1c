"""The lines of a count: what the register had on the base date, within the scope of the sheet (제38조, 제40조의2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import frappe
from frappe import _
from frappe.utils import cint, now_datetime

from huimang.approval import stages
from huimang.database.sql import insert_rows, standard_columns
from huimang.rules import assets

SHEET, ITEM, ASSET = "Asset Inspection", "Asset Inspection Item", "Facility Asset"
MOVABLE = (assets.VEHICLE, assets.EQUIPMENT)
"""What the rule calls 물품 (제38조): land and buildings are not counted by walking past them."""
_AT_ONCE = 500


def make(doc) -> int:
	"""Write the lines that a sheet lacks, take out those that nobody has counted and that do not belong; return how many it has.

	Done again, it changes nothing unless the register has.
	"""
	require_draft(doc.name)
	register = {row.asset: row for row in _register(doc)}
	known, gone, last = set(), [], 0
	for row in frappe.get_all(ITEM, {"inspection": doc.name}, ["name", "asset", "is_checked"]):
		last = max(last, cint(row.name.rsplit("-", 1)[1]))
		if row.asset and row.asset not in register and not row.is_checked:
			gone.append(row.name)
		known.add(row.asset)
	if gone:
		frappe.db.delete(ITEM, {"name": ("in", gone)})
	_insert(doc, [row for asset, row in register.items() if asset not in known], last)
	return frappe.db.count(ITEM, {"inspection": doc.name})


def drop_lines(doc) -> None:
	"""Delete the lines of a sheet that is deleted before anybody asked for its approval."""
	frappe.db.delete(ITEM, {"inspection": doc.name})


def require_draft(sheet: str) -> None:
	"""Refuse changes once a sheet is asked for; hold it where it is until the transaction ends."""
	stage = frappe.db.sql(f"SELECT stage FROM `tab{SHEET}` WHERE name = %s LOCK IN SHARE MODE", sheet)
	if not stage or stage[0][0] != stages.DRAFT:
		frappe.throw(
			_("This count is being approved or confirmed. What is wrong is corrected by the next count.")
		)


def disposed_since(doc) -> dict[str, int]:
	"""Return what went out by events after the base date, by asset."""
	line, event = frappe.qb.DocType("Asset Event Line"), frappe.qb.DocType("Asset Event")
	rows = (
		frappe.qb.from_(line)
		.join(event)
		.on(event.name == line.parent)
		.select(line.asset, line.quantity)
		.where((event.facility == doc.facility) & (event.docstatus == 1))
		.where(event.kind.isin(list(assets.REMOVALS)) & (event.event_date > doc.base_date))
	).run()
	since: dict[str, int] = defaultdict(int)
	for asset, quantity in rows:
		since[asset] += cint(quantity)
	return since


def last_number(sheet: str) -> int:
	last = frappe.db.sql(f"SELECT MAX(name) FROM `tab{ITEM}` WHERE inspection = %s FOR UPDATE", sheet)[0][0]
	return cint(last.rsplit("-", 1)[1]) if last else 0


def _register(doc) -> list[frappe._dict]:
	"""Return what the register had on the base date, within the scope of a sheet."""
	asset, kind = frappe.qb.DocType(ASSET), frappe.qb.DocType("Asset Class")
	query = (
		frappe.qb.from_(asset)
		.left_join(kind)
		.on(kind.name == asset.asset_class)
		.select(
			asset.name.as_("asset"),
			*(
				asset[field]
				for field in ("asset_no", "asset_name", "spec", "acquired_on", "cost", "useful_life_years")
			),
			*(asset[field] for field in ("place", "keeper", "used_by", "quantity_left")),
			asset.quantity.as_("original_quantity"),
			kind.category,
		)
		.where((asset.facility == doc.facility) & (asset.acquired_on <= doc.base_date))
		.where(asset.asset_group.isin(MOVABLE))
		.orderby(asset.asset_no)
	)
	for field in ("place", "keeper"):
		if doc.get(field):
			query = query.where(asset[field] == doc.get(field))
	rows = query.run(as_dict=True)
	since = disposed_since(doc)
	for row in rows:
		row.disposed_since = since.get(row.asset, 0)
		row.book_quantity = cint(row.pop("quantity_left")) + row.disposed_since
	return [row for row in rows if row.book_quantity > 0]


def _insert(doc, rows: Iterable[frappe._dict], last: int) -> None:
	"""Write new lines, many with one statement."""
	rows = list(rows)
	standard = standard_columns(frappe.session.user, now_datetime())
	fields = (
		"asset",
		"asset_no",
		"asset_name",
		"spec",
		"category",
		"acquired_on",
		"cost",
		"useful_life_years",
	)
	fields += ("original_quantity", "place", "keeper", "used_by", "book_quantity", "disposed_since")
	for start in range(0, len(rows), _AT_ONCE):
		insert_rows(
			ITEM,
			("name", "facility", "inspection", *fields, *standard),
			[
				(
					f"{doc.name}-{last + start + at:05d}",
					doc.facility,
					doc.name,
					*(row[field] for field in fields),
				)
				+ tuple(standard.values())
				for at, row in enumerate(rows[start : start + _AT_ONCE], 1)
			],
		)
