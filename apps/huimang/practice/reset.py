"""Emptying a practice facility: every row that is its own or speaks of such, told from the metadata.

This is the one road by which a ledger is deleted. Each statement names the facility, and the database itself looks whether
it is one to practise in. Rows go in an order by which whoever is stopped half-way can begin again and finish.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import frappe
from frappe.utils import create_batch

from huimang.errors import FacilityAccessError
from huimang.facility import scope
from huimang.practice import house
from huimang.security.access_log import LOG

KEPT = frozenset({scope.FACILITY, house.MEMBERSHIP, LOG, "Support Inquiry"})
"""The facility itself, its people, the access log, from which nothing is ever deleted, and what was asked of the operator."""
_PORTION = 500
_DOOMED = "huimang_doomed"


def empty(practice: str) -> int:
	"""Delete what a practice facility has; returns how many records that were. Commits as it goes.

	Raises:
		FacilityAccessError: the facility is no practice facility.
	"""
	if not frappe.db.get_value(house.FACILITY, {"name": practice, "is_practice": 1}):
		frappe.throw(frappe._("Only a practice facility can be emptied."), FacilityAccessError)
	frappe.db.commit()
	doomed = _list(practice)
	try:
		_delete_references()
		for doctype in doomed:
			_delete_rows(doctype, practice)
		_delete_series(practice)
	finally:
		frappe.db.sql(f"DROP TEMPORARY TABLE IF EXISTS `{_DOOMED}`")
	_forget(doomed)
	return sum(map(len, doomed.values()))


def _list(practice: str) -> dict[str, list[str]]:
	"""Write all records down that the facility has, where the database can compare with them; return them by DocType."""
	frappe.db.sql(f"DROP TEMPORARY TABLE IF EXISTS `{_DOOMED}`")
	frappe.db.sql(
		f"""CREATE TEMPORARY TABLE `{_DOOMED}` (kind VARCHAR(140), name VARCHAR(140), PRIMARY KEY (kind, name))
		ENGINE=InnoDB COLLATE utf8mb4_unicode_ci"""
	)
	doomed = {}
	tables = set(frappe.db.get_tables())
	for doctype, field in sorted(scope.installed()["fields"].items()):
		if doctype in KEPT or f"tab{doctype}" not in tables:
			continue
		if names := frappe.get_all(doctype, {field: practice}, pluck="name", order_by=None):
			doomed[doctype] = names
			for portion in create_batch(names, _PORTION):
				rows = ", ".join(["(%s, %s)"] * len(portion))
				values = [value for name in portion for value in (doctype, name)]
				frappe.db.sql(f"INSERT INTO `{_DOOMED}` VALUES {rows}", values)
	return doomed


def _delete_references() -> None:
	"""Delete what speaks of the records: files, comments, versions, notices, to-dos, mails, and what search has of them."""
	for doctype, pairs in scope.installed()["references"].items():
		if scope.facility_field(doctype):
			continue
		names = {name for kind, title in pairs for name in _speaking(f"tab{doctype}", kind, title)}
		if not names:
			continue
		urls = _addresses(names) if doctype == "File" else []
		for child in _tables_of(doctype):
			_delete(child, "parent", names)
		_delete(doctype, "name", names)
		frappe.db.commit()
		_delete_files(urls)
	for table, kind in (("__global_search", "doctype"), ("__Auth", "doctype")):
		frappe.db.sql(
			f"DELETE t FROM `{_DOOMED}` d STRAIGHT_JOIN `{table}` t ON t.`{kind}` = d.kind AND t.`name` = d.name"
		)
	frappe.db.commit()


def _speaking(table: str, kind: str, title: str) -> list[str]:
	"""Return, without locking anything, the rows of a table that refer to one of the records."""
	return frappe.db.sql(
		f"SELECT t.name FROM `{table}` t JOIN `{_DOOMED}` d ON d.kind = t.`{kind}` AND d.name = t.`{title}`",
		pluck=True,
	)


def _delete_rows(doctype: str, practice: str) -> None:
	"""Delete the facility's records of one DocType, the rows of its tables first."""
	field = scope.facility_field(doctype)
	is_practice = f"JOIN `tabFacility` f ON f.name = p.`{field}` AND f.is_practice = 1"
	for child in _tables_of(doctype):
		frappe.db.sql(
			f"DELETE c FROM `tab{doctype}` p {is_practice} STRAIGHT_JOIN `tab{child}` c ON c.parent = p.name "
			f"WHERE p.`{field}` = %s AND c.parenttype = %s",
			(practice, doctype),
		)
	frappe.db.sql(f"DELETE p FROM `tab{doctype}` p {is_practice} WHERE p.`{field}` = %s", practice)
	frappe.db.commit()


def _delete_series(practice: str) -> None:
	"""Let numbers begin again; the names of their series begin with the facility's."""
	for sign in ("/", "-"):
		frappe.db.sql("DELETE FROM `tabSeries` WHERE name LIKE %s", f"{practice}{sign}%")
	frappe.db.commit()


def _tables_of(doctype: str) -> list[str]:
	return [child for child, parents in scope.installed()["parents"].items() if doctype in parents]


def _addresses(files: Iterable[str]) -> list[str]:
	return frappe.get_all(
		"File", {"name": ("in", list(files))}, pluck="file_url", distinct=True, order_by=None
	)


def _delete_files(urls: Iterable[str]) -> None:
	"""Delete contents that no File has any more: equal contents are stored once, for whoever has them."""
	for url in urls:
		if url and not frappe.db.exists("File", {"file_url": url}):
			path = frappe.get_site_path(url.lstrip("/") if url.startswith("/private/") else f"public{url}")
			Path(path).unlink(missing_ok=True)


def _delete(doctype: str, column: str, names: Iterable[str]) -> None:
	table = frappe.qb.DocType(doctype)
	for portion in create_batch(sorted(names), _PORTION):
		frappe.qb.from_(table).delete().where(table[column].isin(portion)).run()


def _forget(doomed: dict[str, list[str]]) -> None:
	"""Records of the same names come again: what is cached of the old ones is not theirs."""
	keys = [
		frappe.get_document_cache_key(doctype, name) for doctype, names in doomed.items() for name in names
	]
	for portion in create_batch(keys, _PORTION):
		frappe.cache.delete_value(list(portion))
	frappe.local.document_cache = {}
