"""인건비 비율 of long-term care institutions (B7): reckoned for every budget and transfer; below the least, a reason is asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal

import frappe
from frappe import _

from huimang.budget import queries
from huimang.ledger import balances
from huimang.money import format_won, won
from huimang.rules import personnel_share


def of_budget(doc) -> tuple[int, int]:
	"""Return staff costs and care costs of a budget's lines, in won."""
	sums: Counter[str] = Counter()
	for table in ("revenue_lines", "expense_lines"):
		for line in doc.get(table):
			sums[line.account_subject] += won(line.amount)
	return _parted(doc.facility, sums)


def of_year(facility: str, accounting_year: str, changes: list[tuple]) -> tuple[int, int]:
	"""Return staff costs and care costs of what is appropriated, once `changes` (BudgetKey, won) have taken effect."""
	sums: Counter[str] = Counter()
	for row in balances.budget_lines(accounting_year):
		sums[row.account_subject] += int(row.appropriated)
	for key, delta in changes:
		sums[key.account_subject] += delta
	return _parted(facility, sums)


def concerns(facility: str, unit: str) -> bool:
	"""Tell whether the rule is for a facility's accounting unit."""
	return unit == "Facility" and queries.template_group(facility, unit) == personnel_share.GROUP


def shown(personnel: int, care_cost: int) -> float | None:
	"""Return the share as a form shows it, in percent."""
	share = personnel_share.share(personnel, care_cost)
	return None if share is None else float(share)


def require_reason(doc, personnel: int, care_cost: int) -> None:
	"""Refuse to ask for a share below the facility's least without a word why (제10조③3호, 제13조①, 제16조②)."""
	least = Decimal(str(frappe.get_cached_value("Facility", doc.facility, "personnel_share_least") or 0))
	short = personnel_share.missing(personnel, care_cost, least)
	if short and not doc.personnel_share_reason:
		frappe.throw(
			_(
				"Staff costs are {0}% of the care costs, below {1}%: {2} won are missing. Please raise them, or enter the "
				"reason."
			).format(personnel_share.share(personnel, care_cost), least.normalize(), format_won(short)),
			frappe.MandatoryError,
		)


def _parted(facility: str, sums: Mapping[str, int]) -> tuple[int, int]:
	moks = queries.moks(sums)
	return tuple(
		sum(sums[subject] for subject, mok in moks.items() if mok in wanted)
		for wanted in (
			queries.share_subjects(facility, part)
			for part in (personnel_share.PERSONNEL, personnel_share.CARE_COST)
		)
	)
