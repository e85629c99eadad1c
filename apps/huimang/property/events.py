"""Events of assets (이동·수리·자본적 지출·불용·매각·폐기·망실·관리전환): what they must say, and what follows from them.

An approved event moves the cards of its assets and keeps on its lines how they stood before; taken back, it puts that
back. What an event means for values is told by `values`, from the event itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, formatdate, getdate, nowdate

from huimang.approval import service as approval
from huimang.approval.stages import APPROVED
from huimang.ledger.numbering import next_number
from huimang.money import won
from huimang.property import assets, handover, values
from huimang.property.assets import ASSET
from huimang.resolutions.problems import Problems
from huimang.rules import assets as law
from huimang.rules.days import after_years
from huimang.rules.errors import RuleViolation

EVENT, LINE = "Asset Event", "Asset Event Line"
_BEFORE = {
	"status": "status_before",
	"quantity_left": "quantity_before",
	"place": "place_before",
	"department": "department_before",
	"keeper": "keeper_before",
	"used_by": "used_by_before",
}
_PAID = (law.CAPITAL_SPENDING, law.SALE)
"""Events that are about an amount."""


def record(facility: str, kind: str, names: list[str], **given: object) -> Document:
	"""Write an event of some assets down and, where nobody has to decide on it, carry it out at once.

	:param given: further fields of the event; its day is today and its reason the kind's name unless they are told.
	:return: the event: approved, or a draft that waits for its request.
	"""
	doc = frappe.get_doc(
		{
			"doctype": EVENT,
			"facility": facility,
			"kind": kind,
			"event_date": nowdate(),
			"lines": [{"asset": name} for name in names],
			"reason": _(kind),
			**given,
		}
	).insert()
	return doc if doc.needs_decision else approval.move_to(EVENT, doc.name, APPROVED)


def complete(doc: Document) -> None:
	"""Fill in what follows from what was entered, and refuse what may not even lie in a draft."""
	doc.needs_decision = int(doc.kind in law.DECIDED)
	doc.reason = (doc.reason or "").strip()
	handover.complete(doc)
	if not doc.lines:
		frappe.throw(_("Please choose the assets."))
	names = [line.asset for line in doc.lines]
	held = {
		each.card.name: each for each in values.holdings(doc.facility, names=names, fields=("quantity_left",))
	}
	problems = Problems()
	for line in doc.lines:
		if names.count(line.asset) > 1:
			problems.add(_("This asset is in the list twice."), line=line.idx)
		if line.asset not in held:
			problems.add(_("This asset does not belong to the facility."), line=line.idx)
		elif problems.of(won, line.amount or 0, line=line.idx):
			_complete_line(doc, line, held[line.asset], problems)
	problems.throw()
	doc.total_amount = sum(line.amount for line in doc.lines)
	doc.total_book_value = sum(line.book_value for line in doc.lines)
	doc.title = _title(doc, held)


def require_ready(doc: Document) -> None:
	"""Refuse an event that cannot be decided on yet, with everything that is missing."""
	problems = Problems()
	day = getdate(doc.event_date)
	if day > getdate():
		problems.add(_("The day of the event lies in the future. Please check it."))
	cards = _cards(doc, lock=False)
	for line in doc.lines:
		_check_line(doc, line, cards[line.asset], problems)
	problems.throw()


def seal(doc: Document) -> None:
	"""Lock the assets, check once more, note how they stand, and number the event."""
	cards = _cards(doc, lock=True)
	problems = Problems()
	for line in doc.lines:
		card = cards[line.asset]
		_check_line(doc, line, card, problems)
		for field, kept in _BEFORE.items():
			line.set(kept, card.get(field))
	problems.throw()
	year = getdate().year
	doc.event_no = f"{year}-{next_number(doc.facility, str(year), EVENT):04d}"
	doc.approved_on = nowdate()


def carry_out(doc: Document) -> None:
	"""Let the cards say what the event says."""
	for line in doc.lines:
		card = frappe.get_doc(ASSET, line.asset)
		if doc.kind in law.REMOVALS:
			card.quantity_left = cint(card.quantity_left) - cint(line.quantity)
		card.status = _status_after(doc, line, card)
		if doc.kind in (law.MOVE, law.STORAGE, law.BACK):
			_move(doc, card)
		_write(card)
	handover.tell(doc)


def require_last(doc: Document) -> None:
	"""Refuse to take back an event that others came after, that lies in closed books, or whose money is received."""
	_cards(doc, lock=True)
	handover.require_not_taken(doc)
	for line in doc.lines:
		later = _last_event(line.asset)
		if later and later.name != doc.name:
			frappe.throw(
				_("{0} came after this event ({1}). Please cancel that one first.").format(
					later.event_no, line.asset_no
				)
			)
		_require_open(doc, frappe.get_cached_value(ASSET, line.asset, "accounting_unit"))
	if doc.income_resolution and _is_living(doc.income_resolution):
		frappe.throw(_("There is an income resolution of this sale. Please delete or cancel that one first."))
	doc.cancelled_on = nowdate()


def take_back(doc: Document) -> None:
	"""Put the cards back to how they stood before the event."""
	for line in doc.lines:
		card = frappe.get_doc(ASSET, line.asset)
		for field, kept in _BEFORE.items():
			card.set(field, line.get(kept))
		_write(card)


def _is_living(resolution: str) -> bool:
	return frappe.db.get_value("Income Resolution", resolution, "docstatus") in (0, 1)


def _complete_line(doc: Document, line, held: values.Holding, problems: Problems) -> None:
	card = held.card
	line.asset_no, line.amount = card.name, won(line.amount or 0)
	line.quantity = cint(line.quantity) or card.quantity_left
	if line.quantity > card.quantity_left:
		problems.add(_("There are only {0} left of it.").format(card.quantity_left), line=line.idx)
	elif line.quantity < card.quantity_left and doc.kind not in law.REMOVALS:
		problems.add(_("This event is about all of a set. Please leave the quantity empty."), line=line.idx)
	day = getdate(doc.event_date)
	if doc.kind in law.REMOVALS:
		# what the event will take out of the books, with the depreciation of its month
		event = values.Event(day, doc.kind, line.quantity)
		gone = values.removal(held, event, values.settings_of(doc.facility))
		line.book_value = gone.book_value
	else:
		line.book_value = held.book_value(day)


def _check_line(doc: Document, line, card: frappe._dict, problems: Problems) -> None:
	day = getdate(doc.event_date)
	if day < getdate(card.acquired_on):
		problems.add(_("The event lies before the asset was acquired. Please check the day."), line=line.idx)
	if doc.kind in _PAID and line.amount <= 0:
		problems.add(_("The amount must be above 0 won."), line=line.idx)
	if doc.kind == law.CAPITAL_SPENDING and (card.is_expensed or not card.is_depreciable):
		problems.add(
			_("What is spent on an asset without book value is an expense of its own."), line=line.idx
		)
	if doc.kind == law.CAPITAL_SPENDING and card.quantity_left != card.quantity:
		problems.add(
			_("A part of this set has gone. Please register what was spent as an asset of its own."),
			line=line.idx,
		)
	if cint(line.quantity) > cint(card.quantity_left):
		problems.add(_("There are only {0} left of it.").format(card.quantity_left), line=line.idx)
	last = _last_event(line.asset)
	if last and getdate(last.event_date) > day:
		problems.add(
			_("There is a later event of it ({0}, {1}). Please check the day.").format(
				last.event_no, formatdate(last.event_date)
			),
			line=line.idx,
		)
	problems.of(_status_after, doc, line, card, line=line.idx)
	for lack in law.missing(_case(doc, card)):
		problems.of(_refuse, lack, line=line.idx)
	_require_open(doc, card.accounting_unit)


def _refuse(violation: RuleViolation) -> None:
	raise violation


def _status_after(doc: Document, line, card) -> str:
	is_part = cint(line.quantity) < cint(line.quantity_before or card.quantity_left)
	try:
		return law.status_after(
			doc.kind, card.status, card.asset_group, finished=bool(doc.is_finished), is_part=is_part
		)
	except RuleViolation as violation:
		raise RuleViolation(violation.message, *map(_, violation.params)) from None


def _case(doc: Document, card: frappe._dict) -> law.Case:
	ends = None
	if card.service_life_years:
		ends = after_years(getdate(card.in_service_on or card.acquired_on), card.service_life_years)
	return law.Case(
		kind=doc.kind,
		on=getdate(doc.event_date),
		is_basic=card.property_class == "Basic Property",
		restricted_until=card.restricted_until and getdate(card.restricted_until),
		service_ends=ends,
		holds_data=bool(frappe.get_cached_value(assets.CLASS, card.asset_class, "holds_data")),
		permit_no=(doc.permit_no or "").strip(),
		explanation=(doc.explanation or "").strip(),
		liability=(doc.liability or "").strip(),
		has_paper=bool(doc.paper),
		has_wipe_proof=bool(doc.wipe_proof),
	)


def _cards(doc: Document, lock: bool) -> dict[str, frappe._dict]:
	"""Return the stored cards of an event's assets, locked in the order of their names."""
	table = frappe.qb.DocType(ASSET)
	query = (
		frappe.qb.from_(table)
		.select("*")
		.where((table.facility == doc.facility) & table.name.isin([line.asset for line in doc.lines]))
		.orderby(table.name)
	)
	if lock:
		query = query.for_update()
	return {row.name: row for row in query.run(as_dict=True)}


def _last_event(asset: str) -> frappe._dict | None:
	"""Return the last event of an asset that is in force."""
	line, event = frappe.qb.DocType(LINE), frappe.qb.DocType(EVENT)
	rows = (
		frappe.qb.from_(line)
		.join(event)
		.on(event.name == line.parent)
		.select(event.name, event.event_no, event.event_date)
		.where((line.asset == asset) & (event.docstatus == 1))
		.orderby(event.event_no, order=frappe.qb.desc)
		.limit(1)
		.run(as_dict=True)
	)
	return rows[0] if rows else None


def _require_open(doc: Document, unit: str) -> None:
	closed: date | None = assets.closed_through(doc.facility, unit)
	if closed and getdate(doc.event_date) <= closed:
		frappe.throw(
			_("The books are closed until {0}. Please enter a later day.").format(formatdate(closed))
		)


def _move(doc: Document, card: Document) -> None:
	for field in ("place", "department", "keeper", "used_by"):
		if given := doc.get(f"to_{field}"):
			card.set(field, given)
	if doc.to_place:
		place = frappe.get_cached_value("Asset Place", doc.to_place, ["department", "keeper"], as_dict=True)
		for field in ("department", "keeper"):
			if place[field] and not doc.get(f"to_{field}"):
				card.set(field, place[field])


def _write(card: Document) -> None:
	card.flags.follows_event = True
	card.flags.ignore_permissions = True
	card.save()


def _title(doc: Document, held: dict) -> str:
	names: Iterator[str] = (held[line.asset].card.asset_name for line in doc.lines)
	first, count = next(names), len(doc.lines)
	what = first if count == 1 else _("{0} and {1} others", "ko").format(first, count - 1)
	return f"{_(doc.kind, 'ko')} · {what}"
