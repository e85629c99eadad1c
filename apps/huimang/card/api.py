"""What card companies, Desk and REST may call of the cards. Everything that changes something is POST."""

from __future__ import annotations

import json

import frappe
from frappe import _
from frappe.utils import cint
from werkzeug.wrappers import Response

from huimang.card import automatic, billing, connections, drafts, links, messages, queries, transactions
from huimang.card.numbers import NUMBER
from huimang.facility import access

_USE, _CARD, _RESOLUTION = transactions.DOCTYPE, "Corporate Card", "Expense Resolution"


@frappe.whitelist(allow_guest=True, methods=["POST"])
def receive() -> Response:
	"""Take a message of a card company: signed by one of the facility's connections (card/README.md), answered at once.

	202: kept, and recorded soon. 401, 409, 413, 422: refused, with the reason; nothing is kept.
	"""
	answer = messages.accept(frappe.request.headers, frappe.request.get_data())
	body = json.dumps(answer.body, ensure_ascii=False)
	return Response(body, status=answer.status, content_type="application/json; charset=utf-8")


@frappe.whitelist(methods=["POST"])
def draft(names: str | list, chosen: str | dict | None = None) -> str:
	"""Write the draft of one resolution for uses of a card; return its name.

	:param chosen: account_subject, program, fund_source … where they are to be others than those that are proposed.
	"""
	access.require(_facility_of(wanted := _names(names)), _RESOLUTION, "create")
	return drafts.draft(wanted, frappe.parse_json(chosen) if chosen else None)


@frappe.whitelist()
def proposal(name: str) -> dict:
	"""Return which resolutions may be for a use, and where a draft would book it."""
	access.require(_facility_of([name]), _RESOLUTION, "read")
	return queries.proposal(name)


@frappe.whitelist(methods=["POST"])
def link(name: str, resolution: str) -> None:
	"""Tie a use to a resolution that is there already."""
	access.require(_facility_of([name]), _USE, "create")
	links.link(name, resolution)


@frappe.whitelist(methods=["POST"])
def unlink(name: str) -> None:
	"""Take a use out of the draft of a resolution."""
	access.require(_facility_of([name]), _USE, "create")
	links.unlink(name)


@frappe.whitelist(methods=["POST"])
def exclude(name: str, reason: str = "") -> None:
	"""Mark a use as one that needs no resolution, or take the mark off."""
	access.require(_facility_of([name]), _USE, "create")
	links.exclude(name, reason)


@frappe.whitelist(methods=["POST"])
def link_all(facility: str) -> dict:
	"""Link every use of a facility that leaves no doubt to which resolution it belongs; return how many, and how many are left."""
	access.require(facility, _USE, "create")
	names = frappe.get_all(
		_USE, {"facility": facility, "status": transactions.UNMATCHED}, pluck="name", order_by="approved_at"
	)
	linked = sum(bool(links.link_sure(frappe.get_doc(_USE, name))) for name in names)
	return {"linked": linked, "open": len(names) - linked}


@frappe.whitelist()
def uses(resolution: str) -> list[dict]:
	"""Return the uses of cards that a resolution pays for."""
	frappe.get_doc(_RESOLUTION, resolution).check_permission("read")
	return queries.uses_of(resolution)


@frappe.whitelist()
def my_uses(waiting: int | str = 1) -> list[dict]:
	"""Return the uses of the user's own cards; the list query behind it asks for permission."""
	return queries.mine(frappe.session.user, bool(cint(waiting)))


@frappe.whitelist(methods=["POST"])
def attach_receipt(name: str, file_url: str, memo: str | None = None) -> str:
	"""Attach the photo of a receipt that was just uploaded, and what the money was spent on; return where the use stands."""
	use = frappe.get_doc(_USE, name)
	use.check_permission("write")
	use.receipt = file_url
	if memo is not None:
		use.memo = memo
	use.save()
	return frappe.db.get_value(_USE, name, "status")


@frappe.whitelist()
def bills(card: str) -> list[dict]:
	"""Return the bills of a card that are not paid in full."""
	access.require(_card(card).facility, _RESOLUTION, "read")
	return billing.bills(card)


@frappe.whitelist()
def bill(card: str, billing_date: str) -> dict:
	"""Return what a bill of a card is made of."""
	access.require(_card(card).facility, _RESOLUTION, "read")
	return billing.bill(card, billing_date)


@frappe.whitelist(methods=["POST"])
def pay_bill(card: str, billing_date: str, on: str | None = None) -> list[str]:
	"""Carry out the 출납 of the approved resolutions of a bill; who may pay is the service's to say."""
	access.require(_card(card).facility, _RESOLUTION, "read")
	return billing.pay(card, billing_date, on)


@frappe.whitelist(methods=["POST"])
def reveal_card_number(name: str, purpose: str) -> str:
	"""Return a card's whole number to somebody who may enter it; who read it, and why, is logged."""
	access.require(_card(name).facility, _CARD, "write", whole=True)
	return NUMBER.reveal(_card(name), purpose)


@frappe.whitelist(methods=["POST"])
def show_secret(name: str) -> str:
	"""Return the secret of a connection to somebody who sets it up; that it was read is logged."""
	doc = frappe.get_doc(connections.DOCTYPE, name)
	doc.check_permission("write")
	return connections.show_secret(doc)


@frappe.whitelist(methods=["POST"])
def renew_secret(name: str) -> str:
	"""Give a connection another secret and return it."""
	doc = frappe.get_doc(connections.DOCTYPE, name)
	doc.check_permission("write")
	return connections.renew_secret(doc)


@frappe.whitelist(methods=["POST"])
def retry_message(name: str) -> None:
	"""Have a message that could not be recorded worked off once more."""
	access.require(frappe.get_doc("Card Message", name).facility, _USE, "create")
	messages.retry(name)


@frappe.whitelist(methods=["POST"])
def draft_each(names: str | list) -> dict:
	"""Write the draft of a resolution for each of some uses; return the drafts, and of the others why not."""
	access.require(_facility_of(wanted := _names(names)), _RESOLUTION, "create")
	return automatic.draft_each(wanted)


def _names(names: str | list) -> list[str]:
	parsed = frappe.parse_json(names)
	return [str(name) for name in (parsed if isinstance(parsed, list) else [parsed])]


def _card(name: str):
	doc = frappe.get_doc(_CARD, name)
	doc.check_permission("read")
	return doc


def _facility_of(names: list[str]) -> str:
	"""Return the one facility of uses. Raises where that is none or several."""
	found = frappe.get_all(_USE, {"name": ("in", names or [""])}, pluck="facility", distinct=True)
	if len(found) != 1:
		frappe.throw(_("Please choose uses of one registered card."))
	return found[0]
