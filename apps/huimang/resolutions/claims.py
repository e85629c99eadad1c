"""What documents take of the lines of others: refunds of what was paid or received, resolutions of what was requested.

A line gives no more than it has, also when two ask at once. What was taken is kept in one row a line, beside the
document: what is approved is never written again. Lock the document that has the lines first, then take; money is moved
afterwards (order of locks: ledger/README.md).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import frappe

from huimang.database.sql import insert_rows, roll_back_to, select_statement, standard_columns
from huimang.money import won


def lock(doctype: str, name: str) -> frappe._dict | None:
	"""Return the stored head of the document that has the lines, locked until the transaction ends."""
	rows = frappe.db.sql(f"{select_statement(doctype, ('*',))} FOR UPDATE", name, as_dict=True)
	return rows[0] if rows else None


def lines_of(doctype: str, name: str) -> dict[str, frappe._dict]:
	"""Return the stored lines of a document by their names, in their order. They do not change once it is asked for."""
	rows = frappe.get_all(f"{doctype} Line", {"parent": name, "parenttype": doctype}, ["*"], order_by="idx")
	return {row.name: row for row in rows}


def take(
	source: Mapping,
	lines: Mapping[str, Mapping],
	wanted: Mapping[str, int],
	refuse: Callable[[str, int], None],
) -> None:
	"""Take won of the lines of a locked document, all or nothing.

	:param source: its head: doctype, name and facility.
	:param lines: its lines, as `lines_of` returns them.
	:param wanted: won by the names of lines.
	:param refuse: called with a line and what it still has, where that is less than wanted; it raises.
	"""
	frappe.db.savepoint("huimang_claim")
	limits = {name: won(lines[name]["amount"]) for name in wanted}
	for name, claimed in _move(source, limits, wanted).items():
		if claimed > limits[name]:
			roll_back_to("huimang_claim")
			refuse(name, limits[name] - claimed + wanted[name])


def give_back(source: Mapping, wanted: Mapping[str, int]) -> None:
	"""Give back what `take` has taken."""
	_move(source, {}, {name: -amount for name, amount in wanted.items()})


def taken(doctype: str, name: str, lock: bool = False) -> dict[str, int]:
	"""Return what was taken of each line of a document, in won; lines that gave nothing may be left out."""
	rows = frappe.db.sql(
		f"""SELECT name, claimed FROM `tabLine Claim` WHERE source_doctype = %s AND source_name = %s
		ORDER BY name {"FOR UPDATE" if lock else ""}""",
		(doctype, name),
	)
	return {row: int(claimed) for row, claimed in rows}


def _move(source: Mapping, limits: Mapping[str, int], amounts: Mapping[str, int]) -> dict[str, int]:
	"""Add to what is taken of the lines, in the order of their names, and return what it is then."""
	standard = standard_columns(frappe.session.user, frappe.utils.now_datetime())
	rows = insert_rows(
		"Line Claim",
		("name", "facility", "source_doctype", "source_name", "amount", "claimed", *standard),
		[
			(name, source["facility"], source["doctype"], source["name"], limits.get(name, 0), amount)
			+ tuple(standard.values())
			for name, amount in sorted(amounts.items())
		],
		"ON DUPLICATE KEY UPDATE claimed = claimed + VALUES(claimed) RETURNING name, claimed",
	)
	return {name: int(claimed) for name, claimed in rows}
