"""Uses of cards and resolutions: which belong together, and what a resolution must be like to pay for its uses."""

from __future__ import annotations

from datetime import timedelta

import frappe
from frappe import _
from frappe.utils import getdate
from pypika.functions import Coalesce, Sum

from huimang.approval.stages import DRAFT
from huimang.card import drafts, transactions
from huimang.money import format_won, won
from huimang.resolutions.problems import Problems
from huimang.rules import cards as rules
from huimang.rules.cards import APPROVAL

_USE, _RESOLUTION = "Card Transaction", "Expense Resolution"
_BY_CARD = ("Card", "Dedicated Card")
NEAR = timedelta(days=3)
"""How far apart a use and its resolution may be to be taken for each other's (subsidies_cards.md 4.3)."""
_ALIKE = 0.8


def tie(use: str, resolution: str, row: str | None = None) -> None:
	"""Write down that a use, locked by the caller, belongs to a resolution, and to which of its lines."""
	frappe.db.set_value(
		_USE, use, {"expense_resolution": resolution, "resolution_row": row, "attention": None, "drafted": 1}
	)
	transactions.renew(use)


def untie(use: str) -> None:
	"""Write down that a use belongs to no resolution any more."""
	frappe.db.set_value(_USE, use, {"expense_resolution": None, "resolution_row": None})
	transactions.renew(use)


def count(resolution: str) -> None:
	"""Note on a resolution how many uses it pays for: one without any asks nothing of them."""
	number = frappe.db.count(_USE, {"expense_resolution": resolution})
	frappe.db.set_value(_RESOLUTION, resolution, "card_uses", number)


def candidates(use, limit: int = 5) -> list[frappe._dict]:
	"""Return the resolutions that most likely pay for a use, the likeliest first: paid by card, of its amount, within three days.

	``same_shop`` tells that the shop is the same by its number, or alike by its name.
	"""
	document, line, party = (
		frappe.qb.DocType(name) for name in (_RESOLUTION, f"{_RESOLUTION} Line", "Counterparty")
	)
	other = frappe.qb.DocType(_USE)
	day, net = getdate(use.approved_at), won(use.net_amount)
	taken = (
		frappe.qb.from_(other)
		.select(Coalesce(Sum(other.net_amount), 0))
		.where((other.expense_resolution == document.name) & (other.kind == APPROVAL))
	)
	rows = (
		frappe.qb.from_(document)
		.left_join(line)
		.on((line.parent == document.name) & (line.parenttype == _RESOLUTION))
		.left_join(party)
		.on(party.name == line.counterparty)
		.select(document.name, document.purpose, document.resolution_no, document.total_amount)
		.select(
			document.stage,
			document.bank_account,
			Coalesce(document.cause_date, document.proposal_date).as_("day"),
		)
		.select(party.business_no, party.counterparty_name, line.description)
		.where((document.facility == use.facility) & (document.docstatus < 2))
		.where(document.payment_method.isin(_BY_CARD))
		.where(Coalesce(document.cause_date, document.proposal_date)[day - NEAR : day + NEAR])
		.where(document.total_amount - taken == net)
		.run(as_dict=True)
	)
	found: dict[str, frappe._dict] = {}
	for row in rows:
		known = found.setdefault(row.name, row)
		known.same_shop = bool(known.get("same_shop")) or _same_shop(use, row)
		known.days = abs((getdate(row.day) - day).days)
	return sorted(found.values(), key=lambda row: (not row.same_shop, row.days, row.name))[:limit]


def link(use: str, resolution: str) -> None:
	"""Tie a use to a resolution that somebody has written for it already.

	Raises ValidationError where the use is not free, or the resolution is for less than its uses.
	"""
	document = frappe.db.get_value(
		_RESOLUTION,
		resolution,
		["name", "facility", "docstatus", "total_amount", "payment_method", "stage"],
		as_dict=True,
		for_update=True,
	)
	doc = frappe.get_doc(_USE, use, for_update=True)
	drafts.require_free(doc.as_dict())
	if not document or document.facility != doc.facility or document.docstatus == 2:
		frappe.throw(_("The resolution is cancelled. Please choose another one."))
	if document.payment_method not in _BY_CARD:
		frappe.throw(_("This resolution is not paid by card. Please choose another one."))
	held = sum(won(row.net_amount) for row in uses_of(resolution, lock=True))
	if held + won(doc.net_amount) > won(document.total_amount):
		frappe.throw(
			_(
				"The resolution is for {0} won, less than its uses of the card. Please check the amounts."
			).format(format_won(won(document.total_amount)))
		)
	tie(use, resolution)
	count(resolution)
	if doc.receipt:
		transactions.receipts.adopt(frappe.get_doc(_USE, use))


def unlink(use: str) -> None:
	"""Take a use out of a resolution that it was linked to; what was drafted from uses is changed there."""
	resolution = frappe.db.get_value(_USE, use, "expense_resolution")
	if not resolution:
		return
	if frappe.db.get_value(_RESOLUTION, resolution, "stage", for_update=True) != DRAFT:
		frappe.throw(_("The resolution is being approved or paid, so its uses of the card stay with it."))
	frappe.get_doc(_USE, use, for_update=True)
	untie(use)
	count(resolution)


def link_sure(use) -> str | None:
	"""Tie a use to the one resolution that leaves no doubt: the same shop and amount, within three days. Return its name."""
	sure = [row for row in candidates(use, limit=20) if row.same_shop]
	if len(sure) != 1:
		return None
	link(use.name, sure[0].name)
	return sure[0].name


def exclude(use: str, reason: str) -> None:
	"""Mark a use as one that needs no resolution, such as one that its holder has paid back; without a reason, take the mark off."""
	doc = frappe.get_doc(_USE, use, for_update=True)
	if doc.expense_resolution or doc.kind != APPROVAL:
		frappe.throw(_("Only an approval without a resolution can be marked so."))
	doc.add_comment("Info", reason or _("The mark was taken off."))
	frappe.db.set_value(_USE, use, "excluded_reason", reason.strip() or None)
	transactions.renew(use)


def uses_of(resolution: str, lock: bool = False) -> list[frappe._dict]:
	"""Return the uses that a resolution pays for, in their order."""
	return frappe.db.sql(
		f"""SELECT name, merchant_name, approval_no, approved_at, amount, net_amount, corporate_card, receipt, status
		FROM `tabCard Transaction` WHERE expense_resolution = %s ORDER BY approved_at, name
		{"FOR UPDATE" if lock else ""}""",
		resolution,
		as_dict=True,
	)


def require_ready(doc) -> None:
	"""Refuse a resolution of card uses that pays for something else than they were (before it is asked for)."""
	if not doc.card_uses and not any(row.card_transaction for row in doc.evidence):
		return
	problems = Problems()
	uses = uses_of(doc.name, lock=True)
	if uses:
		_check_amounts(doc, uses, problems)
	for name in {use.corporate_card for use in uses} - {None}:
		_check_card(doc, frappe.get_cached_doc("Corporate Card", name), uses, problems)
	own = {use.name for use in uses}
	for row in doc.evidence:
		if row.card_transaction and row.card_transaction not in own:
			problems.add(
				_("The card slip belongs to another resolution. Please remove the row."), line=row.idx
			)
	problems.throw()


def check_settlement(doc) -> None:
	"""Refuse to pay for uses that were cancelled since the resolution was asked for."""
	if doc.card_uses:
		problems = Problems()
		_check_amounts(doc, uses_of(doc.name, lock=True), problems)
		problems.throw()


def follow(doc) -> None:
	"""Tell the uses of a resolution where it stands now."""
	for use in uses_of(doc.name) if doc.card_uses else ():
		transactions.renew(use.name)


def release(doc) -> None:
	"""Give the uses of a resolution that is deleted or cancelled free, for another one."""
	for use in uses_of(doc.name, lock=True) if doc.card_uses else ():
		untie(use.name)


def _check_amounts(doc, uses: list, problems: Problems) -> None:
	for use in uses:
		if not won(use.net_amount):
			problems.add(
				_("{0} was cancelled, so there is nothing to pay.").format(
					f"{use.merchant_name or ''} {use.approval_no}".strip()
				)
			)
	total = sum(won(use.net_amount) for use in uses)
	if total != won(doc.total_amount):
		problems.add(
			_(
				"The uses of the card come to {0} won, the resolution to {1} won. Both must be the same."
			).format(format_won(total), format_won(won(doc.total_amount)))
		)


def _check_card(doc, card, uses: list, problems: Problems) -> None:
	if doc.bank_account != card.bank_account:
		problems.add(
			_("{0} is paid from {1}. Please choose that account.").format(
				card.card_title,
				frappe.get_cached_value("Facility Bank Account", card.bank_account, "account_title"),
			)
		)
	allowed = {row.account_subject for row in card.subjects}
	for row in doc.lines:
		fund = frappe.get_cached_value("Fund Source", row.fund_source, "kind") or ""
		problems.of(rules.check_funds, card.card_kind, fund, bool(row.subsidy_grant), line=row.idx)
		mok = frappe.get_cached_value("Account Subject", row.account_subject, "mok")
		if allowed and not allowed & {row.account_subject, mok}:
			subject = frappe.get_cached_value("Account Subject", row.account_subject, "subject_name")
			problems.add(
				_(
					"{0} is not to be used for {1}. Please choose another subject, or add it to the card."
				).format(card.card_title, subject),
				line=row.idx,
			)
	if card.receipt_required:
		for use in uses:
			if use.corporate_card == card.name and not use.receipt:
				problems.add(
					_("The photo of the receipt is missing: {0}.").format(
						f"{use.merchant_name or ''} {format_won(won(use.net_amount))}".strip()
					)
				)


def _same_shop(use, row: frappe._dict) -> bool:
	if use.merchant_no and row.business_no:
		return use.merchant_no == row.business_no
	names = (row.counterparty_name, row.description, row.purpose)
	return any(rules.likeness(use.merchant_name or "", name or "") >= _ALIKE for name in names)
