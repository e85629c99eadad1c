"""The four social insurances (4대보험) of a month: what the employee and the employer pay.

Rates, limits, ages and hours stand in `data/social_insurance.csv`. Who is insured, and for which month, is
decided here by the facts of a person; a premium that is not charged says why.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from huimang.rules import rounding
from huimang.rules.dated import DatedTable
from huimang.rules.days import ONE_DAY, after_months, birthday, last_day, month_of
from huimang.rules.errors import RuleViolation
from huimang.rules.steps import Step, _, figure, percent

_TABLE = DatedTable("social_insurance.csv")

PENSION, HEALTH, CARE = _("National Pension"), _("Health Insurance"), _("Long-term Care Insurance")
UNEMPLOYMENT, SKILLS = _("Unemployment Benefit Insurance"), _("Employment Stability and Skills")
ACCIDENT = _("Industrial Accident Insurance")
WAGE_CLAIM, ASBESTOS = _("Wage Claim Guarantee Charge"), _("Asbestos Relief Charge")

_YEARLY = (
	(PENSION, 7, ("pension.income_min", "pension.income_max")),
	(HEALTH, 1, ("health.rate", "health.premium_min", "health.premium_max")),
	(CARE, 1, ("care.rate",)),
	(ACCIDENT, 1, ("accident.services", "accident.commute")),
	(WAGE_CLAIM, 1, ("wage_claim.rate",)),
	(ASBESTOS, 1, ("asbestos.rate",)),
)
"""Figures that are announced every year, and the month from which they hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
	"""What decides who is insured, on which base and at which rate. Whatever is left out is the usual case.

	Attributes:
		born: day of birth; without it no age excludes anybody.
		hired_on, left_on: first and last day of work.
		monthly_hours, weekly_hours: contractual hours; without them they do not exclude.
		under_a_month: employed for less than a month (1개월 미만 일용).
		works_three_months: employed for three months or more; follows from the days of work when None.
		is_employer: the representative who is no employee (근로자가 아닌 대표자): neither employment nor accident
			insurance.
		pension_income: 기준소득월액 as determined; the month's pay without it.
		health_pay: 보수월액 as determined; the month's pay without it.
		pension_from_first_month: the premium of the month of joining is wished for (취득월 납부 희망).
		pension_by_choice: insured in the pension although hours are few.
		pension_declined: under 18 and not willing; counts for nobody older.
		other_pension: member or beneficiary of another public pension (공무원연금 등).
		pension_suspended, health_suspended: 납부예외, 납입고지 유예 (휴직).
		health_excluded: not subject to health insurance (의료급여 수급권자 등).
		insured_before_65: kept employment insurance since before the 65th birthday.
		employees: regular employees of the employer in all workplaces.
		priority_support: 우선지원대상기업.
		government_run: run by the state or a local government itself.
		accident_rate: rate of the workplace as notified, 출퇴근재해 included; the usual one without it.
		supported: 두루누리 pays its share of pension and employment premiums.
	"""

	born: date | None = None
	hired_on: date | None = None
	left_on: date | None = None
	monthly_hours: int | Fraction | None = None
	weekly_hours: int | Fraction | None = None
	under_a_month: bool = False
	works_three_months: bool | None = None
	is_employer: bool = False
	pension_income: int | None = None
	health_pay: int | None = None
	pension_from_first_month: bool = False
	pension_by_choice: bool = False
	pension_declined: bool = False
	other_pension: bool = False
	pension_suspended: bool = False
	health_suspended: bool = False
	health_excluded: bool = False
	insured_before_65: bool = False
	employees: int = 1
	priority_support: bool = False
	government_run: bool = False
	accident_rate: Fraction | None = None
	supported: bool = False


@dataclass(frozen=True, slots=True)
class Premium:
	"""One insurance of a month: what each side pays, what 두루누리 pays for them, how, or why nothing."""

	name: str
	employee: int = 0
	employer: int = 0
	support: int = 0
	steps: tuple[Step, ...] = ()
	reason: str = ""


@dataclass(frozen=True, slots=True)
class Contributions:
	"""All premiums of a person for a month, in won."""

	pension: Premium
	health: Premium
	care: Premium
	unemployment: Premium
	skills: Premium
	accident: Premium
	wage_claim: Premium
	asbestos: Premium

	def __iter__(self) -> Iterator[Premium]:
		yield from (self.pension, self.health, self.care, self.unemployment)
		yield from (self.skills, self.accident, self.wage_claim, self.asbestos)

	@property
	def employee(self) -> int:
		"""What is taken off the pay."""
		return sum(premium.employee for premium in self)

	@property
	def employer(self) -> int:
		"""What the employer adds (사회보험부담금)."""
		return sum(premium.employer for premium in self)


def contributions(pay: int, on: date, **facts: object) -> Contributions:
	"""Return the premiums of the month of a day.

	Args:
		pay: won of the month's pay without what is free of tax; what is really paid, for employment and
			accident insurance (고용산재보험료징수법 제13조②), and the base of the others unless facts give theirs.
		on: any day of the month that is charged.
		facts: see `Facts`.

	Raises RuleViolation for a negative amount, days out of order, and a month before the data.
	"""
	person = Facts(**facts)
	_check(pay, person)
	health = _health(pay, on, person)
	employed = _not_employed(on, person)
	return Contributions(
		pension=_pension(pay, on, person),
		health=health,
		care=_care(health, on),
		unemployment=_unemployment(pay, on, person, employed),
		skills=_skills(pay, on, person, employed),
		accident=_accident(pay, on, person, employed),
		wage_claim=_wage_claim(pay, on, person, employed),
		asbestos=_asbestos(pay, on, person, employed),
	)


def carried_over(on: date) -> tuple[str, ...]:
	"""Return the insurances whose yearly figures are not known yet for a month: the last known ones hold.

	Rates and limits are announced from year to year; the limits of the pension hold from July.
	"""
	names = []
	for name, month, keys in _YEARLY:
		since = date(on.year if on.month >= month else on.year - 1, month, 1)
		if any(_TABLE.held(on, key).effective_from < since for key in keys):
			names.append(name)
	return tuple(names)


def standard_monthly_income(income: int, days: int) -> int:
	"""Return 기준소득월액 of an income earned within ``days`` days (국민연금법 시행령 제6조·제7조), before its limits."""
	if income < 0 or days <= 0:
		raise RuleViolation("Please enter the income and the number of days in which it was earned.")
	return rounding.pension_income(Fraction(income * 30, days))


def monthly_remuneration(total: int, months: int) -> int:
	"""Return 보수월액 of a year's pay for ``months`` months worked (국민건강보험법 시행령 제36조)."""
	if total < 0 or months <= 0:
		raise RuleViolation("Please enter the pay and the number of months in which it was earned.")
	return rounding.tax_base_to_won(Fraction(total, months))


def _check(pay: int, person: Facts) -> None:
	if pay < 0 or (person.pension_income or 0) < 0 or (person.health_pay or 0) < 0:
		raise RuleViolation("Pay cannot be negative. Please check the amount.")
	if person.hired_on and person.left_on and person.left_on < person.hired_on:
		raise RuleViolation("The last day of work lies before the first one. Please check the dates.")


def _pension(pay: int, on: date, person: Facts) -> Premium:
	reason = _no_pension(on, person)
	if reason:
		return Premium(PENSION, reason=reason)
	income = pay if person.pension_income is None else person.pension_income
	low, high = _TABLE.amount(on, "pension.income_min"), _TABLE.amount(on, "pension.income_max")
	base = min(max(rounding.pension_income(income), low), high)
	rate = _TABLE.value(on, "pension.rate")
	share = rounding.premium(base * rate)
	steps = (
		Step(
			_("Standard monthly income"),
			f"{figure(low)} ≤ {figure(rounding.pension_income(income))} ≤ {figure(high)} → {figure(base)}",
			base,
			"국민연금법 제3조①5; 시행령 제5조①",
			((_("Monthly income"), income), (_("Lower limit"), low), (_("Upper limit"), high)),
		),
		_share_step(base, rate, share, "국민연금법 제88조③"),
	)
	return _supported(Premium(PENSION, share, share, 0, steps), on, person)


def _no_pension(on: date, person: Facts) -> str:
	"""Return why no pension premium is charged for the month of a day; nothing when one is."""
	if person.other_pension:
		return _("Belongs to another public pension")
	if person.under_a_month:
		return _("Employed for less than a month")
	few = person.monthly_hours is not None and person.monthly_hours < _TABLE.value(on, "pension.hours_from")
	if few and not person.pension_by_choice:
		return _("Works too few hours")
	if person.born:
		sixty = birthday(person.born, _TABLE.amount(on, "pension.age_below"))
		# The membership is lost on the day after the birthday (제12조①4): the month of the birthday is charged.
		if month_of(on) > month_of(sixty) or (person.hired_on and person.hired_on >= sixty):
			return _("Above the age of the insurance")
		if person.pension_declined and on < birthday(person.born, 18):
			return _("Under 18 and not willing to join")
	if person.pension_suspended:
		return _("Payment is suspended")
	return _month_not_charged(on, person, by_choice=person.pension_from_first_month, same_month=False)


def _month_not_charged(on: date, person: Facts, by_choice: bool, same_month: bool) -> str:
	"""Return why pension and health do not charge a month (국민연금법 제17조①, 국민건강보험법 제69조②).

	The month of joining is charged from its first day only, or by choice; the last one is that of the last
	day of work.

	Args:
		by_choice: the month of joining is paid by wish.
		same_month: a month in which somebody both joins, on its first day, and leaves is charged.
	"""
	if person.left_on and month_of(person.left_on) < month_of(on):
		return _("Has left before this month")
	if not person.hired_on or month_of(person.hired_on) < month_of(on):
		return ""
	if month_of(person.hired_on) > month_of(on):
		return _("Joins after this month")
	if by_choice:
		return ""
	if person.hired_on.day != 1:
		return _("Joined within this month: charged from the next one")
	# Whoever leaves on the month's last day loses the membership in the next month only.
	leaves = person.left_on is not None and month_of(person.left_on + ONE_DAY) == month_of(on)
	return _("Joined and left within this month") if leaves and not same_month else ""


def _health(pay: int, on: date, person: Facts) -> Premium:
	reason = _no_health(on, person)
	if reason:
		return Premium(HEALTH, reason=reason)
	base = pay if person.health_pay is None else person.health_pay
	rate = _TABLE.value(on, "health.rate")
	low = _TABLE.value(on, "health.premium_min") / 2
	high = _TABLE.value(on, "health.premium_max") / 2
	share = rounding.premium(min(max(Fraction(rounding.premium(base * rate)), low), high))
	step = _share_step(base, rate, share, "국민건강보험법 제69조④·제76조①; 시행령 제44조")
	return Premium(HEALTH, share, share, 0, (step,))


def _no_health(on: date, person: Facts) -> str:
	if person.health_excluded:
		return _("Not subject to health insurance")
	if person.under_a_month:
		return _("Employed for less than a month")
	if person.monthly_hours is not None and person.monthly_hours < _TABLE.value(on, "health.hours_from"):
		return _("Works too few hours")
	if person.health_suspended:
		return _("Payment is suspended")
	return _month_not_charged(on, person, by_choice=False, same_month=True)


def _care(health: Premium, on: date) -> Premium:
	if health.reason:
		return Premium(CARE, reason=health.reason)
	care, whole = _TABLE.value(on, "care.rate"), _TABLE.value(on, "health.rate")
	places = _TABLE.amount(on, "care.ratio_places")
	ratio = rounding.care_ratio(care / whole, places)
	share = rounding.premium(health.employee * ratio)
	shown = percent(ratio) if places else f"{percent(care)} ÷ {percent(whole)}"
	formula = f"{figure(health.employee)} × {shown} → {figure(share)}"
	inputs = ((_("Health premium"), health.employee),)
	return Premium(
		CARE,
		share,
		share,
		0,
		(Step(_("Each side's premium"), formula, share, "노인장기요양보험법 제9조①", inputs),),
	)


def _not_employed(on: date, person: Facts) -> str:
	"""Return why employment and accident insurance charge nothing: they count by the days of work."""
	if person.is_employer:
		return _("Is the employer")
	if person.left_on and month_of(person.left_on) < month_of(on):
		return _("Has left before this month")
	if person.hired_on and month_of(person.hired_on) > month_of(on):
		return _("Joins after this month")
	return ""


def _no_employment(on: date, person: Facts) -> str:
	"""Return why somebody is outside employment insurance (고용보험법 제10조①, 시행령 제3조)."""
	monthly, weekly = person.monthly_hours, person.weekly_hours
	few = monthly is not None and monthly < _TABLE.value(on, "employment.hours_from")
	few = few or (weekly is not None and weekly < _TABLE.value(on, "employment.weekly_hours_from"))
	if not few or person.under_a_month:
		return ""
	stays = person.works_three_months
	if stays is None:
		months = _TABLE.amount(on, "employment.months_from")
		until = min(person.left_on or last_day(on), last_day(on))
		stays = person.hired_on is not None and after_months(person.hired_on, months) <= until + ONE_DAY
	return "" if stays else _("Works too few hours")


def _unemployment(pay: int, on: date, person: Facts, not_employed: str) -> Premium:
	reason = not_employed or _no_employment(on, person)
	if not reason and person.born and person.hired_on and not person.insured_before_65:
		age = birthday(person.born, _TABLE.amount(on, "unemployment.hired_below_age"))
		if person.hired_on >= age:
			reason = _("Hired at 65 or later")
	if reason:
		return Premium(UNEMPLOYMENT, reason=reason)
	rate = _TABLE.value(on, "unemployment.rate")
	share = rounding.premium(pay * rate)
	step = _share_step(pay, rate, share, "고용산재보험료징수법 제13조②; 시행령 제12조①2")
	return _supported(Premium(UNEMPLOYMENT, share, share, 0, (step,)), on, person)


def _skills(pay: int, on: date, person: Facts, not_employed: str) -> Premium:
	reason = not_employed or _no_employment(on, person)
	if reason:
		return Premium(SKILLS, reason=reason)
	rate = _TABLE.value(on, f"skills.{_size(on, person)}")
	premium = _employers(SKILLS, pay, rate, "고용산재보험료징수법 제13조④; 시행령 제12조①1")
	return _supported(premium, on, person)


def _size(on: date, person: Facts) -> str:
	"""Return the class of an employer for 고용안정·직업능력개발 (고용산재보험료징수법 시행령 제12조①1)."""
	if person.government_run or (
		person.employees >= _TABLE.value(on, "skills.large_from") and not person.priority_support
	):
		return "large"
	if person.employees < _TABLE.value(on, "skills.priority_from"):
		return "under_150"
	return "priority" if person.priority_support else "under_1000"


def _accident(pay: int, on: date, person: Facts, not_employed: str) -> Premium:
	if not_employed:
		return Premium(ACCIDENT, reason=not_employed)
	rate = person.accident_rate
	if rate is None:
		business = "government" if person.government_run else "services"
		rate = _TABLE.value(on, f"accident.{business}") + _TABLE.value(on, "accident.commute")
	return _employers(ACCIDENT, pay, Fraction(rate), "고용산재보험료징수법 제13조⑤·제14조③")


def _wage_claim(pay: int, on: date, person: Facts, not_employed: str) -> Premium:
	reason = not_employed or (_("Run by the state or a local government") if person.government_run else "")
	if reason:
		return Premium(WAGE_CLAIM, reason=reason)
	return _employers(WAGE_CLAIM, pay, _TABLE.value(on, "wage_claim.rate"), "임금채권보장법 제9조")


def _asbestos(pay: int, on: date, person: Facts, not_employed: str) -> Premium:
	few = person.employees < _TABLE.value(on, "asbestos.employees_from")
	reason = not_employed or (_("Too few employees") if few else "")
	if reason:
		return Premium(ASBESTOS, reason=reason)
	return _employers(ASBESTOS, pay, _TABLE.value(on, "asbestos.rate"), "석면피해구제법 제31조")


def _employers(name: str, pay: int, rate: Fraction, article: str) -> Premium:
	"""Return a premium that the employer bears alone."""
	amount = rounding.premium(pay * rate)
	step = Step(
		_("Employer's premium"),
		f"{figure(pay)} × {percent(rate)} → {figure(amount)}",
		amount,
		article,
		((_("Pay"), pay), (_("Rate"), percent(rate))),
	)
	return Premium(name, 0, amount, 0, (step,))


def _share_step(base: int, rate: Fraction, share: int, article: str) -> Step:
	formula = f"{figure(base)} × {percent(rate)} → {figure(share)}"
	inputs = ((_("Base"), base), (_("Rate"), percent(rate)))
	return Step(_("Each side's premium"), formula, share, article, inputs)


def _supported(premium: Premium, on: date, person: Facts) -> Premium:
	"""Return a premium less what 두루누리 pays of each side's share (국민연금법 제90조① 후단)."""
	if not person.supported:
		return premium
	rate = _TABLE.value(on, "support.rate")
	employee = rounding.premium(premium.employee * rate)
	employer = rounding.premium(premium.employer * rate)
	step = Step(
		_("State support"),
		f"({figure(premium.employee)} + {figure(premium.employer)}) × {percent(rate)} → "
		f"{figure(employee)} + {figure(employer)}",
		employee + employer,
		"국민연금법 시행령 제73조의2; 고용산재보험료징수법 시행령 제28조",
	)
	return Premium(
		premium.name,
		premium.employee - employee,
		premium.employer - employer,
		employee + employer,
		(*premium.steps, step),
	)
