"""The board of a facility: what was spent with its cards, what draws attention, and what is left of each grant.

A fixed number of queries, whatever there is to show. The sums of grants are those of the grants' own statements.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import frappe
from frappe.query_builder.functions import Count, Max, Min, Sum
from frappe.utils import getdate

from huimang.facility import access
from huimang.money import won
from huimang.monitoring.findings import DOCTYPE, OPEN, SEVERITIES, WAITING, may_decide, may_explain
from huimang.subsidy.grants import LIVE
from huimang.subsidy.grants import OPEN as OPEN_GRANTS

USES_SHOWN, FINDINGS_SHOWN = 30, 100
_SLOW, _LATE = 30, 10
"""By how many points spending may lag behind the time that has passed before a grant is shown in red, and in amber."""


def of(facility: str) -> dict:
	"""Return the board of a facility."""
	today = getdate()
	findings = waiting_findings(facility)
	return {
		"facility": facility,
		"facility_name": frappe.get_cached_value("Facility", facility, "facility_name"),
		"month": month(facility, today),
		"counts": counts(facility),
		"cards": cards(facility, today),
		"uses": uses(facility),
		"findings": findings,
		"grants": grants(facility, today),
	}


def month(facility: str, today: date) -> dict:
	"""Return what was spent with cards this month, and what of all uses nobody has charged to a resolution yet."""
	use = frappe.qb.DocType("Card Transaction")
	mine = (use.facility == facility) & (use.kind == "Approval")
	spent = (
		frappe.qb.from_(use)
		.select(Sum(use.net_amount), Count("*"))
		.where(mine & (use.approved_at >= today.replace(day=1)) & (use.net_amount > 0))
	).run()[0]
	open_uses = (
		frappe.qb.from_(use)
		.select(Sum(use.net_amount), Count("*"), Min(use.approved_at))
		.where(mine & (use.status == "Unmatched") & (use.net_amount > 0))
	).run()[0]
	return {
		"spent": int(spent[0] or 0),
		"uses": int(spent[1]),
		"unmatched": int(open_uses[0] or 0),
		"unmatched_uses": int(open_uses[1]),
		"oldest_days": (today - open_uses[2].date()).days if open_uses[2] else 0,
	}


def counts(facility: str) -> dict:
	"""Return how many findings there are by status and, of those not decided on, by severity."""
	finding = frappe.qb.DocType(DOCTYPE)
	rows = (
		frappe.qb.from_(finding)
		.select(finding.status, finding.severity, Count("*"))
		.where(finding.facility == facility)
		.groupby(finding.status, finding.severity)
	).run()
	by_status, by_severity = defaultdict(int), dict.fromkeys(SEVERITIES, 0)
	for status, severity, count in rows:
		by_status[status] += count
		if status in WAITING:
			by_severity[severity] += count
	return {"by_status": by_status, "by_severity": by_severity}


def cards(facility: str, today: date) -> list[dict]:
	"""Return the cards in use with what was spent with each this month."""
	use = frappe.qb.DocType("Card Transaction")
	spent = {
		card: (int(amount or 0), last)
		for card, amount, last in (
			frappe.qb.from_(use)
			.select(use.corporate_card, Sum(use.net_amount), Max(use.approved_at))
			.where((use.facility == facility) & (use.kind == "Approval"))
			.where(use.approved_at >= today.replace(day=1))
			.groupby(use.corporate_card)
		).run()
	}
	found = []
	for card in frappe.get_all(
		"Corporate Card",
		{"facility": facility, "is_active": 1},
		["name", "card_title", "card_kind", "holder_name", "last_four", "limit_per_month"],
		order_by="card_title",
	):
		amount, last = spent.get(card.name, (0, None))
		limit = won(card.limit_per_month or 0)
		found.append({**card, "limit": limit, "spent": amount, "left": limit - amount, "last_used": last})
	return found


def uses(facility: str) -> list[dict]:
	"""Return the last uses of cards, each with the gravest of what is found in it."""
	rows = frappe.get_all(
		"Card Transaction",
		{"facility": facility, "kind": "Approval"},
		[
			*("name", "approved_at", "merchant_name", "merchant_category", "amount", "net_amount"),
			*("status", "corporate_card", "corporate_card.card_title", "holder", "receipt"),
		],
		order_by="approved_at desc",
		limit=USES_SHOWN,
	)
	worst = defaultdict(list)
	for row in frappe.get_all(
		DOCTYPE,
		{"reference_name": ("in", [row.name for row in rows] or [""]), "status": ("in", WAITING)},
		["reference_name", "severity"],
	):
		worst[row.reference_name].append(row.severity)
	for row in rows:
		row.has_receipt = bool(row.pop("receipt"))
		found = worst.get(row.name, [])
		row.severity = min(found, key=SEVERITIES.index) if found else ""
		row.findings = len(found)
	return rows


def waiting_findings(facility: str, **only) -> list[dict]:
	"""Return the findings that are not decided on, the gravest first, with what the user may do about them."""
	user = frappe.session.user
	# severity by severity: where there are more than are shown, the latest are not the gravest
	rows = [
		row
		for severity in SEVERITIES
		for row in frappe.get_all(
			DOCTYPE,
			{"facility": facility, "status": ("in", WAITING), "severity": severity, **only},
			[
				*("name", "card_rule", "severity", "status", "message", "happened_at", "amount", "merchant"),
				*("holder", "holder_name", "explain_by", "explanation", "facility", "employee"),
			],
			order_by="happened_at desc",
			limit=FINDINGS_SHOWN,
		)
	][:FINDINGS_SHOWN]
	today = getdate()
	for row in rows:
		row.doctype = DOCTYPE
		row.can_explain = may_explain(row, user)
		row.can_decide = may_decide(row, user)
		row.is_overdue = bool(row.status == OPEN and row.explain_by and row.explain_by < today)
	return rows


def mine(user: str) -> list[dict]:
	"""Return what somebody has to explain themselves, in all facilities where they still work."""
	facilities = frappe.get_all(
		DOCTYPE, {"holder": user, "status": OPEN}, pluck="facility", distinct=True, order_by="facility"
	)
	return [
		row
		for facility in facilities
		if access.membership(facility, user)
		for row in waiting_findings(facility, holder=user, status=OPEN)
	]


def grants(facility: str, today: date) -> list[dict]:
	"""Return the grants that are not over, with a light that tells whether spending keeps up with time."""
	rows = frappe.get_all(
		"Subsidy Grant",
		{"facility": facility, "docstatus": 1, "status": ("in", LIVE)},
		[
			*("name", "title", "status", "start_date", "end_date", "subsidy_amount", "own_amount"),
			*("total_amount", "received_amount", "reserved_amount", "spent_amount", "left_amount"),
			*("returned_amount", "interest_amount"),
		],
		order_by="end_date, title",
	)
	for row in rows:
		for field in (key for key in row if key.endswith("_amount")):
			row[field] = won(row[field] or 0)
		total = row.total_amount
		row.rate = 100 * row.spent_amount // total if total else 0
		row.days_left = (row.end_date - today).days
		row.light = _light(row, today)
	return rows


def _light(row: frappe._dict, today: date) -> str:
	"""Return green, amber or red: red too where more was spent than came in, or where the period is over."""
	whole = max((row.end_date - row.start_date).days + 1, 1)
	passed = min(max((today - row.start_date).days + 1, 0), whole)
	behind = 100 * passed // whole - row.rate
	if row.left_amount < 0 or (row.days_left < 0 and row.status in OPEN_GRANTS):
		return "red"
	if behind > _SLOW:
		return "red"
	return "orange" if behind > _LATE else "green"
