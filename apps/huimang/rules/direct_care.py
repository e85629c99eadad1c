"""직접비 and 간접비 of a long-term care institution's staff (별지 제4호의2서식): whether a job serves the residents itself.

Which jobs do stands in `data/direct_care.csv` (medium confidence): an operator who reads the notice otherwise changes it there.
"""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).parent / "data" / "direct_care.csv"


def is_direct(job_type: str, on: date) -> bool:
	"""Tell whether the pay of a job is a direct cost on a day; all others are indirect.

	:param job_type: 직종 as it was entered; blanks, and a rank before or after it (요양보호사 1급), do not matter.
	"""
	words = "".join(job_type.split())
	return any(since <= on and name in words for since, name in _jobs())


@cache
def _jobs() -> tuple[tuple[date, str], ...]:
	with _TABLE.open(encoding="utf-8", newline="") as file:
		return tuple(
			(date.fromisoformat(row["effective_from"]), row["job_type"]) for row in csv.DictReader(file)
		)
