"""Gifts that a receipt can be issued for, and who gave them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import frappe
from frappe import _

from huimang.money import won
from huimang.rules.donation_receipts import GOODS

PERSON, ANONYMOUS = "Individual", "Anonymous"
COUNTED = ("Booked", "In Stock", "Used")
"""States in which a gift has arrived for good: its money is booked, its goods are there or were used."""

_DONOR = (
	*("name", "donor_name", "donor_type", "status", "receipt_wanted", "email", "postcode"),
	*("address", "address_detail", "resident_no", "birth_date", "business_no"),
)


@dataclass(frozen=True, slots=True)
class Gift:
	"""A gift as a receipt lists it; money given back is taken off already."""

	name: str
	donor: str
	donated_on: date
	kind: str
	value: int
	item: str = ""
	quantity: str = ""
	unit_price: int = 0


def ungiven(facility: str, year: int, donors: Sequence[str] | None = None) -> dict[str, list[Gift]]:
	"""Return the year's gifts that stand on no receipt in force, by donor, in the order of their days.

	:param donors: these donors' alone.
	"""
	if donors is not None and not donors:
		return {}
	narrow = f"gift.donor IN ({', '.join(['%s'] * len(donors))})" if donors else "gift.donor IS NOT NULL"
	days = (date(year, 1, 1), date(year, 12, 31))
	rows = frappe.db.sql(
		f"""SELECT {_COLUMNS} FROM `tabDonation` gift
		LEFT JOIN `tabDonation Receipt Line` line ON line.living_gift = gift.name
		WHERE gift.facility = %s AND gift.donated_on BETWEEN %s AND %s AND gift.status IN %s AND {narrow}
			AND line.name IS NULL""",
		[facility, *days, COUNTED, *(donors or ())],
	)
	return _by_donor(rows)


def held(names: Sequence[str]) -> dict[str, list[Gift]]:
	"""Return gifts as they are now, by donor, and hold them until the transaction ends: none is given back meanwhile."""
	places = ", ".join(["%s"] * len(names))
	rows = frappe.db.sql(
		f"""SELECT {_COLUMNS} FROM `tabDonation` gift WHERE gift.name IN ({places}) AND gift.status IN %s
		ORDER BY gift.name FOR UPDATE""",
		[*names, COUNTED],
	)
	return _by_donor(rows)


_COLUMNS = """gift.name, gift.donor, gift.donated_on, gift.donation_kind, gift.amount, gift.returned_amount,
	gift.receipt_value"""


def _by_donor(rows: Sequence[tuple]) -> dict[str, list[Gift]]:
	goods = _goods([row[0] for row in rows if row[3] == GOODS])
	found = defaultdict(list)
	for name, donor, day, kind, amount, returned, value in rows:
		worth = won(value or 0) if kind == GOODS else won(amount or 0) - won(returned or 0)
		if worth > 0:
			found[donor].append(Gift(name, donor, day, kind, worth, *goods.get(name, ())))
	for gifts in found.values():
		gifts.sort(key=lambda gift: (gift.donated_on, gift.name))
	return found


def _goods(names: Sequence[str]) -> dict[str, tuple[str, str, int]]:
	"""Return what gifts of goods are called on a receipt: item, quantity and price of one."""
	if not names:
		return {}
	items = defaultdict(list)
	rows = frappe.get_all(
		"Donation Item",
		{"parent": ("in", names), "parenttype": "Donation"},
		["parent", "item_name", "quantity", "unit", "receipt_value"],
		order_by="parent, idx",
	)
	for row in rows:
		items[row.parent].append(row)
	return {name: _in_words(rows) for name, rows in items.items()}


def _in_words(rows: list) -> tuple[str, str, int]:
	first = rows[0]
	if len(rows) > 1:
		return _("{0} and {1} more").format(first.item_name, len(rows) - 1), "", 0
	quantity = first.quantity or 0
	value = won(first.receipt_value or 0)
	price = int(value / quantity) if quantity else 0
	unit_price = price if price * quantity == value else 0
	return first.item_name, f"{quantity:g}{first.unit or ''}", unit_price


def donors(names: Sequence[str]) -> dict[str, frappe._dict]:
	"""Return what receipts take from the records of donors, by their names."""
	rows = frappe.get_all("Donor", {"name": ("in", list(names))}, list(_DONOR), limit_page_length=0)
	return {row.name: row for row in rows}


def why_not(donor: frappe._dict) -> str:
	"""Return why no receipt can be issued to a donor, or nothing (4.4, D8)."""
	if donor.donor_type == ANONYMOUS:
		return _("The donor is anonymous.")
	if donor.donor_type == PERSON and not donor.resident_no:
		return _("The resident registration number is missing. Please ask the donor for it.")
	if donor.donor_type != PERSON and not donor.business_no:
		return _("The business number is missing. Please ask the donor for it.")
	return ""
