"""What the scheduler runs for the tax area."""

from __future__ import annotations

import frappe
from frappe.utils import getdate

from huimang.tax import filing


def keep_calendar() -> None:
	"""Make the filing tasks of every facility at work and remind of those that fall due; daily, and harmless to repeat."""
	today = getdate()
	for facility in frappe.get_all("Facility", {"status": "Active", "is_practice": 0}, pluck="name"):
		try:
			filing.make_tasks(facility, today)
			filing.remind(facility, today)
			frappe.db.commit()
		except Exception:
			# one facility's fault is not the others'
			frappe.db.rollback()
			frappe.log_error(title=f"Filing calendar of {facility}")
			frappe.db.commit()
