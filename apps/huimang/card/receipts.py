"""Receipts: the photo of a use, and what a resolution shows of it as evidence."""

from __future__ import annotations


EVIDENCE = "Card Slip"
_ER = "Expense Resolution"


def adopt(use) -> None:
	"""Put the photo of a use into the draft that it belongs to; a resolution that is asked for stays as it is."""
