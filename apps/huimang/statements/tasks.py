"""What statements make in the background."""

from __future__ import annotations

import frappe
from frappe import _

from huimang.statements import pack

EVENT = "huimang_settlement_pack"
"""What the browser of whoever asked listens for: the settlement, and its files or that there are none."""


def make_settlement_pack(settlement: str) -> list[str]:
	"""Draw the papers of a settlement and keep them with it; run again, it replaces what it made before.

	Runs with the rights of the user who asked for it, each paper's among them.

	:param settlement: name of the Annual Settlement.
	"""
	user = frappe.session.user
	facility, year = frappe.db.get_value(pack.DOCTYPE, settlement, ["facility", "accounting_year"])

	def report(done: int, count: int, title: str) -> None:
		# the last tenth is for laying the pages out
		frappe.publish_progress(done * 90 / count, title=_("Making the Settlement Papers"), description=title)

	try:
		drawn = pack.draw(facility, year, report)
		urls = pack.store(settlement, drawn)
	except Exception:
		frappe.publish_realtime(EVENT, {"settlement": settlement, "files": []}, user=user)
		raise
	frappe.publish_realtime(EVENT, {"settlement": settlement, "files": urls}, user=user, after_commit=True)
	return urls
