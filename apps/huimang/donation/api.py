"""What Desk may call of the donation area. Everything that changes something is POST."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import cint, flt

from huimang.donation import booking, donors, gifts, goods, pledges, purposes, returns, settings
from huimang.donation.donors import DONOR
from huimang.facility import access
from huimang.tax import personal_numbers


@frappe.whitelist()
def donor_history(name: str) -> dict:
	"""Return what a donor has promised and given, and who may be the same donor."""
	doc = frappe.get_doc(DONOR, name)
	doc.check_permission("read")
	return {**donors.history(name), "duplicates": donors.duplicates(doc)}


@frappe.whitelist(methods=["POST"])
def merge_donors(keep: str, drop: str) -> None:
	"""Make two records of one donor one; `keep` stays."""
	for name in (keep, drop):
		doc = frappe.get_doc(DONOR, name)
		doc.check_permission("write")
		doc.check_permission("delete")
	donors.merge(keep, drop)


@frappe.whitelist(methods=["POST"])
def reveal_resident_no(name: str, purpose: str) -> str:
	"""Return a donor's whole resident registration number to whoever writes receipts; who read it, and why, is logged."""
	doc = frappe.get_doc(DONOR, name)
	doc.check_permission("write")
	return personal_numbers.reveal_resident_no(doc, purpose)


@frappe.whitelist()
def pledge_standing(name: str) -> dict:
	"""Return which instalments of a pledge are due, paid and missed."""
	doc = frappe.get_doc("Donation Pledge", name)
	doc.check_permission("read")
	return pledges.told(doc)


@frappe.whitelist()
def missed_pledges(limit: int = 20) -> list[dict]:
	"""Return the pledges of the user's facilities that have missed something, the longest first."""
	frappe.has_permission("Donation Pledge", "read", throw=True)
	facilities = access.facilities_for(frappe.session.user, "Donation Pledge") or ()
	return pledges.missed(facilities)[: cint(limit)]


@frappe.whitelist()
def purpose_standing(name: str) -> dict | None:
	"""Return what the books say of a designated purpose: received, used and left."""
	doc = frappe.get_doc("Donation Purpose", name)
	doc.check_permission("read")
	return purposes.standing(doc)


@frappe.whitelist(methods=["POST"])
def resolve(facility: str, names: str | list) -> list[str]:
	"""Write the Income Resolutions of gifts; return their names."""
	access.require(facility, booking.RESOLUTION, "create")
	access.require(facility, gifts.GIFT, "read")
	return booking.resolve(facility, frappe.parse_json(names))


@frappe.whitelist(methods=["POST"])
def resolve_waiting(facility: str) -> list[str]:
	"""Write the Income Resolutions of all gifts of a facility that wait for one; return their names."""
	access.require(facility, booking.RESOLUTION, "create")
	access.require(facility, gifts.GIFT, "read")
	waiting = booking.waiting(facility)
	if not waiting:
		frappe.throw(_("No gift waits for an income resolution."))
	return booking.resolve(facility, waiting)


@frappe.whitelist(methods=["POST"])
def give_back(name: str, amount: int | float | str, reason: str) -> str:
	"""Write the Refund Resolution of a gift that came by mistake; return its name."""
	doc = frappe.get_doc(gifts.GIFT, name)
	doc.check_permission("read")
	access.require(doc.facility, returns.REFUND, "create")
	return returns.give_back(name, amount, reason)


@frappe.whitelist()
def form_defaults(doctype: str, facility: str | None = None) -> dict:
	"""Return what a new document of the area starts with: the user's facility, if it is one, and its donation account."""
	facilities = access.facilities_for(frappe.session.user, doctype, "create")
	if not facility:
		facility = next(iter(facilities)) if facilities and len(facilities) == 1 else None
	if not facility:
		return {}
	access.require(facility, doctype, "create")
	return {"facility": facility, "bank_account": settings.bank_account(facility)}


@frappe.whitelist()
def goods_left(name: str) -> list[dict]:
	"""Return the goods of a gift of which something is left."""
	frappe.get_doc(gifts.GIFT, name).check_permission("read")
	return goods.left(name)


@frappe.whitelist(methods=["POST"])
def register_asset(
	name: str, item_row: str, units: int | str, asset_class: str, place: str | None = None
) -> list[str]:
	"""Enter given goods in the register of assets; return the numbers of the cards."""
	doc = frappe.get_doc(gifts.GIFT, name)
	doc.check_permission("read")
	access.require(doc.facility, goods.ASSET, "create")
	return goods.register_asset(name, item_row, cint(units), asset_class=asset_class, place=place)


@frappe.whitelist(methods=["POST"])
def take_into_stock(name: str, item_row: str, quantity: float | str, consumable: str) -> str:
	"""Take given goods into the stock of consumables; return the movement's name."""
	doc = frappe.get_doc(gifts.GIFT, name)
	doc.check_permission("read")
	access.require(doc.facility, "Consumable Movement", "create")
	return goods.take_into_stock(name, item_row, flt(quantity), consumable)
