"""Subsidies: what may be charged to a grant (지방보조금법 제13조), and what its amount obliges to (제17조, 제18조, 제20조의2).

The days and amounts stand in `data/subsidy.csv`; the settlement is in `subsidy_settlement.py`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from huimang.money import format_won
from huimang.rules.dated import DatedTable
from huimang.rules.days import ONE_DAY, after_months
from huimang.rules.errors import RuleViolation

FIGURES = DatedTable("subsidy.csv")

LOCAL, NATIONAL = "Local Subsidy", "National Subsidy"


@dataclass(frozen=True, kw_only=True)
class Terms:
	"""What a grant may be spent on.

	Attributes:
		title: what the grant is called, for messages.
		is_open: whether it may be spent at all: granted, and not settled yet.
		first, last: the period of the program.
		payable_until: the last day on which what was ordered in the period may be paid.
		subjects: 목 and 세목 on which it may be spent.
		program: the welfare program that it is for.
		fund_source: the fund source in which its money is kept.
	"""

	title: str
	is_open: bool
	first: date
	last: date
	payable_until: date
	subjects: Collection[str]
	program: str
	fund_source: str


class Charge(NamedTuple):
	"""One line of an expense that is charged to a grant."""

	subject: str
	subject_name: str
	mok: str
	program: str
	fund_source: str
	fund_kind: str


def check_charge(terms: Terms, charge: Charge, ordered: date) -> None:
	"""Refuse an expense outside the purpose or the period of a grant (지방보조금법 제13조). Raises RuleViolation.

	:param ordered: the day of the cause (원인행위일).
	"""
	if not terms.is_open:
		raise RuleViolation(
			"{0}: this grant is not being spent (it is not granted yet, or settled). Please choose another grant.",
			terms.title,
		)
	if not {charge.subject, charge.mok} & set(terms.subjects):
		raise RuleViolation(
			"{0}: this grant may not be spent on {1}. Please choose an allowed subject, or have a change of the grant approved.",
			terms.title,
			charge.subject_name,
		)
	if charge.program != terms.program:
		raise RuleViolation(
			"{0}: this grant is for another program. Please choose the program of the grant.", terms.title
		)
	if charge.fund_kind == "Subsidy" and charge.fund_source != terms.fund_source:
		raise RuleViolation(
			"{0}: the money of this grant is in another fund source. Please choose the fund source of the grant.",
			terms.title,
		)
	if not terms.first <= ordered <= terms.last:
		raise RuleViolation(
			"{0}: the period of this grant is {1} to {2}. Please charge only what was ordered in it.",
			terms.title,
			terms.first.isoformat(),
			terms.last.isoformat(),
		)


def check_payment(terms: Terms, paid: date) -> None:
	"""Refuse a payment after the last day that the grant admits. Raises RuleViolation."""
	if not terms.first <= paid <= terms.payable_until:
		raise RuleViolation(
			"{0}: expenses of this grant are paid from {1} to {2}. Please check the payment date, or the grant's last day of payment.",
			terms.title,
			terms.first.isoformat(),
			terms.payable_until.isoformat(),
		)


def check_room(title: str, part: str, limit: int, used: int, asked: int) -> None:
	"""Refuse more than is left of a grant or of one of its subjects. Raises RuleViolation.

	:param used: what is spent and reserved of it already.
	"""
	if used + asked > limit:
		raise RuleViolation(
			"{0}: {3} won is left of {2} won ({1}), {4} won is asked for. Please lower the amount, or have a change of the grant approved.",
			*(title, part, format_won(limit), format_won(limit - used), format_won(asked)),
		)


# ---- duties -------------------------------------------------------------------------------------------------------


def report_due(completed: date) -> date:
	"""Return the last day of the report: two months after the program was completed (제17조①, 민법 제157조)."""
	return _last_day(completed, FIGURES.amount(completed, "report_months"))


def disclosure_due(law: str, subsidy: int, year_end: date) -> date | None:
	"""Return the last day on which a local subsidy is disclosed (제20조의2); None for one that is too small, or the state's."""
	if law != LOCAL or subsidy < FIGURES.amount(year_end, "disclosure_from"):
		return None
	return _last_day(year_end, FIGURES.amount(year_end, "duty_months"))


def keep_until(closed: date) -> date:
	"""Return until when the papers of a grant are kept (제16조③)."""
	return _last_day(closed, 12 * FIGURES.amount(closed, "keep_years"))


def _last_day(since: date, months: int) -> date:
	"""Return the last day of a period of months of which the first day is the one after `since`."""
	return after_months(since + ONE_DAY, months) - ONE_DAY


class Duty(NamedTuple):
	"""What an amount of subsidy obliges to: an English sentence to be translated, and from how many won."""

	message: str
	from_amount: int


def duties(law: str, subsidy: int, year_total: int, on: date) -> list[Duty]:
	"""Return what the amounts of a grant, and of all grants of its year, oblige the facility to (§2.1)."""
	figure = lambda key: FIGURES.amount(on, key)  # noqa: E731
	if law == NATIONAL:
		wanted = [
			(
				"The settlement report is verified by an external auditor.",
				"national_verification_from",
				subsidy,
			),
			("The books of the year are audited by an external auditor.", "national_audit_from", year_total),
		]
	else:
		wanted = [
			(
				"Information on the grant is disclosed within four months after the year.",
				"disclosure_from",
				subsidy,
			),
			("The settlement report is verified by an external auditor.", "verification_from", subsidy),
			(
				"An audit report of the year is submitted within four months after its end.",
				"audit_from",
				year_total,
			),
		]
	return [Duty(message, figure(key)) for message, key, amount in wanted if amount >= figure(key)]
