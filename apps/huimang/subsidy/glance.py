"""What the forms of grants and settlements show: what is left, and what still has to be done."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import getdate, nowdate

from huimang.money import won
from huimang.rules import subsidy as rules
from huimang.subsidy import grants, queries, sums
from huimang.subsidy.sums import GRANT, INTEREST, OWN, RECEIPT, RETURN, SUBSIDY


def of_grant(doc) -> dict:
	"""Return the sums of a grant by part and by subject, and what its amount obliges to."""
	kept = sums.read(doc.name)
	parts = sums.by_part(kept)
	limits = ((SUBSIDY, doc.subsidy_amount), (OWN, doc.own_amount))
	return {
		"parts": [
			_line(_(sums.PART_LABELS[part]), won(limit), parts[part]) for part, limit in limits if limit
		],
		"subjects": [
			_line(
				frappe.get_cached_value("Account Subject", row.account_subject, "subject_name"),
				won(row.amount),
				sums.of_subject(kept, row.account_subject),
			)
			for row in doc.subjects
		],
		"received": parts[RECEIPT].actual,
		"interest": parts[INTEREST].actual,
		"returned": parts[RETURN].actual,
		"warnings": _warnings(doc, parts),
		"duties": [_(duty.message) for duty in _duties(doc)],
	}


def of_settlement(doc) -> list[dict]:
	"""Return what is to be looked at before a settlement is requested: dicts with message and is_met."""
	if doc.docstatus:
		return []
	grant = frappe.get_doc(GRANT, doc.subsidy_grant)
	parts = sums.by_part(sums.read(grant.name))
	waiting = queries.unsettled(grant.name)
	own = won(grant.own_amount)
	checks = [
		(_("Nothing of the grant is still under way"), not waiting),
		(_("No more is spent of the subsidy than came in"), parts[SUBSIDY].actual <= parts[RECEIPT].actual),
		(_("The report is in time"), getdate(nowdate()) <= getdate(doc.report_due_on or nowdate())),
	]
	if own:
		checks.append((_("The facility's own share is spent"), parts[OWN].actual >= own))
	return [{"message": message, "is_met": bool(is_met)} for message, is_met in checks]


def _line(label: str, limit: int, amount: sums.Sum) -> dict:
	return {"label": label, "limit": limit, **amount._asdict(), "left": limit - amount.used}


def _warnings(doc, parts: dict[str, sums.Sum]) -> list[str]:
	"""Return what should not stay so (§6): spent before it came in, the own share not spent, the report late."""
	found = []
	if parts[SUBSIDY].actual > parts[RECEIPT].actual and not doc.spend_before_receipt:
		found.append(
			_("More is spent of the subsidy than came in. Please check, or enter the approval for it.")
		)
	today, due = getdate(nowdate()), rules.report_due(getdate(doc.end_date))
	if doc.status in grants.OPEN and today > getdate(doc.end_date):
		found.append(_("The period is over. The report is due on {0}.").format(due.isoformat()))
		if parts[OWN].actual < won(doc.own_amount):
			found.append(_("The facility's own share is not spent in full."))
	return found


def _duties(doc) -> list[rules.Duty]:
	others = frappe.get_all(
		GRANT,
		{
			"facility": doc.facility,
			"accounting_year": doc.accounting_year,
			"law": doc.law,
			"docstatus": 1,
			"status": ("not in", ("Refused", "Applied")),
			"name": ("!=", doc.name),
		},
		pluck="subsidy_amount",
	)
	subsidy = won(doc.subsidy_amount)
	return rules.duties(doc.law, subsidy, subsidy + sum(won(o) for o in others), getdate(doc.start_date))
