"""When a facility has to file what: the calendar of `data/filing_dates.csv`, and days that are no working days.

A rule falls due on a day of the calendar, so many months and days from the start or end of the accounting year, or after a
budget is confirmed. A deadline on a Saturday, Sunday, holiday or 근로자의 날 moves to the next working day (국세기본법 제5조,
지방세기본법 제24조, 민법 제161조); what must be done before a day (B2, B3, B5) moves to the working day before.
"""

from __future__ import annotations

import calendar
import csv
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

_DATA = Path(__file__).parent / "data" / "filing_dates.csv"
_DAY = timedelta(days=1)

CALENDAR, YEAR_START, YEAR_END = "Calendar", "Year Start", "Year End"
SUPPLEMENTARY, BUDGET = "Supplementary Budget", "Budget"
NEXT_BUDGET = "B5"
"""The code of handing in the next year's budget."""


@dataclass(frozen=True, slots=True)
class FilingRule:
	"""One line of the calendar.

	Attributes:
		code: names the rule; those of accounting_rules.md keep their ID.
		anchor: CALENDAR, YEAR_START, YEAR_END, or the document whose confirmation starts the days.
		months: months in which it falls due; months from the anchor where that is no calendar.
		day: day of the month, or days from the anchor; None for the month's last.
		roll: ``Next`` or ``Previous`` working day.
		period: what the filing is about, seen from the day it is due.
		applies_to: the fact of a facility that it needs; ``all`` for every one.
		role: who is reminded.
		until: the last statutory day; None while it holds.
	"""

	code: str
	title: str
	anchor: str
	months: tuple[int, ...]
	day: int | None
	roll: str
	period: str
	applies_to: str
	role: str
	since: date
	until: date | None
	law: str
	confidence: str


class Facts(NamedTuple):
	"""What of a facility decides which filings are its own: the month its accounting year starts in, and tags; and, by the code of a
	rule, the days from the anchor that its local government asks for in the place of the table's.
	"""

	year_start_month: int = 1
	tags: frozenset[str] = frozenset()
	days: Mapping[str, int] = MappingProxyType({})


class Due(NamedTuple):
	"""A filing that falls due. ``statutory`` is the law's day, ``on`` the working day that it moves to."""

	rule: FilingRule
	period: str
	statutory: date
	on: date


def dues(facts: Facts, first: date, last: date, holidays: Collection[date]) -> list[Due]:
	"""Return what falls due in the law's calendar from ``first`` to ``last``, both included, by day."""
	found = []
	for rule in rules():
		if rule.applies_to == "all" or rule.applies_to in facts.tags:
			for statutory in _statutory_days(rule, facts, first, last):
				if rule.since <= statutory and (rule.until is None or statutory <= rule.until):
					on = working_day(statutory, rule.roll, holidays)
					if first <= on <= last:
						found.append(Due(rule, _period(rule, facts, statutory), statutory, on))
	return sorted(found, key=lambda due: (due.on, due.rule.code))


def due_after(anchor: str, confirmed: date, document: str, holidays: Collection[date]) -> list[Due]:
	"""Return what falls due because a document was confirmed (C3, B8). Its name is the period."""
	found = []
	for rule in rules():
		if rule.anchor == anchor:
			statutory = confirmed + timedelta(days=rule.day or 0)
			found.append(Due(rule, document, statutory, working_day(statutory, rule.roll, holidays)))
	return found


def working_day(day: date, roll: str, holidays: Collection[date]) -> date:
	"""Return the day itself, or the next or previous one that is no Saturday, Sunday or holiday."""
	step = _DAY if roll == "Next" else -_DAY
	while day.weekday() >= 5 or day in holidays:
		day += step
	return day


@cache
def rules() -> tuple[FilingRule, ...]:
	"""Return the calendar."""
	with _DATA.open(encoding="utf-8", newline="") as file:
		return tuple(_rule(row) for row in csv.DictReader(file))


def _rule(row: dict[str, str]) -> FilingRule:
	return FilingRule(
		*(row[field] for field in ("code", "title", "anchor")),
		months=tuple(range(1, 13)) if row["months"] == "*" else tuple(map(int, row["months"].split())),
		day=None if row["day"] == "last" else int(row["day"]),
		**{field: row[field] for field in ("roll", "period", "applies_to", "role", "law", "confidence")},
		since=date.fromisoformat(row["effective_from"]),
		until=date.fromisoformat(row["effective_to"]) if row["effective_to"] else None,
	)


def _statutory_days(rule: FilingRule, facts: Facts, first: date, last: date) -> Iterator[date]:
	"""Yield the law's days of a rule that may move into the given days: those of a year more on either side."""
	for year in range(first.year - 1, last.year + 2):
		if rule.anchor == CALENDAR:
			for month in rule.months:
				yield _day_of(year, month, rule.day)
		elif rule.anchor in (YEAR_START, YEAR_END):
			start = date(year, facts.year_start_month, 1)
			anchor = start if rule.anchor == YEAR_START else start - _DAY
			month = _add_months(anchor.replace(day=1), rule.months[0])
			days = facts.days.get(rule.code, rule.day)
			if days is None:
				yield _day_of(month.year, month.month, None)
			else:
				yield month + timedelta(days=days)


def _day_of(year: int, month: int, day: int | None) -> date:
	return date(year, month, day or calendar.monthrange(year, month)[1])


def _add_months(day: date, months: int) -> date:
	"""Return the first of the month so many months away."""
	number = day.year * 12 + day.month - 1 + months
	return date(number // 12, number % 12 + 1, 1)


def _period(rule: FilingRule, facts: Facts, day: date) -> str:
	return _PERIODS[rule.period](day, facts)


def _month_before(day: date, facts: Facts) -> str:
	return f"{_add_months(day.replace(day=1), -1):%Y-%m}"


def _half_before(day: date, facts: Facts) -> str:
	return f"{day.year - 1}-H2" if day.month <= 6 else f"{day.year}-H1"


def _quarter_before(day: date, facts: Facts) -> str:
	month = _add_months(day.replace(day=1), -1)
	return f"{month.year}-Q{(month.month - 1) // 3 + 1}"


def _accounting_year_of(day: date, facts: Facts) -> int:
	return day.year if day.month >= facts.year_start_month else day.year - 1


_PERIODS: dict[str, Callable[[date, Facts], str]] = {
	"Previous Month": _month_before,
	"Previous Half": _half_before,
	"Previous Quarter": _quarter_before,
	"Previous Year": lambda day, facts: str(day.year - 1),
	"Next Year": lambda day, facts: str(_accounting_year_of(day, facts) + 1),
	"Previous Accounting Year": lambda day, facts: str(_accounting_year_of(day, facts) - 1),
}
"""What a filing is about, by the word of the table. ``Document`` is told by the document itself."""


def period_in_words(period: str) -> str:
	"""Return a period as staff say it: ``2026-10`` is 2026년 10월분. What is none stays as it is."""
	year, _dash, part = period.partition("-")
	if not (year.isdigit() and len(year) == 4):
		return period
	if not part:
		return f"{year}년분"
	if part.startswith("H"):
		return f"{year}년 {'상' if part == 'H1' else '하'}반기분"
	if part.startswith("Q"):
		return f"{year}년 {part[1:]}분기분"
	return f"{year}년 {int(part)}월분"
