"""Doing something as somebody else for a while."""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe


@contextmanager
def acting_as(login: str) -> Iterator[None]:
	"""Run the block as this user, with their rights; the session is given back whatever happens."""
	before = frappe.session.user
	_set_user(login)
	try:
		yield
	finally:
		_set_user(before)


def _set_user(login: str) -> None:
	# what this process keeps in memory of the shared cache is everybody's, and slow to read again
	kept = frappe.local.cache
	frappe.set_user(login)
	frappe.local.cache = kept
