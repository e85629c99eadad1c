"""Which facilities are small (소규모 시설): the rule spares them papers and meetings (제11조①, 제16조①, 제20조①)."""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

_TABLE = Path(__file__).parent / "data" / "small_facility.csv"


class _Limit(NamedTuple):
	effective_from: date
	operated_by: str
	at_most: int


def is_small(operated_by: str, capacity: int | None, day: date) -> bool:
	"""Tell whether a facility is small on a day: run by neither state nor corporation, for 20 people at most.

	:param operated_by: Corporation, Government or Individual.
	:param capacity: the number of people it is for (정원), or of its users on an average day (하루 평균 이용자); a
		facility that has entered none is not taken for small.
	"""
	limits = [limit for limit in _limits() if limit.effective_from <= day]
	if not limits or not capacity:
		return False
	limit = max(limits, key=lambda limit: limit.effective_from)
	return operated_by == limit.operated_by and capacity <= limit.at_most


@cache
def _limits() -> tuple[_Limit, ...]:
	with _TABLE.open(encoding="utf-8", newline="") as file:
		return tuple(
			_Limit(date.fromisoformat(row["effective_from"]), row["operated_by"], int(row["at_most"]))
			for row in csv.DictReader(file)
		)
