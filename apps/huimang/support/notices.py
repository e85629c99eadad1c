"""공지: what the operator tells the people of an area, or of a role, and the line of it above their home."""

from __future__ import annotations

import frappe
from frappe.utils import getdate

from huimang.support import people

DOCTYPE = "Support Notice"
_MOST = 200
_BANNERS = 3


def of(user: str) -> list[frappe._dict]:
	"""Return the notices that are for a user, the latest first."""
	reader = people.reader(user)
	rows = frappe.get_all(
		DOCTYPE,
		{"published": 1, "from_date": ("<=", getdate())},
		["name", "title", "kind", "from_date", "body", "jurisdiction", "banner", "banner_until"],
		order_by="from_date desc, creation desc",
		limit=_MOST,
	)
	audiences = people.audiences(DOCTYPE, [row.name for row in rows])
	return [row for row in rows if reader.is_meant(audiences.get(row.name, ()), row.jurisdiction)]


def banners(user: str) -> list[dict]:
	"""Return the notices that stand above a user's home today, urgent ones first."""
	today = getdate()
	shown = [row for row in of(user) if row.banner and (not row.banner_until or row.banner_until >= today)]
	shown.sort(key=lambda row: row.kind != "Urgent")
	return [{field: row[field] for field in ("name", "title", "kind")} for row in shown[:_BANNERS]]
