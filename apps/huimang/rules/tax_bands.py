"""Amounts that grow band by band: tax rates, deductions of retirement income (`data/income_tax/bands.csv`)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from huimang.rules.dated import read
from huimang.rules.errors import RuleViolation

ANNUAL, SERVICE, CONVERTED = "annual", "service", "converted"
"""기본세율 (소득세법 제55조①), 근속연수공제 and 환산급여공제 (제48조①)."""


class Band(NamedTuple):
	"""What holds above ``over``: an amount, and a rate of what is above."""

	over: int
	amount: int
	rate: Fraction


def band(table: str, value: int | Fraction, on: date) -> Band:
	"""Return the band that a value falls into; a value at its upper end still belongs to it."""
	starts = [start for name, start in _tables() if name == table and start <= on]
	if not starts:
		raise RuleViolation("There are no figures of the law for {0}. Please check the date.", on.isoformat())
	bands = _tables()[table, max(starts)]
	return next((band for band in reversed(bands) if band.over < value), bands[0])


def of_bands(table: str, value: int | Fraction, on: date) -> Fraction:
	"""Return what a table gives for a value, exactly."""
	found = band(table, value, on)
	return found.amount + (value - found.over) * found.rate


@cache
def _tables() -> dict[tuple[str, date], list[Band]]:
	tables: dict[tuple[str, date], list[Band]] = {}
	for row in read("income_tax/bands.csv"):
		key = row["table"], date.fromisoformat(row["effective_from"])
		tables.setdefault(key, []).append(Band(int(row["over"]), int(row["amount"]), Fraction(row["rate"])))
	return {key: sorted(bands) for key, bands in tables.items()}
