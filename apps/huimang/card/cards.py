"""Corporate cards (법인카드): whose they are, what they may be used for, and from which account they are paid."""

from __future__ import annotations

import frappe
from frappe import _

from huimang.card import transactions
from huimang.card.numbers import NUMBER
from huimang.facility.grants import membership
from huimang.rules import cards as rules

SUBSIDY_CARD, DONATION_CARD = "Dedicated Subsidy Card", "Donation Card"
_PURPOSES = {SUBSIDY_CARD: ("Subsidy",), DONATION_CARD: ("Donation",)}
_USER_FIELDS = ("holder", "employee")


def complete(card) -> None:
	"""Fill in what follows from what was entered."""
	card.card_title = " ".join((card.card_title or "").split())
	NUMBER.protect(card, rules.read_card_no)
	card.last_four = (card.card_number or "")[-4:]
	if card.is_debit:
		card.payment_day = card.period_ends_on = 0
	card.employee = employee_of(card.facility, card.holder)
	if card.holder and (not card.holder_name or card.has_value_changed("holder")):
		card.holder_name = frappe.get_cached_value("User", card.holder, "full_name")


def check(card) -> None:
	"""Refuse a card of somebody else, on an account that its money may not come from, or that is there already."""
	if card.holder and card.has_value_changed("holder") and not membership(card.facility, card.holder):
		frappe.throw(_("The holder does not work in this facility. Please choose somebody who does."))
	for field in ("payment_day", "period_ends_on"):
		if not 0 <= (card.get(field) or 0) <= 31:
			frappe.throw(_("{0}: please enter a day from 1 to 31.").format(_(card.meta.get_label(field))))
	_check_account(card)
	_refuse_twin(card)


def employee_of(facility: str, user: str | None) -> str | None:
	"""Return the record of employment of somebody in a facility; by it the holder reaches the card and its uses."""
	return user and frappe.db.get_value("Facility Employee", {"facility": facility, "user": user})


def adopt_uses(card) -> None:
	"""Give a card that was registered late, or got another number, its uses; and all of them their holder."""
	before = card.get_doc_before_save()
	if not before or before.last_four != card.last_four or before.is_active != card.is_active:
		transactions.find_cards(card.facility)
	if before and any(before.get(field) != card.get(field) for field in _USER_FIELDS):
		transactions.hand_over(card)


def _check_account(card) -> None:
	"""제29조①, 제41조의4④: subsidies and donations are spent from the accounts that hold them."""
	if not (card.is_new() or card.has_value_changed("bank_account") or card.has_value_changed("card_kind")):
		return
	account = frappe.get_cached_doc("Facility Bank Account", card.bank_account)
	wanted = _PURPOSES.get(card.card_kind)
	if account.purpose in ("Cash", "Withholding"):
		frappe.throw(_("A card is paid from a bank account. Please choose one."))
	if wanted and account.purpose not in wanted:
		frappe.throw(
			_("{0} is paid from an account for that money only. Please choose such an account.").format(
				_(card.card_kind)
			)
		)


def _refuse_twin(card) -> None:
	if not card.is_active or not (card.is_new() or card.has_value_changed("card_number")):
		return
	others = frappe.get_all(
		"Corporate Card",
		{
			"facility": card.facility,
			"last_four": card.last_four,
			"is_active": 1,
			"name": ("!=", card.name or ""),
		},
		["card_title", "card_number"],
	)
	for other in others:
		if rules.may_be(other.card_number, card.card_number):
			frappe.throw(
				_("{0} has this number already.").format(other.card_title), frappe.DuplicateEntryError
			)
