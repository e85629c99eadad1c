"""What was paid before a facility began here: for bonuses, limits of the year, severance pay and the year-end settlement."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, getdate

from huimang.money import format_won, won
from huimang.rules.days import last_day

DOCTYPE = "Opening Pay"


def check(doc: Any) -> None:
	"""Complete a month that was paid elsewhere; refuse one that is paid here, and figures that do not fit."""
	if not 1 <= cint(doc.month) <= 12 or not 2000 <= cint(doc.year) <= 2100:
		frappe.throw(_("Please choose the year and month that are paid."))
	doc.pay_day = doc.pay_day or last_day(getdate(f"{cint(doc.year)}-{cint(doc.month):02d}-01"))
	month = {"employee": doc.employee, "year": doc.year, "month": doc.month}
	if frappe.db.exists("Payslip", {**month, "pay_key": ("is", "set")}):
		frappe.throw(_("This month has a payslip here. Only months that were paid elsewhere are entered."))
	doc.taxable = won(doc.gross) - won(doc.tax_free)
	if doc.taxable < 0 or won(doc.bonus) > doc.taxable or won(doc.overtime_free) > won(doc.tax_free):
		frappe.throw(
			_(
				"What is free of tax, or a bonus, is a part of the pay of {0} won. Please check the amounts."
			).format(format_won(won(doc.gross)))
		)
