"""What the form of an accounting year may call of books that are taken over."""

from __future__ import annotations

import frappe

from huimang.takeover import day as days


@frappe.whitelist(methods=["POST"])
def set_day(accounting_year: str, day: str | None = None, reason: str = "") -> None:
	"""Let the books of a year be taken over by list up to a day, or, without one, no longer. For the head alone."""
	days.require_head(accounting_year)
	days.set_day(accounting_year, day or None, reason)
