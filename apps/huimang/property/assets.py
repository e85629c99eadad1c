"""The register of assets (비품·재산): what a card must say, its number, and what of it may still be changed."""

from __future__ import annotations

from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, getdate

from huimang.errors import obey, rule_message
from huimang.ledger.numbering import next_number
from huimang.money import won
from huimang.property import values
from huimang.rules import assets as law
from huimang.rules import depreciation
from huimang.rules.assets import GROUPS, IN_USE, PROPERTY
from huimang.rules.errors import RuleViolation

ASSET = "Facility Asset"
CLASS = "Asset Class"
STATE = ("status", "quantity_left", "place", "department", "keeper", "used_by")
"""What events change, and nothing else."""
_OF_CLASS = ("item_code", "useful_life_years", "service_life_years")
_VALUE = (
	*(
		"quantity",
		"acquired_on",
		"in_service_on",
		"cost",
		"is_depreciable",
		"is_expensed",
		"useful_life_years",
	),
	*("method", "opening_year", "opening_accumulated", "new_method_year", "new_method", "asset_class"),
)
"""What the figures of past years rest on."""


def name_of(doc: Document) -> None:
	"""Give a new asset its number, which is its name and stands on its label; no number is given twice."""
	code = frappe.get_cached_value(CLASS, doc.asset_class, "category_code") if doc.asset_class else None
	if not code:
		frappe.throw(_("Please choose the class of the asset."))
	day = getdate(doc.acquired_on)
	serial = next_number(doc.facility, f"{day.year}-{code}", ASSET)
	doc.name = doc.asset_no = law.asset_no(doc.facility, day, code, serial)


def complete(doc: Document) -> None:
	"""Fill in what follows from what was entered, and check the card."""
	before = doc.get_doc_before_save()
	if before:
		_keep_state(doc, before)
		_refuse_changed_past(doc, before)
		doc.asset_no = before.asset_no
	else:
		_begin(doc)
	doc.asset_name = (doc.asset_name or "").strip()
	doc.asset_group = frappe.get_cached_value(CLASS, doc.asset_class, "asset_group")
	if cint(doc.quantity) < 1:
		frappe.throw(_("Please enter how many there are."))
	if not before or before.quantity != doc.quantity:
		doc.quantity_left = doc.quantity
	_complete_amounts(doc)
	_check_days(doc)
	if not doc.is_depreciable:
		doc.is_expensed = 0
	else:
		_check_life(doc)
	try:
		values.schedule_of(values.card_of(doc), (), values.settings_of(doc.facility))
	except RuleViolation as violation:
		frappe.throw(rule_message(violation))


def require_unused(doc: Document) -> None:
	"""Refuse to delete an asset that something has happened to: entered by mistake, it may go; otherwise an event tells."""
	if frappe.db.exists("Asset Event Line", {"asset": doc.name}):
		frappe.throw(_("There are events of this asset. It stays in the register."))
	_require_open(doc, doc)


def suggestions(facility: str, asset_class: str, acquired_on: date | str | None = None) -> dict:
	"""Return what a new asset of a class starts with, as fields of the card."""
	row = frappe.get_cached_doc(CLASS, asset_class)
	settings = values.settings_of(facility)
	return {
		"asset_group": row.asset_group,
		"is_depreciable": row.is_depreciable,
		"method": settings.method if row.asset_group not in PROPERTY else depreciation.STRAIGHT_LINE,
		**{field: row.get(field) for field in _OF_CLASS},
	}


def threshold(facility: str) -> int:
	"""Return the won from which a thing is durable equipment here: the facility's own, otherwise the usual one."""
	own = won(frappe.get_cached_value("Facility", facility, "asset_threshold") or 0)
	return own or law.VALUES.amount(getdate(), "durable.price")


def _begin(doc: Document) -> None:
	doc.status = IN_USE
	doc.quantity = cint(doc.quantity) or 1
	doc.quantity_left = doc.quantity
	given = suggestions(doc.facility, doc.asset_class)
	for field in (*_OF_CLASS, "method"):
		if not doc.get(field):
			doc.set(field, given[field])
	if not given["is_depreciable"]:
		doc.is_depreciable = 0
	if doc.place:
		place = frappe.get_cached_value("Asset Place", doc.place, ["department", "keeper"], as_dict=True)
		doc.department = doc.department or place.department
		doc.keeper = doc.keeper or place.keeper


def _keep_state(doc: Document, before: Document) -> None:
	"""Where an asset is and how it stands is told by events, so that its history is whole."""
	changed = [field for field in STATE if (doc.get(field) or None) != (before.get(field) or None)]
	if not changed or doc.flags.follows_event:
		return
	if changed == ["quantity_left"]:
		doc.quantity_left = before.quantity_left
		return
	frappe.throw(
		_("{0} is changed by an event (move, repair …), so that the history stays whole.").format(
			", ".join(_(doc.meta.get_label(field)) for field in changed)
		)
	)


def _refuse_changed_past(doc: Document, before: Document) -> None:
	changed = [field for field in _VALUE if _differs(doc, before, field)]
	if not changed:
		return
	if "quantity" in changed and frappe.db.exists("Asset Event Line", {"asset": doc.name, "docstatus": 1}):
		frappe.throw(_("There are events of this asset. Its quantity is changed by an event."))
	_require_open(doc, before)


def _differs(doc: Document, before: Document, field: str) -> bool:
	if doc.meta.get_field(field).fieldtype == "Date":
		return (doc.get(field) and getdate(doc.get(field))) != (
			before.get(field) and getdate(before.get(field))
		)
	if doc.meta.get_field(field).fieldtype in ("Int", "Check", "Currency"):
		return won(doc.get(field) or 0) != won(before.get(field) or 0)
	return (doc.get(field) or "") != (before.get(field) or "")


def _require_open(doc: Document, before: Document) -> None:
	"""Refuse to change the figures of years that are settled (결산)."""
	closed = closed_through(before.facility, before.accounting_unit)
	if closed and min(getdate(before.acquired_on), getdate(doc.acquired_on)) <= closed:
		frappe.throw(
			_(
				"The years until {0} are closed, and this asset is in their figures. It can no longer be changed"
				" there; please put on record what happened as an event."
			).format(closed)
		)


def closed_through(facility: str, unit: str) -> date | None:
	"""Return the last day of the last year that is closed in a facility's books; None where none is."""
	return frappe.db.get_value(
		"Accounting Year",
		{"facility": facility, "accounting_unit": unit, "status": "Closed"},
		"end_date",
		order_by="end_date desc",
	)


def _complete_amounts(doc: Document) -> None:
	quantity, price = cint(doc.quantity), obey(won, doc.unit_price or 0)
	cost = obey(won, doc.cost or 0)
	if price and not cost:
		cost = obey(won, price * quantity)
	doc.cost, doc.unit_price = cost, price or cost // quantity
	doc.subsidy_amount = obey(won, doc.subsidy_amount or 0)
	if doc.subsidy_amount > cost:
		frappe.throw(_("The subsidy is part of the cost. Please check both amounts."))
	doc.opening_accumulated = obey(won, doc.opening_accumulated or 0) if doc.opening_year else 0


def _check_days(doc: Document) -> None:
	today = getdate()
	if getdate(doc.acquired_on) > today:
		frappe.throw(_("The day of acquisition lies in the future. Please check it."))
	if doc.in_service_on and getdate(doc.in_service_on) < getdate(doc.acquired_on):
		frappe.throw(_("An asset is used after its acquisition. Please check the days."))


def _check_life(doc: Document) -> None:
	"""Keep the useful life within what the law lets one choose (±25 %)."""
	if not doc.useful_life_years:
		frappe.throw(_("Please enter the useful life of {0}.").format(doc.asset_name))
	row = frappe.get_cached_doc(CLASS, doc.asset_class)
	least, most = row.life_least or 2, row.life_most or 60
	# what was bought used has a shorter life (수정내용연수), and old registers often have the one of the procurement service
	if not (1 < doc.useful_life_years <= 60) or (
		not least <= doc.useful_life_years <= most and not doc.valuation
	):
		frappe.throw(
			_(
				"The useful life of {0} is {1} to {2} years. For another one, please enter the reason in the basis"
				" of value and useful life."
			).format(row.class_name, least, most)
		)
	if doc.asset_group in PROPERTY and doc.method == depreciation.DECLINING_BALANCE:
		frappe.throw(_("Buildings and rights are depreciated by the straight-line method only."))


def register_of(group: str) -> str:
	"""Return which book an asset stands in: Property (재산대장) or Goods (비품관리대장)."""
	assert group in GROUPS
	return "Property" if group in PROPERTY else "Goods"
