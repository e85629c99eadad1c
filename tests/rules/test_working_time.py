"""Hours of a month, the ordinary wage, premiums and the 52-hour week (근로기준법 제50조–제56조)."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huimang.rules.errors import RuleViolation
from huimang.rules.working_time import (
	Hours,
	beyond_weekly_limit,
	monthly_hours,
	ordinary_hourly,
	premium_pay,
	unused_leave_pay,
)

DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
	("weekly", "hours"),
	[(40, 209), (44, 209), (20, 104), (15, 78), (14, 61), (0, 0), (Fraction("37.5"), 196)],
)
def test_hours_of_a_month(weekly, hours):
	assert monthly_hours(weekly, DAY) == hours


def test_ordinary_wage_of_an_hour_is_exact():
	assert ordinary_hourly(2_090_000, 209) == 10_000
	assert ordinary_hourly(3_000_000, 209) == Fraction(3_000_000, 209)
	for wage, hours in ((-1, 209), (1, 0)):
		with pytest.raises(RuleViolation):
			ordinary_hourly(wage, hours)


@pytest.mark.parametrize(
	("hours", "pay"),
	[
		({"overtime": 1}, 15_000),
		({"overtime": 1, "night": 1}, 20_000),  # 연장 + 야간 = 200 %
		({"holiday": 8}, 120_000),
		({"holiday": 8, "night": 2}, 130_000),
		({"holiday": 8, "holiday_beyond": 2}, 160_000),
		({"night": 8}, 40_000),
		({}, 0),
		({"overtime": Fraction(1, 2)}, 7_500),
	],
)
def test_premiums_add_up(hours, pay):
	found = premium_pay(10_000, Hours(**hours), DAY)
	assert found.total == pay
	assert len(found.steps) == len(hours)


def test_without_premiums():
	hours = Hours(overtime=2, night=1, holiday=3, holiday_beyond=1)
	assert premium_pay(10_000, hours, DAY, premiums_apply=False).total == 60_000


def test_a_part_of_a_won_is_paid_in_full():
	found = premium_pay(ordinary_hourly(3_000_000, 209), Hours(overtime=10), DAY)
	assert found.overtime == 215_312  # 215,311.004
	assert found.steps[0].formula == "14,354.067 × 10 × 150% → 215,312"
	with pytest.raises(RuleViolation):
		premium_pay(10_000, Hours(night=-1), DAY)


@pytest.mark.parametrize(("hours", "beyond"), [(51, 0), (52, 0), (53, 1), (Fraction("52.5"), Fraction(1, 2))])
def test_52_hours_a_week(hours, beyond):
	assert beyond_weekly_limit(hours, DAY) == beyond


def test_unused_leave():
	assert unused_leave_pay(10_000, 40).amount == 400_000
	assert unused_leave_pay(Fraction(3_000_000, 209), 8).amount == 114_833


@given(*[st.integers(0, 100)] * 4, st.integers(0, 100_000))
def test_parts_add_up_and_premiums_never_lower_the_pay(overtime, night, holiday, beyond, hourly):
	hours = Hours(overtime=overtime, night=night, holiday=holiday, holiday_beyond=beyond)
	found = premium_pay(hourly, hours, DAY)
	assert found.total == sum(step.amount for step in found.steps)
	assert found.total >= premium_pay(hourly, hours, DAY, premiums_apply=False).total >= 0
