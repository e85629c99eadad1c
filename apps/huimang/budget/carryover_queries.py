"""What of a year's budget goes over into the next one, and on which subjects it arrives there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe.query_builder.functions import Sum

from huimang.rules.account_subjects import BUDGETED_LEVELS

if TYPE_CHECKING:
	pass


CARRYOVER_HANG = "이월금"
"""The 항 of every statutory table on which a year receives what the one before has left (별표 1·3·5·9)."""


def carryover_subjects(facility: str, unit: str) -> list[frappe._dict]:
	"""Return the revenue 목 and 세목 of the 항 이월금 that are in use, the facility's own (○○이월사업비) first."""
	hangs = frappe.get_all(
		"Account Subject",
		{
			"facility": facility,
			"accounting_unit": unit,
			"side": "Revenue",
			"level": "Hang",
			"subject_name": CARRYOVER_HANG,
		},
		pluck="name",
	)
	return frappe.get_all(
		"Account Subject",
		{"hang": ("in", hangs or [""]), "level": ("in", BUDGETED_LEVELS), "is_active": 1},
		["name", "subject_name", "path_label", "is_statutory"],
		order_by="is_statutory, sort_key",
	)


def carryover_subject(facility: str, unit: str, of_donations: bool) -> str | None:
	"""Return the subject that most likely receives what is carried over: the facility's own if there is but one,
	otherwise the statutory one (전년도이월금, with 후원금 for donations).
	"""
	found = carryover_subjects(facility, unit)
	own = [row for row in found if not row.is_statutory]
	if len(own) == 1:
		return own[0].name
	statutory = [row for row in found if row.is_statutory and ("후원금" in row.subject_name) == of_donations]
	return statutory[0].name if statutory else None


def carried(accounting_year: str) -> list[frappe._dict]:
	"""Return what approved carryovers take from a year into the next (C10): revenue subject, program, fund source, won."""
	doc, line = frappe.qb.DocType("Budget Carryover"), frappe.qb.DocType("Budget Carryover Line")
	return (
		frappe.qb.from_(doc)
		.join(line)
		.on(line.parent == doc.name)
		.select(line.revenue_subject, line.to_program.as_("program"), line.fund_source)
		.select(Sum(line.amount).as_("amount"))
		.where((doc.accounting_year == accounting_year) & (doc.docstatus == 1))
		.groupby(line.revenue_subject, line.to_program, line.fund_source)
		.orderby(line.revenue_subject, line.to_program, line.fund_source)
		.run(as_dict=True)
	)
