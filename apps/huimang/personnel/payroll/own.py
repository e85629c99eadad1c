"""Payslips go to their person once they are confirmed; until then they are HR's and the head's."""

from __future__ import annotations

import frappe

from huimang.facility import access
from huimang.personnel.payroll.standing import CONFIRMED, SLIP


def query_condition(user: str | None = None) -> str:
	"""`permission_query_conditions` of Payslip."""
	user = user or frappe.session.user
	reach = access.query_condition(user, SLIP)
	whole = access.facilities_for(user, SLIP, "read", whole=True)
	if whole is None:
		return reach
	kept = ", ".join(frappe.db.escape(facility, percent=False) for facility in sorted(whole)) or "''"
	open_ones = f"(`tabPayslip`.`status` = '{CONFIRMED}' or `tabPayslip`.`facility` in ({kept}))"
	return f"{reach} and {open_ones}" if reach else open_ones


def has_permission(doc, ptype: str = "read", user: str | None = None) -> bool:
	"""`has_permission` of Payslip."""
	user = user or frappe.session.user
	if not access.has_permission(doc, ptype, user):
		return False
	whole = access.facilities_for(user, SLIP, ptype or "read", whole=True)
	return whole is None or doc.facility in whole or doc.status == CONFIRMED
