"""What helps while a resolution is typed: the grant that a line belongs to, and what is left of it."""

from __future__ import annotations

import frappe
from frappe.utils import getdate

from huimang.money import won
from huimang.subsidy import grants
from huimang.subsidy.sums import GRANT

_INCOME = "Income Resolution"


def likely_grant(
	doctype: str, facility: str, subject: str, program: str, fund_source: str, day: str | None
) -> str | None:
	"""Return the one open grant whose program, fund source, period and subjects a line fits; None where that is none or several."""
	on = getdate(day)
	table = frappe.qb.DocType(GRANT)
	query = (
		frappe.qb.from_(table)
		.select(table.name)
		.where((table.facility == facility) & (table.docstatus == 1) & table.status.isin(grants.OPEN))
		.where((table.program == program) & (table.fund_source == fund_source))
		.limit(2)
	)
	if doctype != _INCOME:
		# income says for itself whose it is, by program and fund source; an expense is for a subject in a period
		allowed = frappe.qb.DocType("Subsidy Subject")
		mok = frappe.get_cached_value("Account Subject", subject, "mok")
		query = (
			query.distinct()
			.join(allowed)
			.on((allowed.parent == table.name) & (allowed.parenttype == GRANT))
			.where(allowed.account_subject.isin([subject, mok]))
			.where((table.start_date <= on) & (table.end_date >= on))
		)
	names = query.run(pluck=True)
	return names[0] if len(names) == 1 else None


def rests(facility: str, names: list[str]) -> dict[str, dict]:
	"""Return title, total and rest of grants of a facility, in won."""
	rows = frappe.get_all(
		GRANT,
		{"facility": facility, "name": ("in", names or [""])},
		["name", "title", "total_amount", "spent_amount", "reserved_amount", "left_amount"],
	)
	return {
		row.pop("name"): {field: value if field == "title" else won(value) for field, value in row.items()}
		for row in rows
	}
