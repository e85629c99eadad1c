"""관리전환 between facilities of one corporation: what leaves the register of one comes into that of the other, for what it is worth.

The one facility decides by an approved Asset Event that names the other (asset_rules §7: both sides); there it waits until somebody
who keeps the register takes it over. The cards made cost exactly what the event took out of the books, so that the two books
together are what they were.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, getdate

from huimang.facility import access
from huimang.facility.access import members_with_role
from huimang.money import format_won, won
from huimang.property import register, values
from huimang.property.assets import ASSET
from huimang.property.values import Holding, Removal
from huimang.rules import assets as law

EVENT = "Asset Event"
TAKEOVER = "Takeover"
KEEPER = "Accountant"
_KEPT = (
	*("asset_name", "asset_class", "spec", "maker", "serial_no", "item_code", "unit", "photo"),
	*("property_class", "address", "land_use", "area", "service_life_years", "warranty_until"),
	*("restricted_until", "is_important", "subsidy_amount"),
)
"""What a thing brings along to its new card."""
_KEEPING = ("place", "department", "keeper", "used_by")
_SHORTEST_LIFE = 2


def sisters(facility: str) -> list[dict]:
	"""Return the other facilities of a facility's corporation, as choices of a form."""
	corporation = frappe.get_cached_value("Facility", facility, "corporation")
	if not corporation:
		return []
	where = {"corporation": corporation, "name": ("!=", facility), "status": ("!=", "Closed")}
	rows = frappe.get_all("Facility", where, ["name", "facility_name"], order_by="facility_name")
	return [{"value": row.name, "label": row.facility_name} for row in rows]


def complete(doc: Document) -> None:
	"""Let an event name another facility of the corporation only, and only where things are handed over."""
	if doc.kind != law.HANDOVER:
		doc.to_facility = None
	if not doc.to_facility:
		return
	names = {row["value"]: row["label"] for row in sisters(doc.facility)}
	if doc.to_facility not in names:
		frappe.throw(_("Please choose another facility of the same corporation."))
	doc.other_party = names[doc.to_facility]


def tell(doc: Document) -> None:
	"""Tell those who keep the register there that something waits to be taken over."""
	if not doc.to_facility:
		return
	giver = frappe.get_cached_value("Facility", doc.facility, "facility_name")
	subject = _(
		"{0} hands over to us: {1}. Please take it over in the register of assets.", lang="ko"
	).format(giver, doc.title)
	for user in members_with_role(doc.to_facility, KEEPER):
		values = {"type": "Alert", "for_user": user, "subject": frappe.utils.escape_html(subject)}
		notice = {"doctype": "Notification Log", **values, "link": "/app/facility-asset"}
		frappe.get_doc({**notice, "from_user": "Administrator"}).insert(ignore_permissions=True)


def require_not_taken(doc: Document) -> None:
	"""Refuse to take an event back whose things stand in the other register."""
	if doc.to_facility and _is_taken(doc.name):
		frappe.throw(
			_("{0} has taken it over. Please have its cards deleted there first.").format(
				frappe.utils.escape_html(doc.other_party)
			)
		)


def waiting(facilities: Collection[str]) -> list[dict]:
	"""Return what other facilities have handed over to some and nobody has taken over yet."""
	event, asset = frappe.qb.DocType(EVENT), frappe.qb.DocType(ASSET)
	rows = (
		frappe.qb.from_(event)
		.left_join(asset)
		.on(asset.handed_over_by == event.name)
		.select(event.name, event.facility, event.to_facility, event.event_no, event.event_date, event.title)
		.where(event.to_facility.isin(list(facilities) or [""]) & (event.docstatus == 1))
		.where((event.kind == law.HANDOVER) & asset.name.isnull())
		.orderby(event.event_date)
		.orderby(event.event_no)
		.run(as_dict=True)
	)
	for row in rows:
		row.giver = frappe.get_cached_value("Facility", row.pop("facility"), "facility_name")
		row.lines = [_told(held, gone) for held, gone in _moved(row.name)]
	return rows


def take_over(facility: str, event: str, given: Mapping[str, object]) -> list[str]:
	"""Enter what was handed over in the register of the facility that gets it; return the numbers of its cards.

	:param given: where the things are from now on: place, department, keeper, used_by.

	Raises FacilityAccessError where the user may not register there, ValidationError where it is not theirs or was taken over.
	"""
	access.require(facility, ASSET, "create")
	doc = frappe.get_doc(EVENT, event, for_update=True)
	if doc.to_facility != facility or doc.kind != law.HANDOVER or doc.docstatus != 1:
		frappe.throw(_("This was not handed over to the facility."))
	if _is_taken(event):
		frappe.throw(_("This has been taken over already."))
	keeping = {field: given.get(field) for field in _KEEPING if given.get(field)}
	made = []
	for held, gone in _moved(event):
		made += _enter(facility, doc, held, gone, keeping)
	return made


def _is_taken(event: str) -> bool:
	"""Tell whether the other register has cards of an event whose row is locked, also of what was committed while we waited for it."""
	return bool(frappe.db.get_value(ASSET, {"handed_over_by": event}, for_update=True))


def _moved(event: str) -> list[tuple[Holding, Removal]]:
	"""Return the assets of an event with what it took of each out of the books."""
	facility = frappe.db.get_value(EVENT, event, "facility")
	names = frappe.get_all("Asset Event Line", {"parent": event}, pluck="asset", order_by="idx")
	fields = (*(field for field in _KEPT if field not in ("asset_name", "subsidy_amount")), "accounting_unit")
	held = {each.card.name: each for each in values.holdings(facility, names=names, fields=fields)}
	return [
		(held[name], next(each for each in held[name].removals if each.event.document == event))
		for name in names
	]


def _enter(
	facility: str, doc: Document, held: Holding, gone: Removal, keeping: Mapping[str, object]
) -> list[str]:
	"""Make the card of what came. It costs what it was worth in the books that it left, and is used for what is left of its life."""
	card, units, day = held.card, gone.before - gone.left, getdate(doc.event_date)
	worth = gone.book_value
	giver = frappe.get_cached_value("Facility", doc.facility, "facility_name")
	fields = {field: getattr(card, field) for field in _KEPT}
	fields |= {
		"accounting_unit": card.accounting_unit,
		"acquisition_type": TAKEOVER,
		"acquired_on": day,
		"supplier": giver,
		"handed_over_by": doc.name,
		"former_no": card.name,
		"subsidy_amount": won(card.subsidy_amount * worth // gone.cost) if gone.cost else 0,
		"valuation": _(
			"Book value when {0} handed it over: bought on {1} for {2} won ({3}).", lang="ko"
		).format(giver, card.acquired_on, format_won(gone.cost), doc.event_no),
		**_depreciation(held, gone, day),
		**keeping,
	}
	return register.register(facility, worth, units, as_set=units > 1, **fields)


def _depreciation(held: Holding, gone: Removal, day: date) -> dict[str, object]:
	"""Return how the card is depreciated: over the years that are left of its life, and not at all where nothing is left to take."""
	card = held.card
	last = max((row.fiscal_year for row in held.schedule.rows), default=0)
	if not cint(card.is_depreciable) or gone.book_value <= 1_000 or card.is_expensed or not last:
		return {"is_depreciable": 0}
	start = card.in_service_on or card.acquired_on
	over = (day.year - start.year) * 12 + day.month - start.month + 1
	years = max(-(-(card.useful_life_years * 12 - over) // 12), _SHORTEST_LIFE)
	return {"is_depreciable": 1, "useful_life_years": years, "method": card.method}


def _told(held: Holding, gone: Removal) -> dict:
	return {
		"name": held.card.asset_name,
		"number": held.card.name,
		"quantity": gone.before - gone.left,
		"value": gone.book_value,
	}
