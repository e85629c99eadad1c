"""Officers of local governments, and the facilities of their area (사회복지사업법 제51조: guidance and supervision).

An officer reaches a facility by a Facility Membership as everybody does. Theirs follow from an Officer Jurisdiction: they
come with the facility and go with the officer, and nobody in a facility gives or takes them.
"""

from __future__ import annotations

import frappe
from frappe.utils import getdate

from huimang.facility.roles import LOCAL_OFFICER

MEMBERSHIP = "Facility Membership"
ASSIGNMENT = "Officer Jurisdiction"


def tidy(area: str | None) -> str:
	"""Return the name of an area with single spaces."""
	return " ".join((area or "").split())


def covers(officers: str, area: str | None) -> bool:
	"""Tell whether an officer's area is a facility's, or the province in which it lies."""
	wanted, found = tidy(officers), tidy(area)
	return bool(wanted) and (found == wanted or found.startswith(f"{wanted} "))


def officers_of(area: str | None) -> list[str]:
	"""Return the officers in charge of an area today, those of the district before those of the province."""
	found = [row for row in _in_force() if covers(row.jurisdiction, area)]
	return list(dict.fromkeys(row.user for row in sorted(found, key=lambda row: -len(row.jurisdiction))))


def areas_of(user: str) -> list[str]:
	"""Return the areas of which somebody is in charge today."""
	return [row.jurisdiction for row in _in_force() if row.user == user]


def apply(user: str) -> None:
	"""Give an officer the memberships of the facilities of their areas, and take those of others back."""
	areas = areas_of(user)
	facilities = frappe.get_all(
		"Facility", {"jurisdiction": ("is", "set"), "is_practice": 0}, ["name", "jurisdiction"]
	)
	wanted = {row.name for row in facilities if any(covers(area, row.jurisdiction) for area in areas)}
	for name, facility, enabled, role in _memberships(user):
		if role == LOCAL_OFFICER and bool(enabled) != (facility in wanted):
			_save(frappe.get_doc(MEMBERSHIP, name), facility in wanted)
		wanted.discard(facility)
	for facility in sorted(wanted):
		_save(
			frappe.get_doc(
				{
					"doctype": MEMBERSHIP,
					"facility": facility,
					"user": user,
					"roles": [{"role": LOCAL_OFFICER}],
				}
			),
			True,
		)


def apply_for(facility: str) -> None:
	"""Give a facility the officers of its area, when it is registered or moves to another."""
	area = frappe.db.get_value("Facility", facility, "jurisdiction")
	for user in {*officers_of(area), *_officers_at(facility)}:
		apply(user)


def renew() -> None:
	"""Every night: assignments begin and end by date."""
	for user in frappe.get_all(ASSIGNMENT, pluck="user", distinct=True):
		apply(user)


def _save(member, enabled: bool) -> None:
	member.enabled = int(enabled)
	member.from_date = member.from_date or getdate()
	member.to_date = None
	member.flags.by_jurisdiction = True
	member.save(ignore_permissions=True)


def _in_force() -> list[frappe._dict]:
	today = getdate()
	return [
		row
		for row in frappe.get_all(
			ASSIGNMENT, {"enabled": 1}, ["user", "jurisdiction", "from_date", "to_date"], order_by="creation"
		)
		if (not row.from_date or row.from_date <= today) and (not row.to_date or today <= row.to_date)
	]


def _memberships(user: str) -> list[tuple]:
	"""Return (name, facility, enabled, role) of somebody's memberships, one row a role."""
	member, role = frappe.qb.DocType(MEMBERSHIP), frappe.qb.DocType("Facility Membership Role")
	return (
		frappe.qb.from_(member)
		.left_join(role)
		.on((role.parent == member.name) & (role.parenttype == MEMBERSHIP))
		.select(member.name, member.facility, member.enabled, role.role)
		.where(member.user == user)
	).run()


def _officers_at(facility: str) -> list[str]:
	"""Return who is an officer at a facility by an assignment, whatever has become of it."""
	member = frappe.get_all(MEMBERSHIP, {"facility": facility, "enabled": 1}, pluck="user")
	return frappe.get_all(ASSIGNMENT, {"user": ("in", member or [""])}, pluck="user", distinct=True)
