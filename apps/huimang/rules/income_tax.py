"""Income tax withheld from pay (근로소득 간이세액, 소득세법 시행령 별표 2) and from bonuses (소득세법 제136조).

The official table is looked up cell by cell, never computed. Which table, child amounts and formulas above
the table hold on a day stands in `data/income_tax/`. Business income, other income and daily wages are
`huimang.rules.withholding`'s.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from huimang.money import floor_to_ten
from huimang.rules.dated import DatedTable, read
from huimang.rules.errors import RuleViolation
from huimang.rules.steps import Step, _, figure, percent

OPTIONS = (80, 100, 120)
"""Percent of the table's tax that an employee may choose to be withheld (시행령 제194조①)."""

MOST_DEPENDANTS = 11
"""The table's last column; 별표 2 제4호 goes on from there."""

_VALUES = DatedTable("income_tax/values.csv")
_LOCAL = DatedTable("withholding.csv", ("income_kind", "item"))
_TABLE_ARTICLE = "소득세법 시행령 별표 2"


@dataclass(frozen=True, slots=True)
class Withholding:
	"""What is withheld from a payment of wages, in won, and how it came about."""

	income_tax: int
	local_income_tax: int
	steps: tuple[Step, ...] = ()

	@property
	def total(self) -> int:
		return self.income_tax + self.local_income_tax


def monthly_withholding(taxable_pay: int, dependants: int, children: int, on: date, option: int = 100) -> int:
	"""Return the income tax withheld from the pay of a month.

	Args:
		taxable_pay: won paid less what is free of tax.
		dependants: 공제대상가족의 수, the employee and children of 8 to 20 years included; 1 at a second employer
			(종된 근무지, 시행령 제194조②).
		children: how many of them are children of 8 to 20 years, see `is_child`.
		on: the day of payment.
		option: 80, 100 or 120 percent, as the employee has applied for.

	Raises RuleViolation for a negative pay, an impossible family, another option, and a day before the data.
	"""
	return explain(taxable_pay, dependants, children, on, option).income_tax


def explain(taxable_pay: int, dependants: int, children: int, on: date, option: int = 100) -> Withholding:
	"""Return what `monthly_withholding` does, with the local tax and every step."""
	tax, steps = _table_tax(taxable_pay, dependants, children, on, option)
	return _collected(tax, steps, on)


def local_income_tax(income_tax: int, on: date = date.max) -> int:
	"""Return the local income tax that goes with a withheld income tax (지방세법 제103조의13①)."""
	return floor_to_ten(income_tax * _LOCAL.value(on, "Local", "rate"))


def local_tax_step(income_tax: int, on: date) -> Step:
	"""Return how the local tax on a withheld income tax comes about."""
	rate = percent(_LOCAL.value(on, "Local", "rate"))
	amount = local_income_tax(income_tax, on)
	return Step(_("Local income tax"), f"{figure(income_tax)} × {rate}", amount, "지방세법 제103조의13①")


def small_sum(on: date) -> int:
	"""Return the tax below which nothing is withheld (소액부징수, 소득세법 제86조 제1호)."""
	return _VALUES.amount(on, "small_sum")


def bonus_withholding(
	bonus: int,
	months: int,
	pay: int,
	withheld: int,
	family: tuple[int, int],
	on: date,
	option: int = 100,
) -> Withholding:
	"""Return what is withheld from a bonus (상여, 소득세법 제136조).

	The tax on a month's share of the bonus and the average pay, for all months of the period, less what was
	withheld from the pay of those months.

	Args:
		bonus: won of taxable bonus.
		months: months of the period for which it is paid, 1 to 12; see `bonus_months` where none is set.
		pay: taxable pay of all these months together, without the bonus.
		withheld: income tax withheld from that pay.
		family: dependants and children as in `monthly_withholding`.
		on: the day of payment.
		option: as in `monthly_withholding`.
	"""
	if bonus < 0 or withheld < 0 or not 1 <= months <= _VALUES.amount(on, "bonus.most_months"):
		raise RuleViolation("A bonus is for 1 to 12 months and not negative. Please check the entries.")
	share = Fraction(bonus + pay, months)
	tax, steps = _table_tax(share, *family, on, option)
	average = Step(
		_("Average monthly pay with bonus"),
		f"({figure(bonus)} + {figure(pay)}) ÷ {months}",
		share,
		"소득세법 제136조①",
		((_("Bonus"), bonus), (_("Pay of the period"), pay), (_("Months"), months)),
	)
	due = max(tax * months - withheld, Fraction())
	rest = Step(
		_("Tax of the period less what was withheld"),
		f"{figure(tax)} × {months} − {figure(withheld)}",
		due,
		"소득세법 제136조①",
		((_("Already withheld"), withheld),),
	)
	return _collected(due, (average, *steps, rest), on)


def bonus_months(on: date, last_bonus_on: date | None = None) -> int:
	"""Return the months of a bonus without a period of its own (소득세법 제136조②).

	From January, or the month after the last bonus of the year, to the month of payment; at least 1.
	"""
	if last_bonus_on and last_bonus_on > on:
		raise RuleViolation("The last bonus lies after this one. Please check the dates.")
	same_year = last_bonus_on is not None and last_bonus_on.year == on.year
	return max(on.month - (last_bonus_on.month if same_year else 0), 1)


def is_child(born: date, on: date) -> bool:
	"""Tell whether a child counts for the child amounts (8세 이상 20세 이하) in the year of a payment.

	The age reached within the year counts (소득세법 제53조⑤; 국세청 연말정산 안내).
	"""
	age = on.year - born.year
	return _VALUES.value(on, "child.from_age") <= age <= _VALUES.value(on, "child.to_age")


class _Above(NamedTuple):
	"""How tax goes on above the table from ``over`` won: addition + what is over × factor × rate (제6호)."""

	over: int
	addition: int
	factor: Fraction
	rate: Fraction


class _Table(NamedTuple):
	"""The table of a day: lower bounds in won and their cells, and what holds above its last row."""

	starts: list[int]
	cells: list[tuple[int, ...]]
	above: list[_Above]


def _table_tax(
	pay: int | Fraction, dependants: int, children: int, on: date, option: int
) -> tuple[Fraction, tuple[Step, ...]]:
	"""Return the tax of a month before end digits are cut, with its steps: table, children, option."""
	_check(pay, dependants, children, option)
	tax, step = _of_table(pay, dependants, on)
	steps = [step]
	if children:
		amount = child_amount(children, on)
		tax, before = max(tax - amount, Fraction()), tax
		formula = f"{figure(before)} − {figure(amount)}"
		inputs = ((_("Children of 8 to 20 years"), children),)
		steps.append(Step(_("After the child amount"), formula, tax, f"{_TABLE_ARTICLE} 제3호", inputs))
	if option != 100:
		tax, before = tax * Fraction(option, 100), tax
		formula = f"{figure(before)} × {option}%"
		steps.append(Step(_("Chosen share of the tax"), formula, tax, "소득세법 시행령 제194조①"))
	return tax, tuple(steps)


def child_amount(children: int, on: date) -> int:
	"""Return what children of 8 to 20 years take off the tax of a month (별표 2 제3호)."""
	if children <= 0:
		return 0
	if children == 1:
		return _VALUES.amount(on, "child.one")
	further = _VALUES.amount(on, "child.each_further")
	return _VALUES.amount(on, "child.two") + (children - 2) * further


def _check(pay: int | Fraction, dependants: int, children: int, option: int) -> None:
	if pay < 0:
		raise RuleViolation("Pay cannot be negative. Please check the amount.")
	if dependants < 1:
		raise RuleViolation("The employee counts as one dependant. Please enter at least 1.")
	if not 0 <= children < dependants:
		raise RuleViolation(
			"Children of 8 to 20 years are among the dependants beside the employee. Please check both numbers."
		)
	if option not in OPTIONS:
		raise RuleViolation("80, 100 or 120 percent of the tax can be withheld. Please choose one of them.")


def _of_table(pay: int | Fraction, dependants: int, on: date) -> tuple[Fraction, Step]:
	"""Return the tax that the table and its formulas give for a month's pay."""
	table = _table(on)
	place = bisect_right(table.starts, pay) - 1
	cells = table.cells[place] if place >= 0 else (0,) * MOST_DEPENDANTS
	tax = Fraction(cells[min(dependants, MOST_DEPENDANTS) - 1])
	formula, article = "", _TABLE_ARTICLE
	if dependants > MOST_DEPENDANTS:
		last, before = cells[-1], cells[-2]
		beyond = dependants - MOST_DEPENDANTS
		tax -= (before - last) * beyond
		formula = f"{figure(last)} − ({figure(before)} − {figure(last)}) × {beyond}"
		article += " 제4호"
	if pay > table.starts[-1]:
		row = table.above[bisect_right(table.above, pay, key=lambda row: row.over) - 1]
		base, tax = tax, tax + row.addition + (pay - row.over) * row.factor * row.rate
		share = f" × {percent(row.factor)}" if row.factor != 1 else ""
		formula = f"{formula or figure(base)} + {figure(row.addition)} + ({figure(pay)} − {figure(row.over)})"
		formula += f"{share} × {percent(row.rate)}"
		article += " 제6호"
	tax = max(tax, Fraction())
	inputs = ((_("Taxable pay"), pay), (_("Dependants"), dependants))
	return tax, Step(_("Tax of the simplified table"), formula or figure(tax), tax, article, inputs)


def _collected(tax: Fraction, steps: tuple[Step, ...], on: date) -> Withholding:
	"""Return the tax as it is collected: cut below ten won, nothing below 1,000 won, the local tax added."""
	cut = floor_to_ten(tax)
	collected = cut if cut >= small_sum(on) else 0
	article = "국고금 관리법 제47조①" if collected or not cut else "소득세법 제86조 제1호"
	step = Step(_("Income tax"), f"{figure(tax)} → {figure(collected)}", collected, article)
	local = local_tax_step(collected, on)
	return Withholding(collected, int(local.amount), (*steps, step, local))


def _table(on: date) -> _Table:
	"""Return the table that holds on a day."""
	held = [row for row in _tables() if row[0] <= on]
	if not held:
		raise RuleViolation("There is no withholding table for {0}. Please check the date.", on.isoformat())
	return held[-1][1]


@cache
def _tables() -> list[tuple[date, _Table]]:
	"""Return the tables of all days; each with the formulas that were the newest when it began."""
	tables = []
	for row in read("income_tax/tables.csv"):
		starts, cells = _body(row["file"])
		tables.append((date.fromisoformat(row["effective_from"]), starts, cells))
	return [
		(start, _Table(starts, cells, _formulas(start)))
		for start, starts, cells in sorted(tables, key=lambda table: table[0])
	]


@cache
def _body(file: str) -> tuple[list[int], list[tuple[int, ...]]]:
	"""Return the rows of a table file: where each begins in won, and the tax of 1 to 11 dependants."""
	rows = read(f"income_tax/{file}")
	starts = [int(row["pay_from_thousand"]) * 1000 for row in rows]
	cells = [tuple(int(row[f"f{n}"]) for n in range(1, MOST_DEPENDANTS + 1)) for row in rows]
	return starts, cells


def _formulas(on: date) -> list[_Above]:
	rows = [row for row in read("income_tax/above.csv") if date.fromisoformat(row["effective_from"]) <= on]
	newest = max(row["effective_from"] for row in rows)
	return sorted(
		_Above(int(row["over"]), int(row["addition"]), Fraction(row["factor"]), Fraction(row["rate"]))
		for row in rows
		if row["effective_from"] == newest
	)
