"""How the lists of card companies are read: what stands below which heading is data that an operator keeps."""

from __future__ import annotations


def check(doc) -> None:
	pass
