"""Card numbers: stored encrypted, shown by their first and last four digits, and found again by what is shown."""

from __future__ import annotations

import frappe

from huimang.facility.secret_numbers import SecretNumber
from huimang.rules import cards as rules

NUMBER = SecretNumber("card_number", rules.mask)


_FIELDS = ["name", "card_number", "card_company", "holder", "employee", "is_active", "payment_day"]
_FIELDS += ["is_debit", "period_ends_on", "card_title"]


def card_of(facility: str, masked: str, lock: bool = False) -> frappe._dict | None:
	"""Return the one card of a facility that may have a masked number, None where that is none or several.

	:param lock: have it locked, for its uses to be recorded.
	"""
	found = frappe.db.get_values(
		"Corporate Card",
		{"facility": facility, "last_four": masked[-4:]},
		_FIELDS,
		as_dict=True,
		order_by="is_active desc, name",
		for_update=lock,
	)
	found = [card for card in found if rules.may_be(card.card_number, masked)]
	in_use = [card for card in found if card.is_active] or found
	return in_use[0] if len(in_use) == 1 else None
