"""What Desk and REST may call of the tax area. Everything that changes something is POST."""

from __future__ import annotations

import frappe
from frappe.utils import getdate

from huimang.facility import access
from huimang.tax import payees, personal_numbers


@frappe.whitelist(methods=["POST"])
def withhold(facility: str, rows: str | list, on: str | None = None) -> dict:
	"""Return what is withheld from the payees of a form while it is being typed, and the sum.

	By POST, though it only reads: the payees of a long list do not fit into an address.

	:param rows: rows of Payee Withholding: payee, income_kind, gross, days, expense_rate.
	:param on: the day of the payment, today if left out.
	"""
	access.require(facility, "Expense Resolution", "read")
	rows = [frappe._dict(row) for row in frappe.parse_json(rows)]
	withheld = payees.reckon(rows, getdate(on))
	return {"rows": [row._asdict() for row in withheld], "total": sum(row.total for row in withheld)}


@frappe.whitelist(methods=["POST"])
def reveal_resident_no(name: str, purpose: str) -> str:
	"""Return a payee's whole resident registration number to somebody who pays people; who read it, and why, is logged."""
	doc = frappe.get_doc("Counterparty", name)
	access.require(doc.facility, "Counterparty", "write")
	access.require(doc.facility, "Expense Resolution", "create")
	return personal_numbers.reveal_resident_no(doc, purpose)
