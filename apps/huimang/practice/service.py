"""Practising: going in, trying another role, starting afresh, coming back."""

from __future__ import annotations

from collections.abc import Iterable

import frappe
from frappe import _

from huimang.errors import FacilityAccessError
from huimang.facility import grants
from huimang.facility.roles import LOCAL_OFFICER
from huimang.practice import colleagues, house, seats, tasks


def start(facility: str, role: str | None = None, user: str | None = None) -> dict:
	"""Let somebody practise who works in a facility; a worker makes its practice facility first where it is not there.

	Args:
		facility: the real facility.
		role: the role to try; left out, the one that the person has at work.
		user: who wants to practise; the user of the session unless told.

	Returns:
		`practice`, its name; `is_ready`, whether the person is in it now: else ask again; `percent`, how much is made.
	"""
	user = user or frappe.session.user
	if facility not in facilities_of(user):
		frappe.throw(_("You can practise for a facility in which you work."), FacilityAccessError)
	practice = house.found(facility)
	state = frappe.db.get_value(house.FACILITY, practice, "practice_state")
	if state == house.READY:
		seats.take(practice, user, role or seats.role_at_work(user, facility))
	else:
		_prepare(practice)
	is_ready = state == house.READY
	return {
		"practice": practice,
		"is_ready": is_ready,
		"percent": 100 if is_ready else tasks.progress(practice),
	}


def try_role(role: str, user: str | None = None) -> None:
	"""Let somebody who practises go on in another role."""
	user = user or frappe.session.user
	seats.take(require_seat(user), user, role)


def leave(user: str | None = None) -> None:
	"""Bring somebody back to work. Harmless for who does not practise."""
	seats.leave(user or frappe.session.user)


def begin_anew(user: str | None = None) -> str:
	"""Throw away what was practised, for everybody in the practice facility, and make it anew; returns the facility."""
	practice = require_seat(user or frappe.session.user)
	house.note(practice, practice_state=house.PREPARING)
	tasks.enqueue(practice)
	return practice


def ask_colleagues(practice: str, doctype: str, name: str) -> str:
	"""Let the made-up people decide on a document of a practice facility; returns its state then."""
	columns = frappe.get_meta(doctype).get_valid_columns()
	if "stage" not in columns or frappe.db.get_value(doctype, name, "facility") != practice:
		frappe.throw(_("Colleagues decide on documents of the practice facility that have an approval line."))
	return colleagues.decide(practice, doctype, name)


def facilities_of(user: str) -> list[str]:
	"""Return the facilities for which somebody may practise: where they work, officers apart."""
	if grants.is_practising(user):
		practice = seats.of(user)
		return [frappe.db.get_value(house.FACILITY, practice, "practice_of")] if practice else []
	held = grants.grants(user)["all"].items()
	return sorted(frozenset().union(*(names for role, names in held if role != LOCAL_OFFICER)))


def told(user: str) -> dict:
	"""Return what Desk shows of practice to somebody: for what they may practise, and where they are."""
	practice = seats.of(user)
	return {
		"facilities": _titles(facilities_of(user)) if not practice else [],
		"practice": practice,
		"title": frappe.db.get_value(house.FACILITY, practice, "facility_name") if practice else None,
		"role": seats.role_of(user, practice) if practice else None,
		"roles": list(seats.ROLES),
	}


def state(practice: str) -> dict:
	"""Return how far a practice facility is: `is_ready`, `percent`, and who `others` are in it."""
	is_ready = frappe.db.get_value(house.FACILITY, practice, "practice_state") == house.READY
	others = [user for user in seats.users(practice) if user != frappe.session.user]
	names = frappe.get_all("User", {"name": ("in", others or [""])}, pluck="full_name", order_by="full_name")
	return {"is_ready": is_ready, "percent": 100 if is_ready else tasks.progress(practice), "others": names}


def require_seat(user: str) -> str:
	"""Return the practice facility in which somebody sits.

	Raises:
		FacilityAccessError: they do not practise.
	"""
	practice = seats.of(user)
	if not practice:
		frappe.throw(_("You are not practising at the moment."), FacilityAccessError)
	return practice


def _prepare(practice: str) -> None:
	"""Have a practice facility filled, unless that is under way."""
	if not tasks.is_under_way(practice) and not frappe.cache.get_value(_asked(practice), expires=True):
		# who asks every other second asks one worker
		frappe.cache.set_value(_asked(practice), 1, expires_in_sec=30)
		house.note(practice, practice_state=house.PREPARING)
		tasks.enqueue(practice)


def _asked(practice: str) -> str:
	return f"huimang_practice_asked:{practice}"


def _titles(names: Iterable[str]) -> list[dict]:
	where = {"name": ("in", list(names) or [""])}
	return frappe.get_all(house.FACILITY, where, ["name", "facility_name"], order_by="facility_name")
