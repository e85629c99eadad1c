"""A payslip as it comes out of the calculation: lines with their steps, and what they come to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from huimang.personnel.payroll.inputs import DEDUCTION, EARNING, EMPLOYER, NOWHERE, Place
from huimang.rules.steps import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
	"""A line of a payslip.

	Attributes:
		back_pay: of a line of back pay, for each month what is paid for it now, and what of that is free of tax.
	"""

	kind: str
	title: str
	amount: int
	item: str = ""
	code: str = ""
	tax_free: int = 0
	tax_free_kind: str = ""
	hours: Fraction = Fraction()
	account_subject: str = ""
	place: Place = NOWHERE
	steps: tuple[Step, ...] = ()
	back_pay: Mapping[str, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
	"""A payslip: lines, and what they come to."""

	lines: tuple[Line, ...]
	taxable: int
	bonus: int
	regular_tax: int
	income_tax: int
	local_tax: int
	days: int
	hourly: Fraction
	dependants: int
	children: int
	warnings: tuple[str, ...] = ()

	def total(self, kind: str) -> int:
		"""Return the sum of the lines of a kind."""
		return sum(line.amount for line in self.lines if line.kind == kind)

	@property
	def gross(self) -> int:
		return self.total(EARNING)

	@property
	def deducted(self) -> int:
		return self.total(DEDUCTION)

	@property
	def net(self) -> int:
		return self.gross - self.deducted

	@property
	def employer(self) -> int:
		return self.total(EMPLOYER)

	@property
	def tax_free(self) -> int:
		return sum(line.tax_free for line in self.lines)
