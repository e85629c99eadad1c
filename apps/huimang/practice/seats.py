"""Who practises where, and as what. A seat is a membership of the practice facility that is in force; nobody has two.

While somebody has a seat, `facility.grants` counts it alone: they reach nothing of the real facility, and the menus, lists,
figures and files are those of practice. Giving the seat up brings everything back.
"""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import now_datetime

from huimang.database.kept import user_changed
from huimang.facility import grants
from huimang.facility.roles import ACCOUNTANT, FACILITY_ROLES, FACILITY_STAFF, LOCAL_OFFICER, OFFICE_DIRECTOR
from huimang.practice import house

ROLES = tuple(role for role in FACILITY_ROLES if role not in (LOCAL_OFFICER, FACILITY_STAFF))
"""What can be tried."""
EVENT = "huimang_practice"
"""Told to the open windows of a person who has begun or ended to practise."""


def of(user: str) -> str | None:
	"""Return the practice facility in which somebody sits."""
	if not grants.is_practising(user) or user.endswith(grants.MADE_UP):
		return None
	reached = frozenset().union(*grants.grants(user)["all"].values())
	return next(iter(sorted(reached)), None)


def role_of(user: str, practice: str) -> str | None:
	"""Return the role that somebody tries."""
	member = grants.membership(practice, user)
	return next((role for role in ROLES if member and role in member["roles"]), None)


def role_at_work(user: str, facility: str) -> str:
	"""Return the role to begin with: the highest that somebody has at work."""
	member = grants.membership(facility, user) or {"roles": ()}
	return next((role for role in ROLES if role in member["roles"]), ACCOUNTANT)


def take(practice: str, user: str, role: str) -> None:
	"""Let somebody practise, in one role; a seat that they have elsewhere ends."""
	if role not in ROLES:
		frappe.throw(_("This role cannot be tried in practice. Please choose another one."))
	_end(user, but=practice)
	name = frappe.db.get_value(house.MEMBERSHIP, {"facility": practice, "user": user})
	seat = (
		frappe.get_doc(house.MEMBERSHIP, name)
		if name
		else frappe.new_doc(house.MEMBERSHIP, facility=practice, user=user)
	)
	seat.update(
		{
			"enabled": 1,
			"to_date": None,
			"position_title": _(role, "ko"),
			"is_disbursing_officer": int(role == ACCOUNTANT),
			"is_revenue_officer": int(role == OFFICE_DIRECTOR),
		}
	)
	seat.set("roles", [{"role": role}])
	house.save(seat)
	house.note(practice, practice_used_on=now_datetime())
	_tell(user)


def leave(user: str) -> None:
	"""Bring somebody back to work."""
	if _end(user):
		_tell(user)


def vacate(practice: str) -> None:
	"""Bring everybody back who practises in a facility."""
	for user in users(practice):
		leave(user)


def users(practice: str) -> list[str]:
	"""Return who practises in a facility."""
	found = frappe.get_all(
		house.MEMBERSHIP, {"facility": practice, "enabled": 1}, pluck="user", order_by="user"
	)
	return [user for user in found if not user.endswith(grants.MADE_UP)]


def _end(user: str, but: str | None = None) -> bool:
	practices = frappe.get_all(house.FACILITY, {"is_practice": 1}, pluck="name")
	where = {
		"user": user,
		"enabled": 1,
		"facility": ("in", [name for name in practices if name != but] or [""]),
	}
	names = frappe.get_all(house.MEMBERSHIP, where, pluck="name")
	for name in names:
		seat = frappe.get_doc(house.MEMBERSHIP, name)
		seat.enabled = 0
		house.save(seat)
	return bool(names)


def _tell(user: str) -> None:
	# the start page of Desk is kept for each user
	user_changed(user)
	frappe.publish_realtime(EVENT, {}, user=user, after_commit=True)
