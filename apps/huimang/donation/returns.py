"""과오납 반환: a gift that came by mistake goes back by a Refund Resolution of the line that received it (제27조)."""

from __future__ import annotations

import frappe
from frappe import _

from huimang.donation.gifts import BOOKED, GIFT, GIVEN_BACK
from huimang.errors import obey
from huimang.facility import access
from huimang.money import format_won, won

REFUND = "Refund Resolution"
RECEIPT_LINE = "Donation Receipt Line"


def give_back(name: str, amount: int | float | str, reason: str) -> str:
	"""Write the Refund Resolution of a gift, or of a part of it, as a draft of whoever asks; return its name."""
	gift = frappe.get_doc(GIFT, name)
	access.require(gift.facility, REFUND, "create")
	amount, reason = obey(won, amount), (reason or "").strip()
	if not reason:
		frappe.throw(_("Please write down the reason."), frappe.MandatoryError)
	if gift.status != BOOKED or not gift.income_resolution:
		frappe.throw(_("Only a gift that is in the books is given back this way."))
	left = won(gift.amount) - won(gift.returned_amount or 0)
	if not 0 < amount <= left:
		frappe.throw(_("{0} won of this gift can be given back.").format(format_won(left)))
	_require_no_receipt([name])
	doc = frappe.get_doc(
		{
			"doctype": REFUND,
			"facility": gift.facility,
			"refund_type": "Revenue Refund",
			"original": gift.income_resolution,
			"purpose": f"후원금 반환: {reason}"[:255],
			"lines": [{"original_row": gift.resolution_row, "amount": amount}],
		}
	)
	return doc.insert().name


def require_free(refund) -> None:
	"""Refuse a refund of gifts that stand on a receipt: it is withdrawn first (donations.md 3)."""
	_require_no_receipt(list(_gifts(refund)))


def note(refund, sign: int) -> None:
	"""Write on the gifts what a refund has given back of them, or, with -1, that it was taken back."""
	gifts = _gifts(refund, lock=True)
	if sign > 0:
		_require_no_receipt(list(gifts), lock=True)
	for name, amount in gifts.items():
		frappe.db.sql(
			f"""UPDATE `tab{GIFT}` SET returned_amount = returned_amount + %(amount)s,
				receipt_value = amount - returned_amount, status = IF(returned_amount >= amount, %(back)s, %(booked)s)
			WHERE name = %(name)s""",
			{"amount": sign * amount, "back": GIVEN_BACK, "booked": BOOKED, "name": name},
		)


def _gifts(refund, lock: bool = False) -> dict[str, int]:
	"""Return the won that a refund gives back of each gift; nothing for one that is of no gifts."""
	if refund.refund_type != "Revenue Refund":
		return {}
	amounts: dict[str, int] = {}
	for row in refund.lines:
		amounts[row.original_row] = amounts.get(row.original_row, 0) + won(row.amount)
	rows = frappe.db.sql(
		f"""SELECT name, resolution_row FROM `tab{GIFT}` WHERE income_resolution = %s AND resolution_row IN %s
		ORDER BY name {"FOR UPDATE" if lock else ""}""",
		(refund.original, tuple(amounts) or ("",)),
	)
	return {name: amounts[row] for name, row in rows}


def _require_no_receipt(names: list[str], lock: bool = False) -> None:
	"""Refuse where a receipt in force names one of the gifts.

	:param lock: see what is committed now: who issues a receipt holds the gift until then.
	"""
	if not names:
		return
	found = frappe.db.sql(
		f"""SELECT name FROM `tab{RECEIPT_LINE}` WHERE living_gift IN %s LIMIT 1
		{"LOCK IN SHARE MODE" if lock else ""}""",
		(tuple(names),),
	)
	if found:
		frappe.throw(_("A receipt was issued for this gift. Please withdraw the receipt first."))
