"""Annual paid leave (연차 유급휴가, 근로기준법 제60조·제61조): what arises when, until when it is used, and what is left due.

Leave arises in grants: a day for each month of perfect attendance in the first year, 15 days and more for
each year after. The numbers stand in `data/leave.csv`. What has been taken is the caller's to subtract.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from huimang.rules import rounding
from huimang.rules.dated import DatedTable
from huimang.rules.days import ONE_DAY, after_months, after_years, full_years
from huimang.rules.errors import RuleViolation
from huimang.rules.steps import Step, _, figure

HIRE_DATE, FISCAL_YEAR = "Hire Date", "Fiscal Year"
BASES = (HIRE_DATE, FISCAL_YEAR)
"""From which day years of leave are counted: 입사일 기준, 회계연도 기준."""

MONTHLY, ANNUAL = _("Monthly leave of the first year"), _("Annual leave")
PRORATED, PERFECT = _("Annual leave in proportion"), _("Leave for months of perfect attendance")

_TABLE = DatedTable("leave.csv")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
	"""What decides how much leave arises. Whatever is left out is the usual case.

	Years are numbered from 1; with the fiscal year as basis, year 1 ends with the fiscal year of hiring.

	Attributes:
		basis: HIRE_DATE or FISCAL_YEAR.
		left_on: last day of work; what arises later does not arise.
		attendance: by year, the share of working days attended (출근율); 1 where nothing is said. Days that
			the law counts as attended (제60조⑥) are attended.
		perfect_months: by year of less than 80 %, the months of perfect attendance in it; 0 where nothing
			is said.
		missed_months: months 1 to 11 of the first year without perfect attendance.
		weekly_hours, full_time_hours: contractual hours of the employee and of a full-time colleague.
		under_five_employees: 상시 5명 미만: 제60조 does not apply.
		year_starts_month: first month of the fiscal year.
		day_unit: to what a share of 15 days is rounded up: 1, a half, or 0 for not at all.
	"""

	basis: str = HIRE_DATE
	left_on: date | None = None
	attendance: Mapping[int, Fraction] = field(default_factory=dict)
	perfect_months: Mapping[int, int] = field(default_factory=dict)
	missed_months: Collection[int] = ()
	weekly_hours: int | Fraction = 40
	full_time_hours: int | Fraction = 40
	under_five_employees: bool = False
	year_starts_month: int = 1
	day_unit: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class Grant:
	"""Leave that arises on a day and is used until another.

	Attributes:
		kind: MONTHLY, ANNUAL, PRORATED or PERFECT.
		granted_on, last_day: first and last day on which it can be taken.
		days: in days of a full-time employee.
		hours: what these are for the employee (별표 2); a full day is 8 hours.
		step: how the days came about.
	"""

	kind: str
	granted_on: date
	last_day: date
	days: Fraction
	hours: int
	step: Step


@dataclass(frozen=True, slots=True)
class Entitlement:
	"""The leave that can be taken on a day, before what has been taken; the reason where there is none."""

	on: date
	grants: tuple[Grant, ...] = ()
	reason: str = ""

	@property
	def days(self) -> Fraction:
		return sum((grant.days for grant in self.grants), Fraction())

	@property
	def hours(self) -> int:
		return sum(grant.hours for grant in self.grants)

	@property
	def steps(self) -> tuple[Step, ...]:
		return tuple(grant.step for grant in self.grants)


@dataclass(frozen=True, slots=True)
class Promotion:
	"""When the employer asks for the use of leave (연차 사용 촉진), and until when it may name the days."""

	ask_from: date
	ask_to: date
	name_by: date


def entitlement(hired_on: date, on: date, **facts: object) -> Entitlement:
	"""Return the leave that can be taken on a day: what has arisen and not expired.

	Args:
		hired_on: first day of work.
		on: the day asked for.
		facts: see `Facts`.

	Raises RuleViolation for entries that cannot be, and for a year before the data.
	"""
	person = _checked(hired_on, facts)
	reason = _without_leave(on, person)
	if reason:
		return Entitlement(on, (), reason)
	living = tuple(_all_grants(hired_on, on, on, person))
	return Entitlement(on, living)


def grants(hired_on: date, until: date, **facts: object) -> list[Grant]:
	"""Return all leave that arises from the first day of work to a day, in its order."""
	person = _checked(hired_on, facts)
	return (
		[]
		if _without_leave(until, person)
		else sorted(_all_grants(hired_on, hired_on, until, person), key=_order)
	)


def due_on_leaving(hired_on: date, left_on: date, **facts: object) -> Fraction:
	"""Return the days that somebody who leaves has been given less by fiscal year than by day of hiring.

	Leave by fiscal year may not be worse than the law: the difference is settled in money (행정해석; general).
	"""
	facts = {**facts, "left_on": left_on}
	given = sum(g.days for g in grants(hired_on, left_on, **{**facts, "basis": FISCAL_YEAR}))
	by_law = sum(g.days for g in grants(hired_on, left_on, **{**facts, "basis": HIRE_DATE}))
	return max(Fraction(by_law - given), Fraction())


def promotion(grant: Grant) -> Promotion:
	"""Return the days on which the employer asks for the use of a grant (제61조).

	Monthly leave that arises in the last three months of its year has shorter times of its own.
	"""
	end = grant.last_day + ONE_DAY
	kind = "monthly" if grant.kind == MONTHLY else "annual"
	ask_from = after_months(end, -_TABLE.amount(end, f"urge.{kind}.months"))
	if kind == "monthly" and grant.granted_on > ask_from:
		kind = "monthly_late"
		ask_from = after_months(end, -_TABLE.amount(end, f"urge.{kind}.months"))
		name_by = end - timedelta(days=_TABLE.amount(end, f"designate.{kind}.days") + 1)
	else:
		name_by = after_months(end, -_TABLE.amount(end, f"designate.{kind}.months")) - ONE_DAY
	ask_to = ask_from + timedelta(days=_TABLE.amount(end, f"urge.{kind}.days") - 1)
	return Promotion(ask_from, ask_to, name_by)


def _checked(hired_on: date, facts: dict[str, object]) -> Facts:
	person = Facts(**facts)
	if person.basis not in BASES:
		raise RuleViolation("Please choose the day of hiring or the fiscal year as the basis of leave.")
	if person.left_on and person.left_on < hired_on:
		raise RuleViolation("The last day of work lies before the first one. Please check the dates.")
	if person.weekly_hours < 0 or person.full_time_hours <= 0:
		raise RuleViolation("Please check the weekly hours.")
	if any(not 0 <= rate <= 1 for rate in person.attendance.values()):
		raise RuleViolation("Attendance lies between 0 and 100 percent. Please check it.")
	if any(not 0 <= months <= 12 for months in person.perfect_months.values()):
		raise RuleViolation("A year has 0 to 12 months of perfect attendance. Please check them.")
	return person


def _without_leave(on: date, person: Facts) -> str:
	"""Return why the law gives somebody no leave."""
	if person.under_five_employees:
		return _("Fewer than five employees")
	if person.weekly_hours < _TABLE.value(on, "weekly_hours.least"):
		return _("Less than 15 hours a week")
	return ""


def _all_grants(hired_on: date, since: date, until: date, person: Facts) -> Iterator[Grant]:
	"""Yield what arises until a day and can still be taken on another, of the months and of the years."""
	by_year = _fiscal_years if person.basis == FISCAL_YEAR else _years_of_service
	last = min(until, person.left_on or until)
	for grants_of in (_months_of_first_year, by_year):
		for grant in grants_of(hired_on, person, since, last):
			if grant.days:
				yield grant


def _months_of_first_year(hired_on: date, person: Facts, since: date, last: date) -> Iterator[Grant]:
	"""Yield a day for each month of perfect attendance in the first year, used within it (제60조②·⑦)."""
	last_day = after_years(hired_on, 1) - ONE_DAY
	if last_day < since:
		return
	for month in range(1, _TABLE.amount(hired_on, "monthly.most") + 1):
		granted_on = after_months(hired_on, month)
		if granted_on > last:
			return
		if month not in person.missed_months:
			step = Step(MONTHLY, "1", 1, "근로기준법 제60조②", ((_("Month of work"), month),))
			yield _grant(granted_on, last_day, Fraction(1), step, person)


def _years_of_service(hired_on: date, person: Facts, since: date, last: date) -> Iterator[Grant]:
	"""Yield the leave of each completed year of service; somebody must work on the day after it."""
	years = max(full_years(hired_on, since), 1)
	while (granted_on := after_years(hired_on, years)) <= last:
		step = _of_year(granted_on, years, years, person)
		next_year = after_years(hired_on, years + 1)
		yield _grant(granted_on, next_year - ONE_DAY, Fraction(step.amount), step, person)
		years += 1


def _fiscal_years(hired_on: date, person: Facts, since: date, last: date) -> Iterator[Grant]:
	"""Yield the leave at each start of a fiscal year: in proportion at the first, by whole years after it."""
	first = date(hired_on.year, person.year_starts_month, 1)
	if first < hired_on:
		first = after_years(first, 1)
	if first == hired_on:
		yield from _years_of_service(hired_on, person, since, last)
		return
	if first > last:
		return
	last_day = after_years(first, 1) - ONE_DAY
	if last_day >= since:
		step = _in_proportion(hired_on, first, person)
		yield _grant(first, last_day, Fraction(step.amount), step, person)
	years = max(full_years(first, since), 1)
	while (granted_on := after_years(first, years)) <= last:
		step = _of_year(granted_on, years, years + 1, person)
		next_year = after_years(first, years + 1)
		yield _grant(granted_on, next_year - ONE_DAY, Fraction(step.amount), step, person)
		years += 1


def _of_year(granted_on: date, years: int, number: int, person: Facts) -> Step:
	"""Return the days that a year gives.

	Args:
		granted_on: the day after the year.
		years: whole years that count for the additional days.
		number: the year's number in the facts.
	"""
	rate = person.attendance.get(number, Fraction(1))
	inputs = ((_("Years of service"), years), (_("Attendance"), f"{figure(Fraction(rate) * 100)}%"))
	if rate < _TABLE.value(granted_on, "attendance.least"):
		# In the first year of service, months of perfect attendance have given their days already.
		months = 0 if number == 1 else person.perfect_months.get(number, 0)
		return Step(PERFECT, figure(months), months, "근로기준법 제60조②", inputs)
	days, most = _TABLE.amount(granted_on, "annual.days"), _TABLE.amount(granted_on, "annual.most")
	per_day = _TABLE.amount(granted_on, "annual.years_per_day")
	total = min(days + (years - 1) // per_day, most)
	formula = f"{days} + ({years} − 1) ÷ {per_day} → {total}" if years > 1 else figure(total)
	return Step(ANNUAL, formula, total, "근로기준법 제60조①·④", inputs)


def _in_proportion(hired_on: date, first: date, person: Facts) -> Step:
	"""Return the share of 15 days for the fiscal year of hiring."""
	rate = person.attendance.get(1, Fraction(1))
	worked, year_days = (first - hired_on).days, _TABLE.amount(first, "year_days")
	inputs = ((_("Days of service"), worked), (_("Attendance"), f"{figure(Fraction(rate) * 100)}%"))
	article = "근로기준법 제60조①(회계연도 기준 부여)"
	if rate < _TABLE.value(first, "attendance.least"):
		return Step(PRORATED, "0", 0, article, inputs)
	days = _TABLE.amount(first, "annual.days")
	share = rounding.leave_days(Fraction(days * worked, year_days), Fraction(person.day_unit))
	return Step(PRORATED, f"{days} × {worked} ÷ {year_days} → {figure(share)}", share, article, inputs)


def _grant(granted_on: date, last_day: date, days: Fraction, step: Step, person: Facts) -> Grant:
	"""Return a grant with its hours, in proportion for part-time (시행령 별표 2 제4호 나목)."""
	share = min(Fraction(person.weekly_hours) / Fraction(person.full_time_hours), Fraction(1))
	hours = rounding.leave_hours(days * share * _TABLE.amount(granted_on, "day_hours"))
	return Grant(step.label, granted_on, last_day, days, hours, step)


def _order(grant: Grant) -> tuple[date, date]:
	return grant.granted_on, grant.last_day
