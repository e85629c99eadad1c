"""Dated values: what a table of the law says on a day.

A table is a CSV of `data/` whose rows carry `effective_from`, `value`, `source` and `confidence`, and one or
more columns that name what the value is of. A row holds until the next one of the same name begins: a change
of the law is a new row.
"""

from __future__ import annotations

import csv
from bisect import bisect_right
from datetime import date
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from huimang.rules.errors import RuleViolation

DATA = Path(__file__).parent / "data"


class Held(NamedTuple):
	"""A value with the day from which it holds, where it is written, and how sure that is."""

	effective_from: date
	value: Fraction
	source: str
	confidence: str


class DatedTable:
	"""The values of one file, found by name and day.

	Args:
		file: path below `data/`.
		name: the columns that together name a value.
	"""

	def __init__(self, file: str, name: tuple[str, ...] = ("key",)):
		self._file, self._name = file, name

	def held(self, on: date, *name: str) -> Held:
		"""Return the row that holds on a day; RuleViolation before the first, KeyError for an unknown name."""
		starts, rows = self._rows[name]
		place = bisect_right(starts, on)
		if not place:
			raise RuleViolation(
				"There are no figures of the law for {0}. Please check the date.", on.isoformat()
			)
		return rows[place - 1]

	def value(self, on: date, *name: str) -> Fraction:
		"""Return the value that holds on a day, exactly as the file writes it."""
		return self.held(on, *name).value

	def amount(self, on: date, *name: str) -> int:
		"""Return a value that is a whole number: won, days, years."""
		return int(self.value(on, *name))

	@cached_property
	def _rows(self) -> dict[tuple[str, ...], tuple[list[date], list[Held]]]:
		table: dict[tuple[str, ...], list[Held]] = {}
		for row in read(self._file):
			start = date.fromisoformat(row["effective_from"])
			held = Held(start, Fraction(row["value"]), row["source"], row["confidence"])
			table.setdefault(tuple(row[column] for column in self._name), []).append(held)
		for rows in table.values():
			rows.sort()
		return {name: ([row.effective_from for row in rows], rows) for name, rows in table.items()}


def read(file: str) -> list[dict[str, str]]:
	"""Return the rows of a file below `data/`."""
	with (DATA / file).open(encoding="utf-8", newline="") as opened:
		return list(csv.DictReader(opened))
