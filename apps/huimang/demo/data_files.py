"""The demonstration's data: one folder a facility, tables as CSV."""

import csv
import json
from pathlib import Path

FOLDER = Path(__file__).parent / "data"
FACILITIES = ("welfare_center", "nursing_home")


def table(facility: str, name: str) -> list[dict[str, str]]:
	"""The rows of a table of one facility's folder."""
	with (FOLDER / facility / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
		return list(csv.DictReader(handle))


def facility_values(facility: str) -> dict:
	"""What its registration says of a facility."""
	return json.loads((FOLDER / facility / "facility.json").read_text(encoding="utf-8"))
