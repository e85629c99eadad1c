"""Who reaches which facility, for which DocType, to do what. Everything that must know asks here.

A role that a Facility Membership gives counts in that facility only: an accountant of A who is a social worker of B is
no accountant in B. The question is therefore always "in which facilities does this user hold a role to which the
installed permissions of this DocType give this right?", answered by `facilities_for` from two cached facts: the user's
roles per facility, and the DocType's permission rows (as the operator left them).
"""

from collections.abc import Sequence
from typing import NamedTuple

import frappe
from frappe import _
from pypika.terms import Criterion, EmptyCriterion

from huimang.database.sql import select_statement
from huimang.errors import FacilityAccessError
from huimang.facility import own, scope
from huimang.facility.grants import holds_role, members_with_role, membership
from huimang.facility.reader import Reader

__all__ = [
	"StoredFacility",
	"facilities_for",
	"facility_condition",
	"has_permission",
	"holds_role",
	"is_out_of_reach",
	"members_with_role",
	"membership",
	"query_condition",
	"reaches",
	"require",
	"work_condition",
]


class StoredFacility(NamedTuple):
	"""The facility of a document that was read from the database a moment ago; on its flags, where no client can put one."""

	facility: str


def facilities_for(
	user: str, doctype: str, ptype: str = "read", whole: bool = False
) -> frozenset[str] | None:
	"""The facilities in which `user` has the right `ptype` on `doctype`.

	Args:
		user: the user's name.
		doctype: a DocType that bears a facility; for a child table ask for its parent.
		ptype: read, write, create, submit, cancel, print, export … as in the framework's permission rows.
		whole: leave out where the right ends at the records about the user (`own`).

	Returns:
		Names of facilities; None for every facility (Administrator, and System Manager or Platform Operator where the
		DocType's permissions name them).
	"""
	return None if user == "Administrator" else Reader(user).facilities(doctype, ptype, whole)


def query_condition(user: str | None, doctype: str) -> str:
	"""SQL that leaves of a query over `doctype` what `user` may read; empty where that is all of it."""
	user = user or frappe.session.user
	return "" if user == "Administrator" else Reader(user).condition(doctype)


def facility_condition(table, user: str, doctype: str) -> Criterion:
	"""What `query_condition` says, for the query builder.

	Args:
		table: the `frappe.qb.DocType(doctype)` of the query.
		user: the user who asks.
		doctype: a DocType that has a facility field of its own.
	"""
	if user == "Administrator":
		return EmptyCriterion()
	reader = Reader(user)
	facilities = reader.readable(doctype, whole=True)
	if facilities is None:
		return EmptyCriterion()
	column = table[scope.facility_field(doctype)]
	condition = _is_among(column, facilities)
	if (person := scope.person_field(doctype)) and (partly := reader.readable(doctype) - facilities):
		mine = table[person].isin(sorted(own.employees_of(user)) or [""])
		condition = condition | (_is_among(column, partly) & mine)
	return condition


def work_condition(table, user: str, doctype: str) -> Criterion:
	"""What `facility_condition` says, for sums over many facilities: who reaches all of them adds up no practice."""
	if user != "Administrator" and Reader(user).readable(doctype) is not None:
		return facility_condition(table, user, doctype)
	place = frappe.qb.DocType(scope.FACILITY).as_("practice_place")
	practice = frappe.qb.from_(place).select(place.name).where(place.is_practice == 1)
	return table[scope.facility_field(doctype)].notin(practice)


def has_permission(doc, ptype: str = "read", user: str | None = None) -> bool:
	"""Whether `user` may do `ptype` with this document, as far as its facility goes.

	The facility that is stored counts as well as the one in memory, which a client may have sent.
	"""
	user = user or frappe.session.user
	if user == "Administrator":
		return True
	if doc.doctype == scope.CORPORATION:
		return _reaches_corporation(doc.name, ptype or "read", user)
	if not (field := scope.facility_field(doc.doctype)):
		return True
	facilities = facilities_for(user, doc.doctype, ptype or "read")
	if facilities is None:
		return True
	if field == "name":
		return doc.name in facilities
	named = {doc.get(field)} if doc.get(field) else set()
	known = (doc.flags or {}).get("stored_facility")
	if isinstance(known, StoredFacility):
		named.add(known.facility)
	elif doc.name and not doc.get("__islocal"):
		named |= {*_stored(doc.doctype, doc.name, (field,))} - {None, ""}
	if not named:
		# a form that has just been opened names no facility yet
		return bool(facilities)
	if not named <= facilities or not _tells_within_reach(user, doc.doctype, doc):
		return False
	if not scope.person_field(doc.doctype):
		return True
	return named <= facilities_for(user, doc.doctype, ptype or "read", whole=True) or own.is_own(doc, user)


def reaches(user: str, doctype: str, name: str, ptype: str = "read") -> bool:
	"""Whether `user` may do `ptype` with the record `name` of `doctype` as far as its facility goes, told without loading it.

	A row of a child table is reached with the document that holds it; nobody reaches what does not exist.
	"""
	return _reach(user, doctype, name, ptype) is True


def is_out_of_reach(user: str, doctype: str, name: str, ptype: str = "read") -> bool:
	"""Whether the record exists and `user` may not do `ptype` with it as far as its facility goes."""
	return _reach(user, doctype, name, ptype) is False


def require(
	facility: str, doctype: str, ptype: str = "read", user: str | None = None, whole: bool = False
) -> None:
	"""Let nobody pass who lacks the right `ptype` on `doctype` in `facility`; `whole` as in `facilities_for`.

	Raises:
		FacilityAccessError: the user holds no role there that gives it.
	"""
	facilities = facilities_for(user or frappe.session.user, doctype, ptype, whole)
	if facilities is not None and facility not in facilities:
		frappe.throw(
			_(
				"You do not have the role that this needs in this facility. Please ask the head of the facility."
			),
			FacilityAccessError,
		)


def _reach(user: str, doctype: str, name: str, ptype: str) -> bool | None:
	"""True within reach, False out of it, None where there is no such record."""
	if scope.parents_of(doctype):
		holder = _stored(doctype, name, ("parenttype", "parent"))
		if not holder:
			return None
		return _reach(user, *holder, ptype) if scope.is_scoped(holder[0]) else True
	person = scope.person_field(doctype)
	columns = ["name", scope.facility_field(doctype) or "name", person or "name"]
	told = [column for pair in scope.told_of(doctype) for column in pair]
	record = _stored(doctype, name, (*columns, *told))
	if not record:
		return None
	if doctype == scope.CORPORATION:
		return user == "Administrator" or _reaches_corporation(record[0], ptype, user)
	facilities = facilities_for(user, doctype, ptype)
	if facilities is None:
		return True
	if record[1] not in facilities or not _tells_within_reach(
		user, doctype, dict(zip(told, record[3:], strict=True))
	):
		return False
	if not person or record[1] in facilities_for(user, doctype, ptype, whole=True):
		return True
	return record[2] in own.employees_of(user)


def _stored(doctype: str, name: str, columns: Sequence[str]) -> tuple:
	"""These columns of a record, nothing where there is none."""
	rows = frappe.db.sql(select_statement(doctype, tuple(columns)), name)
	return rows[0] if rows else ()


def _tells_within_reach(user: str, doctype: str, values) -> bool:
	"""What tells of a person's document goes as far as that document."""
	return all(
		not values.get(name)
		or not scope.person_field(values.get(kind) or "")
		or _reach(user, values.get(kind), values.get(name), "read") is not False
		for kind, name in scope.told_of(doctype)
	)


def _is_among(column, facilities: frozenset[str]) -> Criterion:
	return (
		column == next(iter(facilities)) if len(facilities) == 1 else column.isin(sorted(facilities) or [""])
	)


def _reaches_corporation(name: str, ptype: str, user: str) -> bool:
	facilities = facilities_for(user, scope.CORPORATION, ptype)
	if facilities is None or not facilities:
		return facilities is None
	return bool(frappe.db.exists("Facility", {"corporation": name, "name": ("in", sorted(facilities))}))
