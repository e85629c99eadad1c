"""Everybody who works in a facility has the role of its staff, by which they reach what is about themselves."""

from huimang.facility.service import renew_all


def execute() -> None:
	renew_all()
