"""What one user reaches: the facts about the user are read once, for as many DocTypes as are asked about.

`access` asks about one DocType; a list of what speaks of documents (`references`) asks about every one that a facility has.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import frappe

from huimang.facility import own, rights, scope
from huimang.facility.grants import grants
from huimang.facility.roles import FACILITY_ROLES, FACILITY_STAFF, UNSCOPED_ROLES

NOTHING = "1=0"
"""The condition of who reaches no record at all."""

READING = frozenset({"select", "read", "print", "email", "report", "export"})
"""Rights that a suspended or closed facility leaves to its people."""

_UNSCOPED, _FACILITY_ROLES = frozenset(UNSCOPED_ROLES), frozenset(FACILITY_ROLES)
_NOWHERE: frozenset[str] = frozenset()


class Reader:
	"""A user other than Administrator, in whom nothing changes while there is such an object.

	Args:
		user: the user's name.
		allowing: (DocType, right) -> the roles to which the installed permissions give it.
	"""

	def __init__(self, user: str, allowing: Callable[[str, str], frozenset[str]] = rights.of_one):
		self.user = user
		self._allowing = allowing
		self._held = frozenset(frappe.get_roles(user))
		self._grants = grants(user)

	@classmethod
	def of_everything(cls, user: str) -> Reader:
		"""One for questions about reading many DocTypes."""
		roles = rights.of_all()
		return cls(user, lambda doctype, right: roles.get(doctype, {}).get(right, _NOWHERE))

	def facilities(self, doctype: str, ptype: str = "read", whole: bool = False) -> frozenset[str] | None:
		"""`access.facilities_for`."""
		allowing = self._allowing(doctype, ptype)
		if whole and scope.person_field(doctype):
			allowing = allowing - {FACILITY_STAFF, "All", "Desk User"}
		if not _UNSCOPED.isdisjoint(allowing & self._held):
			return None
		by_role = self._grants["all" if ptype in READING else "active"]
		# what is open to everybody, or to a role that was given by hand, still ends at the facilities one works for
		if not self._held.isdisjoint(allowing - _FACILITY_ROLES):
			return _NOWHERE.union(*by_role.values())
		return _NOWHERE.union(*(by_role[role] for role in allowing if role in by_role))

	def readable(self, doctype: str, whole: bool = False) -> frozenset[str] | None:
		"""Where the user may read, or, with no right to read anywhere, may at least choose from a list."""
		facilities = self.facilities(doctype, "read", whole)
		return facilities if facilities is None or facilities else self.facilities(doctype, "select", whole)

	def condition(self, doctype: str) -> str:
		"""`access.query_condition`."""
		if scope.facility_field(doctype):
			return " and ".join(filter(None, (self._by_facility(doctype), *self._as_told(doctype))))
		if doctype == scope.CORPORATION:
			return _corporations(self.readable(doctype))
		return self._rows(doctype)

	def _by_facility(self, doctype: str) -> str:
		"""The condition by facility, and by person where the user's right ends at what is about them."""
		column = f"`tab{doctype}`.`{scope.facility_field(doctype)}`"
		facilities = self.readable(doctype, whole=True)
		condition = _among(column, facilities)
		person = scope.person_field(doctype)
		if facilities is None or not person or not (partly := self.readable(doctype) - facilities):
			return condition
		if not self._employees:
			return condition
		mine = f"{_among(column, partly)} and {_among(f'`tab{doctype}`.`{person}`', self._employees)}"
		return f"({mine})" if condition == NOTHING else f"({condition} or ({mine}))"

	def _as_told(self, doctype: str) -> list[str]:
		"""What tells of a person's document goes as far as that document.

		Where the user reads all such documents of the facilities in question, nothing is left to say: a record and what it
		tells of are of the same facility (`integrity`).
		"""
		if not (pairs := scope.told_of(doctype)):
			return []
		here, barred, partly = self.readable(doctype), [], []
		for target in scope.installed()["persons"]:
			everywhere = self.readable(target, whole=True)
			if everywhere is None or (here is not None and here <= everywhere):
				continue
			inside = self._by_facility(target)
			barred.append(target) if inside == NOTHING else partly.append((target, inside))
		found = []
		for kind, name in ([f"`tab{doctype}`.`{field}`" for field in pair] for pair in pairs):
			if barred:
				found.append(f"ifnull({kind}, '') not in ({', '.join(map(_quoted, barred))})")
			found += [
				f"(ifnull({kind}, '') != {_quoted(target)} or {name} in (select `name` from `tab{target}` where {inside}))"
				for target, inside in partly
			]
		return found

	@cached_property
	def _employees(self) -> frozenset[str]:
		return own.employees_of(self.user)

	def _rows(self, doctype: str) -> str:
		"""Rows of a child table go with the documents that hold them."""
		parents = scope.parents_of(doctype)
		if not any(parents.values()):
			return ""
		clauses = []
		for parent in parents:
			inside = self.condition(parent) if scope.is_scoped(parent) else ""
			clause = f"`tab{doctype}`.`parenttype` = {_quoted(parent)}"
			if inside:
				clause += f" and `tab{doctype}`.`parent` in (select `name` from `tab{parent}` where {inside})"
			clauses.append(f"({clause})")
		return f"({' or '.join(clauses)})"


def _among(column: str, facilities: frozenset[str] | None) -> str:
	if facilities is None:
		return ""
	if not facilities:
		return NOTHING
	values = [_quoted(facility) for facility in sorted(facilities)]
	return f"{column} = {values[0]}" if len(values) == 1 else f"{column} in ({', '.join(values)})"


def _corporations(facilities: frozenset[str] | None) -> str:
	inside = _among("`tabFacility`.`name`", facilities)
	if not inside:
		return ""
	return f"`tabCorporation`.`name` in (select `corporation` from `tabFacility` where {inside})"


def _quoted(value: str) -> str:
	return frappe.db.escape(value, percent=False)
