"""What a writer entered: completed, added up, and kept inside the facility."""

from __future__ import annotations

from collections.abc import Iterable

import frappe
from frappe.utils import getdate

from huimang.money import won
from huimang.resolutions.problems import Problems
from huimang.rules import evidence


def complete(doc) -> None:
	"""Fill in what follows from what was entered, and refuse what may not even lie in a draft."""
	problems = Problems()
	complete_head(doc)
	doc.total_amount = add_up(doc.lines, problems)
	problems.throw()


def complete_head(doc) -> None:
	"""Fill in what follows from the head alone."""
	doc.purpose = (doc.purpose or "").strip()
	doc.accounting_unit = frappe.get_cached_value("Accounting Year", doc.accounting_year, "accounting_unit")


def add_up(rows: Iterable, problems: Problems) -> int:
	"""Return the sum of the rows' amounts, each of them made whole won; note what is no amount."""
	total = 0
	for row in rows:
		if problems.of(won, row.amount, line=row.idx):
			row.amount = won(row.amount)
			total += row.amount
	return total if problems.of(won, total) else 0


def knows_all_links(doc) -> bool:
	"""Tell whether the facility's own check of links (facility/integrity.py), which reads the cache, leaves none open.

	The framework's costs a query a link. It is wanted where an operator has added links or fetched values.
	"""
	return not any(
		(df.get("is_custom_field") and df["fieldtype"] in ("Link", "Dynamic Link"))
		or (df.get("fetch_from") and df["fieldname"] != "accounting_unit")
		for meta in (doc.meta, *(frappe.get_meta(df.options) for df in doc.meta.get_table_fields()))
		for df in map(vars, meta.fields)  # every document asks, and a field's own way to its values is long
	)


def evidence_required_from(facility: str) -> int:
	"""Return the won from which the facility's expenses need evidence."""
	own = won(frappe.get_cached_value("Facility", facility, "evidence_required_from") or 0)
	return own or evidence.required_from(getdate())


def contract_limits(facility: str) -> evidence.ContractLimits:
	"""Return the won above which a contract of the facility needs its papers (X7)."""
	own = frappe.get_cached_value(
		"Facility", facility, ["two_quotations_above", "contract_above", "inspection_above"]
	)
	return evidence.contract_limits(getdate(), *(won(limit or 0) for limit in own))
