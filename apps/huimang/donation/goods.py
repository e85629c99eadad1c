"""후원품 사용: what became of goods that were given. Never more than was given, also when two hand out at once."""

from __future__ import annotations

from fractions import Fraction

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html, flt, getdate

from huimang.donation.gifts import GIFT, GOODS, IN_STOCK, USED
from huimang.facility import access
from huimang.money import won
from huimang.property import stock
from huimang.property.register import as_gift

USE = "Donated Goods Use"
ASSET = "Facility Asset"
_KEPT = ("donation", "item_row", "quantity")
_OF_GIFT = ("facility", "donated_on", "is_sponsorship")
_OF_ROW = [
	"name",
	"item_name",
	"specification",
	"unit",
	"quantity",
	"used_quantity",
	"fair_value",
	"value_basis",
]


def complete(doc: Document) -> None:
	"""Complete and check a use; what it takes of the goods stays as it is afterwards."""
	before = doc.get_doc_before_save()
	if before and any(doc.get(field) != before.get(field) for field in _KEPT):
		frappe.throw(
			_("Quantity and goods of a use stay as they are. Please delete the use and enter it anew.")
		)
	if not before:
		doc.item_row = doc.item_row or _only_row(doc.donation)
	gift, row = _given(doc.donation, doc.item_row)
	doc.used_on = doc.used_on or getdate()
	if getdate(doc.used_on) < getdate(gift.donated_on) or getdate(doc.used_on) > getdate():
		frappe.throw(_("Goods are used after they were given, and not in the future."))
	if flt(doc.quantity) <= 0:
		frappe.throw(_("The quantity must be above 0."))
	doc.item_name, doc.unit = row.item_name, row.unit
	doc.is_sponsorship = doc.is_sponsorship or gift.is_sponsorship
	if not before:
		doc.amount = _worth(row, flt(doc.quantity))


def take(doc: Document) -> None:
	"""Take what is used off the goods; refuse where less is there."""
	_move(doc, flt(doc.quantity))


def give_back(doc: Document) -> None:
	"""Put back what a deleted use had taken. What the goods became has to be undone first."""
	if doc.reference_name and frappe.db.exists(
		doc.reference_doctype, {"name": doc.reference_name, "docstatus": ("<", 2)}
	):
		frappe.throw(_("This use follows from {0}. Please undo that one.").format(_(doc.reference_doctype)))
	_move(doc, -flt(doc.quantity))


def register_asset(donation: str, item_row: str, units: int, **fields: object) -> list[str]:
	"""Enter given goods in the register of assets; return the numbers of the cards.

	:param units: how many of the row's goods; each gets a card of its own.
	:param fields: of the card, such as asset_class and place.
	"""
	gift, row = _given(donation, item_row)
	access.require(gift.facility, ASSET, "create")
	taken = _use(gift, row, units, "Registered as Asset")
	made = as_gift(
		gift.facility,
		donation,
		won(taken.amount),
		units,
		**{
			"asset_name": row.item_name,
			"spec": row.specification,
			"unit": row.unit,
			"acquired_on": gift.donated_on,
			"valuation": row.value_basis or _("Market value when it was given"),
			**fields,
		},
	)
	taken.db_set({"reference_doctype": ASSET, "reference_name": made[0]})
	return made


def take_into_stock(donation: str, item_row: str, quantity: float, consumable: str) -> str:
	"""Take given goods into the stock of consumables; return the movement's name."""
	gift, row = _given(donation, item_row)
	access.require(gift.facility, stock.MOVEMENT, "create")
	taken = _use(gift, row, quantity, "Taken into Stock")
	line = {
		"consumable": consumable,
		"quantity": quantity,
		"amount": won(taken.amount),
		"source_row": item_row,
	}
	movement = stock.receive(
		stock.Order(GIFT, donation), gift.facility, [line], getdate(), _("Gift: {0}").format(row.item_name)
	)
	taken.db_set({"reference_doctype": stock.MOVEMENT, "reference_name": movement})
	return movement


def left(donation: str) -> list[dict]:
	"""Return the goods of a gift of which something is left, with how much."""
	fields = ["name", "item_name", "specification", "unit", "quantity", "used_quantity", "expires_on"]
	rows = frappe.get_all("Donation Item", {"parent": donation, "parenttype": GIFT}, fields, order_by="idx")
	for row in rows:
		row.left = flt(flt(row.quantity) - flt(row.used_quantity), 6)
	return [row for row in rows if row.left > 0]


def _use(gift: frappe._dict, row: frappe._dict, quantity: float, kind: str) -> Document:
	"""Note that goods became something else; whoever may make that may note it."""
	values = {"facility": gift.facility, "donation": gift.name, "item_row": row.name}
	doc = frappe.get_doc({"doctype": USE, **values, "quantity": quantity, "use_kind": kind})
	doc.flags.ignore_permissions = True
	return doc.insert()


def _given(donation: str, item_row: str) -> tuple[frappe._dict, frappe._dict]:
	"""Return a gift of goods and one of its rows."""
	gift = frappe.db.get_value(
		GIFT, {"name": donation, "donation_kind": GOODS}, ["name", *_OF_GIFT], as_dict=True
	)
	wanted = {"name": item_row, "parent": donation, "parenttype": GIFT}
	row = gift and frappe.db.get_value("Donation Item", wanted, _OF_ROW, as_dict=True)
	if not row:
		frappe.throw(_("Please choose which of the given goods were used."))
	return gift, row


def _move(doc: Document, quantity: float) -> None:
	"""Change what is used of a row while its gift is locked, and say of the gift whether anything is left."""
	frappe.db.sql(f"SELECT name FROM `tab{GIFT}` WHERE name = %s FOR UPDATE", doc.donation)
	rows = frappe.db.sql(
		"""SELECT name, item_name, unit, quantity, used_quantity FROM `tabDonation Item` WHERE parent = %s FOR UPDATE""",
		doc.donation,
		as_dict=True,
	)
	row = next(row for row in rows if row.name == doc.item_row)
	left = flt(flt(row.quantity) - flt(row.used_quantity), 6)
	if quantity > left:
		frappe.throw(
			_("{0} of {1} is left. Please enter no more than that.").format(
				escape_html(f"{left:g}{row.unit or ''}"), escape_html(row.item_name)
			)
		)
	row.used_quantity = flt(flt(row.used_quantity) + quantity, 6)
	frappe.db.sql(
		"UPDATE `tabDonation Item` SET used_quantity = %s WHERE name = %s", (row.used_quantity, row.name)
	)
	is_left = any(flt(flt(row.quantity) - flt(row.used_quantity), 6) > 0 for row in rows)
	frappe.db.set_value(GIFT, doc.donation, "status", IN_STOCK if is_left else USED)


def _only_row(donation: str) -> str | None:
	rows = frappe.get_all("Donation Item", {"parent": donation, "parenttype": GIFT}, pluck="name", limit=2)
	return rows[0] if len(rows) == 1 else None


def _worth(row: frappe._dict, quantity: float) -> int:
	"""Return what a part of goods is worth: its share, so that all parts together are worth the whole."""
	whole, used = Fraction(str(flt(row.quantity))), Fraction(str(flt(row.used_quantity)))
	until = min(used + Fraction(str(quantity)), whole)
	value = won(row.fair_value)
	return int(value * until / whole) - int(value * used / whole)
