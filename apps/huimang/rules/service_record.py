"""What somebody is in a facility on any day, as it follows from the orders (발령) about them.

A record begins with what was registered when the person was taken over from paper, or with the order by which they were
hired. Each order changes what it names from its day on and leaves the rest. An order of the past is put where its day
belongs, and everything after it follows anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from huimang.rules.days import after_months, after_years, full_months, full_years
from huimang.rules.errors import RuleViolation

HIRE, PROMOTION, STEP_INCREASE, TRANSFER = "Hire", "Promotion", "Step Increase", "Transfer"
LEAVE, REINSTATEMENT, RETIREMENT = "Leave of Absence", "Reinstatement", "Retirement"
REGISTERED = "Registered"

AT_WORK, ON_LEAVE, LEFT = "At Work", "On Leave", "Retired"

_STANDING_AFTER = {HIRE: AT_WORK, LEAVE: ON_LEAVE, REINSTATEMENT: AT_WORK, RETIREMENT: LEFT}
_POSSIBLE = {
	None: {HIRE},
	LEFT: {HIRE},
	AT_WORK: {PROMOTION, STEP_INCREASE, TRANSFER, LEAVE, RETIREMENT},
	ON_LEAVE: {PROMOTION, STEP_INCREASE, TRANSFER, REINSTATEMENT, RETIREMENT},
}
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Terms:
	"""What an order may change."""

	position: str = ""
	job_type: str = ""
	department: str = ""
	employment_type: str = ""
	grade: str = ""
	step: int = 0
	base_pay: int = 0
	weekly_hours: float = 0.0


@dataclass(frozen=True, slots=True)
class Change:
	"""An approved order about one person.

	Attributes:
		effective_on: the first day on which it holds; of a retirement the last day at work.
		number: tells which of two orders of one day comes first.
		terms: the new values by name; what is not named stays.
	"""

	kind: str
	effective_on: date
	number: str = ""
	terms: dict[str, object] = field(default_factory=dict)
	source: str = ""
	label: str = ""
	reason: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
	"""What somebody is from a day on, until the next entry."""

	effective_on: date
	kind: str
	standing: str
	terms: Terms
	source: str = ""
	label: str = ""
	reason: str = ""


def record(name: str, opening: Iterable[Entry], changes: Iterable[Change]) -> list[Entry]:
	"""Return the entries of a person in the order of their days.

	Args:
		name: the person's name, for refusals.
		opening: what was registered without an order; may be empty.
		changes: the approved orders about them.

	Raises RuleViolation where an order does not fit what the person is on its day, code NOT_EMPLOYED, ON_LEAVE or AT_WORK.
	"""
	entries = sorted(opening, key=lambda entry: entry.effective_on)
	for change in sorted(changes, key=lambda change: (change.effective_on, change.number)):
		last = entries[-1] if entries else None
		_require_possible(name, last, change)
		entries.append(_apply(last, change))
	return entries


def state_on(entries: Sequence[Entry], day: date) -> Entry | None:
	"""Return what somebody is on a day; None before the first entry."""
	return next((entry for entry in reversed(entries) if entry.effective_on <= day), None)


def employed(entries: Sequence[Entry]) -> list[tuple[date, date | None]]:
	"""Return the (first, last) days of each time of employment, the last of which may be open."""
	spans: list[tuple[date, date | None]] = []
	for entry in entries:
		if entry.standing == LEFT:
			if spans and spans[-1][1] is None:
				spans[-1] = (spans[-1][0], entry.effective_on - ONE_DAY)
		elif not spans or spans[-1][1]:
			spans.append((entry.effective_on, None))
	return spans


def length(first: date, last: date) -> tuple[int, int, int]:
	"""Return the (years, months, days) from one day to another, both included."""
	end = last + ONE_DAY
	years = full_years(first, end)
	months = full_months(first, end) - 12 * years
	return years, months, (end - after_months(after_years(first, years), months)).days


def recognised_months(first: date, last: date, percent: int) -> int:
	"""Return how many months of earlier service count, a part of a month left out.

	Raises RuleViolation for days out of order and a share that is none.
	"""
	if last < first:
		raise RuleViolation("The last day of a career lies before its first day.")
	if not 0 <= percent <= 100:
		raise RuleViolation("Recognised is a share of 0 to 100 percent.")
	return full_months(first, last + ONE_DAY) * percent // 100


def _require_possible(name: str, last: Entry | None, change: Change) -> None:
	standing, day = last.standing if last else None, str(change.effective_on)
	if last and change.effective_on < last.effective_on:
		if last.kind == REGISTERED:
			raise RuleViolation(
				"{0} was registered as of {1}. An order before that day cannot be entered.",
				name,
				str(last.effective_on),
			)
		standing = AT_WORK  # the last day at work of somebody who retires
	if change.kind in _POSSIBLE[standing]:
		return
	if standing == AT_WORK or (standing == ON_LEAVE and change.kind == HIRE):
		raise RuleViolation("{0} is at work on {1} already.", name, day, code="AT_WORK")
	if standing == ON_LEAVE:
		raise RuleViolation("{0} is on leave of absence on {1} already.", name, day, code="ON_LEAVE")
	raise RuleViolation("{0} is not employed on {1}.", name, day, code="NOT_EMPLOYED")


def _apply(last: Entry | None, change: Change) -> Entry:
	terms = replace(last.terms if last else Terms(), **change.terms)
	standing = _STANDING_AFTER.get(change.kind, last.standing if last else AT_WORK)
	# whoever leaves is at work on that day still
	first = change.effective_on + ONE_DAY if change.kind == RETIREMENT else change.effective_on
	return Entry(first, change.kind, standing, terms, change.source, change.label, change.reason)
