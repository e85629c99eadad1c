"""Gifts of days whose books were taken over from a former system: those books hold them already, so nothing books them twice."""

from __future__ import annotations

from datetime import date

import frappe
from frappe.query_builder.functions import Max
from frappe.utils import add_days, getdate


def own_books_begin(facility: str) -> date | None:
	"""Return the day after the last one whose books were taken over; None where none were."""
	table = frappe.qb.DocType("Accounting Year")
	[(until,)] = (
		frappe.qb.from_(table)
		.select(Max(table.taken_over_until))
		.where((table.facility == facility) & (table.accounting_unit == "Facility"))
		.run()
	)
	return getdate(add_days(until, 1)) if until else None
