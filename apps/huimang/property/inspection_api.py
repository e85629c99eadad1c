"""What Desk may call of counts and labels. Everything that changes something is POST."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import cint
from werkzeug.wrappers import Response

from huimang.facility import access
from huimang.printing.response import file_response
from huimang.property import follow_up, inspection, inspection_queries, labels, sheet_lines


@frappe.whitelist()
def open_sheets() -> list[dict]:
	"""Return the counts that are going on in the user's facilities."""
	frappe.has_permission(inspection.ITEM, "write", throw=True)
	return inspection_queries.open_sheets()


@frappe.whitelist()
def sheet(inspection_name: str, place: str | None = None) -> dict:
	"""Return how far a count is, by place, and the lines of one place ("" means those without a place)."""
	doc = _sheet(inspection_name, "read")
	return inspection_queries.overview(doc, place)


@frappe.whitelist()
def differences(inspection_name: str) -> list[dict]:
	"""Return the lines of a count that differ from the register, with what is decided about them."""
	return inspection_queries.differences(_sheet(inspection_name, "read"))


@frappe.whitelist(methods=["POST"])
def record(
	inspection_name: str,
	key: str,
	place: str | None = None,
	counted: str | int | None = None,
	condition: str | None = None,
	label_state: str | None = None,
	remarks: str | None = None,
) -> dict:
	"""Note what somebody has seen of an asset: its number as scanned or typed. Tells nothing where the sheet lacks it."""
	doc = _sheet(inspection_name, "write")
	if not inspection.has_line(doc.name, key):
		return {"unknown": key}
	item = inspection.record(
		doc.name,
		key,
		place=place,
		counted=counted,
		condition=condition,
		label_state=label_state,
		remarks=remarks,
	)
	return {"item": inspection_queries.shown(item), **inspection_queries.progress(doc.name)}


@frappe.whitelist(methods=["POST"])
def add_unregistered(
	inspection_name: str, asset_name: str, place: str | None = None, counted: int = 1, label: str = ""
) -> dict:
	"""Note something that was found and that the sheet does not have."""
	doc = _sheet(inspection_name, "write")
	item = inspection.add_unregistered(doc.name, asset_name, place or None, cint(counted), label)
	return {"item": inspection_queries.shown(item), **inspection_queries.progress(doc.name)}


@frappe.whitelist(methods=["POST"])
def mark_rest_missing(inspection_name: str) -> int:
	"""Note of everything that nobody has found that it is missing; return how many that were."""
	return inspection.mark_rest_missing(_sheet(inspection_name, "write").name)


@frappe.whitelist(methods=["POST"])
def renew(inspection_name: str) -> int:
	"""Bring a sheet in line with the register as it is now; return how many lines it has."""
	return sheet_lines.make(_sheet(inspection_name, "write"))


@frappe.whitelist(methods=["POST"])
def decide(inspection_name: str, decisions: str) -> int:
	"""Take decisions (a JSON list of name, decision and reason) on lines of a count; return how many changed."""
	doc = _sheet(inspection_name, "write")
	return inspection.decide(doc.name, frappe.parse_json(decisions))


@frappe.whitelist(methods=["POST"])
def make_events(inspection_name: str) -> list[str]:
	"""Write drafts of the events that a confirmed count calls for; return their names."""
	doc = _sheet(inspection_name, "read")
	frappe.has_permission("Asset Event", "create", throw=True)
	return follow_up.make_events(doc)


@frappe.whitelist(methods=["POST"])
def print_labels(names: str, sheet: str, first: int = 1) -> Response:
	"""Answer with labels of assets (a JSON list of their names) as PDF. `labels.to_pdf` checks each facility."""
	frappe.has_permission(labels.ASSET, "print", throw=True)
	chosen = frappe.parse_json(names)
	if not isinstance(chosen, list) or not all(isinstance(name, str) for name in chosen):
		frappe.throw(_("Please choose between one and {0} assets.").format(f"{labels.MOST:,}"))
	return file_response(labels.to_pdf(chosen, sheet, cint(first)), "자산 라벨", "pdf")


def _sheet(name: str, right: str):
	"""Return a count whose lines the user may read or write. Writing lines takes no right to write its head."""
	doc = frappe.get_doc(inspection.SHEET, name)
	doc.check_permission("read")
	access.require(doc.facility, inspection.ITEM, right)
	return doc
