"""약관과 개인정보 동의: the texts in force, and what an applicant agreed to."""

from __future__ import annotations

from datetime import date

import frappe
from frappe import _
from frappe.utils import getdate

DOCTYPE = "Service Term"


def in_force(on: date | None = None) -> list:
	"""Return the newest text of each title that is in force on a day (default: today), in their order."""
	rows = frappe.get_all(
		DOCTYPE,
		filters={"effective_on": ("<=", on or getdate())},
		fields=("name", "title", "effective_on", "is_required", "display_order", "body"),
		order_by="effective_on, creation",
	)
	newest = {row.title: row for row in rows}
	return sorted(newest.values(), key=lambda row: (row.display_order, row.title))


def agree(names: object) -> str:
	"""Return which texts an applicant agreed to, in words for the record.

	Args:
		names: of the texts that were ticked, a list; anything else is nothing.

	Raises:
		frappe.ValidationError: a text that must be agreed to is not among them.
	"""
	ticked = set(map(str, names)) if isinstance(names, list) else set()
	shown = in_force()
	left_out = [row.title for row in shown if row.is_required and row.name not in ticked]
	if left_out:
		frappe.throw(_("Please agree to: {0}.").format(", ".join(left_out)))
	return ", ".join(f"{row.title}({row.effective_on:%Y. %m. %d.})" for row in shown if row.name in ticked)
