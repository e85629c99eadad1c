"""Depreciation (감가상각, 법인세법 시행령 제26조–제29조의2): an asset's yearly schedule, value on any day, disposal.

Rates stand in `data/depreciation_rates.csv` (별표 4): they are read, never computed. All is whole won, and
exact. Schedules are computed when they are asked for: nothing of them is stored.
"""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

from huimang.rules.depreciation_run import VALUES, Run, fiscal_year, law
from huimang.rules.depreciation_terms import (
	BOOK,
	DECLINING_BALANCE,
	METHODS,
	PROFILES,
	STRAIGHT_LINE,
	TAX_TABLE,
	Disposal,
	Facts,
	MethodChange,
	Opening,
	Row,
	Schedule,
	Spending,
)
from huimang.rules.errors import RuleViolation

__all__ = [
	"BOOK",
	"DECLINING_BALANCE",
	"METHODS",
	"PROFILES",
	"STRAIGHT_LINE",
	"TAX_TABLE",
	"Disposal",
	"Facts",
	"MethodChange",
	"Opening",
	"Row",
	"Schedule",
	"Spending",
	"life_range",
	"memo_value",
	"schedule",
	"second_hand_lives",
]

_USUAL = Facts()


def schedule(cost: int, useful_life_years: int, method: str, acquired_on: date, **facts: object) -> Schedule:
	"""Return the depreciation of an asset, year by year, until its memo value is left or it is disposed of.

	Args:
		cost: won paid for it, with what it cost to bring it into use.
		useful_life_years: 2 to 60 years (내용연수).
		method: STRAIGHT_LINE or DECLINING_BALANCE.
		acquired_on: day of acquisition.
		facts: see `Facts`.

	Raises RuleViolation for entries that cannot be.
	"""
	asset = Facts(**facts) if facts else _USUAL
	_check(cost, useful_life_years, method, acquired_on, asset)
	spending = tuple(sorted(asset.spending))
	if not (asset.depreciable and asset.in_use):
		return _ended(Schedule(cost, acquired_on, 0, (), spending), asset, 0)
	if asset.expensed:
		return _ended(_expensed(cost, acquired_on, asset), asset, asset.subsidy)
	start = asset.in_service_on or acquired_on
	run = Run(cost, useful_life_years, method, start, law(acquired_on), asset, spending)
	before = asset.opening.accumulated if asset.opening else 0
	rows = tuple(run.rows())
	return _ended(Schedule(cost, acquired_on, run.memo, rows, spending, before), asset, run.borne)


def memo_value(cost: int, on: date) -> int:
	"""Return what stays on the books of a depreciated asset: 5 % of its cost, at most 1,000 won (제26조⑦)."""
	return law(on).memo(cost)


def life_range(standard: int, on: date) -> range:
	"""Return the useful lives that may be chosen for a standard one (기준내용연수 ±25 %, 시행령 제28조①2)."""
	share = VALUES.value(on, "life.range")
	return range(math.ceil(standard * (1 - share)), math.floor(standard * (1 + share)) + 1)


def second_hand_lives(standard: int, on: date) -> range:
	"""Return the useful lives for what was bought used and half worn (수정내용연수, 시행령 제29조의2①)."""
	least = math.floor(standard * (1 - VALUES.value(on, "second_hand.share")))
	return range(max(least, 1), standard + 1)


def _check(cost: int, life: int, method: str, acquired_on: date, asset: Facts) -> None:
	if cost < 0 or asset.proceeds < 0 or any(each.amount < 0 for each in asset.spending):
		raise RuleViolation("The amounts of an asset cannot be negative. Please check them.")
	if not 0 <= asset.subsidy <= cost:
		raise RuleViolation("The subsidy is part of the cost. Please check both amounts.")
	if not 2 <= life <= 60:
		raise RuleViolation("A useful life has 2 to 60 years. Please check it.")
	if method not in METHODS or (asset.changed and asset.changed.method not in METHODS):
		raise RuleViolation("Please choose the straight-line or the declining-balance method.")
	if asset.profile not in PROFILES:
		raise RuleViolation("Please choose how depreciation is calculated.")
	if asset.profile == BOOK and (method != STRAIGHT_LINE or asset.changed):
		raise RuleViolation("Equal parts of the useful life need the straight-line method.")
	days = [asset.in_service_on, asset.stopped_on, asset.disposed_on, *(each.on for each in asset.spending)]
	if any(day and day < acquired_on for day in days):
		raise RuleViolation(
			"An asset is used, improved and disposed of after its acquisition. Please check the dates."
		)
	end = min((day for day in (asset.stopped_on, asset.disposed_on) if day), default=None)
	if end and any(each.on > end for each in asset.spending):
		raise RuleViolation("Nothing is spent on an asset after its use has ended. Please check the dates.")
	if asset.expensed and asset.spending:
		raise RuleViolation("What is spent on an asset without book value is an expense of its own.")
	most = cost + sum(each.amount for each in asset.spending)
	if asset.opening and not 0 <= asset.opening.accumulated <= most:
		raise RuleViolation("An asset is depreciated by no more than its cost. Please check the amount.")


def _expensed(cost: int, acquired_on: date, asset: Facts) -> Schedule:
	"""Return a schedule whose only year takes all."""
	start = asset.in_service_on or acquired_on
	year = fiscal_year(start, asset.year_starts_month)
	row = Row(year, start.replace(day=1), 1, cost, 0, cost, 0, asset.subsidy)
	return Schedule(cost, acquired_on, 0, (row,))


def _ended(found: Schedule, asset: Facts, borne: int) -> Schedule:
	"""Return a schedule with its disposal, if any; ``borne`` is what the subsidy bore of the depreciation."""
	day = asset.disposed_on
	if not day:
		return found
	spent = sum(each.amount for each in found.spending)
	taken = found.accumulated_before + sum(row.depreciation for row in found.rows)
	disposal = Disposal(day, found.cost + spent - taken, asset.subsidy - borne, asset.proceeds)
	return replace(found, disposal=disposal)
