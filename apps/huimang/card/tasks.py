"""What is done about cards in the background."""

from __future__ import annotations

from datetime import datetime

import frappe
from frappe.utils import create_batch, getdate, now_datetime

from huimang.card import automatic, connections, messages, notices, transactions

_SHOWN_AT_ONCE = 1_000


def work_off() -> None:
	"""Record what came in, then draft its resolutions, until nothing is left; safe to be killed and to be run by several."""
	begun = now_datetime()
	while messages.work_off():
		# a message that comes now asks for a job of its own, or is found by the next look
		messages.sleep()
	messages.sleep()
	_show(begun)
	automatic.draft_all()


def _show(since: datetime) -> None:
	"""Show uses that were recorded or cancelled to whoever watches; what a killed job leaves, the nightly look finds."""
	filters = {"modified": (">=", since)}
	names = frappe.get_all(transactions.DOCTYPE, filters, pluck="name", order_by="creation")
	for portion in create_batch(names, _SHOWN_AT_ONCE):
		transactions.watch(portion)
		frappe.db.commit()


def sweep() -> None:
	"""Look every other minute for what a job that was lost has left."""
	if messages.is_waiting() or automatic.is_waiting():
		work_off()


def forget_messages() -> None:
	"""Delete the contents of messages that were kept for long enough; nightly, and harmless to repeat."""
	connections.forget_contents()


def remind() -> None:
	"""Remind of uses that wait for their resolutions; daily, and harmless to repeat."""
	for facility in frappe.get_all("Facility", {"status": "Active", "is_practice": 0}, pluck="name"):
		try:
			notices.remind(facility, getdate())
			frappe.db.commit()
		except Exception:
			# one facility's fault is not the others'
			frappe.db.rollback()
			frappe.log_error(title=f"Card reminders of {facility}")
			frappe.db.commit()
