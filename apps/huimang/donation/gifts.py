"""후원금품: what a gift says, and what of it stays as it is once the books know it."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html, flt, getdate

from huimang.donation import donors, history, pledges, settings
from huimang.donation.settings import DESIGNATED, UNDESIGNATED
from huimang.errors import obey
from huimang.money import format_won, won
from huimang.rules import donations

GIFT = "Donation"
MONEY, GOODS = "Money", "Goods"
UNIDENTIFIED, RECEIVED, RESOLVED, BOOKED = "Unidentified", "To Be Resolved", "Resolved", "Booked"
GIVEN_BACK, IN_STOCK, USED = "Given Back", "In Stock", "Used"
OPEN = (UNIDENTIFIED, RECEIVED)
"""Gifts of money that no resolution has received yet."""

ASKED_OF_DONOR = ["donor_name", "donor_type", "status"]
"""What a gift asks of its donor; in `flags.donor` where they were read before."""

_DECIDED = ("status", "income_resolution", "resolution_row", "returned_amount", "import_key")
_KEPT = (
	*("donation_kind", "donated_on", "amount", "bank_account", "arrived_in", "moved_on"),
	*("purpose", "designation"),
)
"""What an Income Resolution was written from."""


def complete(doc: Document) -> None:
	"""Complete and check a gift."""
	_keep_what_is_decided(doc)
	if getdate(doc.donated_on) > getdate():
		frappe.throw(_("The day of a gift cannot lie in the future."))
	donor = _donor(doc)
	if doc.donation_kind == GOODS:
		_complete_goods(doc, donor.donor_type)
	else:
		_complete_money(doc)
	_complete_purpose(doc)
	if doc.donation_kind == MONEY:
		doc.receipt_value = doc.amount - won(doc.returned_amount or 0)
		if doc.status in OPEN:
			doc.status = _received(doc)
	who = donor.donor_name or doc.depositor_name or _("Unknown donor")
	what = _what(doc)
	doc.title = f"{who} {getdate(doc.donated_on)} {what}"[:200]


def _received(doc: Document) -> str:
	"""Return where a gift stands that no resolution has received: books that were taken over hold it already."""
	if not doc.donor:
		return UNIDENTIFIED
	begin = doc.flags.books_begin if doc.flags.many_at_once else history.own_books_begin(doc.facility)
	return BOOKED if begin and getdate(doc.moved_on or doc.donated_on) < begin else RECEIVED


def _keep_what_is_decided(doc: Document) -> None:
	"""A client cannot say what has become of a gift, nor change what the books were told of it."""
	before = doc.get_doc_before_save()
	if not before:
		for field in _DECIDED[:-1]:
			doc.set(field, 0 if field == "returned_amount" else None)
		doc.import_key = doc.flags.import_key
		doc.status = RECEIVED if doc.donation_kind == MONEY else IN_STOCK
		return
	for field in _DECIDED:
		doc.set(field, before.get(field))
	changed = [field for field in _KEPT if field != "designation" and doc.has_value_changed(field)]
	if before.income_resolution and changed:
		labels = ", ".join(_(doc.meta.get_label(field)) for field in changed)
		frappe.throw(
			_(
				"This gift is in an income resolution, and {0} stay as they are. Please have the resolution deleted or cancelled first."
			).format(labels)
		)
	if before.income_resolution and before.donor and doc.donor != before.donor:
		frappe.throw(
			_("This gift is in the books under its donor. Donors who are one and the same can be merged.")
		)


def _donor(doc: Document) -> frappe._dict:
	if not doc.donor and doc.pledge:
		doc.donor = frappe.get_cached_value("Donation Pledge", doc.pledge, "donor")
	if not doc.donor:
		if doc.donation_kind == GOODS:
			frappe.throw(_("Please choose the donor. Unknown ones have a donor of the kind Anonymous."))
		return frappe._dict()
	donor = doc.flags.donor or frappe.db.get_value("Donor", doc.donor, ASKED_OF_DONOR, as_dict=True)
	if doc.pledge and frappe.get_cached_value("Donation Pledge", doc.pledge, "donor") != doc.donor:
		frappe.throw(_("The pledge is another donor's. Please choose one of this donor."))
	if donor.status == donors.MERGED:
		frappe.throw(_("This donor was merged into another one. Please choose that one."))
	return donor


def _complete_money(doc: Document) -> None:
	doc.amount = obey(won, doc.amount or 0)
	if doc.amount <= 0:
		frappe.throw(_("The amount must be above 0 won."))
	doc.items, doc.is_related_party = [], 0
	doc.bank_account = doc.bank_account or settings.bank_account(doc.facility)
	if not doc.bank_account:
		frappe.throw(_("Please choose a dedicated donation account."))
	settings.require_donation_account(doc.bank_account)
	if doc.arrived_in == doc.bank_account:
		doc.arrived_in = None
	if not doc.arrived_in:
		doc.moved_on = None
	elif not doc.moved_on:
		# D11: told, and asked for before the gift can be received in the books
		frappe.msgprint(
			_(
				"Gifts are kept in the dedicated donation account (제41조의4). "
				"Please move the money there and enter the day on which you did."
			),
			indicator="orange",
			alert=True,
		)
	elif getdate(doc.moved_on) < getdate(doc.donated_on):
		frappe.throw(_("The money cannot have been moved before it arrived."))


def _complete_goods(doc: Document, donor_type: str) -> None:
	if not doc.items:
		frappe.throw(_("Please enter the goods that were given."))
	doc.bank_account = doc.arrived_in = doc.moved_on = doc.pledge = doc.depositor_name = doc.method = None
	total = 0
	for row in doc.items:
		row.fair_value, row.book_value = obey(won, row.fair_value or 0), obey(won, row.book_value or 0)
		if flt(row.quantity) <= 0 or row.fair_value <= 0:
			frappe.throw(_("Line {0}: {1}").format(row.idx, _("Quantity and market value must be above 0.")))
		row.receipt_value = donations.receipt_value(
			donor_type, row.fair_value, row.book_value, bool(doc.is_related_party)
		)
		total += row.fair_value
	doc.amount = obey(won, total)
	doc.receipt_value = sum(row.receipt_value for row in doc.items)
	_keep_used_goods(doc)


def _keep_used_goods(doc: Document) -> None:
	"""What of goods has been used is not taken out of the gift any more."""
	before = doc.get_doc_before_save()
	stored = {row.name: row for row in before.items} if before else {}
	for row in doc.items:
		row.used_quantity = stored[row.name].used_quantity if row.name in stored else 0
	now = {row.name: row for row in doc.items}
	for name, row in stored.items():
		used = flt(row.used_quantity)
		if used and (name not in now or flt(now[name].quantity) < used):
			frappe.throw(
				_("{0} of {1} has been used already and cannot be taken out.").format(
					escape_html(f"{used:g}{row.unit or ''}"), escape_html(row.item_name)
				)
			)


def _complete_purpose(doc: Document) -> None:
	"""Designated is only what a deed says a purpose of (D14); without one it may be spent as undesignated."""
	if doc.get_doc_before_save() and doc.income_resolution:
		doc.designation = doc.get_doc_before_save().designation
		return
	if not doc.purpose and doc.pledge:
		doc.purpose = frappe.get_cached_value("Donation Pledge", doc.pledge, "purpose")
	doc.designation = UNDESIGNATED
	if not doc.purpose:
		return
	if doc.deed or pledges.has_deed(doc.pledge):
		doc.designation = DESIGNATED
		if frappe.get_cached_value("Donation Purpose", doc.purpose, "is_sponsorship"):
			doc.is_sponsorship = 1
	else:
		frappe.msgprint(
			_("Without a deed of gift the purpose does not count: the gift is kept as undesignated."),
			indicator="orange",
			alert=True,
		)


def _what(doc: Document) -> str:
	if doc.donation_kind == MONEY:
		return _("{0} won").format(format_won(doc.amount))
	first = doc.items[0].item_name
	return first if len(doc.items) == 1 else _("{0} and {1} more").format(first, len(doc.items) - 1)


def refuse_deletion(doc: Document) -> None:
	"""Keep a gift that the books or a use know."""
	in_books = doc.income_resolution or doc.status not in (*OPEN, BOOKED, IN_STOCK)
	if in_books or won(doc.returned_amount or 0):
		frappe.throw(_("This gift is in the books and is kept. What came by mistake is given back."))
	if any(flt(row.used_quantity) for row in doc.items):
		frappe.throw(_("Some of these goods have been used, so the gift is kept."))


def follow(doc: Document) -> None:
	"""Let the donor's way of giving follow from the gift, and the facility have its setting."""
	settings.ensure(doc.facility)
	if doc.flags.many_at_once:
		return
	before = doc.get_doc_before_save()
	donors.renew([doc.donor, before and before.donor])
