"""Which account and which means of payment a fund source may use (제25조, 제29조, 제41조의4, 제41조의7)."""

from __future__ import annotations

from dataclasses import dataclass

from huimang.money import format_won
from huimang.rules.errors import RuleViolation

DONATION_KINDS = frozenset({"Designated Donation", "Undesignated Donation"})
_KIND_BY_PURPOSE = {"Donation": "Undesignated Donation", "Subsidy": "Subsidy"}


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


@dataclass(frozen=True, kw_only=True)
class Move:
	"""Money on its way from one account to another.

	Attributes:
		fund_kind: kind of the fund source; empty where nobody said: then the purpose of the account it leaves tells.
		from_purpose: purpose of that account.
		to_purpose: purpose of the account that it goes to.
		to_card_account: whether that one is settled by the dedicated subsidy card.
	"""

	fund_kind: str
	from_purpose: str
	to_purpose: str
	to_card_account: bool = False


def check_move(move: Move) -> None:
	"""Check that money stays in accounts that may hold it (D6 제41조의4④, X3 제29조①). Raises RuleViolation.

	Whence it comes is free: money that came in by the wrong account is brought home by a transfer. Tax that was withheld
	is no longer the fund source's, so an account for it may take it from anywhere.
	"""
	kind = move.fund_kind or _KIND_BY_PURPOSE.get(move.from_purpose, "")
	if move.to_purpose == "Withholding":
		return
	if kind in DONATION_KINDS and move.to_purpose != "Donation":
		raise RuleViolation(
			"Donations are kept in the dedicated donation account only. "
			"Please choose such an account, or the fund source whose money this is."
		)
	if kind == "Subsidy" and move.to_purpose != "Subsidy" and not move.to_card_account:
		raise RuleViolation(
			"Subsidies are kept in a dedicated subsidy account or that of the dedicated card only. "
			"Please choose such an account, or the fund source whose money this is."
		)


def check_cash_box(held: int, added: int, limit: int) -> None:
	"""Check that the cash box holds no more than it may afterwards (X4, 제29조②: 1,000,000 won by default)."""
	if held + added > limit:
		raise RuleViolation(
			"The cash box may hold {0} won at most. It holds {1} won, so {2} won is too much. Please transfer less.",
			format_won(limit),
			format_won(held),
			format_won(added),
		)


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


def check_real_account(account_purpose: str) -> None:
	"""Refuse 예수금 where money comes in or goes out: it is a debt, and no bank keeps it."""
	if account_purpose == "Withholding":
		raise RuleViolation(
			"The withholding account holds what is owed to the tax office. Please choose a bank account."
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
