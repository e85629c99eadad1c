"""전결: up to an amount, the approval of a role further down is the last one.

A facility writes the amounts beside the boxes of its Approval Line. What is looked up with every decision is kept by facility
until a line changes.
"""

from __future__ import annotations

import frappe

from huimang.database.kept import Kept
from huimang.money import won


def final_roles(doc) -> list[str]:
	"""Return the roles whose approval of `doc` is the last: those with an amount that is not below the document's."""
	amount = doc.approval_amount
	if not doc.facility or amount is None:
		return []
	return [role for role, limit in _limits.of(doc.facility).get(doc.doctype, ()) if amount <= limit]


def changed(facility: str) -> None:
	"""Let the amounts of a facility be read anew."""
	_limits.changed(facility)


def _read(facility: str) -> dict[str, list[tuple[str, int]]]:
	"""{DocType: [(role, won)]} of the boxes that have an amount."""
	limits = {}
	for doctype, role, limit in _rows(facility):
		limits.setdefault(doctype, []).append((role, won(limit)))
	return limits


def _rows(facility: str) -> list[tuple]:
	line, box = frappe.qb.DocType("Approval Line"), frappe.qb.DocType("Approval Line Box")
	return (
		frappe.qb.from_(line)
		.join(box)
		.on((box.parent == line.name) & (box.parenttype == "Approval Line"))
		.select(line.document_type, box.role, box.final_up_to)
		.where((line.facility == facility) & (box.final_up_to > 0))
		.run()
	)


_limits = Kept("huimang_final_limits", _read)
