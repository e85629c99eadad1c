"""후원품 사용: what became of goods that were given. Never more than was given, also when two hand out at once."""

from __future__ import annotations

from fractions import Fraction

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html, flt, getdate

from huimang.donation.gifts import GIFT, GOODS, IN_STOCK, USED
from huimang.money import won

USE = "Donated Goods Use"
_KEPT = ("donation", "item_row", "quantity")


def complete(doc: Document) -> None:
	"""Complete and check a use; what it takes of the goods stays as it is afterwards."""
	before = doc.get_doc_before_save()
	if before and any(doc.get(field) != before.get(field) for field in _KEPT):
		frappe.throw(
			_("Quantity and goods of a use stay as they are. Please delete the use and enter it anew.")
		)
	if not before:
		doc.item_row = doc.item_row or _only_row(doc.donation)
	gift, row = _row(doc)
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
	"""Put back what a deleted use had taken."""
	if doc.reference_name:
		frappe.throw(_("This use follows from {0}. Please undo that one.").format(_(doc.reference_doctype)))
	_move(doc, -flt(doc.quantity))


def use(
	donation: str, item_row: str, quantity: float, use_kind: str, reference: tuple[str, str], **more
) -> str:
	"""Note that goods went into the register or the stock; return the use's name.

	:param use_kind: ``Registered as Asset`` or ``Taken into Stock``.
	:param reference: DocType and name of what the goods became.
	:param more: other fields of the use, such as used_on or particulars.
	"""
	values = {"donation": donation, "item_row": item_row, "quantity": quantity, "use_kind": use_kind}
	doc = frappe.get_doc(
		{
			"doctype": USE,
			"facility": frappe.db.get_value(GIFT, donation, "facility"),
			**values,
			"reference_doctype": reference[0],
			"reference_name": reference[1],
			**more,
		}
	)
	doc.flags.ignore_permissions = True
	return doc.insert().name


def undo(reference: tuple[str, str]) -> None:
	"""Take back the uses by which goods became something that is undone now."""
	wanted = {"reference_doctype": reference[0], "reference_name": reference[1]}
	for name in frappe.get_all(USE, wanted, pluck="name"):
		doc = frappe.get_doc(USE, name)
		doc.reference_doctype = doc.reference_name = None
		doc.db_update()
		frappe.delete_doc(USE, name, ignore_permissions=True)


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


def _row(doc: Document) -> tuple[frappe._dict, frappe._dict]:
	gift = frappe.db.get_value(
		GIFT,
		{"name": doc.donation, "facility": doc.facility},
		["donated_on", "donation_kind", "is_sponsorship"],
		as_dict=True,
	)
	fields = ["item_name", "unit", "quantity", "fair_value", "used_quantity"]
	wanted = {"name": doc.item_row, "parent": doc.donation, "parenttype": GIFT}
	row = gift and frappe.db.get_value("Donation Item", wanted, fields, as_dict=True)
	if not row or gift.donation_kind != GOODS:
		frappe.throw(_("Please choose which of the given goods were used."))
	return gift, row


def _only_row(donation: str) -> str | None:
	rows = frappe.get_all("Donation Item", {"parent": donation, "parenttype": GIFT}, pluck="name", limit=2)
	return rows[0] if len(rows) == 1 else None


def _worth(row: frappe._dict, quantity: float) -> int:
	"""Return what a part of goods is worth: its share, so that all parts together are worth the whole."""
	whole, used = Fraction(str(flt(row.quantity))), Fraction(str(flt(row.used_quantity)))
	until = min(used + Fraction(str(quantity)), whole)
	value = won(row.fair_value)
	return int(value * until / whole) - int(value * used / whole)
