"""소모품: goods go in and out by order (제40조), and there is never less than nothing of any, on any day.

What is in stock is kept on the item and moved in the transaction of the movement; the movements are the record from which
`rules.stock` values it. A count (재고조사) settles all days before it: nothing is entered on or before its day any more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import frappe
from frappe import _
from frappe.utils import flt, formatdate, getdate

from huimang.approval import stages
from huimang.errors import obey
from huimang.facility.grants import members_with_role
from huimang.ledger.numbering import next_number
from huimang.money import won
from huimang.rules.stock import Movement, first_shortage

ITEM, MOVEMENT, LINE = "Consumable", "Consumable Movement", "Consumable Movement Line"
RECEIPT, ISSUE, COUNT, DISPOSAL = "Goods Receipt", "Goods Issue", "Stock Count", "Goods Disposal"
KEEPER = "Accountant"


@dataclass(frozen=True)
class Order:
	"""What has ordered a receipt (출납명령): an approved document. Only code can make one."""

	doctype: str
	name: str


def name_item(doc) -> None:
	"""Give an item its number, which no other gets again."""
	doc.item_no = f"S{next_number(doc.facility, '-', ITEM):05d}"
	doc.name = f"{doc.facility}-{doc.item_no}"


def check_item(doc) -> None:
	"""Refuse a twin, and keep what movements alone may change."""
	before = doc.get_doc_before_save()
	doc.stock = before.stock if before else 0
	if before and before.unit != doc.unit and frappe.db.exists(LINE, {"consumable": doc.name}):
		frappe.throw(
			_("There are movements in {0}. Please make a new item for another unit.").format(before.unit)
		)
	told_by = ("facility", "item_name", "spec", "unit", "stock_kind")
	twin = {key: doc.get(key) or ("is", "not set") for key in told_by}
	if other := frappe.db.get_value(ITEM, {**twin, "name": ("!=", doc.name or "")}, "item_no"):
		frappe.throw(_("This item is there already ({0}).").format(other), frappe.DuplicateEntryError)


def complete(doc) -> None:
	"""Fill in what follows from what was typed: amounts, what a count has found, the title."""
	doc.movement_date = getdate(doc.movement_date)
	names = [row.consumable for row in doc.lines]
	books = stock_on(names, doc.movement_date)
	for row in doc.lines:
		row.book_stock = float(books[row.consumable])
		if doc.movement_type == COUNT:
			row.quantity = None
			row.change_of_stock = float(exact(row.counted) - books[row.consumable])
		else:
			row.counted, row.quantity = None, float(exact(row.quantity))
			row.change_of_stock = row.quantity if doc.movement_type == RECEIPT else -row.quantity
			if row.quantity <= 0:
				frappe.throw(_("Row {0}: please enter a quantity.").format(row.idx))
		row.amount = obey(won, row.amount) if doc.movement_type == RECEIPT else 0
	if doc.movement_type == COUNT and len(set(names)) < len(names):
		frappe.throw(_("A count has each item once."))
	doc.total_amount = sum(row.amount for row in doc.lines)
	doc.title = _title(doc)


def require_possible(doc) -> None:
	"""Refuse a movement of the future, before the last count, or of more than there is; its items are locked from then on."""
	if doc.movement_date > getdate():
		frappe.throw(_("Goods are moved today or were before. Please correct the day."))
	items = _lock({row.consumable for row in doc.lines})
	moved = _history(items, lock=True)
	for name, counted_on in _last_counts(items).items():
		if doc.movement_date <= counted_on:
			frappe.throw(
				_("{0} was counted on {1}. Please enter a day after that.").format(
					items[name].item_name, formatdate(counted_on)
				)
			)
	if doc.movement_type == COUNT:
		_require_unmoved(doc, moved, items)
	for name, own in _own(doc).items():
		if short := first_shortage([*moved[name], *own]):
			_refuse_shortage(items[name], [m for m in moved[name] if m.day <= short.day], own)


def apply(doc) -> None:
	"""Move the stock, and tell its keepers where it falls below the minimum."""
	_move(doc, 1)


def take_back(doc) -> None:
	"""Undo a movement, unless others have been built on it."""
	items = _lock({row.consumable for row in doc.lines})
	moved = _history(items, lock=True, without=doc.name)
	counts = _last_counts(items, without=doc.name)
	for name, item in items.items():
		if counts.get(name, date.min) >= doc.movement_date:
			frappe.throw(
				_("{0} has been counted since. Please enter what is wrong as a new count.").format(
					item.item_name
				)
			)
		if first_shortage(moved[name]):
			frappe.throw(_("{0} has been issued since. Please take that back first.").format(item.item_name))
	_move(doc, -1)


def receive(order: Order, facility: str, lines: Iterable[Mapping], day: date, purpose: str) -> str:
	"""Take goods into stock that an approved document has ordered: a purchase, a gift. Return the movement's name.

	:param lines: with consumable, quantity, amount, and source_row, where a line of the document is meant.

	Raises PermissionError where the user may not enter movements in the facility.
	"""
	doc = frappe.get_doc(
		{
			"doctype": MOVEMENT,
			"facility": facility,
			"movement_type": RECEIPT,
			"movement_date": day,
			"purpose": purpose,
			"source_doctype": order.doctype,
			"source_name": order.name,
			"lines": list(lines),
		}
	)
	doc.flags.order = order
	doc.docstatus = 1
	doc.insert()
	require_possible(doc)
	apply(doc)
	return doc.name


def stock_on(items: Iterable[str], day: date) -> dict[str, Decimal]:
	"""Return what is in stock of items at the end of a day."""
	moved = _history(items)
	return {name: sum((m.change for m in moved[name] if m.day <= day), Decimal(0)) for name in items}


def exact(value: object) -> Decimal:
	"""Return a quantity as the thousandths that are kept of it."""
	return Decimal(str(round(flt(value), 3)))


def shown(quantity: object) -> str:
	"""Return a quantity as people write it: no needless zeros."""
	return (
		f"{exact(quantity):,f}".rstrip("0").rstrip(".")
		if "." in f"{exact(quantity):f}"
		else f"{exact(quantity):,}"
	)


def _title(doc) -> str:
	name = frappe.get_cached_value(ITEM, doc.lines[0].consumable, "item_name")
	more = len(doc.lines) - 1
	what = _("{0} and {1} more").format(name, more) if more else name
	return f"{_(doc.movement_type)} · {what}"[:140]


def _own(doc) -> dict[str, list[Movement]]:
	own: dict[str, list[Movement]] = defaultdict(list)
	for row in doc.lines:
		own[row.consumable].append(Movement(doc.movement_date, exact(row.change_of_stock)))
	return own


def lock_items_of(movement: str) -> None:
	"""Lock the items of a stored movement, before the movement itself: so that nobody waits in a circle."""
	_lock(frappe.get_all(LINE, {"parent": movement}, pluck="consumable"))


def _lock(names: Iterable[str]) -> dict[str, frappe._dict]:
	"""Lock items in the order of their names until the transaction ends; return them as they are now."""
	item = frappe.qb.DocType(ITEM)
	rows = (
		frappe.qb.from_(item).select("*").where(item.name.isin(list(names))).orderby(item.name).for_update()
	)
	return {row.name: row for row in rows.run(as_dict=True)}


def _history(names: Iterable[str], lock: bool = False, without: str = "") -> dict[str, list[Movement]]:
	"""Return the movements in force of items. Locking, also those that others committed while this transaction waited."""
	line, head = frappe.qb.DocType(LINE), frappe.qb.DocType(MOVEMENT)
	query = (
		frappe.qb.from_(line)
		.join(head)
		.on(head.name == line.parent)
		.select(line.consumable, head.movement_date, line.change_of_stock)
		.where(line.consumable.isin(list(names) or [""]) & (head.docstatus == 1) & (head.name != without))
	)
	moved: dict[str, list[Movement]] = defaultdict(list)
	for name, day, change in (query.for_update() if lock else query).run():
		moved[name].append(Movement(day, exact(change)))
	return moved


def _last_counts(names: Iterable[str], without: str = "") -> dict[str, date]:
	line, head = frappe.qb.DocType(LINE), frappe.qb.DocType(MOVEMENT)
	query = (
		frappe.qb.from_(line)
		.join(head)
		.on(head.name == line.parent)
		.select(line.consumable, head.movement_date)
		.where(line.consumable.isin(list(names)) & (head.docstatus == 1) & (head.name != without))
		.where(head.movement_type == COUNT)
	)
	last: dict[str, date] = {}
	for name, day in query.run():
		last[name] = max(day, last.get(name, day))
	return last


def _require_unmoved(doc, moved: Mapping[str, list[Movement]], items: Mapping) -> None:
	"""A count says what is there beyond the book as it stood: a movement since then would be counted twice."""
	for row in doc.lines:
		book = sum((m.change for m in moved[row.consumable] if m.day <= doc.movement_date), Decimal(0))
		if book != exact(row.book_stock):
			frappe.throw(
				_("{0} has been moved since it was counted. Please save the count anew.").format(
					items[row.consumable].item_name
				)
			)


def _refuse_shortage(item, before: Iterable[Movement], own: Iterable[Movement]) -> None:
	there = sum((m.change for m in before), Decimal(0))
	wanted = -sum((m.change for m in own), Decimal(0))
	frappe.throw(
		_("There is not enough of {0} in stock: {1} {3}, while {2} {3} are asked for.").format(
			item.item_name, shown(there), shown(wanted), item.unit
		)
	)


def _move(doc, sign: int) -> None:
	for name, own in sorted(_own(doc).items()):
		change = sign * sum((m.change for m in own), Decimal(0))
		item = frappe.qb.DocType(ITEM)
		query = frappe.qb.update(item).set(item.stock, item.stock + change)
		query.where((item.name == name) & (item.stock + change >= 0)).run()
		row = frappe.db.get_value(ITEM, name, ["item_name", "unit", "stock", "minimum_stock"], as_dict=True)
		frappe.clear_document_cache(ITEM, name)
		before, minimum = exact(row.stock) - change, exact(row.minimum_stock)
		if exact(row.stock) < minimum <= before:
			_tell(doc.facility, name, row)


def _tell(facility: str, name: str, item) -> None:
	subject = _("{0}: {1} {2} left, less than the minimum of {3} {2}.", lang="ko").format(
		item.item_name, shown(item.stock), item.unit, shown(item.minimum_stock)
	)
	for user in members_with_role(facility, KEEPER):
		frappe.get_doc(
			{
				"doctype": "Notification Log",
				"type": "Alert",
				"for_user": user,
				"subject": subject,
				"document_type": ITEM,
				"document_name": name,
				"from_user": "Administrator",
			}
		).insert(ignore_permissions=True)


def approved_state() -> str:
	"""Return the workflow's state in which a movement is in force."""
	states = stages.states_at(MOVEMENT, stages.APPROVED)
	if not states:
		frappe.throw(_("The workflow of stock movements has no approved status."))
	return states[0]
