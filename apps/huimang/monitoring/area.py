"""The board of a local government's officer: the facilities of their area, what is found there, and down to the evidence."""

from __future__ import annotations

from collections import defaultdict

import frappe
from frappe.query_builder.functions import Count, Sum
from frappe.utils import getdate

from huimang.facility.access import facilities_for
from huimang.monitoring import board
from huimang.monitoring.findings import DOCTYPE, SEVERITIES, WAITING
from huimang.rules import subsidy as rules
from huimang.subsidy.grants import LIVE, OPEN

_SUMS = ("total_amount", "received_amount", "spent_amount", "reserved_amount", "left_amount")
_DECIDED_SHOWN = 50


def facilities(user: str) -> list[dict]:
	"""Return the facilities within reach with the sums of their grants, the findings that wait, and late reports."""
	reached = facilities_for(user, DOCTYPE, whole=True)
	filters = {"is_practice": 0} if reached is None else {"name": ("in", sorted(reached) or [""])}
	rows = frappe.get_all(
		"Facility",
		filters,
		["name", "facility_name", "facility_type", "jurisdiction", "representative_name", "status"],
		order_by="facility_name",
	)
	names = [row.name for row in rows]
	sums, found, spent, late = _grants(names), _findings(names), _spent(names), _late_reports(names)
	for row in rows:
		row.grants = sums.get(row.name) or {**dict.fromkeys(_SUMS, 0), "count": 0}
		total = row.grants["total_amount"]
		row.rate = 100 * row.grants["spent_amount"] // total if total else 0
		row.findings = found.get(row.name) or dict.fromkeys(SEVERITIES, 0)
		row.card_spent = spent.get(row.name, 0)
		row.late_reports = late.get(row.name, 0)
	return rows


def facility(name: str) -> dict:
	"""Return what an officer sees of one facility: grants, findings with their decisions, and the uses in which they are."""
	today = getdate()
	decided = frappe.get_all(
		DOCTYPE,
		{"facility": name, "status": ("in", ("Accepted", "Not Justified"))},
		[
			*("name", "card_rule", "severity", "status", "message", "happened_at", "amount", "merchant"),
			"holder_name",
		],
		order_by="modified desc",
		limit=_DECIDED_SHOWN,
	)
	return {
		"facility": name,
		"facility_name": frappe.get_cached_value("Facility", name, "facility_name"),
		"grants": board.grants(name, today),
		"findings": board.waiting_findings(name),
		"decided": decided,
		"counts": board.counts(name),
		"month": board.month(name, today),
	}


def _grants(names: list[str]) -> dict[str, dict]:
	grant = frappe.qb.DocType("Subsidy Grant")
	rows = (
		frappe.qb.from_(grant)
		.select(grant.facility, Count("*").as_("count"), *(Sum(grant[field]).as_(field) for field in _SUMS))
		.where(grant.facility.isin(names or [""]) & (grant.docstatus == 1))
		.where(grant.status.isin(LIVE))
		.groupby(grant.facility)
	).run(as_dict=True)
	return {row.pop("facility"): {key: int(value or 0) for key, value in row.items()} for row in rows}


def _findings(names: list[str]) -> dict[str, dict[str, int]]:
	finding = frappe.qb.DocType(DOCTYPE)
	rows = (
		frappe.qb.from_(finding)
		.select(finding.facility, finding.severity, Count("*"))
		.where(finding.facility.isin(names or [""]) & finding.status.isin(WAITING))
		.groupby(finding.facility, finding.severity)
	).run()
	found = defaultdict(lambda: dict.fromkeys(SEVERITIES, 0))
	for facility, severity, count in rows:
		found[facility][severity] = count
	return found


def _spent(names: list[str]) -> dict[str, int]:
	use = frappe.qb.DocType("Card Transaction")
	rows = (
		frappe.qb.from_(use)
		.select(use.facility, Sum(use.net_amount))
		.where(use.facility.isin(names or [""]) & (use.kind == "Approval"))
		.where(use.approved_at >= getdate().replace(day=1))
		.groupby(use.facility)
	).run()
	return {facility: int(amount or 0) for facility, amount in rows}


def _late_reports(names: list[str]) -> dict[str, int]:
	"""Return how many grants are over two months past their end without a report (지방보조금법 제17조①)."""
	today, late = getdate(), defaultdict(int)
	for row in frappe.get_all(
		"Subsidy Grant",
		{
			"facility": ("in", names or [""]),
			"docstatus": 1,
			"status": ("in", OPEN),
			"end_date": ("<", today),
		},
		["facility", "end_date"],
	):
		late[row.facility] += rules.report_due(row.end_date) < today
	return late
