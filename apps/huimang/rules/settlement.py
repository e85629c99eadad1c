"""The annual settlement (제19조, 제42조): who must have seen it, in which order, until when, and how long it is shown.

Rule IDs: T1, T2 (제19조), A1, A3 (제42조), B4's order of report and resolution.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from huimang.rules.dated import DatedTable
from huimang.rules.errors import RuleViolation

_TABLE = DatedTable("settlement.csv")

AUDIT, COMMITTEE, BOARD = "audit", "committee", "board"


@dataclass(frozen=True, slots=True)
class Proof:
	"""A day and the paper that proves it: the audit's report, or a meeting's minutes."""

	day: date | None = None
	paper: str = ""


def report_due(year_end: date) -> date:
	"""Return the last day for submitting the settlement of a year that ends on ``year_end`` (T1, 제19조①).

	31 March for the calendar year; 31 May for 어린이집, whose year ends with February.
	"""
	months = year_end.month + _TABLE.amount(year_end, "report_months")
	year, month = year_end.year + (months - 1) // 12, (months - 1) % 12 + 1
	return date(year, month, calendar.monthrange(year, month)[1])


def required_proofs(accounting_unit: str, operated_by: str) -> tuple[str, ...]:
	"""Return what a settlement needs before it is confirmed, in its order (T1, A1).

	A facility's accounts are reported to its operating committee; where a corporation runs it, its auditors have
	audited them and its board decides afterwards. A corporation's own accounts are audited and decided on.
	"""
	if accounting_unit != "Facility":
		return (AUDIT, BOARD)
	return (AUDIT, COMMITTEE, BOARD) if operated_by == "Corporation" else (COMMITTEE,)


def missing_proofs(required: tuple[str, ...], proofs: dict[str, Proof]) -> list[str]:
	"""Return those of the required steps that lack their day or their paper (T1: no minutes, no effect)."""
	return [name for name in required if not (proofs[name].day and proofs[name].paper)]


def check_order(year_end: date, today: date, proofs: dict[str, Proof]) -> None:
	"""Refuse days that cannot be: before the year is over, in the future, or out of their order.

	The operating committee is told before the board decides (T1), and the auditors report to the board (A3).
	"""
	days = {name: proof.day for name, proof in proofs.items() if proof.day}
	for day in days.values():
		if day <= year_end:
			raise RuleViolation(
				"A year is audited, reported and decided on after its end. Please correct {0}.", day
			)
		if day > today:
			raise RuleViolation("{0} lies in the future. Please enter it on the day itself.", day)
	board = days.get(BOARD)
	if board and (committee := days.get(COMMITTEE)) and board < committee:
		raise RuleViolation(
			"The board ({1}) decides after the operating committee ({0}) has been told. Please correct "
			"one of the dates.",
			committee,
			board,
		)
	if board and (audit := days.get(AUDIT)) and board < audit:
		raise RuleViolation(
			"The auditors report to the board: the audit ({0}) comes before its resolution ({1}). Please correct "
			"one of the dates.",
			audit,
			board,
		)


def publication_faults(
	submitted: date | None, published_from: date | None, published_to: date | None
) -> Iterator[RuleViolation]:
	"""Yield what is wrong with how a settlement is shown to the public (T2); nothing while it is not shown yet."""
	if not (submitted and published_from):
		return
	within = _TABLE.amount(submitted, "publish_within_days")
	if (published_from - submitted).days > within:
		yield RuleViolation("The settlement is published within {0} days of its submission.", within)
	if published_to:
		days = _TABLE.amount(submitted, "publish_days")
		if (published_to - published_from).days + 1 < days:
			yield RuleViolation("The settlement is published for at least {0} days.", days)
