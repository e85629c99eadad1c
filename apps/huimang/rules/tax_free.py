"""What of a pay item is free of tax (비과세 근로소득, 소득세법 제12조제3호), by its kind and the limits of the day.

The limits stand in `data/tax_free.csv`. What kind an item is, its owner says; nothing is recognised by a
name.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from huimang.rules.dated import DatedTable
from huimang.rules.days import birthday
from huimang.rules.errors import RuleViolation
from huimang.rules.steps import Step, _, figure

MEAL, CAR, RESEARCH = "Meal", "Own Car", "Research or Remote Area"
CHILDCARE, OVERTIME, WHOLE = "Childcare", "Overtime of Manual Workers", "Whole Amount"
KINDS = (MEAL, CAR, RESEARCH, CHILDCARE, OVERTIME, WHOLE)
"""식사대, 자가운전보조금, 연구보조비·벽지수당, 보육수당, 생산직 등의 연장·야간·휴일수당, and what is free without a limit
(실비 변상, 출산지원금, 현물 식사, 육아휴직급여 …)."""

_TABLE = DatedTable("tax_free.csv")
_MONTHLY = {MEAL: "meal.month", CAR: "car.month", RESEARCH: "research.month"}
_ARTICLES = {
	MEAL: "소득세법 제12조제3호러목",
	CAR: "소득세법 시행령 제12조제3호",
	RESEARCH: "소득세법 시행령 제12조",
	CHILDCARE: "소득세법 제12조제3호머목",
	OVERTIME: "소득세법 시행령 제17조",
	WHOLE: "소득세법 제12조제3호",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
	"""What decides about a limit. Whatever is left out counts against the exemption.

	Attributes:
		used: won of the same kind that have been free in this month (in this year, for OVERTIME) already.
		meals_served: meals are given in kind: 식사대 in money is then taxed.
		children: days of birth of the employee's children, for CHILDCARE.
		manual_worker: of a job in 소득세법 시행규칙 별표 2 (돌봄, 조리, 운전, 청소 …), for OVERTIME.
		monthly_pay: 월정액급여, and ``last_year_pay`` 직전 과세기간 총급여, for OVERTIME.
	"""

	used: int = 0
	meals_served: bool = False
	children: Collection[date] = ()
	manual_worker: bool = False
	monthly_pay: int | None = None
	last_year_pay: int | None = None


@dataclass(frozen=True, slots=True)
class TaxFree:
	"""An item of pay parted into what is free of tax and what is taxed, in won."""

	free: int
	taxed: int
	step: Step


def tax_free(kind: str, paid: int, on: date, **facts: object) -> TaxFree:
	"""Return what of an item paid on a day is free of tax.

	Args:
		kind: one of KINDS.
		paid: won of the item in the month.
		on: the day of payment.
		facts: see `Facts`.

	Raises RuleViolation for another kind, a negative amount and a day before the data.
	"""
	person = Facts(**facts)
	if kind not in KINDS:
		raise RuleViolation("Please choose why the item is free of tax.")
	if paid < 0 or person.used < 0:
		raise RuleViolation("Pay cannot be negative. Please check the amount.")
	limit = _limit(kind, on, person)
	free = paid if limit is None else min(paid, max(limit - person.used, 0))
	formula = figure(free)
	inputs: tuple[tuple[str, object], ...] = ((_("Paid"), paid),)
	if limit is not None:
		formula = f"min({figure(paid)}, {figure(limit)} − {figure(person.used)}) → {figure(free)}"
		inputs += ((_("Limit"), limit), (_("Used so far"), person.used))
	return TaxFree(free, paid - free, Step(_("Free of tax"), formula, free, _ARTICLES[kind], inputs))


def _limit(kind: str, on: date, person: Facts) -> int | None:
	"""Return up to how much a kind is free, 0 where its conditions are not met; None without a limit."""
	if kind == WHOLE:
		return None
	if kind == MEAL and person.meals_served:
		return 0
	if kind == CHILDCARE:
		return _childcare(on, person.children)
	if kind == OVERTIME:
		return _TABLE.amount(on, "overtime.year") if _overtime_is_free(on, person) else 0
	return _TABLE.amount(on, _MONTHLY[kind])


def _childcare(on: date, children: Collection[date]) -> int:
	"""Return the limit for children who are 6 at most when the year begins, or are born in it."""
	year_begins = date(on.year, 1, 1)
	age = _TABLE.amount(on, "childcare.to_age")
	small = sum(born <= on and birthday(born, age + 1) > year_begins for born in children)
	month = _TABLE.amount(on, "childcare.month")
	return month * small if _TABLE.value(on, "childcare.per_child") else month * (small > 0)


def _overtime_is_free(on: date, person: Facts) -> bool:
	"""Tell whether premiums of a manual worker are free (시행령 제17조①): what is not known is not met."""
	if not person.manual_worker or person.monthly_pay is None or person.last_year_pay is None:
		return False
	return person.monthly_pay <= _TABLE.amount(
		on, "overtime.monthly_pay"
	) and person.last_year_pay <= _TABLE.amount(on, "overtime.last_year_pay")
