"""Money paid before it is due: 선금 (X5, 제30조①) and 개산급 (X6, 제30조②), for the reasons that the rule names and no others."""

from __future__ import annotations

import math
from datetime import date
from fractions import Fraction

from huimang.money import format_won
from huimang.rules.errors import RuleViolation
from huimang.rules.evidence import FIGURES

ADVANCE, ESTIMATE = "Advance", "Estimate"
BY_CONTRACT = "Works, Manufacture or Purchase by Contract"
ADVANCE_REASONS = (
	"Equipment, Books and Materials from Abroad",
	"Periodicals",
	"Rent of Land, Buildings and Ships",
	"Freight",
	"Part of a Staff Member's Pay",
	"Payment to a Public Body",
	"Research Abroad",
	"Subsidy Paid Out",
	"Honorarium",
	BY_CONTRACT,
)
"""제30조①1–10, in the order of the rule."""
ESTIMATE_REASONS = ("Travel and Representation", "Payment to a Public Body", "Subsidy Paid Out", "Litigation")
"""제30조②1–4."""


def check_advance(reason: str, amount: int, contract_amount: int, on: date) -> None:
	"""Check that an advance has one of the ten reasons, and that one on a contract stays within its share (제30조①10).

	Args:
		reason: one of ADVANCE_REASONS.
		amount: won paid in advance on this contract so far, this time included.
		contract_amount: won of the contract; counts for BY_CONTRACT only.
		on: the day on which the law is asked.
	"""
	if reason not in ADVANCE_REASONS:
		raise RuleViolation("An advance needs one of the reasons of 제30조제1항. Please choose the reason.")
	if reason != BY_CONTRACT:
		return
	least, rate = FIGURES.amount(on, "advance_contract_from"), FIGURES.value(on, "advance_rate")
	if contract_amount < least:
		raise RuleViolation(
			"An advance on a contract needs a contract of {0} won or more. Please check the contract amount.",
			format_won(least),
		)
	most = most_in_advance(contract_amount, rate)
	if amount > most:
		raise RuleViolation(
			"At most {0} won may be paid in advance on this contract of {1} won. Please lower the amount.",
			format_won(most),
			format_won(contract_amount),
		)


def most_in_advance(contract_amount: int, rate: Fraction) -> int:
	"""Return the most that may be paid in advance, with what is below one won cut off: 이내 is never exceeded."""
	return math.floor(contract_amount * rate)


def check_estimate(reason: str) -> None:
	"""Check that a payment by estimate has one of the four reasons (제30조②)."""
	if reason not in ESTIMATE_REASONS:
		raise RuleViolation(
			"A payment by estimate needs one of the reasons of 제30조제2항. Please choose the reason."
		)


def check_account(paid: int, used: int, refunded: int) -> None:
	"""Check the account given of an advance or estimate after use (정산): what was not used has come back."""
	if used > paid:
		raise RuleViolation(
			"{0} won was paid, so no more than that can be accounted for here. Please write a resolution for the rest.",
			format_won(paid),
		)
	if used + refunded != paid:
		raise RuleViolation(
			"{0} won was paid and {1} won used, so {2} won has to come back first; {3} won has. Please write an expense refund.",
			*(format_won(n) for n in (paid, used, paid - used, refunded)),
		)
