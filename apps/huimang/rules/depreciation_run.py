"""The calculation of a depreciation schedule, year by year (법인세법 시행령 제26조)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import count
from typing import NamedTuple

from huimang.rules import rounding
from huimang.rules.dated import DatedTable
from huimang.rules.depreciation_terms import BOOK, DECLINING_BALANCE, STRAIGHT_LINE, Facts, Row, Spending

VALUES = DatedTable("depreciation.csv")
_RATES = DatedTable("depreciation_rates.csv", ("method", "years"))
_YEAR = 12
"""Months."""
_DAYS = 32_768
"""Days that are remembered, of a century: a large register has thousands of them, and passes them in their order."""


class Law(NamedTuple):
	"""The limits that hold for an asset, as whole numbers."""

	memo_most: int
	memo_share: tuple[int, int]
	residual_share: tuple[int, int]

	def memo(self, cost: int) -> int:
		"""Return the memo value of a cost."""
		return min(rounding.depreciation(cost * self.memo_share[0], self.memo_share[1]), self.memo_most)

	def is_residual(self, left: int, cost: int) -> bool:
		"""Tell whether the declining-balance method has come to its residual value (제26조⑥)."""
		return left * self.residual_share[1] <= cost * self.residual_share[0]


@lru_cache(maxsize=_DAYS)
def law(on: date) -> Law:
	"""Return the limits that hold on a day."""
	memo, residual = VALUES.value(on, "memo.share"), VALUES.value(on, "residual.share")
	return Law(VALUES.amount(on, "memo.most"), memo.as_integer_ratio(), residual.as_integer_ratio())


@dataclass(slots=True)
class Run:
	"""The calculation of one schedule, year by year.

	Attributes:
		first_month: the first day of the month in which its use began.
		end: last day of use: stopped or disposed of.
		permille: the rate of the method in thousandths.
		base: what the straight-line rate is taken of; the book value when the method changed.
		book: what is left.
		total, memo: cost and capital spending so far, and the memo value of them.
		borne: what of the depreciation the subsidy has borne.
		spread, spread_months, spread_over: for BOOK, what is spread over how many months, and how many
			are over.
	"""

	cost: int
	life: int
	method: str
	start: date
	law: Law
	asset: Facts
	spending: tuple[Spending, ...]
	first_month: date = date.min
	end: date | None = None
	permille: int = 0
	base: int = 0
	book: int = 0
	total: int = 0
	memo: int = 0
	borne: int = 0
	spread: int = 0
	spread_months: int = 0
	spread_over: int = 0

	def rows(self) -> Iterator[Row]:
		"""Yield the years in which something is depreciated."""
		start_month = self.asset.year_starts_month
		first_year = fiscal_year(self.start, start_month)
		begin, accumulated = self._begin(first_year)
		last_year = fiscal_year(self.end, start_month) if self.end else None
		spent = dict.fromkeys(map(self._year_of, self.spending), 0)
		for each in self.spending:
			spent[self._year_of(each)] += each.amount
		last_spending = max(spent, default=first_year)
		for year in count(begin):
			if last_year and year > last_year:
				return
			row = self._row(year, spent.get(year, 0), self._months(year), accumulated)
			if row:
				accumulated += row.depreciation
				yield row
			if year >= last_spending and self.book <= self.memo:
				return

	def _begin(self, first_year: int) -> tuple[int, int]:
		"""Set what the first year starts with; return that year and what had been taken before."""
		asset = self.asset
		year = max(first_year, asset.opening.fiscal_year) if asset.opening else first_year
		accumulated = asset.opening.accumulated if asset.opening else 0
		earlier = sum(each.amount for each in self.spending if self._year_of(each) < year)
		self.base = self.total = self.cost + earlier
		self.book, self.memo = self.total - accumulated, self.law.memo(self.total)
		over = max(_months_between(self.start, date(year, asset.year_starts_month, 1)), 0)
		self.spread, self.spread_months, self.spread_over = self.book, self.life * _YEAR - over, 0
		self.first_month = self.start.replace(day=1)
		self.end = min((day for day in (asset.stopped_on, asset.disposed_on) if day), default=None)
		self._use(self.method)
		self._offset(accumulated)
		if asset.changed and asset.changed.fiscal_year < year:
			self._use(asset.changed.method)
			self.base = self.book
		return year, accumulated

	def _add(self, spent: int) -> None:
		"""Count capital spending to what is depreciated."""
		self.base, self.total = self.base + spent, self.total + spent
		self.memo = self.law.memo(self.total)

	def _use(self, method: str) -> None:
		"""Go on with a method and its rate."""
		self.method, self.permille = method, _permille(self.start, method, self.life)

	def _row(self, year: int, spent: int, span: tuple[date, int], accumulated: int) -> Row | None:
		"""Return the row of a year and go on to its end; None where it takes nothing."""
		opening, changed = self.book, self.asset.changed
		if changed and changed.fiscal_year == year:
			self._use(changed.method)
			self.base = opening
		first_month, months = span
		if spent:
			self._add(spent)
		left = opening + spent
		rest = max(left - self.memo, 0)
		book_profile = self.asset.profile == BOOK
		amount, base, permille = (self._equal_part if book_profile else self._by_rate)(left, spent, months)
		if amount >= rest:
			amount, base, permille = rest, 0, 0
		if book_profile:
			months = max(min(months, self.spread_months - self.spread_over), 1 if amount else 0)
			self.spread_over += months
		self.book = left - amount
		if not amount and not spent:
			return None
		offset = self._offset(accumulated + amount)
		return Row(year, first_month, months, opening, spent, amount, self.book, offset, base, permille)

	def _by_rate(self, left: int, spent: int, months: int) -> tuple[int, int, int]:
		"""Return what a year takes by its rate, what the rate is of, and the rate; all that is left at rate 0."""
		if not months:
			return 0, 0, 0
		permille = self.permille
		base = self.base if self.method == STRAIGHT_LINE else left
		amount = rounding.depreciation(base * permille * months, 1000 * _YEAR)
		ends = self.method == DECLINING_BALANCE and self.law.is_residual(left - amount, self.total)
		# Less than a won a year would never end.
		if ends or (amount == 0 and months == _YEAR):
			return left, 0, 0
		return amount, base, permille

	def _equal_part(self, left: int, spent: int, months: int) -> tuple[int, int, int]:
		"""Return the part of the useful life that a year is (BOOK): the floor of what is over less what was."""
		if spent:
			self.spread, self.spread_months, self.spread_over = left, self.spread_months - self.spread_over, 0
		over = self.spread_over + months
		if over >= self.spread_months:
			return left, 0, 0
		until = rounding.depreciation(self.spread * over, self.spread_months)
		return until - rounding.depreciation(self.spread * self.spread_over, self.spread_months), 0, 0

	def _offset(self, accumulated: int) -> int:
		"""Return what the subsidy bears of a year: its share of all that is taken, less what it bore."""
		if not self.asset.subsidy:
			return 0
		borne = rounding.depreciation(accumulated * self.asset.subsidy, self.total)
		before, self.borne = self.borne, max(borne, self.borne)
		return self.borne - before

	def _months(self, year: int) -> tuple[date, int]:
		"""Return the first month of a year that counts, and how many do (제26조⑨: a part of a month is one)."""
		asset = self.asset
		start = date(year, asset.year_starts_month, 1)
		first = start if start > self.first_month else self.first_month
		end = date(year + 1, asset.year_starts_month, 1)
		if self.end and self.end < end:
			counts = asset.disposal_month_counts or self.end != asset.disposed_on
			return first, max(_months_between(first, self.end) + counts, 0)
		return first, _months_between(first, end)

	def _year_of(self, spending: Spending) -> int:
		"""Return the fiscal year in which spending is depreciated: not before the asset is used."""
		return fiscal_year(max(spending.on, self.start), self.asset.year_starts_month)


@lru_cache(maxsize=_DAYS)
def _permille(on: date, method: str, life: int) -> int:
	"""Return the rate that holds on a day, in thousandths."""
	return int(_RATES.value(on, method, str(life)) * 1000)


def fiscal_year(day: date, start_month: int) -> int:
	"""Return the calendar year in which the fiscal year of a day begins."""
	return day.year if day.month >= start_month else day.year - 1


def _months_between(first: date, later: date) -> int:
	"""Return how many months lie between the months of two days."""
	return (later.year - first.year) * _YEAR + later.month - first.month
