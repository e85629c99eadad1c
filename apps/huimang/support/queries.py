"""What the support page shows of inquiries."""

from __future__ import annotations

import frappe
from frappe.query_builder.functions import Avg, Count
from frappe.utils import add_days, now_datetime

from huimang.support import papers
from huimang.support.inquiries import CLOSED, DOCTYPE, OPERATOR

_DAYS = 90
_SHOWN = 100


def of(user: str) -> list[frappe._dict]:
	"""Return the inquiries of a user, the latest first."""
	return frappe.get_all(
		DOCTYPE,
		{"user": user},
		["name", "subject", "kind", "status", "asked_at", "due_at", "answered_at", "stars"],
		order_by="creation desc",
		limit=_SHOWN,
	)


def shown(doc) -> dict:
	"""Return an inquiry with its conversation, as asker and operator read it."""
	fields = (
		"name",
		"subject",
		"kind",
		"status",
		"asked_at",
		"due_at",
		"answered_at",
		"stars",
		"stars_comment",
	)
	return {
		**{field: doc.get(field) for field in fields},
		"is_open": doc.status != CLOSED,
		"can_rate": bool(doc.answered_at and not doc.stars),
		"facility_name": frappe.db.get_value("Facility", doc.facility, "facility_name")
		if doc.facility
		else "",
		"messages": [
			{
				"written_at": row.written_at,
				"is_operator": row.side == OPERATOR,
				"full_name": row.full_name,
				"text": row.text,
				"files": papers.told(row.files),
			}
			for row in doc.messages
		],
	}


def answer_times() -> dict:
	"""Return how long first answers of the last months took: ``minutes`` of service time in the mean, and of how many."""
	inquiry = frappe.qb.DocType(DOCTYPE)
	query = (
		frappe.qb.from_(inquiry)
		.select(Avg(inquiry.answer_minutes), Count("*"))
		.where(inquiry.answered_at > add_days(now_datetime(), -_DAYS))
	)
	mean, count = query.run()[0]
	return {"minutes": round(mean or 0), "count": count, "days": _DAYS}
