"""연차관리대장: what everybody was given, has taken and has left, and when the employer asks for the rest (제61조)."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import getdate

from huimang.facility import access
from huimang.personnel import work_queries


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict]]:
	filters = frappe._dict(filters or {})
	if not filters.facility:
		return _columns(), []
	access.require(filters.facility, "Leave Entitlement", "report", whole=True)
	rows = work_queries.balances(filters.facility, getdate(filters.on))
	if filters.only_to_ask:
		day = getdate(filters.on)
		rows = [
			row
			for row in rows
			if row["left"] and row["ask_from"] and row["ask_from"] <= day and not row["asked_on"]
		]
	return _columns(), rows


def _columns() -> list[dict]:
	def column(fieldname: str, label: str, fieldtype: str = "Data", width: int = 100, **more) -> dict:
		return {"fieldname": fieldname, "label": label, "fieldtype": fieldtype, "width": width, **more}

	return [
		column("employee_no", _("Employee No."), width=90),
		column("full_name", _("Name"), width=100),
		column("entitlement", _("Leave Entitlement"), "Link", 110, options="Leave Entitlement"),
		column("grant_kind", _("Grant"), width=150),
		column("granted_on", _("Arises On"), "Date"),
		column("last_day", _("Last Day of Use"), "Date"),
		column("given", _("Days Given"), "Float", 80, precision=2),
		column("taken", _("Days Taken"), "Float", 80, precision=2),
		column("left", _("Days Left"), "Float", 80, precision=2),
		column("ask_from", _("Ask from"), "Date"),
		column("ask_to", _("Ask until"), "Date"),
		column("name_by", _("Name the Days by"), "Date"),
		column("asked_on", _("Use Asked For On"), "Date"),
		column("named_on", _("Days Named On"), "Date"),
	]
