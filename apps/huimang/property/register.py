"""What was bought or given comes into the register (asset_rules §4): as many cards as there are things, and no won twice."""

from __future__ import annotations

from collections.abc import Mapping

import frappe
from frappe import _
from frappe.utils import cint, getdate

from huimang.approval.stages import APPROVED, SETTLED
from huimang.errors import obey
from huimang.facility import access
from huimang.money import format_won, won
from huimang.property import assets, purchases
from huimang.property.assets import ASSET
from huimang.resolutions import claims
from huimang.rules import assets as law

FOR_ASSETS = "자산취득비"
"""The 목 on which assets are bought; its 세목 have it in their path."""
MOST_UNITS = 500
"""Cards that are made at once; more of the same are a set with one label."""
_GIVEN = (
	*(
		"asset_name",
		"asset_class",
		"spec",
		"maker",
		"serial_no",
		"item_code",
		"unit",
		"place",
		"department",
		"keeper",
	),
	*("used_by", "acquired_on", "in_service_on", "useful_life_years", "service_life_years", "method"),
	*("is_depreciable", "is_expensed", "note", "photo", "warranty_until", "restricted_until", "valuation"),
)
"""What whoever registers something may say of it."""


def register(
	facility: str, cost: int, units: int = 1, *, as_set: bool = False, **fields: object
) -> list[str]:
	"""Enter things of one kind in the register; return their numbers.

	:param cost: won for all of them; the cards add up to it exactly.
	:param units: how many there are; each gets a card and a label of its own, unless they are kept `as_set`.
	:param fields: fields of the card. A thing below the facility's limit is registered without depreciation.
	"""
	units = cint(units)
	if not as_set and units > MOST_UNITS:
		frappe.throw(
			_("At most {0} cards are made at once. Please register more of the same as a set.").format(
				MOST_UNITS
			)
		)
	costs = obey(law.unit_costs, won(cost), units)
	if "is_depreciable" not in fields and is_cheap(facility, won(cost) // units, fields):
		fields["is_depreciable"] = 0
	common = {"doctype": ASSET, "facility": facility, "in_service_on": fields.get("acquired_on"), **fields}
	if as_set:
		return [_insert({**common, "quantity": units, "cost": won(cost)})]
	subsidies = obey(law.unit_costs, won(fields.get("subsidy_amount") or 0), units)
	return [
		_insert({**common, "quantity": 1, "cost": each, "unit_price": each, "subsidy_amount": subsidy})
		for each, subsidy in zip(costs, subsidies, strict=True)
	]


def of_line(
	resolution: str, row: str, given: Mapping[str, object], amount: int, units: int, as_set: bool = False
) -> list[str]:
	"""Register what a line of an approved Expense Resolution has bought; return the numbers.

	The rights to register are the caller's to check. Raises ValidationError beyond the won that the line has left.
	"""
	head = claims.lock(purchases.RESOLUTION, resolution)
	access.require(head.facility, ASSET, "create")
	if head.stage not in (APPROVED, SETTLED):
		frappe.throw(_("Assets are registered once the resolution is approved."))
	line = claims.lines_of(purchases.RESOLUTION, resolution).get(row)
	if not line:
		frappe.throw(_("This line is not part of the resolution."))
	left = next(
		each["left"] for each in purchases.lines_left(resolution, lock=True) if each["source_row"] == row
	)
	if not 0 < won(amount) <= left:
		frappe.throw(
			_("The line has {0} won left that is not in stock or in the register.").format(format_won(left))
		)
	fund = frappe.get_cached_value("Fund Source", line.fund_source, "kind")
	bought = {
		"accounting_unit": head.accounting_unit,
		"acquisition_type": "Purchase",
		"acquired_on": getdate(head.payment_date or head.approval_date),
		"fund_source": line.fund_source,
		"subsidy_amount": won(amount) if fund == "Subsidy" else 0,
		"account_subject": line.account_subject,
		"supplier": line.counterparty
		and frappe.get_cached_value("Counterparty", line.counterparty, "counterparty_name"),
		"expense_resolution": resolution,
		"expense_line": row,
	}
	chosen = {field: value for field, value in given.items() if field in _GIVEN and value not in (None, "")}
	return register(head.facility, won(amount), units, as_set=as_set, **{**bought, **chosen})


def as_gift(
	facility: str, donation: str | None, worth: int, units: int, as_set: bool = False, **fields: object
) -> list[str]:
	"""Register what was given (기증): its worth is its cost, for which `valuation` says the basis; return the numbers.

	:param donation: the Donation that it came by; the rights are its maker's to check.
	"""
	return register(
		facility, worth, units, as_set=as_set, acquisition_type="Gift", donation=donation, **fields
	)


def lines_to_register(resolution: str) -> list[dict]:
	"""Return the lines of a resolution with what is left of them, and whether they look like assets."""
	rows = claims.lines_of(purchases.RESOLUTION, resolution)
	limit = assets.threshold(frappe.db.get_value(purchases.RESOLUTION, resolution, "facility"))
	return [
		{**each, "is_likely": _is_for_assets(rows[each["source_row"]]) or each["left"] >= limit}
		for each in purchases.lines_left(resolution)
	]


def refuse_cancelling(doc, method: str | None = None) -> None:
	"""Refuse to cancel a resolution whose assets are registered (hook: Expense Resolution, before_cancel)."""
	if name := frappe.db.get_value(ASSET, {"expense_resolution": doc.name}):
		frappe.throw(
			_("What was bought is in the register ({0}). Please delete its cards there first.").format(name)
		)


def _is_for_assets(line: frappe._dict) -> bool:
	names = frappe.get_cached_value("Account Subject", line.account_subject, ["subject_name", "path_label"])
	return any(FOR_ASSETS in (name or "") for name in names)


def is_cheap(facility: str, price: int, fields: Mapping[str, object]) -> bool:
	"""Tell whether a thing of this unit price is registered without depreciation (저가 비품).

	:param fields: its card, with asset_class and acquired_on.
	"""
	group = frappe.get_cached_value(assets.CLASS, fields.get("asset_class"), "asset_group")
	if group != law.EQUIPMENT:
		return False
	day = getdate(fields.get("acquired_on"))
	return law.classify(price, day, threshold=assets.threshold(facility)) == law.LOW_VALUE


def _insert(values: dict) -> str:
	doc = frappe.get_doc(values)
	doc.flags.ignore_permissions = True
	return doc.insert().name
