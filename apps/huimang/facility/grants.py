"""What memberships give: the roles of a user per facility, and the people of a facility.

Both are kept until a membership, the facility or the user changes. What a user holds is kept by the day, because memberships
begin and end by date.
"""

from collections.abc import Iterable
from datetime import date

import frappe
from frappe.utils import getdate, nowdate

from huimang.database.kept import Kept
from huimang.facility.roles import FACILITY_ROLES, with_staff

MADE_UP = "@practice.example"
"""How the logins of the people end whom practice facilities are peopled with: nobody logs in as one of them."""


def grants(user: str) -> dict[str, dict[str, frozenset[str]]]:
	"""What a user holds today.

	Returns:
		"all" {role: facilities}, "active" {role: facilities that are not suspended or closed}, and "practising": whether
		these are practice facilities. Work and practice are never mixed: who practises reaches nothing else meanwhile.
	"""
	kept = _grants.of(user)
	return kept if kept["day"] == nowdate() else _grants.renew(user)


def is_practising(user: str | None) -> bool:
	"""Whether the user is at practice, and so reaches practice facilities alone; nobody is who is only logging in."""
	return bool(user) and grants(user)["practising"]


def membership(facility: str, user: str, on: date | str | None = None) -> dict | None:
	"""The membership of `user` in `facility`, in force on the day (today): position_title, roles, duties; else None."""
	member = roster(facility).get(user)
	return member if member and _in_force(member, on) else None


def holds_role(facility: str, user: str, role: str, on: date | str | None = None) -> bool:
	"""Whether `user` holds `role` in `facility` on the day (today)."""
	member = membership(facility, user, on)
	return bool(member) and role in with_staff(set(member["roles"]))


def members_with_role(facility: str, role: str, on: date | str | None = None) -> list[str]:
	"""The users who hold `role` in `facility` on the day (today), in the order of their names."""
	day = getdate(on)
	return [
		user
		for user, member in roster(facility).items()
		if role in with_staff(set(member["roles"])) and _in_force(member, day)
	]


def roster(facility: str) -> dict[str, dict]:
	"""{user: membership} of everybody with an enabled membership and an enabled login, past and future terms included."""
	return _rosters.of(facility)


def changed(users: Iterable[str] = (), facilities: Iterable[str] = ()) -> None:
	"""Let what these users hold, and who works in these facilities, be read anew."""
	_grants.changed(*users)
	_rosters.changed(*facilities)


def forget_all() -> None:
	"""Drop all that is kept here (hook: the caches of the site are cleared)."""
	frappe.cache.delete_value([_grants.key, _rosters.key])


def _in_force(member: dict, on: date | str | None) -> bool:
	if not member["from_date"] and not member["to_date"]:
		# the usual case, and asking for today's date is what costs most here
		return True
	day = getdate(on) if on else getdate()
	return (not member["from_date"] or member["from_date"] <= day) and (
		not member["to_date"] or day <= member["to_date"]
	)


def _read_grants(user: str) -> dict:
	every, active = {}, {}
	rows = [row for row in _rows(user=user) if _in_force(row, None)]
	practice = _practice_of(user, rows)
	for row in practice or [row for row in rows if not row.is_practice]:
		if row.role not in FACILITY_ROLES:
			continue
		for role in with_staff({row.role}):
			every.setdefault(role, set()).add(row.facility)
			if row.status == "Active":
				active.setdefault(role, set()).add(row.facility)
	return {
		"day": nowdate(),
		"all": {role: frozenset(names) for role, names in every.items()},
		"active": {role: frozenset(names) for role, names in active.items()},
		"practising": bool(practice),
	}


def _practice_of(user: str, rows: list[dict]) -> list[dict]:
	"""The rows of practice facilities that count: practice ends with the work in the facility that it is for."""
	works_in = {row.facility for row in rows if not row.is_practice}
	made_up = user.endswith(MADE_UP)
	return [row for row in rows if row.is_practice and (made_up or row.practice_of in works_in)]


def _read_roster(facility: str) -> dict[str, dict]:
	members = {}
	for row in _rows(facility=facility):
		role = row.pop("role")
		for key in ("status", "is_practice", "practice_of"):
			del row[key]
		members.setdefault(row.user, {**row, "roles": []})["roles"].append(role)
	return members


_grants, _rosters = Kept("huimang_grants", _read_grants), Kept("huimang_rosters", _read_roster)


def _rows(user: str | None = None, facility: str | None = None) -> list[dict]:
	"""One row a membership and role, of enabled memberships of enabled users."""
	member = frappe.qb.DocType("Facility Membership")
	role = frappe.qb.DocType("Facility Membership Role")
	place = frappe.qb.DocType("Facility")
	login = frappe.qb.DocType("User")
	query = (
		frappe.qb.from_(member)
		.join(place)
		.on(place.name == member.facility)
		.join(login)
		.on(login.name == member.user)
		.left_join(role)
		.on((role.parent == member.name) & (role.parenttype == "Facility Membership"))
		.select(member.name, member.facility, member.user, login.full_name, member.position_title, role.role)
		.select(member.is_revenue_officer, member.is_disbursing_officer, member.from_date, member.to_date)
		.select(place.status, place.is_practice, place.practice_of)
		.where((member.enabled == 1) & (login.enabled == 1))
		.orderby(member.user, role.idx)
	)
	if user:
		query = query.where(member.user == user)
	if facility:
		query = query.where(member.facility == facility)
	return query.run(as_dict=True)
