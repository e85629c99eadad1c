"""What a confirmed count calls for: the events that put the register right.

Moves and repairs are on record at once; what the law wants decided (망실, 불용) is a draft that goes its own way.
"""

from __future__ import annotations

from collections import defaultdict

import frappe
from frappe import _

from huimang.approval import stages
from huimang.property import events
from huimang.property.sheet_lines import ITEM
from huimang.rules import assets
from huimang.rules import inspection as rules

_KINDS = {
	rules.PLACE: assets.MOVE,
	rules.LOSS: assets.LOSS,
	rules.CONDEMN: assets.CONDEMNATION,
	rules.REPAIR: assets.REPAIR,
}
"""The event that a decision calls for; what is to be registered or labelled anew needs none."""


def make_events(doc) -> list[str]:
	"""Write one event for each kind, moves one for each place; return their names. Done again, it writes none twice."""
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
		["name", "asset", "decision", "found_place", "difference", "reason"],
		order_by="name",
	)
	groups: dict[tuple[str, str | None], list] = defaultdict(list)
	for row in rows:
		groups[_KINDS[row.decision], row.found_place if row.decision == rules.PLACE else None].append(row)
	made = []
	for (kind, place), group in groups.items():
		reasons = dict.fromkeys(row.reason for row in group if row.reason)
		event = events.record(
			doc.facility,
			kind,
			[],
			reason="\n".join([_("Found by {0}").format(doc.title), *reasons]),
			to_place=place,
			lines=[
				{"asset": row.asset, "quantity": -row.difference if kind == assets.LOSS else 0}
				for row in group
			],
		)
		for row in group:
			frappe.db.set_value(ITEM, row.name, "asset_event", event.name)
		made.append(event.name)
	return made
