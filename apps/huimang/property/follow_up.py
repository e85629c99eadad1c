"""What a confirmed count calls for: drafts of the events that put the register right. Their own approval carries them out."""

from __future__ import annotations

from collections import defaultdict

import frappe
from frappe import _
from frappe.utils import getdate

from huimang.approval import stages
from huimang.property.sheet_lines import ITEM
from huimang.rules import inspection as rules

_KINDS = {
	rules.PLACE: "Relocation",
	rules.LOSS: "Loss of Asset",
	rules.CONDEMN: "Condemnation",
	rules.REPAIR: "Repair",
}
"""The event that a decision calls for; what is to be registered or labelled anew needs none."""


def make_events(doc) -> list[str]:
	"""Write one draft for each kind of event, moves one for each place; return their names. Done again, it writes none twice."""
	if doc.stage != stages.APPROVED:
		frappe.throw(_("Events are written once the count is confirmed."))
	rows = frappe.get_all(
		ITEM,
		{
			"inspection": doc.name,
			"decision": ("in", list(_KINDS)),
			"asset": ("is", "set"),
			"asset_event": ("is", "not set"),
		},
		["name", "asset", "decision", "found_place", "difference", "counted", "reason"],
		order_by="name",
	)
	groups: dict[tuple[str, str | None], list] = defaultdict(list)
	for row in rows:
		groups[_KINDS[row.decision], row.found_place if row.decision == rules.PLACE else None].append(row)
	made = []
	for (kind, place), group in groups.items():
		event = frappe.get_doc(_event(doc, kind, place, group)).insert()
		for row in group:
			frappe.db.set_value(ITEM, row.name, "asset_event", event.name)
		made.append(event.name)
	return made


def _event(doc, kind: str, place: str | None, rows: list) -> dict:
	reasons = dict.fromkeys(row.reason for row in rows if row.reason)
	return {
		"doctype": "Asset Event",
		"facility": doc.facility,
		"kind": kind,
		"event_date": getdate(),
		"reason": "\n".join([_("Found by {0}").format(doc.title), *reasons]),
		"to_place": place,
		"lines": [
			{"asset": row.asset, "quantity": -row.difference if kind == "Loss of Asset" else row.counted}
			for row in rows
		],
	}
