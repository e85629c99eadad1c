"""Which expenses need evidence, and which papers count (법인세법 제116조제2항, 같은 법 시행령 제158조)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from huimang.money import format_won
from huimang.rules.errors import RuleViolation

NOT_SUFFICIENT = frozenset({"Simple Receipt", "Quotation", "Contract", "Inspection Report"})
"""Papers that accompany a payment but do not prove one above the limit. Statements and others may: bills of public
bodies, payroll, what was taxed at source and the like are excepted by 시행령 제158조제1항·제2항."""


@dataclass(frozen=True)
class ExpenseLine:
	"""One line of an expense: its amount in won, and whether its subject needs no evidence (인건비 has the payroll)."""

	amount: int
	exempt: bool = False


def check_evidence(
	lines: Iterable[ExpenseLine], evidence_types: Collection[str], required_from: int, waiver_reason: str = ""
) -> None:
	"""Check that an expense bears the evidence it needs.

	Args:
		lines: the lines of the resolution.
		evidence_types: the types of the papers that are really attached.
		required_from: won from which evidence is required, set per facility; 30,001 by law (건당 3만원 초과).
		waiver_reason: why there is none: a stated reason lets the expense pass, the approvers see it.

	Raises RuleViolation where evidence is missing or none of it suffices.
	"""
	amount = sum(line.amount for line in lines if not line.exempt)
	if amount < required_from or waiver_reason.strip():
		return
	if not evidence_types:
		raise RuleViolation(
			"Expenses of {0} won and more need evidence. Please attach the tax invoice, card slip or cash receipt, "
			"or write down why there is none.",
			format_won(required_from),
		)
	if NOT_SUFFICIENT.issuperset(evidence_types):
		raise RuleViolation(
			"A simple receipt, quotation, contract or inspection report alone does not prove an expense of {0} won "
			"and more. Please attach the tax invoice, card slip or cash receipt as well, or write down why there is none.",
			format_won(required_from),
		)
