"""What the scheduler runs of the monitoring."""

from __future__ import annotations

import frappe

from huimang.monitoring import watch


def look_again() -> None:
	"""Look at every facility at work; daily, and harmless to repeat."""
	for facility in frappe.get_all("Facility", {"status": "Active", "is_practice": 0}, pluck="name"):
		try:
			watch.look_again(facility)
			frappe.db.commit()
		except Exception:
			# one facility's fault is not the others'
			frappe.db.rollback()
			frappe.log_error(title=f"Monitoring of {facility}")
			frappe.db.commit()
