"""What somebody earned before they leave, as the payslips say it: the proposal that a settlement starts from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import frappe
from frappe import _
from frappe.utils import add_years, cint, flt

from huimang.money import won
from huimang.personnel.payroll.inputs import BONUS, EARNING, LEAVE
from huimang.personnel.payroll.standing import CONFIRMED, SLIP
from huimang.rules import rounding, severance
from huimang.rules.days import ONE_DAY, last_day

_FULL_DAY = 8
_FULL_WEEK = 40


@dataclass(frozen=True, slots=True)
class Month:
	"""A month of the three before leaving, or the part of it that belongs to them."""

	first: date
	last: date
	amount: int
	source: str

	@property
	def days(self) -> int:
		return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Earned:
	"""What the payslips say.

	Attributes:
		yearly: holiday bonuses, bonuses and pay for unused leave of the last year.
		daily_ordinary: ordinary wage of a day by the last payslip.
	"""

	months: tuple[Month, ...]
	yearly: int
	daily_ordinary: int


def before_leaving(employee: str, left_on: date) -> Earned:
	"""Return what an employee earned before their last working day: of confirmed payrolls, and before the facility began here."""
	slips = _slips(employee, left_on)
	earned = _earned(slips)
	elsewhere = _opening(employee, left_on)
	months = []
	for first, last in _parts(*severance.average_period(left_on)):
		key = first.year, first.month
		slip, before = slips.get(key), elsewhere.get(key)
		if slip:
			months.append(Month(first, last, _part_of(slip, earned[slip.name][0], first, last), slip.title))
		elif before:
			monthly = won(before.gross) - won(before.bonus)
			amount = _share(monthly, (last - first).days + 1, last_day(first).day)
			months.append(Month(first, last, amount, _("Opening Pay", "ko")))
		else:
			months.append(Month(first, last, 0, ""))
	since = add_years(left_on, -1)
	yearly = sum(earned[slip.name][1] for slip in slips.values() if slip.pay_day > since)
	yearly += sum(won(row.bonus) for row in elsewhere.values() if row.pay_day > since)
	latest = max(slips.values(), key=lambda slip: (slip.year, slip.month), default=None)
	return Earned(tuple(months), yearly, _daily(latest) if latest else 0)


def _slips(employee: str, left_on: date) -> dict[tuple[int, int], Any]:
	"""Return the payslips of the last year by their month. The query goes along the index of employees."""
	rows = frappe.get_all(
		SLIP,
		{"employee": employee, "status": CONFIRMED, "year": ("in", (left_on.year - 1, left_on.year))},
		["name", "title", "year", "month", "pay_day", "days", "ordinary_hourly", "weekly_hours"],
	)
	return {
		(row.year, row.month): row for row in rows if (row.year, row.month) <= (left_on.year, left_on.month)
	}


def _opening(employee: str, left_on: date) -> dict[tuple[int, int], Any]:
	"""Return what was paid before the facility began here, by the month."""
	rows = frappe.get_all(
		"Opening Pay",
		{"employee": employee, "year": ("in", (left_on.year - 1, left_on.year))},
		["year", "month", "pay_day", "gross", "bonus"],
	)
	return {(row.year, row.month): row for row in rows}


def _earned(slips: dict[tuple[int, int], Any]) -> dict[str, tuple[int, int]]:
	"""Return of each payslip what was earned by the month, and what is paid by the year; by the flags of the items."""
	line, item = frappe.qb.DocType("Payslip Line"), frappe.qb.DocType("Pay Item")
	rows = (
		frappe.qb.from_(line)
		.join(item)
		.on(item.name == line.pay_item)
		.select(line.parent, line.amount, item.calculation, item.taxed_as_bonus)
		.where(line.parent.isin([slip.name for slip in slips.values()] or [""]))
		.where((line.kind == EARNING) & (item.average_wage == 1))
		.run(as_dict=True)
	)
	sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
	for row in rows:
		is_yearly = row.calculation in (BONUS, LEAVE) or cint(row.taxed_as_bonus)
		sums[row.parent][int(bool(is_yearly))] += won(row.amount)
	return defaultdict(lambda: (0, 0), {name: (monthly, yearly) for name, (monthly, yearly) in sums.items()})


def _parts(first: date, last: date) -> Iterator[tuple[date, date]]:
	"""Yield the days of every calendar month between two days."""
	while first <= last:
		end = min(last_day(first), last)
		yield first, end
		first = end + ONE_DAY


def _part_of(slip: Any, monthly: int, first: date, last: date) -> int:
	"""Return what of a month's wages falls on some of its days, by the days that were paid for."""
	return _share(monthly, (last - first).days + 1, cint(slip.days))


def _share(monthly: int, days: int, paid: int) -> int:
	"""Return what of a month's wages falls on some of the days that they were paid for."""
	if not paid or days >= paid:
		return monthly
	return rounding.wage_to_won(Fraction(monthly * days, paid))


def _daily(slip: Any) -> int:
	"""Return the ordinary wage of a day: of eight hours, fewer where the week is shorter."""
	hourly = Fraction((slip.ordinary_hourly or "0").replace(",", ""))
	hours = min(Fraction(str(flt(slip.weekly_hours) or _FULL_WEEK)) / _FULL_WEEK, 1) * _FULL_DAY
	return rounding.wage_to_won(hourly * hours)
