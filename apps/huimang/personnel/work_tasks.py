"""What the scheduler runs for leave and work."""

from __future__ import annotations

import frappe
from frappe.utils import getdate

from huimang.personnel import entitlements, leave_kinds


def grant_leave() -> None:
	"""Make the leave that has arisen in every facility at work; daily, and harmless to repeat."""
	today = getdate()
	for facility in frappe.get_all("Facility", {"status": "Active", "is_practice": 0}, pluck="name"):
		if not frappe.db.exists("Facility Employee", {"facility": facility}):
			continue
		try:
			leave_kinds.ensure(facility)
			entitlements.grant_facility(facility, today)
			frappe.db.commit()
		except Exception:
			# one facility's fault is not the others'
			frappe.db.rollback()
			frappe.log_error(title=f"Leave of {facility}")
			frappe.db.commit()
