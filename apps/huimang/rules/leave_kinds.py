"""Kinds of leave (휴가·휴직): what the law gives, or where it is silent what facilities usually follow, as dated data.

A facility starts with these and changes what its rules of employment say otherwise; `data/leave_kinds.csv` has the sources.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache

from huimang.rules.dated import DATA

ANNUAL = "ANNUAL"


@dataclass(frozen=True, slots=True)
class Kind:
	"""A kind of leave from a day on.

	Attributes:
		days: so many are allowed in a period; 0 for as many as are needed, or as have arisen.
		period: Event, Year or Month.
		counted: Working Days, or Calendar Days with the days off between them.
		paid: With Pay, Partly with Pay (the first `paid_days`) or Without Pay.
		attendance: whether the law counts the days as attended (근로기준법 제60조⑥), or they are no working days at all.
	"""

	effective_from: date
	code: str
	name: str
	days: Fraction
	period: str
	counted: str
	paid: str
	paid_days: Fraction
	attendance: bool
	evidence: bool
	source: str
	confidence: str


def kinds(on: date) -> list[Kind]:
	"""Return the kinds that there are on a day, in the order of the table."""
	held: dict[str, Kind] = {}
	for kind in _table():
		if kind.effective_from <= on:
			held[kind.code] = kind
	return list(held.values())


@cache
def _table() -> tuple[Kind, ...]:
	with (DATA / "leave_kinds.csv").open(encoding="utf-8", newline="") as file:
		return tuple(
			Kind(
				date.fromisoformat(row["effective_from"]),
				row["code"],
				row["name"],
				Fraction(row["value"]),
				row["period"],
				row["counted"],
				row["paid"],
				Fraction(row["paid_days"]),
				row["attendance"] == "1",
				row["evidence"] == "1",
				row["source"],
				row["confidence"],
			)
			for row in csv.DictReader(file)
		)
