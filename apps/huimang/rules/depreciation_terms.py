"""What a depreciation schedule is made of: the facts of an asset, the years, the disposal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from huimang.rules.days import last_day
from huimang.rules.steps import Step, _, figure

STRAIGHT_LINE, DECLINING_BALANCE = "Straight-line", "Declining Balance"
METHODS = (STRAIGHT_LINE, DECLINING_BALANCE)
"""정액법, 정률법."""

TAX_TABLE, BOOK = "Tax Table", "Book"
PROFILES = (TAX_TABLE, BOOK)
"""Rates of 별표 4 until only the memo value is left, or equal parts of the useful life that end with it."""


class Spending(NamedTuple):
	"""Capital spending (자본적 지출, 법인세법 시행령 제31조②): the day and the won."""

	on: date
	amount: int


class MethodChange(NamedTuple):
	"""Another method from a fiscal year on (시행령 제27조)."""

	fiscal_year: int
	method: str


class Opening(NamedTuple):
	"""What an asset had been depreciated by when a fiscal year began, for registers taken over."""

	fiscal_year: int
	accumulated: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
	"""What changes a schedule. Whatever is left out is the usual case.

	Attributes:
		in_service_on: first day of use (사업에 사용한 날); the day of acquisition without it.
		in_use: False while it is stored and not used (보관중): nothing is depreciated.
		depreciable: False for land, art and what is under construction.
		expensed: charged whole to the year of first use (소액자산, 시행령 제31조④·⑥).
		profile: TAX_TABLE or BOOK; one for a whole facility.
		spending: capital spending; it is depreciated for the whole year it falls in, at the asset's rate.
		changed: another method from some year on.
		opening: where to begin instead of the acquisition.
		stopped_on: last day of use of what is taken down and kept (철거, 시행규칙 제12조③): it keeps its value
			from then on. Idle equipment that stays in place goes on.
		disposed_on: day of sale, scrapping or loss; ``proceeds`` in won.
		disposal_month_counts: whether the month of disposal is depreciated.
		subsidy: won of the cost that a subsidy paid, set off as the asset is depreciated (자산차감법).
		year_starts_month: first month of the fiscal year.
	"""

	in_service_on: date | None = None
	in_use: bool = True
	depreciable: bool = True
	expensed: bool = False
	profile: str = TAX_TABLE
	spending: Sequence[Spending] = ()
	changed: MethodChange | None = None
	opening: Opening | None = None
	stopped_on: date | None = None
	disposed_on: date | None = None
	disposal_month_counts: bool = True
	proceeds: int = 0
	subsidy: int = 0
	year_starts_month: int = 1


class Row(NamedTuple):
	"""Depreciation of one fiscal year, in won.

	Attributes:
		fiscal_year: calendar year in which it begins.
		first_month: first day of the first month that counts.
		months: months that count.
		opening, spent: book value when the year began, and capital spending within it.
		depreciation, closing: what the year takes, and what is left.
		offset: what of the depreciation the subsidy bears.
		base, permille: what the year's rate is taken of, and the rate in thousandths; 0 where it takes
			what is left or a part of the useful life.
	"""

	fiscal_year: int
	first_month: date
	months: int
	opening: int
	spent: int
	depreciation: int
	closing: int
	offset: int = 0
	base: int = 0
	permille: int = 0

	@property
	def step(self) -> Step:
		"""How the year's depreciation came about."""
		if self.permille:
			formula = f"{figure(self.base)} × {figure(Fraction(self.permille, 1000))} × {self.months}/12"
			article = "법인세법 시행령 제26조②·⑨; 시행규칙 별표 4"
		else:
			formula = f"{figure(self.opening + self.spent)} − {figure(self.closing)}"
			article = "법인세법 시행령 제26조⑥·⑦"
		formula += f" → {figure(self.depreciation)}"
		inputs = ((_("Book value at the start of the year"), self.opening), (_("Months"), self.months))
		return Step(_("Depreciation of the year"), formula, self.depreciation, article, inputs)

	def taken(self, on: date) -> int:
		"""Return what of the year has been taken at the end of a day: by whole months, the last takes the rest."""
		first = self.first_month
		over = (on.year - first.year) * 12 + on.month - first.month
		# most years lie wholly before the day or after it
		if over >= self.months:
			return self.depreciation
		if over < 0:
			return 0
		over += on == last_day(on)
		return self.depreciation if over == self.months else self.depreciation // self.months * over


class Disposal(NamedTuple):
	"""What a disposal removes and brings, in won: book value, subsidy, proceeds, gain (a loss is negative)."""

	on: date
	book_value: int
	subsidy_left: int
	proceeds: int

	@property
	def gain(self) -> int:
		"""처분손익: without proceeds the whole book value is lost."""
		return self.proceeds - self.book_value


@dataclass(frozen=True, slots=True)
class Schedule:
	"""The years of an asset; empty where nothing is depreciated.

	Attributes:
		cost: won paid for it, without later capital spending.
		memo_value: what stays on the books when it is depreciated (비망가액); 0 where nothing stays.
		accumulated_before: what had been taken before the first row, where a register was taken over.
	"""

	cost: int
	acquired_on: date
	memo_value: int
	rows: tuple[Row, ...] = ()
	spending: tuple[Spending, ...] = ()
	accumulated_before: int = 0
	disposal: Disposal | None = None

	def book_value(self, on: date) -> int:
		"""Return the value at the end of a day: nothing before the acquisition and from the disposal on."""
		if on < self.acquired_on or (self.disposal and self.disposal.on <= on):
			return 0
		spent = sum(each.amount for each in self.spending if each.on <= on)
		return self.cost + spent - self.accumulated(on)

	def accumulated(self, on: date) -> int:
		"""Return the depreciation taken until the end of a day (감가상각누계액), as if it had not been disposed of."""
		taken = self.accumulated_before
		for row in self.rows:
			if row.first_month > on:
				break
			taken += row.taken(on)
		return taken

	def row(self, fiscal_year: int) -> Row | None:
		"""Return the row of a fiscal year; None where nothing is depreciated in it."""
		return next((row for row in self.rows if row.fiscal_year == fiscal_year), None)
