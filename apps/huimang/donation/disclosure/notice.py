"""The yearly notice to donors (제41조의5)."""

from __future__ import annotations


def prepare(doc) -> None:
	"""Check that the notice can be sent, and name it."""


def start(name: str) -> None:
	"""Let a worker send it."""
