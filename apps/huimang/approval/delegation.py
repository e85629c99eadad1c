"""전결: up to an amount, the approval of a role further down is the last one.

A facility writes the amounts beside the boxes of its Approval Line. What is looked up with every decision is cached by
facility, and dropped when a line changes: at once, and again when the transaction ends.
"""

from __future__ import annotations

import frappe

from huimang.money import won

_CACHE = "huimang_final_limits"


def final_roles(doc) -> list[str]:
	"""Return the roles whose approval of `doc` is the last: those with an amount that is not below the document's."""
	amount = doc.approval_amount
	if not doc.facility or amount is None:
		return []
	return [role for role, limit in _limits(doc.facility).get(doc.doctype, ()) if amount <= limit]


def forget(line, method: str | None = None) -> None:
	"""Drop what is cached of the facility of an Approval Line that was changed (its controller)."""

	def drop() -> None:
		frappe.cache.hdel(_CACHE, line.facility)

	drop()
	frappe.db.after_commit.add(drop)
	frappe.db.after_rollback.add(drop)


def _limits(facility: str) -> dict[str, list[tuple[str, int]]]:
	"""{DocType: [(role, won)]} of the boxes that have an amount."""
	kept = frappe.cache.hget(_CACHE, facility)
	if kept is None:
		kept = {}
		for doctype, role, limit in _rows(facility):
			kept.setdefault(doctype, []).append((role, won(limit)))
		frappe.cache.hset(_CACHE, facility, kept)
	return kept


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
