"""대결: while somebody is absent, a deputy decides in their place. They gain nothing else by it.

A deputy approves and returns what the absent person could have, in one facility, from the first day to the last. Kept by
facility until an Approval Deputy changes.
"""

from __future__ import annotations

from typing import NamedTuple

import frappe
from frappe.utils import getdate

from huimang.database.kept import Kept
from huimang.facility.grants import grants, holds_role, membership


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


def changed(facility: str) -> None:
	"""Let the deputies of a facility be read anew."""
	_kept.changed(facility)


def _standings(facility: str) -> list[Standing]:
	return [Standing(*row) for row in _kept.of(facility)]


def _read(facility: str) -> list[tuple]:
	table = frappe.qb.DocType("Approval Deputy")
	return (
		frappe.qb.from_(table)
		.select(table.absent_user, table.deputy_user, table.from_date, table.to_date)
		.where((table.facility == facility) & (table.to_date >= getdate()))
		.orderby(table.creation)
		.run()
	)


_kept = Kept("huimang_deputies", _read)
