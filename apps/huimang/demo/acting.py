"""Doing something as somebody else for a while."""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe


@contextmanager
def acting_as(login: str) -> Iterator[None]:
	"""Run the block as this user, with their rights; the session is given back whatever happens."""
	before = frappe.session.user
	frappe.set_user(login)
	try:
		yield
	finally:
		frappe.set_user(before)
