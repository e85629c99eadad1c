"""Records that are about one person: leave, attendance, payslips.

The roles that keep them (HR Manager, Facility Head …) reach them by facility, as everything else. What Facility Staff may do
with them they may do with their own alone: with those that name an employee whose login they are.
"""

from __future__ import annotations

import frappe

from huimang.database.sql import select_statement
from huimang.facility import scope


def employees_of(user: str) -> frozenset[str]:
	"""The records of employment of which `user` is the person."""
	if not scope.facility_field(scope.EMPLOYEE):
		return frozenset()
	return frozenset(frappe.db.sql_list(select_statement(scope.EMPLOYEE, ("name",), ("user",)), user))


def is_own(doc, user: str) -> bool:
	"""Whether a document is about `user`, as it is stored and as a client sent it; a new one that names nobody yet is."""
	field = scope.person_field(doc.doctype)
	named = {doc.get(field)} - {None, ""}
	if doc.name and not doc.get("__islocal"):
		stored = frappe.db.sql(select_statement(doc.doctype, (field,)), doc.name)
		named |= {person for (person,) in stored}
	return named <= employees_of(user)
