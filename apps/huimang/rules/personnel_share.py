"""What share of the care costs (급여비용) a long-term care institution budgets for its staff (B7, 제10조③3호).

The least share is set by a notice of the minister and differs by kind of institution and year; it is no number of ours:
a facility's operator enters it.
"""

from __future__ import annotations

import csv
from decimal import ROUND_CEILING, ROUND_DOWN, Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

_TABLE = Path(__file__).parent / "data" / "personnel_share.csv"

GROUP = "Long-term Care"
"""The template group of the institutions that the rule is for."""

PERSONNEL, CARE_COST = "personnel", "care_cost"


class Part(NamedTuple):
	"""Subjects that one side of the share adds up: those of a 항, or one 목 of it."""

	part: str
	side: str
	hang: str
	mok: str


def share(personnel: int, care_cost: int) -> Decimal | None:
	"""Return the share in percent with two places, what is below them cut off: a share is never shown higher than it is.

	None where there are no care costs to take a share of.
	"""
	if care_cost <= 0:
		return None
	return (Decimal(personnel) * 100 / care_cost).quantize(Decimal("0.01"), rounding=ROUND_DOWN)


def missing(personnel: int, care_cost: int, least: Decimal) -> int:
	"""Return how many won of staff costs are missing to the least share (percent); 0 where none are."""
	needed = (Decimal(care_cost) * least / 100).to_integral_value(rounding=ROUND_CEILING)
	return max(int(needed) - personnel, 0)


@cache
def parts() -> tuple[Part, ...]:
	"""Return the subjects that the share is reckoned from."""
	with _TABLE.open(encoding="utf-8", newline="") as file:
		return tuple(Part(*(row[field] for field in Part._fields)) for row in csv.DictReader(file))
