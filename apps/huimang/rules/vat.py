"""Value-added tax of a facility with a taxed business: what it owes on its supplies, less the input tax that it may deduct.

Input tax of what serves taxed and exempt business together is shared by their supplies (공통매입세액 안분, 부가가치세법
시행령 제81조). A worksheet: the return itself is filed in Hometax.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from huimang.rules.dated import DatedTable

ISSUED, RECEIVED = "Issued", "Received"
TAX_INVOICE, INVOICE, CASH_RECEIPT = "Tax Invoice", "Invoice", "Cash Receipt"
DEDUCTIBLE, COMMON, NOT_DEDUCTIBLE = "Deductible", "Common", "Not Deductible"
_LIMITS = DatedTable("vat.csv", ("item",))


class Paper(NamedTuple):
	"""Invoices of one sort added up, in won.

	Attributes:
		direction: ISSUED or RECEIVED.
		kind: TAX_INVOICE, INVOICE or CASH_RECEIPT.
		use: what received ones serve.
		taxed: whether tax was charged.
		count: how many.
	"""

	direction: str
	kind: str
	use: str
	taxed: bool
	count: int
	supply: int
	tax: int


class Sum(NamedTuple):
	count: int = 0
	supply: int = 0
	tax: int = 0


@dataclass(frozen=True)
class Worksheet:
	"""The figures of a VAT return.

	Attributes:
		taxed, taxed_otherwise, exempt: supplies with tax invoices, with cash receipts, and without tax.
		deductible: input tax of the taxed business, by kind of paper.
		common: input tax of both businesses together.
		exempt_share: the exempt part of all supplies.
		common_lost: what of the common input tax is not deducted.
		lost: input tax that is not deducted at all.
	"""

	taxed: Sum
	taxed_otherwise: Sum
	exempt: Sum
	deductible: dict[str, Sum]
	common: Sum
	exempt_share: Fraction
	common_lost: int
	lost: Sum

	@property
	def output_tax(self) -> int:
		return self.taxed.tax + self.taxed_otherwise.tax

	@property
	def input_tax(self) -> int:
		return sum(part.tax for part in self.deductible.values()) + self.common.tax - self.common_lost

	@property
	def payable(self) -> int:
		"""What is to be paid; below 0, what is to be refunded."""
		return self.output_tax - self.input_tax


def worksheet(papers: Iterable[Paper], on: date) -> Worksheet:
	"""Return the worksheet of a period that ends on the day ``on``."""
	papers = list(papers)
	issued = [paper for paper in papers if paper.direction == ISSUED]
	received = [paper for paper in papers if paper.direction == RECEIVED and paper.taxed]
	taxed = _sum(p for p in issued if p.taxed and p.kind == TAX_INVOICE)
	otherwise = _sum(p for p in issued if p.taxed and p.kind != TAX_INVOICE)
	exempt = _sum(p for p in issued if not p.taxed)
	common = _sum(p for p in received if p.use == COMMON)
	supplies = taxed.supply + otherwise.supply + exempt.supply
	share = Fraction(max(exempt.supply, 0), supplies) if supplies > 0 else Fraction()
	return Worksheet(
		taxed=taxed,
		taxed_otherwise=otherwise,
		exempt=exempt,
		deductible={
			kind: _sum(p for p in received if p.use == DEDUCTIBLE and p.kind == kind)
			for kind in (TAX_INVOICE, CASH_RECEIPT)
		},
		common=common,
		exempt_share=share,
		common_lost=common_input_tax_lost(common.tax, min(share, Fraction(1)), on),
		lost=_sum(p for p in received if p.use == NOT_DEDUCTIBLE),
	)


def common_input_tax_lost(tax: int, exempt_share: Fraction, on: date) -> int:
	"""Return what of the common input tax falls to the exempt business, below one won cut off (국고금 관리법 제47조).

	Nothing is lost where exempt supplies are below 5 % (unless the tax is 5,000,000 won or more), and of a tax below
	50,000 won (시행령 제81조②).
	"""
	if tax <= 0 or tax < _LIMITS.value(on, "common_tax_below"):
		return 0
	if exempt_share < _LIMITS.value(on, "exempt_share_below") and tax < _LIMITS.value(
		on, "exempt_share_tax_below"
	):
		return 0
	return int(tax * exempt_share)


def _sum(papers: Iterable[Paper]) -> Sum:
	papers = list(papers)
	return Sum(*(sum(getattr(paper, field) for paper in papers) for field in Sum._fields))
