"""When a confirmed budget is handed in and published (B5, B8, C3), and which papers go with it (B9, B10)."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).parent / "data" / "budget_deadlines.csv"

PAPERS = ("General Provisions", "Pay List", "Minutes")
"""What is attached to the statement of the budget (제11조①) by a facility that keeps single-entry books: 예산총칙, 임직원
보수 일람표 and 회의록. The statement itself (세입·세출명세서) is made from the budget."""


def submission_due(
	original: bool, year_start: date, confirmed_on: date | None, lead_days: int | None = None
) -> date | None:
	"""Return the last day on which a budget may be handed in to 시·군·구; None for one that is not confirmed yet.

	An original: so many days before its year starts (B5, 제10조②). A supplementary: so many days after it was
	confirmed (C3, 제13조②).

	:param lead_days: what the facility's local government asks for instead of the law's five days.
	"""
	if original:
		return year_start - timedelta(days=lead_days or days("submit_original", year_start))
	return confirmed_on + timedelta(days=days("submit_supplementary", confirmed_on)) if confirmed_on else None


def publication_due(submitted_on: date | None) -> date | None:
	"""Return the last day on which publication may begin (B8, 제10조④⑤)."""
	return submitted_on + timedelta(days=days("publish_within", submitted_on)) if submitted_on else None


def deviations(
	submitted_on: date | None, due: date | None, published_from: date | None, published_to: date | None
) -> Iterator[tuple]:
	"""Yield what does not keep to the deadlines, each as a message and what fills its places; a reason is asked for."""
	if submitted_on and due and submitted_on > due:
		yield "It was submitted on {0}, after {1}.", submitted_on, due
	last = publication_due(submitted_on)
	if published_from and last and published_from > last:
		yield "Its publication began on {0}, after {1}.", published_from, last
	if published_from and published_to:
		shown, needed = (published_to - published_from).days + 1, days("publish_for", published_from)
		if shown < needed:
			yield "It was published for {0} days, less than {1}.", shown, needed


def papers(is_small: bool) -> tuple[str, ...]:
	"""Return the papers that go with a budget: small facilities hand in the minutes only (B10, 제11조① 단서)."""
	return ("Minutes",) if is_small else PAPERS


def days(rule: str, day: date) -> int:
	"""Return the number of days of a rule that holds on a day; before the first date, what held first."""
	rows = [row for row in _rows() if row[1] == rule]
	held = [row for row in rows if row[0] <= day] or [min(rows)]
	return max(held)[2]


@cache
def _rows() -> tuple[tuple[date, str, int], ...]:
	with _TABLE.open(encoding="utf-8", newline="") as file:
		return tuple(
			(date.fromisoformat(row["effective_from"]), row["rule"], int(row["days"]))
			for row in csv.DictReader(file)
		)
