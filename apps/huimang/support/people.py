"""Whom support is for: everybody who works in a facility or looks after one, and the operators who answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import frappe
from frappe import _

from huimang.errors import FacilityAccessError
from huimang.facility import jurisdictions
from huimang.facility.grants import grants
from huimang.facility.roles import FACILITY_STAFF, PLATFORM_OPERATOR, UNSCOPED_ROLES


class Reader(NamedTuple):
	"""Who looks at questions and notices.

	Attributes:
		roles: those held in facilities, and those of operators.
		areas: the areas of one's facilities, and those that an officer looks after.
		facilities: where one works, by name.
		is_operator: sees what is for anybody.
	"""

	roles: frozenset[str]
	areas: tuple[str, ...]
	facilities: tuple[str, ...]
	is_operator: bool

	def is_meant(self, roles: Sequence[str], area: str | None = None) -> bool:
		"""Tell whether something for these roles, and of this area, is for this reader; without any, it is for all."""
		if self.is_operator:
			return True
		return (not roles or not self.roles.isdisjoint(roles)) and (
			not area or any(jurisdictions.covers(area, own) for own in self.areas)
		)


def reader(user: str) -> Reader:
	"""Return who somebody is to support.

	Raises:
		FacilityAccessError: the user works in no facility, looks after no area and is no operator.
	"""
	found = find(user)
	if not found:
		frappe.throw(
			_("Support is for those who work in a facility. Please ask the head of the facility."),
			FacilityAccessError,
		)
	return found


def find(user: str) -> Reader | None:
	"""Return who somebody is to support; nothing for whom it is not."""
	held = frozenset(frappe.get_roles(user))
	is_operator = user == "Administrator" or not held.isdisjoint(UNSCOPED_ROLES)
	by_role = grants(user)["all"]
	facilities = sorted(frozenset().union(*by_role.values()))
	areas = jurisdictions.areas_of(user)
	if not (facilities or areas or is_operator):
		return None
	if facilities:
		areas += frappe.get_all("Facility", {"name": ("in", facilities)}, pluck="jurisdiction")
	return Reader(frozenset(by_role), tuple(filter(None, areas)), tuple(facilities), is_operator)


def roles_told(held: Iterable[str]) -> str:
	"""Return roles by the names that staff know; that of all staff only where there is no other."""
	names = sorted(set(held))
	return ", ".join(_(name, "ko") for name in names if name != FACILITY_STAFF or len(names) == 1)


def audiences(doctype: str, names: Sequence[str]) -> dict[str, list[str]]:
	"""Return for which roles records are: {name: roles}, without those that are for everybody."""
	found: dict[str, list[str]] = {}
	rows = frappe.get_all(
		"Support Audience", {"parenttype": doctype, "parent": ("in", names or [""])}, ["parent", "role"]
	)
	for row in rows:
		found.setdefault(row.parent, []).append(row.role)
	return found


def operators() -> list[str]:
	"""Return who answers: the operators of the platform who can log in."""
	held = frappe.get_all(
		"Has Role", {"parenttype": "User", "role": PLATFORM_OPERATOR}, pluck="parent", distinct=True
	)
	return frappe.get_all("User", {"name": ("in", held or [""]), "enabled": 1}, pluck="name")


def tell(users: Iterable[str], subject: str, link: str) -> None:
	"""Put a notice behind the bell of users.

	It names no document: who asks has no right on inquiries but through the support page.
	"""
	for user in dict.fromkeys(users):
		values = {"type": "Alert", "for_user": user, "from_user": "Administrator", "link": link}
		notice = {"doctype": "Notification Log", "subject": frappe.utils.escape_html(subject), **values}
		frappe.get_doc(notice).insert(ignore_permissions=True)
