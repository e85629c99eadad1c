"""What is read of uses of cards, for the people who have to do something about them."""

from __future__ import annotations

import frappe
from frappe.utils import getdate

from huimang.card import links
from huimang.card.drafts import place_of
from huimang.money import won

_USE, _CARD = "Card Transaction", "Corporate Card"
_SHOWN = (
	"name",
	"approved_at",
	"merchant_name",
	"merchant_category",
	"net_amount",
	"status",
	"receipt",
	"memo",
)


def mine(user: str, waiting: bool = True) -> list[dict]:
	"""Return the uses of the cards that a user holds, the latest first.

	:param waiting: only those whose receipt is still missing.
	"""
	filters = {"holder": user, "kind": "Approval", "net_amount": (">", 0)}
	if waiting:
		filters["receipt"] = ("is", "not set")
		filters["status"] = ("in", ("Unmatched", "Linked"))
	rows = frappe.get_list(_USE, filters, [*_SHOWN, "corporate_card"], order_by="approved_at desc", limit=100)
	for row in rows:
		row.net_amount = won(row.net_amount)
		row.card_title = frappe.get_cached_value(_CARD, row.corporate_card, "card_title")
	return rows


def uses_of(resolution: str) -> list[dict]:
	"""Return the uses that a resolution pays for, as its form shows them."""
	return [
		{
			**{
				key: row[key]
				for key in ("name", "merchant_name", "approval_no", "approved_at", "receipt", "status")
			},
			"net_amount": won(row.net_amount),
			"amount": won(row.amount),
			"card_title": row.corporate_card
			and frappe.get_cached_value(_CARD, row.corporate_card, "card_title"),
		}
		for row in links.uses_of(resolution)
	]


def proposal(name: str) -> dict:
	"""Return what the form of a use offers: resolutions that may be its own, and where a draft would book it."""
	use = frappe.get_doc(_USE, name)
	if use.kind != "Approval" or use.expense_resolution or not won(use.net_amount) or not use.corporate_card:
		return {"resolutions": [], "place": {}}
	rows = links.candidates(use)
	keys = ("name", "purpose", "resolution_no", "stage", "same_shop", "days")
	resolutions = [{**{key: row[key] for key in keys}, "day": getdate(row.day)} for row in rows]
	place = place_of(frappe.get_cached_doc(_CARD, use.corporate_card), use.as_dict())
	return {"resolutions": resolutions, "place": place}
