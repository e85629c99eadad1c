"""대결: while somebody is absent, a deputy decides in their place. They gain nothing else by it.

A deputy approves and returns what the absent person could have, in one facility, from the first day to the last. Cached by
facility; dropped when an Approval Deputy changes, at once and again when the transaction ends.
"""

from __future__ import annotations

from typing import NamedTuple

import frappe
from frappe.utils import getdate

from huimang.facility.grants import grants, holds_role, membership

_CACHE = "huimang_deputies"


class Standing(NamedTuple):
	"""Who stands in for whom, and from which day to which."""

	absent: str
	deputy: str
	first: object
	last: object


def absent_for(facility: str, user: str) -> list[str]:
	"""Return those in whose place `user` decides in a facility today, while both work there."""
	today = getdate()
	return [
		row.absent
		for row in _standings(facility)
		if row.deputy == user
		and row.first <= today <= row.last
		and membership(facility, user)
		and membership(facility, row.absent)
	]


def deputy_of(facility: str, user: str) -> str | None:
	"""Return who decides in the place of `user` in a facility today."""
	today = getdate()
	return next(
		(
			row.deputy
			for row in _standings(facility)
			if row.absent == user and row.first <= today <= row.last and membership(facility, row.deputy)
		),
		None,
	)


def absent_holder(facility: str, user: str, role: str) -> str | None:
	"""Return the absent person with `role` in whose place `user` decides, if there is one."""
	return next((absent for absent in absent_for(facility, user) if holds_role(facility, absent, role)), None)


def roles_stood_in(user: str) -> dict[str, set[str]]:
	"""{role: facilities} that `user` has today as a deputy only."""
	found: dict[str, set[str]] = {}
	for facility in frozenset().union(*grants(user)["active"].values()):
		for absent in absent_for(facility, user):
			for role in membership(facility, absent)["roles"]:
				found.setdefault(role, set()).add(facility)
	return found


def forget(facility: str) -> None:
	"""Drop what is cached of a facility."""

	def drop() -> None:
		frappe.cache.hdel(_CACHE, facility)

	drop()
	frappe.db.after_commit.add(drop)
	frappe.db.after_rollback.add(drop)


def _standings(facility: str) -> list[Standing]:
	kept = frappe.cache.hget(_CACHE, facility)
	if kept is None:
		table = frappe.qb.DocType("Approval Deputy")
		kept = (
			frappe.qb.from_(table)
			.select(table.absent_user, table.deputy_user, table.from_date, table.to_date)
			.where((table.facility == facility) & (table.to_date >= getdate()))
			.orderby(table.creation)
			.run()
		)
		frappe.cache.hset(_CACHE, facility, kept)
	return [Standing(*row) for row in kept]
