"""Which papers an expense needs: evidence by amount and means of payment (법인세법 제116조제2항), and the papers of a contract (X7).

The amounts stand in `data/evidence.csv` with the day from which they hold; a facility may set others (지방계약법 as it is then,
its own rules). What proves a payment stands by means of payment in `data/sufficient_evidence.csv`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from huimang.money import format_won
from huimang.rules.dated import DatedTable, read
from huimang.rules.errors import RuleViolation

FIGURES = DatedTable("evidence.csv")
CONTRACTS = frozenset({"Goods", "Service", "Construction"})
"""Kinds of requests that end in a contract (제30조의2)."""


@dataclass(frozen=True)
class ExpenseLine:
	"""One line of an expense: its amount in won, and whether its subject needs no evidence (인건비 has the payroll)."""

	amount: int
	exempt: bool = False


@dataclass(frozen=True, kw_only=True)
class ContractLimits:
	"""Won above which a contract needs two quotations, a written contract and a report of inspection."""

	quotations: int
	contract: int
	inspection: int


def required_from(on: date) -> int:
	"""Return the won from which evidence is required by law on a day."""
	return FIGURES.amount(on, "required_from")


def contract_limits(
	on: date, quotations: int | None = None, contract: int | None = None, inspection: int | None = None
) -> ContractLimits:
	"""Return the limits of a day; those that a facility has set come before the law's."""
	return ContractLimits(
		quotations=quotations or FIGURES.amount(on, "two_quotations_above"),
		contract=contract or FIGURES.amount(on, "contract_above"),
		inspection=inspection or FIGURES.amount(on, "inspection_above"),
	)


def check_evidence(
	lines: Iterable[ExpenseLine],
	evidence_types: Collection[str],
	required_from: int,
	waiver_reason: str = "",
	payment_method: str = "Bank Transfer",
	withheld_from: int = 0,
) -> None:
	"""Check that an expense bears the evidence it needs.

	Args:
		lines: the lines of the resolution.
		evidence_types: the types of the papers that are really attached.
		required_from: won from which evidence is required, set per facility; 30,001 by law (건당 3만원 초과).
		waiver_reason: why there is none: a stated reason lets the expense pass, the approvers see it.
		payment_method: how it is paid: a card leaves a slip, cash a receipt.
		withheld_from: won of it that are paid to persons with tax withheld: the return proves them (법인세법 시행령 제158조제2항).

	Raises RuleViolation where evidence is missing or none of it suffices.
	"""
	amount = sum(line.amount for line in lines if not line.exempt) - withheld_from
	if amount < required_from or waiver_reason.strip():
		return
	if not evidence_types:
		raise RuleViolation(
			"Expenses of {0} won and more need evidence. Please attach the tax invoice, card slip or cash receipt, "
			"or write down why there is none.",
			format_won(required_from),
		)
	if sufficient(payment_method).isdisjoint(evidence_types):
		raise RuleViolation(_INSUFFICIENT.get(payment_method, _INSUFFICIENT[""]), format_won(required_from))


def check_contract_papers(
	kind: str, amount: int, papers: Collection[str], limits: ContractLimits, waiver_reason: str = ""
) -> None:
	"""Check the papers of a purchase by contract: comparison of quotations, contract and report of inspection (X7).

	Args:
		kind: the kind of request; only CONTRACTS need such papers.
		amount: won of the whole purchase.
		papers: the types of the papers attached, each as often as it is there.
		limits: won above which each paper is needed.
		waiver_reason: why one is missing; stated, it lets the expense pass, the approvers see it.

	Raises RuleViolation for the first paper that is missing.
	"""
	if kind not in CONTRACTS or waiver_reason.strip():
		return
	check_quotations(kind, amount, papers, limits)
	attached = set(papers)
	if amount > limits.contract and "Contract" not in attached:
		raise RuleViolation(
			"A purchase of more than {0} won needs a written contract. Please attach it, or write down why there is none.",
			format_won(limits.contract),
		)
	if amount > limits.inspection and "Inspection Report" not in attached:
		raise RuleViolation(
			"A purchase of more than {0} won needs a report of inspection. Please attach it, or write down why there is none.",
			format_won(limits.inspection),
		)


def check_kind_is_told(lines: Iterable[ExpenseLine], limits: ContractLimits) -> None:
	"""Ask of an expense above the limit for quotations what kind it is: it decides on its papers (X7). Raises RuleViolation."""
	if sum(line.amount for line in lines if not line.exempt) > limits.quotations:
		raise RuleViolation(
			"An expense of more than {0} won needs its request type. Please choose goods, service, construction or other.",
			format_won(limits.quotations),
		)


def check_quotations(
	kind: str, amount: int, papers: Collection[str], limits: ContractLimits, waiver_reason: str = ""
) -> None:
	"""Check that quotations were compared: what a request needs of `check_contract_papers`, before anything is bought."""
	if kind not in CONTRACTS or waiver_reason.strip() or amount <= limits.quotations:
		return
	if list(papers).count("Quotation") < 2:
		raise RuleViolation(
			"A purchase of more than {0} won needs two quotations to compare. Please attach them, "
			"or write down why there are none.",
			format_won(limits.quotations),
		)


@cache
def sufficient(payment_method: str) -> frozenset[str]:
	"""Return the papers that prove an expense above the limit, by how it was paid."""
	rows = read("sufficient_evidence.csv")
	known = {row["evidence_type"] for row in rows if row["payment_method"] == payment_method}
	return frozenset(known or (row["evidence_type"] for row in rows))


_BY_CARD = (
	"An expense of {0} won and more that was paid by card needs the card slip. Please attach it, "
	"or write down why there is none."
)
_INSUFFICIENT = {
	"": (
		"A simple receipt, quotation, contract or inspection report alone does not prove an expense of {0} won "
		"and more. Please attach the tax invoice, card slip or cash receipt as well, or write down why there is none."
	),
	"Card": _BY_CARD,
	"Dedicated Card": _BY_CARD,
	"Cash": (
		"An expense of {0} won and more that was paid in cash needs the cash receipt or the tax invoice. "
		"Please attach it, or write down why there is none."
	),
}
