"""퇴직금 and its tax: who gets it, the average wage, the boundary of a year, and the bands of 소득세법 제48조."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huimang.rules.errors import RuleViolation
from huimang.rules.retirement_tax import retirement_tax, service_years
from huimang.rules.severance import Wages, average_period, contribution, severance
from huimang.rules.tax_bands import ANNUAL, of_bands

DAY = date(2026, 11, 22)


def test_worked_example():
	"""고용노동부 퇴직금 계산 예시의 구조: 1,080 days, 7,080,000 won, 상여 4,000,000, 연차수당 300,000."""
	found = severance(date(2023, 10, 2), date(2026, 9, 15), Wages(last_months=7_080_000, yearly=4_300_000))
	assert average_period(date(2026, 9, 15)) == (date(2026, 6, 16), date(2026, 9, 15))
	assert found.service_days == 1_080
	assert found.daily_wage == Fraction(8_155_000, 92)
	assert found.amount == 7_868_434
	assert [step.formula for step in found.steps] == [
		"(7,080,000 − 0 + 4,300,000 × 3 ÷ 12) ÷ 92",
		"88,641.3043 × 30 × 1,080 ÷ 365 → 7,868,434",
	]


@pytest.mark.parametrize(
	("left_on", "due"),
	[(date(2026, 6, 29), False), (date(2026, 6, 30), True), (date(2026, 7, 1), True)],
)
def test_a_year_of_service(left_on, due):
	found = severance(date(2025, 7, 1), left_on, Wages(last_months=9_000_000))
	assert (found.amount > 0) is due
	assert bool(found.reason) is not due


@pytest.mark.parametrize(("hours", "due"), [(14, False), (15, True)])
def test_15_hours_a_week(hours, due):
	found = severance(date(2020, 1, 1), DAY, Wages(last_months=3_000_000), weekly_hours=hours)
	assert (found.amount > 0) is due


def test_service_that_does_not_count():
	wages = Wages(last_months=9_000_000)
	whole = severance(date(2020, 1, 1), DAY, wages)
	less = severance(date(2020, 1, 1), DAY, wages, excluded_service_days=365)
	assert whole.service_days - less.service_days == 365
	assert severance(date(2025, 7, 1), date(2026, 7, 1), wages, excluded_service_days=1).amount > 0
	assert severance(date(2025, 7, 1), date(2026, 7, 1), wages, excluded_service_days=2).amount == 0


def test_the_average_is_never_below_the_ordinary_wage():
	low = Wages(last_months=9_200_000, daily_ordinary=110_000)
	found = severance(date(2025, 9, 16), date(2026, 9, 15), low)
	assert found.daily_wage == 110_000
	assert found.amount == 3_300_000
	same = Wages(last_months=9_200_000, daily_ordinary=100_000)
	assert severance(date(2025, 9, 16), date(2026, 9, 15), same).daily_wage == 100_000


def test_days_of_leave_do_not_lower_the_average():
	wages = Wages(last_months=5_000_000, excluded=200_000, excluded_days=44)
	assert severance(date(2020, 1, 1), date(2026, 9, 15), wages).daily_wage == 100_000
	all_out = Wages(last_months=0, excluded_days=92, daily_ordinary=80_000)
	assert severance(date(2020, 1, 1), date(2026, 9, 15), all_out).daily_wage == 80_000


def test_a_twelfth_is_reserved():
	assert contribution(36_000_000, DAY) == 3_000_000
	assert contribution(1, DAY) == 1
	with pytest.raises(RuleViolation):
		contribution(-1, DAY)


@pytest.mark.parametrize(
	("left_on", "wages"),
	[
		(date(2019, 12, 31), Wages(last_months=1)),
		(DAY, Wages(last_months=-1)),
		(DAY, Wages(last_months=1, excluded=2)),
	],
)
def test_impossible_entries_are_refused(left_on, wages):
	with pytest.raises(RuleViolation):
		severance(date(2020, 1, 1), left_on, wages)


@pytest.mark.parametrize(
	("hired_on", "left_on", "years"),
	[
		(date(2020, 1, 1), date(2020, 1, 1), 1),
		(date(2020, 1, 1), date(2020, 12, 31), 1),
		(date(2020, 1, 1), date(2021, 1, 1), 2),
		(date(2020, 7, 15), date(2025, 7, 14), 5),
		(date(2020, 7, 15), date(2025, 7, 15), 6),
	],
)
def test_a_part_of_a_year_of_service_counts_as_one(hired_on, left_on, years):
	assert service_years(hired_on, left_on) == years


@pytest.mark.parametrize(
	("pay", "years", "tax"),
	[
		(100_000_000, 10, 3_875_000),
		(30_000_000, 5, 775_000),
		(2_000_000, 1, 8_000),
		(1_000_000, 1, 0),
		(999_999, 1, 0),
		(5_000_000, 5, 0),
		(0, 3, 0),
	],
)
def test_tax_on_severance_pay(pay, years, tax):
	found = retirement_tax(pay, years, DAY)
	assert (found.tax, found.income_tax, found.local_income_tax, found.deferred) == (
		tax,
		tax,
		tax // 100 * 10,
		0,
	)


@pytest.mark.parametrize(
	("base", "tax"),
	[
		(0, 0),
		(14_000_000, 840_000),
		(50_000_000, 6_240_000),
		(88_000_000, 15_360_000),
		(150_000_000, 37_060_000),
		(300_000_000, 94_060_000),
		(500_000_000, 174_060_000),
		(1_000_000_000, 384_060_000),
		(1_000_000_100, 384_060_045),
	],
)
def test_tax_rates_meet_at_their_limits(base, tax):
	assert of_bands(ANNUAL, base, DAY) == tax


def test_what_goes_to_a_pension_account_is_deferred():
	found = retirement_tax(100_000_000, 10, DAY, transferred=100_000_000)
	assert (found.income_tax, found.local_income_tax, found.deferred) == (0, 0, 3_875_000)
	half = retirement_tax(100_000_000, 10, DAY, transferred=50_000_000)
	assert (half.income_tax, half.local_income_tax, half.deferred) == (1_937_500, 193_750, 1_937_500)
	for transferred in (-1, 100_000_001):
		with pytest.raises(RuleViolation):
			retirement_tax(100_000_000, 10, DAY, transferred)


def test_a_day_before_the_data_is_refused():
	with pytest.raises(RuleViolation):
		retirement_tax(1, 1, date(2022, 12, 31))


won = st.integers(0, 2_000_000_000)


@given(won, st.integers(1, 45))
def test_taxes_stay_below_the_pay_and_fall_with_service(pay, years):
	found = retirement_tax(pay, years, DAY)
	assert 0 <= found.tax <= pay * Fraction(45, 100)
	assert retirement_tax(pay, years + 1, DAY).tax <= found.tax
	assert all(step.article for step in found.steps)


@given(won, st.integers(1, 45), st.fractions(0, 1))
def test_withheld_and_deferred_are_the_tax(pay, years, share):
	found = retirement_tax(pay, years, DAY, int(pay * share))
	assert found.income_tax + found.deferred <= found.tax < found.income_tax + found.deferred + 1_000


@given(st.dates(date(2015, 1, 1), date(2026, 1, 1)), st.integers(0, 6_000), st.integers(0, 50_000_000))
def test_severance_is_at_least_thirty_days_a_year(hired, days, wages):
	left = hired + timedelta(days=days)
	found = severance(hired, left, Wages(last_months=wages))
	assert found.amount >= 0
	assert found.reason or found.amount >= found.daily_wage * 30 * found.service_days / 365
