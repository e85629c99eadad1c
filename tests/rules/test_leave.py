"""연차: what arises by day of hiring and by fiscal year, below, at and above each boundary of 제60조."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huimang.rules.days import after_years
from huimang.rules.errors import RuleViolation
from huimang.rules.leave import (
	ANNUAL,
	BASES,
	FISCAL_YEAR,
	HIRE_DATE,
	MONTHLY,
	PRORATED,
	due_on_leaving,
	entitlement,
	grants,
	promotion,
)

HIRED = date(2024, 7, 1)
ONE_DAY = timedelta(days=1)


@pytest.mark.parametrize(
	("on", "days"),
	[
		(date(2024, 7, 1), 0),
		(date(2024, 7, 31), 0),
		(date(2024, 8, 1), 1),
		(date(2025, 5, 31), 10),
		(date(2025, 6, 1), 11),
		(date(2025, 6, 30), 11),
		(date(2025, 7, 1), 15),  # the monthly days have expired
		(date(2026, 6, 30), 15),
		(date(2026, 7, 1), 15),
		(date(2027, 6, 30), 15),
		(date(2027, 7, 1), 16),
		(date(2029, 7, 1), 17),
		(date(2044, 7, 1), 24),
		(date(2045, 6, 30), 24),
		(date(2045, 7, 1), 25),
		(date(2055, 7, 1), 25),
	],
)
def test_by_day_of_hiring(on, days):
	assert entitlement(HIRED, on).days == days


@pytest.mark.parametrize(("years", "days"), [(1, 15), (2, 15), (3, 16), (4, 16), (5, 17), (20, 24), (21, 25)])
def test_additional_days_by_years(years, days):
	assert entitlement(HIRED, after_years(HIRED, years)).days == days


@pytest.mark.parametrize(
	("on", "days"),
	[
		(date(2024, 12, 31), 5),
		(date(2025, 1, 1), 6 + 8),  # 15 × 184 ÷ 365 = 7.56 → 8, beside the monthly days
		(date(2025, 6, 30), 11 + 8),
		(date(2025, 7, 1), 8),
		(date(2025, 12, 31), 8),
		(date(2026, 1, 1), 15),
		(date(2027, 1, 1), 15),
		(date(2028, 1, 1), 16),
	],
)
def test_by_fiscal_year(on, days):
	assert entitlement(HIRED, on, basis=FISCAL_YEAR).days == days


@pytest.mark.parametrize(
	("unit", "days"),
	[
		(Fraction(1), 8),
		(Fraction(1, 2), 8),
		(Fraction(1, 4), Fraction("7.75")),
		(Fraction(0), Fraction(15 * 184, 365)),
	],
)
def test_shares_are_rounded_as_the_house_rules_say(unit, days):
	found = entitlement(HIRED, date(2025, 7, 1), basis=FISCAL_YEAR, day_unit=unit)
	assert found.days == days


def test_fiscal_years_of_nurseries_start_in_march():
	found = entitlement(HIRED, date(2025, 3, 1), basis=FISCAL_YEAR, year_starts_month=3)
	assert [(g.kind, g.days) for g in found.grants if g.kind == PRORATED] == [(PRORATED, 10)]  # 9.99


def test_hired_on_the_first_day_of_the_fiscal_year_both_bases_agree():
	hired = date(2024, 1, 1)
	assert grants(hired, date(2030, 12, 31), basis=FISCAL_YEAR) == grants(
		hired, date(2030, 12, 31), basis=HIRE_DATE
	)


class TestLeaving:
	def test_a_year_and_not_a_day_more_gives_eleven_days(self):
		assert sum(g.days for g in grants(HIRED, date(2030, 1, 1), left_on=date(2025, 6, 30))) == 11
		assert sum(g.days for g in grants(HIRED, date(2030, 1, 1), left_on=date(2025, 7, 1))) == 26

	def test_a_month_needs_a_day_after_it(self):
		assert entitlement(HIRED, date(2024, 8, 1), left_on=date(2024, 7, 31)).days == 0

	@pytest.mark.parametrize(
		("left_on", "due"),
		[
			(date(2025, 6, 30), 0),  # 11 by law, 11 + 8 given
			(date(2025, 7, 1), 7),  # 26 by law, 19 given
			(date(2025, 12, 31), 7),
			(date(2026, 1, 1), 0),  # 26 by law, 34 given
			(date(2026, 7, 1), 7),
		],
	)
	def test_what_the_fiscal_year_gave_less_is_due(self, left_on, due):
		assert due_on_leaving(HIRED, left_on) == due


class TestAttendance:
	@pytest.mark.parametrize(("rate", "days"), [("0.8", 15), ("0.7999", 7), ("1", 15)])
	def test_80_percent(self, rate, days):
		found = entitlement(HIRED, date(2026, 7, 1), attendance={2: Fraction(rate)}, perfect_months={2: 7})
		assert found.days == days

	def test_a_first_year_below_80_percent_has_had_its_months(self):
		facts = {"attendance": {1: Fraction("0.79")}, "perfect_months": {1: 9}, "missed_months": {2, 5}}
		assert entitlement(HIRED, date(2025, 6, 30), **facts).days == 9
		assert entitlement(HIRED, date(2025, 7, 1), **facts).days == 0
		assert entitlement(HIRED, date(2025, 7, 1), basis=FISCAL_YEAR, **facts).days == 0

	def test_fiscal_years_count_from_the_year_of_hiring(self):
		facts = {"basis": FISCAL_YEAR, "attendance": {2: Fraction(1, 2)}, "perfect_months": {2: 6}}
		assert entitlement(HIRED, date(2025, 7, 1), **facts).days == 8
		assert entitlement(HIRED, date(2026, 1, 1), **facts).days == 6
		assert entitlement(HIRED, date(2027, 1, 1), **facts).days == 15


class TestHours:
	@pytest.mark.parametrize(
		("weekly", "hours"), [(40, 120), (20, 60), (15, 45), (35, 105), (25, 75), (52, 120)]
	)
	def test_part_time_in_proportion(self, weekly, hours):
		assert entitlement(HIRED, date(2025, 7, 1), weekly_hours=weekly).hours == hours

	def test_a_part_of_an_hour_counts_as_one(self):
		assert entitlement(HIRED, date(2024, 8, 1), weekly_hours=17).hours == 4  # 3.4

	def test_below_15_hours_there_is_none(self):
		found = entitlement(HIRED, date(2025, 7, 1), weekly_hours=14)
		assert (found.days, found.hours, found.reason) == (0, 0, "Less than 15 hours a week")
		assert grants(HIRED, date(2025, 7, 1), weekly_hours=14) == []

	def test_below_five_employees_there_is_none(self):
		assert entitlement(HIRED, date(2025, 7, 1), under_five_employees=True).reason


class TestPromotion:
	def test_annual_leave(self):
		(grant,) = entitlement(HIRED, date(2026, 1, 1), basis=FISCAL_YEAR).grants
		assert grant.last_day == date(2026, 12, 31)
		found = promotion(grant)
		assert (found.ask_from, found.ask_to, found.name_by) == (
			date(2026, 7, 1),
			date(2026, 7, 10),
			date(2026, 10, 31),
		)

	def test_monthly_leave_of_the_first_year(self):
		first = grants(date(2026, 1, 1), date(2026, 12, 31))
		ninth, tenth = promotion(first[8]), promotion(first[9])
		assert first[8].granted_on == ninth.ask_from == date(2026, 10, 1)
		assert (ninth.ask_to, ninth.name_by) == (date(2026, 10, 10), date(2026, 11, 30))
		assert (tenth.ask_from, tenth.ask_to, tenth.name_by) == (
			date(2026, 12, 1),
			date(2026, 12, 5),
			date(2026, 12, 21),
		)


def test_months_without_a_corresponding_day():
	days = [g.granted_on for g in grants(date(2026, 1, 31), date(2026, 6, 30))]
	assert days == [
		date(2026, 3, 1),
		date(2026, 3, 31),
		date(2026, 5, 1),
		date(2026, 5, 31),
	]


def test_hired_before_monthly_leave_stood_by_itself():
	assert [g.kind for g in grants(date(2017, 5, 29), date(2018, 6, 1))] == [ANNUAL]
	assert [g.kind for g in grants(date(2017, 5, 30), date(2018, 6, 1))] == [MONTHLY] * 11 + [ANNUAL]


def test_steps():
	found = entitlement(HIRED, date(2027, 7, 1))
	assert found.steps[0].formula == "15 + (3 − 1) ÷ 2 → 16"
	assert found.steps[0].article == "근로기준법 제60조①·④"
	assert found.steps[0].inputs == (("Years of service", 3), ("Attendance", "100%"))


@pytest.mark.parametrize(
	"facts",
	[
		{"basis": ""},
		{"left_on": date(2024, 6, 30)},
		{"weekly_hours": -1},
		{"full_time_hours": 0},
		{"attendance": {1: Fraction(2)}},
		{"perfect_months": {2: 13}},
	],
)
def test_impossible_entries_are_refused(facts):
	with pytest.raises(RuleViolation):
		entitlement(HIRED, date(2025, 7, 1), **facts)


hires = st.dates(date(2017, 5, 30), date(2030, 12, 31))


@given(hires, st.integers(0, 12_000), st.sampled_from(BASES))
def test_leave_is_never_negative_and_each_grant_lives_at_most_a_year(hired, days, basis):
	on = hired + timedelta(days=days)
	found = entitlement(hired, on, basis=basis)
	assert 0 <= found.days <= 11 + 25
	for grant in found.grants:
		assert hired < grant.granted_on <= on <= grant.last_day
		assert grant.last_day < after_years(grant.granted_on, 1)
		assert grant.hours == grant.days * 8
	assert found.days == sum(step.amount for step in found.steps)


@given(hires, st.integers(0, 12_000))
def test_with_what_is_due_nobody_gets_less_than_by_law(hired, days):
	left = hired + timedelta(days=days)
	given = sum(g.days for g in grants(hired, left, basis=FISCAL_YEAR, left_on=left))
	by_law = sum(g.days for g in grants(hired, left, left_on=left))
	assert given + due_on_leaving(hired, left) >= by_law


@given(hires, st.integers(1, 40))
def test_year_after_year_the_leave_follows_without_a_gap(hired, years):
	yearly = [g for g in grants(hired, after_years(hired, years)) if g.kind == ANNUAL]
	assert len(yearly) == years
	for before, after in pairwise(yearly):
		assert before.last_day + ONE_DAY == after.granted_on
		assert before.days <= after.days <= 25


@given(hires, st.integers(0, 12_000), st.sampled_from(BASES))
def test_what_can_be_taken_is_what_has_arisen_and_not_expired(hired, days, basis):
	on = hired + timedelta(days=days)
	living = [grant for grant in grants(hired, on, basis=basis) if grant.last_day >= on]
	assert (
		sorted(entitlement(hired, on, basis=basis).grants, key=lambda g: (g.granted_on, g.last_day)) == living
	)
