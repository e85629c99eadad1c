"""Records of the framework that speak of a facility's document: files, to-dos, notifications, follow-ups, tags.

The framework shows some of them to everybody who may read the DocType they speak of. Here they go as far as the
document itself: where that is out of reach, so is what refers to it.
"""

import frappe

from huimang.facility import access, scope
from huimang.facility.framework import framework_permits
from huimang.facility.reader import NOTHING, Reader


def query_condition(user: str | None, doctype: str) -> str:
	"""SQL that leaves of a query over `doctype` what refers to no facility's document out of the user's reach."""
	user = user or frappe.session.user
	if user == "Administrator":
		return ""
	reader = Reader.of_everything(user)
	return " and ".join(_pair_sql(reader, doctype, *pair) for pair in scope.reference_pairs(doctype))


def has_permission(doc, ptype: str = "read", user: str | None = None) -> bool:
	"""Whether the documents that `doc` refers to are within the user's reach, and the framework has no objection."""
	user = user or frappe.session.user
	if user == "Administrator":
		return True
	if not all(
		_reaches(user, doc.get(kind), doc.get(name)) for kind, name in scope.reference_pairs(doc.doctype)
	):
		return False
	return framework_permits(doc, ptype, user)


def is_out_of_reach(user: str, doctype: str, name: str) -> bool:
	"""Whether the record refers to a facility's document that is out of the user's reach."""
	pairs = scope.reference_pairs(doctype)
	values = frappe.db.get_value(doctype, name, [column for pair in pairs for column in pair])
	return bool(values) and not all(
		_reaches(user, *pair) for pair in zip(values[::2], values[1::2], strict=True)
	)


def _pair_sql(reader: Reader, doctype: str, kind: str, name: str) -> str:
	kind, name = f"`tab{doctype}`.`{kind}`", f"`tab{doctype}`.`{name}`"
	scoped = scope.scoped_doctypes()
	clauses = [f"ifnull({kind}, '') not in ({', '.join(map(_quoted, scoped))})"]
	for target in scoped:
		if scope.parents_of(target):
			continue
		inside = reader.condition(target)
		if inside == NOTHING:
			continue
		# by the key of the one record, for `in` would have the database collect all records of a facility first
		reach = (
			f" and (select ({inside}) from `tab{target}` where `tab{target}`.`name` = {name})"
			if inside
			else ""
		)
		clauses.append(f"({kind} = {_quoted(target)}{reach})")
	return f"({' or '.join(clauses)})"


def _reaches(user: str, doctype: str | None, name: str | None) -> bool:
	if not (doctype and name) or not scope.is_scoped(doctype):
		return True
	return access.reaches(user, doctype, name)


def _quoted(value: str) -> str:
	return frappe.db.escape(value, percent=False)
