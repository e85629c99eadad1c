"""Drafts of expense resolutions from uses of cards."""

from __future__ import annotations


def follow_cancellation(name: str, net: int) -> None:
	pass
