"""What is done about cards in the background."""

from __future__ import annotations

import frappe
from frappe.utils import getdate

from huimang.card import automatic, messages, notices


def work_off() -> None:
	"""Record what came in, then draft its resolutions, until nothing is left; safe to be killed and to be run by several."""
	while True:
		done = messages.work_off()
		messages.sleep()
		if not done and not messages.is_waiting():
			break
	automatic.draft_all()


def sweep() -> None:
	"""Look every other minute for what a job that was lost has left."""
	if messages.is_waiting() or automatic.is_waiting():
		work_off()


def remind() -> None:
	"""Remind of uses that wait for their resolutions; daily, and harmless to repeat."""
	for facility in frappe.get_all("Facility", {"status": "Active"}, pluck="name"):
		try:
			notices.remind(facility, getdate())
			frappe.db.commit()
		except Exception:
			# one facility's fault is not the others'
			frappe.db.rollback()
			frappe.log_error(title=f"Card reminders of {facility}")
			frappe.db.commit()
