"""What is withheld when a person is paid (원천징수): business income, other income and daily wages.

Rates, limits and deductions stand in `data/withholding.csv`, each row with the day from which it holds: a change of the law
is a new row. Amounts are exact until the one rounding at the end (10원 미만 버림, 국고금 관리법 제47조).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from huimang.money import floor_to_ten, format_won
from huimang.rules.dated import DatedTable
from huimang.rules.errors import RuleViolation

BUSINESS, OTHER, DAILY = "Business Income", "Other Income", "Daily Wage"
KINDS = (BUSINESS, OTHER, DAILY)
LOCAL = "Local"
EXPENSE_RATES = ("60", "80", "0")
"""Percent of other income that counts as spent for it (필요경비): 60 for lectures, manuscripts and other personal services
(시행령 제87조1의2), 80 for prizes of public-interest bodies (제1호), 0 where the law grants none (사례금)."""

RETURN_CODES = {BUSINESS: "A25", DAILY: "A03"}
_PERSONAL_SERVICE, _OTHER_REST = "A59", "A42"

_RATES = DatedTable("withholding.csv", ("income_kind", "item"))


class Withheld(NamedTuple):
	"""What is kept back of one payment, and what the payee gets, in won."""

	income_tax: int
	local_tax: int
	net: int

	@property
	def total(self) -> int:
		return self.income_tax + self.local_tax


class Payment(NamedTuple):
	"""One payment to a person.

	Attributes:
		kind: BUSINESS, OTHER or DAILY.
		paid: won before tax.
		days: days worked at the same daily wage; counts for DAILY only.
		expense_rate: percent spent for other income; None for the usual one of the day.
		payee: who is paid; what one payee gets as daily wages in one go is judged together.
	"""

	kind: str
	paid: int
	days: int = 1
	expense_rate: int | None = None
	payee: str = ""


def withhold(kind: str, paid: int, on: date, days: int = 1, expense_rate: int | None = None) -> Withheld:
	"""Return what is withheld from one payment that is made on the day ``on``.

	Raises RuleViolation for an unknown kind, an amount or number of days that is not above 0, and a day before the data.
	"""
	return withhold_all([Payment(kind, paid, days, expense_rate)], on)[0]


def withhold_all(payments: Sequence[Payment], on: date) -> list[Withheld]:
	"""Return what is withheld from payments made in one go, in their order.

	The small-sum exemption (소액부징수) of daily wages looks at all that a payee gets at once, other income at each payment.
	"""
	taxes = [_exact_tax(payment, on) for payment in payments]
	together: dict[tuple[str, str], Fraction] = {}
	for payment, tax in zip(payments, taxes, strict=True):
		together[payment.kind, payment.payee] = together.get((payment.kind, payment.payee), Fraction()) + tax
	withheld = []
	for payment, tax in zip(payments, taxes, strict=True):
		judged = together[payment.kind, payment.payee] if payment.kind == DAILY and payment.payee else tax
		income_tax = floor_to_ten(tax) if judged >= _RATES.value(on, payment.kind, "small_sum") else 0
		local_tax = floor_to_ten(income_tax * _RATES.value(on, LOCAL, "rate"))
		withheld.append(Withheld(income_tax, local_tax, payment.paid - income_tax - local_tax))
	return withheld


def return_code(kind: str, expense_rate: int | None = None) -> str:
	"""Return the row of the monthly return (원천징수이행상황신고서) in which income of this kind is usually reported.

	A59 (인적용역) is on recent forms only and of medium confidence: documents let their writer choose A42 instead.
	"""
	if kind == OTHER:
		return _PERSONAL_SERVICE if expense_rate in (None, 60) else _OTHER_REST
	return RETURN_CODES[kind]


def check_within_total(gross: Iterable[int], total: int) -> None:
	"""Refuse payees who get more than the resolution pays."""
	if sum(gross) > total:
		raise RuleViolation(
			"The payees get more than this resolution pays in total ({0} won). Please check the amounts.",
			format_won(total),
		)


def _exact_tax(payment: Payment, on: date) -> Fraction:
	"""Return the income tax before rounding and before the small-sum exemption."""
	if payment.kind not in KINDS:
		raise RuleViolation("Please choose the kind of income.")
	if payment.paid <= 0:
		raise RuleViolation("The amount must be above 0 won.")
	if payment.kind == BUSINESS:
		return payment.paid * _RATES.value(on, BUSINESS, "rate")
	if payment.kind == OTHER:
		return _other_tax(payment, on)
	if payment.days <= 0:
		raise RuleViolation("Please enter how many days were worked.")
	excess = max(payment.paid - payment.days * _RATES.value(on, DAILY, "deduction_per_day"), Fraction())
	return excess * _RATES.value(on, DAILY, "rate") * (1 - _RATES.value(on, DAILY, "credit_rate"))


def _other_tax(payment: Payment, on: date) -> Fraction:
	"""Other income is what is left after its expenses; up to 50,000 won of it are free of tax (과세최저한)."""
	rate = payment.expense_rate
	spent = _RATES.value(on, OTHER, "expense_rate") if rate is None else Fraction(rate, 100)
	income = payment.paid * (1 - spent)
	if income <= _RATES.value(on, OTHER, "tax_free_up_to"):
		return Fraction()
	return income * _RATES.value(on, OTHER, "rate")
