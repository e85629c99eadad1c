"""The figures that a facility publishes of a year's gifts: sums and uses, never who gave."""

from __future__ import annotations


def draw(facility: str, accounting_year: str) -> dict:
	"""Return what is published of a year."""
	return {}
