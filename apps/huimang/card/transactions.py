"""Uses of cards: each is recorded once, set off against its cancellations in whatever order they come, and never changed.

Whoever records a use of a known card locks the card first, so that an approval and its cancellation that arrive at the
same time find each other (README.md: order of locks).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import NamedTuple

import frappe
from frappe import _
from frappe.utils import get_datetime, getdate

from huimang.card import cancellations, numbers, receipts
from huimang.database.sql import roll_back_to
from huimang.errors import obey
from huimang.facility import access
from huimang.money import won
from huimang.rules import cards as rules
from huimang.rules import identifiers
from huimang.rules.cards import APPROVAL, CANCELLATION, Use
from huimang.rules.errors import RuleViolation

DOCTYPE = "Card Transaction"
UNMATCHED, LINKED, EVIDENCED, SETTLED = "Unmatched", "Linked", "Evidenced", "Settled"
WAITING, CANCELLED, EXCLUDED = "Waiting", "Cancelled", "Excluded"
_HOLDERS = ("receipt", "memo")
_ACCOUNTANTS = ("billing_date", "corporate_card")
"""What may be entered once a use is recorded: by whoever uses the card, and besides by who may record uses."""


class Recorded(NamedTuple):
	"""Where a use is recorded, and whether it was not there before."""

	name: str
	is_new: bool


def record(
	facility: str,
	use: Use,
	source: str,
	card: frappe._dict | None = None,
	is_shown: bool = True,
	**about,
) -> Recorded:
	"""Record a use that a card company has told, once.

	:param source: the road it came by: ``Webhook`` or ``Upload``.
	:param card: the registered card, if the caller has looked it up.
	:param is_shown: whether it is shown to whoever watches; else the caller calls `watch`, once for many.
	:param about: further fields of Card Transaction, such as ``card_message``.
	Raises RuleViolation for what cannot be, or stands against what is recorded already.
	"""
	rules.check_use(use, getdate())
	if there := known(facility, [use.key]).get(use.key):
		require_same(use, abs(won(there.amount)))
		return Recorded(there.name, False)
	frappe.db.savepoint("huimang_card_use")
	try:
		doc = frappe.get_doc({**values_of(facility, use, source), **about})
		doc.flags.update(told=True, card=card and locked(card), is_shown_later=not is_shown)
		doc.insert(ignore_permissions=True)
	except frappe.DuplicateEntryError:
		# somebody else has recorded it since we looked
		roll_back_to("huimang_card_use")
		frappe.clear_last_message()
		there = known(facility, [use.key], lock=True)[use.key]
		require_same(use, abs(won(there.amount)))
		return Recorded(there.name, False)
	return Recorded(doc.name, True)


def values_of(facility: str, use: Use, source: str) -> dict:
	"""Return what a record of a use is made of; the rest is completed."""
	values = {"doctype": DOCTYPE, **asdict(use), "facility": facility, "source": source}
	values.pop("cancellation_no")
	return {**values, "transaction_key": use.key}


def require_same(use: Use, amount: int | None) -> None:
	"""Refuse a use that is recorded already with another amount. Raises RuleViolation."""
	if amount is not None and amount != use.amount:
		raise RuleViolation(
			"The approval number {0} is there already with another amount. Please check it with the card company.",
			use.approval_no,
		)


def known(facility: str, keys: Iterable[str], lock: bool = False) -> dict[str, frappe._dict]:
	"""Return the uses of a facility that are recorded already, by key."""
	rows = frappe.db.sql(
		f"""SELECT name, transaction_key, amount, kind FROM `tabCard Transaction`
		WHERE facility = %s AND transaction_key IN %s {"FOR UPDATE" if lock else ""}""",
		(facility, tuple(keys) or ("",)),
		as_dict=True,
	)
	return {row.transaction_key: row for row in rows}


def is_same(there: frappe._dict | None, use: Use) -> bool:
	"""Whether a use is recorded already, as `known` tells it, with its amount."""
	return bool(there) and abs(won(there.amount)) == use.amount


def complete(doc) -> None:
	"""Fill in what follows from what was told or typed (before it is inserted)."""
	if not doc.flags.told:
		_complete_typed(doc)
	amount = abs(obey(won, doc.amount or 0))
	doc.amount = amount if doc.kind == APPROVAL else -amount
	doc.cancelled_amount = 0
	doc.net_amount = amount if doc.kind == APPROVAL else 0
	doc.status = UNMATCHED if doc.kind == APPROVAL else WAITING
	doc.original = doc.expense_resolution = doc.resolution_row = doc.reminded_on = None
	doc.attention = doc.excluded_reason = None
	if doc.merchant_no:
		doc.merchant_no = _business_no(doc.merchant_no)
	card = doc.flags.card
	if not card and not doc.flags.is_looked_up:
		card = numbers.card_of(doc.facility, doc.card_number, lock=True)
	if card:
		_take_card(doc, card)
	else:
		doc.corporate_card = doc.holder = doc.employee = None
		doc.attention = _("The card is not registered.", lang="ko")


def check(doc) -> None:
	"""Refuse to change what a card company told: only receipt and memo are the holder's, some more the accountant's."""
	before = doc.get_doc_before_save()
	if not before:
		return
	free = {*_HOLDERS, *(_ACCOUNTANTS if _is_bookkeeper(doc.facility) else ())}
	for df in doc.meta.fields:
		if df.fieldname in free or df.get("is_custom_field") or df.fieldtype in ("HTML", "Section Break"):
			continue
		if doc.has_value_changed(df.fieldname):
			frappe.throw(_("{0} is as the card company told it and cannot be changed.").format(_(df.label)))
	if doc.has_value_changed("corporate_card"):
		_check_card(doc)


def follow(doc) -> None:
	"""Set a new use off against its cancellations, and tell those who watch (hook ``huimang_card_watchers``)."""
	changed = cancellations.set_off(doc.facility, doc.card_number, doc.approval_no)
	watch(changed if doc.flags.is_shown_later else [doc.name, *changed])


def watch(names: Sequence[str]) -> None:
	"""Show uses to whoever watches; what fails there leaves the uses as they are."""
	for path in frappe.get_hooks("huimang_card_watchers") if names else ():
		frappe.db.savepoint("huimang_card_watcher")
		try:
			frappe.get_attr(path)(names)
		except Exception:
			roll_back_to("huimang_card_watcher")
			frappe.log_error(title=f"Card watcher {path}", message=frappe.get_traceback())


def find_cards(facility: str) -> None:
	"""Give uses of cards that were not registered theirs, now that one more is."""
	for use in frappe.get_all(DOCTYPE, {"facility": facility, "corporate_card": ("is", "not set")}, ["name"]):
		doc = frappe.get_doc(DOCTYPE, use.name, for_update=True)
		if card := numbers.card_of(facility, doc.card_number, lock=True):
			_take_card(doc, card)
			fields = ("corporate_card", "card_company", "holder", "employee", "billing_date")
			write(doc.name, attention=None, **{field: doc.get(field) for field in fields})
			watch(cancellations.set_off(facility, doc.card_number, doc.approval_no))


def hand_over(card) -> None:
	"""Give the uses that nobody has dealt with yet to the card's new holder."""
	names = frappe.get_all(DOCTYPE, {"corporate_card": card.name, "status": UNMATCHED}, pluck="name")
	for name in names:
		write(name, holder=card.holder, employee=card.employee)


def adopt_receipt(doc) -> None:
	"""A photo that was attached goes into the draft of the resolution, and the use is evidenced."""
	before = doc.get_doc_before_save()
	if (doc.receipt or "") != ((before and before.receipt) or ""):
		receipts.adopt(doc)
		renew(doc.name)


def renew(name: str) -> str:
	"""Tell anew where a use stands, from what belongs to it; return it."""
	use = frappe.db.get_value(
		DOCTYPE,
		name,
		["kind", "net_amount", "expense_resolution", "receipt", "excluded_reason", "original", "status"],
		as_dict=True,
	)
	status = _status_of(use)
	if status != use.status:
		write(name, status=status)
	return status


def write(name: str, **values) -> None:
	"""Write fields of a use that is there."""
	frappe.db.set_value(DOCTYPE, name, values)


def refuse_deletion(doc) -> None:
	"""What a card company sent is kept; what people brought in may go again while nothing depends on it."""
	if doc.source == "Webhook" or doc.expense_resolution or doc.original or won(doc.cancelled_amount or 0):
		frappe.throw(
			_("A use that the card company told is kept. It can be marked as needing no resolution.")
		)


def locked(card):
	"""Lock a card and return it: until the end of the transaction nobody else records its uses."""
	frappe.db.sql("SELECT name FROM `tabCorporate Card` WHERE name = %s FOR UPDATE", card.name)
	return card


def _complete_typed(doc) -> None:
	"""Bring what somebody typed into the form that card companies' data has."""
	if not doc.corporate_card:
		frappe.throw(_("Please choose the card."))
	card = frappe.get_cached_doc("Corporate Card", doc.corporate_card)
	doc.source, doc.card_number, doc.card_company = "Manual", card.card_number, card.card_company
	doc.card_message = None
	doc.approval_no = rules.approval_number(doc.approval_no or "")
	use = Use(
		kind=doc.kind,
		card_number=doc.card_number,
		approved_at=get_datetime(doc.approved_at),
		approval_no=doc.approval_no,
		amount=abs(obey(won, doc.amount or 0)),
	)
	obey(rules.check_use, use, getdate())
	doc.transaction_key = use.key
	if known(doc.facility, [use.key]):
		frappe.throw(
			_("The approval number {0} is there already.").format(doc.approval_no), frappe.DuplicateEntryError
		)


def _take_card(doc, card: frappe._dict) -> None:
	doc.corporate_card, doc.holder, doc.employee = card.name, card.holder, card.employee
	doc.card_company = doc.card_company or card.card_company
	day = getdate(doc.approved_at)
	if not doc.billing_date:
		doc.billing_date = (
			day if card.is_debit else rules.billing_date(day, card.payment_day, card.period_ends_on)
		)


def _check_card(doc) -> None:
	card = frappe.get_cached_doc("Corporate Card", doc.corporate_card) if doc.corporate_card else None
	if doc.get_doc_before_save().corporate_card or not card:
		frappe.throw(
			_("{0} is as the card company told it and cannot be changed.").format(_("Corporate Card"))
		)
	_take_card(doc, locked(card))
	doc.attention = None


def _is_bookkeeper(facility: str) -> bool:
	facilities = access.facilities_for(frappe.session.user, DOCTYPE, "create")
	return facilities is None or facility in facilities


def _status_of(use: frappe._dict) -> str:
	if use.kind == CANCELLATION:
		return CANCELLED if use.original else WAITING
	if use.expense_resolution:
		if frappe.db.get_value("Expense Resolution", use.expense_resolution, "stage") == "Settled":
			return SETTLED
		return EVIDENCED if use.receipt else LINKED
	if use.excluded_reason:
		return EXCLUDED
	return UNMATCHED if won(use.net_amount or 0) else CANCELLED


def _business_no(written: str) -> str:
	"""Return a business number with its hyphens; one that is not sound is kept as it was told."""
	try:
		return identifiers.show_business_no(identifiers.read_business_no(written))
	except RuleViolation:
		return written.strip()[:20]
