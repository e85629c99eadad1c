"""관할: the local government in whose area an address lies, told from its first words."""

from __future__ import annotations

import csv
from functools import cache

from huimang.rules.dated import DATA
from huimang.rules.errors import RuleViolation

WHOLE = "세종특별자치시"
"""It has no districts: the city is the local government."""


def of_address(address: str) -> str:
	"""Return "서울특별시 중구" for "서울 중구 세종대로 110": the province and the city, county or district that runs welfare.

	Districts of a city that is no metropolis (수원시 팔달구) are the city's. Raises RuleViolation where the words tell none.
	"""
	words = (address or "").replace(",", " ").split()
	province = provinces().get(words[0]) if words else None
	if province == WHOLE:
		return province
	if not province or len(words) < 2 or words[1][-1] not in "시군구":
		raise RuleViolation(
			"Please begin the address with the province and the city, county or district, for example 서울특별시 중구."
		)
	return f"{province} {words[1]}"


@cache
def provinces() -> dict[str, str]:
	"""{name or short name: full name} of the 17 provinces and metropolises."""
	with (DATA / "provinces.csv").open(encoding="utf-8", newline="") as file:
		rows = list(csv.DictReader(file))
	return {name: row["name"] for row in rows for name in (row["name"], *row["also"].split())}
