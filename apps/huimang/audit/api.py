"""What the browser may call of audit packs."""

from __future__ import annotations

import frappe
from frappe import _

from huimang.audit import selection, service
from huimang.facility import access
from huimang.money import won


@frappe.whitelist(methods=["POST"])
def go_on(pack: str) -> None:
	"""Go on with a pack that was stopped."""
	access.require(_facility_of(pack), service.DOCTYPE, "create")
	if frappe.db.get_value(service.DOCTYPE, pack, "status") == service.DONE:
		frappe.throw(_("This pack is done."))
	service.start(pack)


@frappe.whitelist(methods=["GET", "POST"])
def progress(pack: str) -> dict[str, object]:
	"""Return how far a pack is."""
	access.require(_facility_of(pack), service.DOCTYPE, "read")
	return frappe.db.get_value(
		service.DOCTYPE, pack, ["name", "status", "done", "total", "stage_note"], as_dict=True
	)


@frappe.whitelist(methods=["GET", "POST"])
def preview(pack: str) -> dict[str, int]:
	"""Return how many documents a pack that is not saved yet would hold, and what they come to.

	:param pack: JSON object with the pack's fields.
	"""
	values = frappe.parse_json(pack)
	access.require(
		(values.get("facility") if isinstance(values, dict) else "") or "", service.DOCTYPE, "create"
	)
	doc = frappe.new_doc(service.DOCTYPE)
	doc.update(
		{
			field.fieldname: values.get(field.fieldname)
			for field in doc.meta.fields
			if values.get(field.fieldname)
		}
	)
	for field in selection.KINDS.values():
		doc.set(field, 1 if values.get(field) else 0)
	if not (doc.accounting_year and doc.from_date and doc.to_date and selection.kinds(doc)):
		return {"count": 0, "amount": 0}
	chosen = selection.choose(doc)
	return {"count": len(chosen), "amount": won(sum(each.amount for each in chosen))}


def _facility_of(pack: str) -> str:
	return frappe.db.get_value(service.DOCTYPE, pack, "facility") or ""
