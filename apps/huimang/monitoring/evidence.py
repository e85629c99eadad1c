"""What stands behind a finding or an expense of a grant: the use, the resolution, its papers and its way through approval.

An officer of the local government reaches no resolutions as such, but those that a finding or a grant leads to.
"""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import get_fullname

from huimang.approval import inbox, progress
from huimang.errors import FacilityAccessError
from huimang.monitoring import findings
from huimang.monitoring.findings import DOCTYPE, may_decide, may_explain
from huimang.subsidy import queries as grants

RESOLUTION, USE, GRANT = "Expense Resolution", "Card Transaction", "Subsidy Grant"
_USE_FIELDS = (
	*("approved_at", "merchant_name", "merchant_category", "merchant_address", "amount", "cancelled_amount"),
	*("approval_no", "usage_type", "card_number", "status", "memo", "excluded_reason"),
)


def of_finding(name: str) -> dict:
	"""Return a finding with all that stands behind it."""
	doc = findings.reached(name)
	user = frappe.session.user
	use = _use(doc)
	resolution = use.get("expense_resolution") or doc.expense_resolution
	return {
		**{
			key: doc.get(key)
			for key in (
				*("name", "facility", "card_rule", "severity", "status", "message", "happened_at", "amount"),
				*("merchant", "holder_name", "explanation", "explain_by", "decision_comment"),
				*("reference_doctype", "reference_name"),
			)
		},
		"steps": [
			{key: step.get(key) for key in ("step", "comment", "full_name", "done_at")} for step in doc.steps
		],
		"can_explain": doc.status in ("Open", "Explained") and may_explain(doc, user),
		"can_decide": doc.status in ("Open", "Explained") and may_decide(doc, user),
		"use": use,
		"files": _files((DOCTYPE, doc.name), (USE, use.get("name"))),
		"resolution": _resolution(resolution),
	}


def of_grant(name: str) -> dict:
	"""Return a grant's expenses, one line each, for whoever may read the grant."""
	grant = _readable_grant(name)
	rows = grants.spending([name])
	return {
		"name": name,
		"title": grant.title,
		"rows": [
			{
				"day": row.posting_date,
				"subject": frappe.get_cached_value("Account Subject", row.account_subject, "subject_name"),
				"remarks": row.remarks,
				"counterparty": row.counterparty_name,
				"amount": row.amount,
				"subsidy": row.subsidy,
				"own": row.own,
				"papers": row.papers,
				"label": row.voucher_label,
				"resolution": row.voucher_no if row.voucher_type == RESOLUTION else None,
			}
			for row in rows
		],
	}


def of_expense(grant: str, resolution: str) -> dict:
	"""Return a resolution that is charged to a grant, for whoever may read the grant."""
	_readable_grant(grant)
	if not frappe.db.exists(f"{RESOLUTION} Line", {"parent": resolution, "subsidy_grant": grant}):
		_refuse()
	return _resolution(resolution)


def file(path: tuple[str, str], url: str) -> frappe._dict:
	"""Return the content of a file that a finding, or a grant and a resolution of it, leads to.

	:param path: ("finding", name) or (grant, resolution).
	"""
	shown = of_finding(path[1]) if path[0] == "finding" else {"resolution": of_expense(*path), "files": []}
	offered = [*shown["files"], *(shown["resolution"] or {}).get("files", ())]
	if not (found := next((row for row in offered if row["url"] == url), None)):
		_refuse()
	doc = frappe.get_doc("File", found["file"])
	return frappe._dict(
		name=doc.file_name, content=doc.get_content(), doctype=found["of"], document=found["document"]
	)


def _readable_grant(name: str):
	doc = frappe.get_doc(GRANT, name)
	doc.check_permission("read")
	return doc


def _use(doc) -> dict:
	if doc.reference_doctype != USE:
		return {}
	row = frappe.db.get_value(
		USE, doc.reference_name, ["name", "expense_resolution", "corporate_card", *_USE_FIELDS], as_dict=True
	)
	if not row:
		return {}
	row.card_title = frappe.get_cached_value("Corporate Card", row.corporate_card, "card_title")
	return row


def _resolution(name: str | None) -> dict | None:
	if not name or not frappe.db.exists(RESOLUTION, name):
		return None
	doc = frappe.get_doc(RESOLUTION, name)
	return {
		"name": name,
		"purpose": doc.purpose,
		"number": doc.resolution_no,
		"amount": doc.total_amount,
		"state": _(doc.workflow_state),
		"writer": get_fullname(doc.writer or doc.owner),
		"dates": [
			{"label": _(doc.meta.get_label(field)), "day": doc.get(field)}
			for field in ("cause_date", "proposal_date", "approval_date", "payment_date")
			if doc.get(field)
		],
		"tables": inbox.tables(doc),
		"boxes": progress.of(doc)["boxes"],
		"files": _files((RESOLUTION, name)),
		"can_open": bool(frappe.has_permission(RESOLUTION, "read", doc)),
	}


def _files(*documents: tuple[str, str | None]) -> list[dict]:
	found = {}
	for doctype, name in documents:
		for row in frappe.get_all(
			"File",
			{"attached_to_doctype": doctype, "attached_to_name": name or "", "is_folder": 0},
			["name", "file_url", "file_name"],
			order_by="creation",
		):
			found.setdefault(
				row.file_url,
				{
					"url": row.file_url,
					"name": row.file_name,
					"file": row.name,
					"of": doctype,
					"document": name,
				},
			)
	return list(found.values())


def _refuse() -> None:
	frappe.throw(_("You do not have access to this document."), FacilityAccessError)
