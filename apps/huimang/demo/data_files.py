"""The demonstration's data: one folder a facility, tables as CSV."""

import csv
import json
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "data"
FACILITIES = ("welfare_center", "nursing_home")
PRACTICE = {"practice_center": "welfare_center", "practice_home": "nursing_home"}
"""What practice facilities are made of: folders of their own over those of the demonstration."""


def base(facility: str) -> str:
	"""The facility of the demonstration that a folder builds on, which may be itself."""
	return PRACTICE.get(facility, facility)


@cache
def _read(facility: str, name: str) -> list[dict[str, str]]:
	path = FOLDER / facility / f"{name}.csv"
	with (path if path.exists() else FOLDER / base(facility) / path.name).open(
		encoding="utf-8", newline=""
	) as handle:
		return list(csv.DictReader(handle))


def table(facility: str, name: str) -> list[dict[str, str]]:
	"""The rows of a table of one facility's folder."""
	return [dict(row) for row in _read(facility, name)]


def facility_values(facility: str) -> dict:
	"""What its registration says of a facility."""
	return json.loads((FOLDER / facility / "facility.json").read_text(encoding="utf-8"))
