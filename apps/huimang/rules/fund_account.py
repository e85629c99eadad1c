"""Which account and which means of payment a fund source may use (제25조, 제29조, 제41조의4, 제41조의7)."""

from __future__ import annotations

from dataclasses import dataclass

from huimang.money import format_won
from huimang.rules.errors import RuleViolation

DONATION_KINDS = frozenset({"Designated Donation", "Undesignated Donation"})


@dataclass(frozen=True, kw_only=True)
class FundUse:
	"""One line of a resolution, seen from its money.

	Attributes:
		side: ``Revenue`` or ``Expense``.
		fund_kind: kind of the fund source.
		account_purpose: purpose of the bank account that the money goes through.
		is_card_account: the account behind the dedicated subsidy card (보조금 전용카드 결제계좌).
		payment_method: as the expense resolution names it; empty for revenue.
		donation_forbidden: the subject may not be paid from undesignated donations.
		subject: the subject's name, for the message.
	"""

	side: str
	fund_kind: str
	account_purpose: str
	is_card_account: bool = False
	payment_method: str = ""
	donation_forbidden: bool = False
	subject: str = ""


def check_fund_use(use: FundUse) -> None:
	"""Check one line's fund source against its account, means of payment and subject. Raises RuleViolation."""
	if use.fund_kind in DONATION_KINDS:
		_check_donation(use)
	if use.fund_kind == "Subsidy" and use.side == "Expense":
		_check_subsidy_expense(use)


def check_donation_subject(side: str, fund_kind: str, donation_forbidden: bool, subject: str) -> None:
	"""Refuse undesignated donations on a subject that they may not pay for (제41조의7②): budgeted as little as spent."""
	if side == "Expense" and fund_kind == "Undesignated Donation" and donation_forbidden:
		raise RuleViolation(
			"Undesignated donations may not be spent on {0}. Please choose another fund source.", subject
		)


def check_account_unit(account_unit: str, resolution_unit: str) -> None:
	"""Check that a bank account belongs to the accounting unit that uses it: accounts are kept apart (제25조③, 제6조)."""
	if account_unit != resolution_unit:
		raise RuleViolation(
			"This bank account belongs to another accounting unit. Please choose an account of the same unit."
		)


def check_cash(amount: int, account_purpose: str, payment_method: str, limit: int) -> None:
	"""Check a payment in cash: out of the cash box, and not more than may be kept in it (제29조②, 1,000,000 won by default).

	Raises RuleViolation where the method and the account disagree or ``amount`` is above ``limit``.
	"""
	if (payment_method == "Cash") != (account_purpose == "Cash"):
		raise RuleViolation(
			"Cash is paid out of the cash account, and everything else out of a bank account. "
			"Please choose a payment method and an account that match."
		)
	if payment_method == "Cash" and amount > limit:
		raise RuleViolation(
			"At most {0} won may be paid in cash. Please pay by bank transfer or card.", format_won(limit)
		)


def _check_donation(use: FundUse) -> None:
	"""제41조의4④: every donation comes and goes through the dedicated account."""
	if use.account_purpose != "Donation":
		raise RuleViolation(
			"Donations are received and spent through the dedicated donation account only. "
			"Please choose that account, or another fund source."
		)
	check_donation_subject(use.side, use.fund_kind, use.donation_forbidden, use.subject)


def _check_subsidy_expense(use: FundUse) -> None:
	"""제29조①: subsidies are spent by the dedicated card or out of the dedicated account."""
	by_card = use.payment_method == "Dedicated Card" and use.is_card_account
	if not by_card and use.account_purpose != "Subsidy":
		raise RuleViolation(
			"Subsidies are spent out of the dedicated subsidy account or by the dedicated card only. "
			"Please choose that account, or another fund source."
		)
