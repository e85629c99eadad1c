"""What the form of a settlement may call. What changes something is POST."""

from __future__ import annotations

import frappe

from huimang.approval.document import ApprovalDocument
from huimang.facility import access
from huimang.settlement import checklist, queries, service


@frappe.whitelist(methods=["POST"])
def carry_over(name: str) -> int:
	"""Open the next year's books with what is left of this one; return the number of entries, 0 where nothing changed."""
	return service.carry_over(_locked(name))


@frappe.whitelist(methods=["POST"])
def prepare_next_year(name: str) -> str | None:
	"""Put the carry-over into a draft of the next year's budget; return the draft, None where none is needed."""
	doc = _locked(name)
	access.require(doc.facility, "Facility Budget", "create")
	return service.prepare_next_year(doc)


@frappe.whitelist(methods=["GET", "POST"])
def missing(name: str) -> list[dict]:
	"""Return what is there and what is missing in the other areas of the year, each with what to do and where."""
	frappe.get_doc(queries.DOCTYPE, name).check_permission("read")
	return checklist.of(name)


def _locked(name: str) -> ApprovalDocument:
	"""Return the settlement, locked, for whoever may write it."""
	doc = frappe.get_doc(queries.DOCTYPE, name, for_update=True)
	doc.check_permission("write")
	return doc
