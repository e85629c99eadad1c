"""4대보험: published examples, limits, ages, hours, and months of joining and leaving, below, at and above each."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huimang.rules.errors import RuleViolation
from huimang.rules.social_insurance import (
	carried_over,
	contributions,
	monthly_remuneration,
	standard_monthly_income,
)

OCTOBER = date(2026, 10, 15)
NOVEMBER = date(2026, 11, 22)
DECEMBER = date(2026, 12, 1)


@pytest.mark.parametrize(
	("pay", "on", "pension", "health", "care", "unemployment"),
	[
		# 4대보험 연계센터 모의계산, 2026-07 ~ 2026-10
		(3_000_000, OCTOBER, 142_500, 107_850, 14_170, 27_000),
		(2_000_000, OCTOBER, 95_000, 71_900, 9_440, 18_000),
		(6_590_000, OCTOBER, 313_020, 236_910, 31_130, 59_310),
		(3_456_789, OCTOBER, 164_160, 124_270, 16_320, 31_110),
		(2_500_000, OCTOBER, 118_750, 89_870, 11_800, 22_500),
		(3_333_333, OCTOBER, 158_310, 119_830, 15_740, 29_990),
		(9_999_999, OCTOBER, 313_020, 359_490, 47_230, 89_990),
		# from 2026-11 the ratio of 장기요양 is 0.1314
		(5_000_000, OCTOBER, 237_500, 179_750, 23_620, 45_000),
		(5_000_000, NOVEMBER, 237_500, 179_750, 23_610, 45_000),
		(2_345_678, DECEMBER, 111_380, 84_320, 11_070, 21_110),
	],
)
def test_published_examples(pay, on, pension, health, care, unemployment):
	found = contributions(pay, on)
	shares = (found.pension, found.health, found.care, found.unemployment)
	assert tuple(premium.employee for premium in shares) == (pension, health, care, unemployment)
	assert all(premium.employer == premium.employee for premium in shares)
	assert found.employee == pension + health + care + unemployment


@pytest.mark.parametrize(
	("pay", "on", "share"),
	[
		(0, NOVEMBER, 19_470),
		(409_999, NOVEMBER, 19_470),
		(410_000, NOVEMBER, 19_470),
		(410_999, NOVEMBER, 19_470),
		(411_000, NOVEMBER, 19_520),
		(6_589_999, NOVEMBER, 312_970),
		(6_590_000, NOVEMBER, 313_020),
		(6_591_000, NOVEMBER, 313_020),
		(400_000, date(2026, 6, 30), 19_000),
		(400_000, date(2026, 7, 1), 19_470),
		(6_590_000, date(2026, 6, 30), 302_570),
		(6_370_000, date(2025, 12, 31), 286_650),
		(6_370_000, date(2026, 1, 1), 302_570),
		(3_000_000, date(2026, 12, 31), 142_500),
		(3_000_000, date(2027, 1, 1), 150_000),
		(3_000_000, date(2033, 1, 1), 195_000),
		(9_000_000, date(2023, 6, 30), 248_850),
		(9_000_000, date(2023, 7, 1), 265_500),
	],
)
def test_pension_limits_and_rates(pay, on, share):
	assert contributions(pay, on).pension.employee == share


@pytest.mark.parametrize(
	("pay", "on", "share"),
	[
		(0, NOVEMBER, 10_080),
		(280_527, NOVEMBER, 10_080),
		(280_600, NOVEMBER, 10_080),  # 10,087 → 10,080
		(280_700, NOVEMBER, 10_090),
		(127_725_730, NOVEMBER, 4_591_730),  # 4,591,739.9: cut before the limit
		(127_725_740, NOVEMBER, 4_591_740),
		(200_000_000, NOVEMBER, 4_591_740),
		(200_000_000, date(2025, 12, 31), 4_504_170),
		(200_000_000, date(2024, 1, 1), 4_240_710),
		(200_000_000, date(2023, 12, 31), 3_911_280),
		(0, date(2025, 12, 31), 9_890),
		(3_000_000, date(2025, 12, 31), 106_350),
		(3_000_000, date(2026, 1, 1), 107_850),
	],
)
def test_health_limits_and_rates(pay, on, share):
	assert contributions(pay, on).health.employee == share


@pytest.mark.parametrize(
	("on", "care"),
	[(date(2023, 12, 31), 13_620), (date(2024, 1, 1), 13_770), (date(2025, 12, 31), 13_770)],
)
def test_care_is_an_exact_share_of_health_until_november_2026(on, care):
	assert contributions(3_000_000, on).care.employee == care


def test_bases_that_are_determined_apart_from_the_pay():
	found = contributions(5_000_000, NOVEMBER, pension_income=3_000_999, health_pay=4_000_000)
	assert (found.pension.employee, found.health.employee) == (142_500, 143_800)
	assert (found.unemployment.employee, found.accident.employer) == (45_000, 33_000)
	assert contributions(5_000_000, NOVEMBER, pension_income=0).pension.employee == 19_470


class TestMonths:
	@pytest.mark.parametrize(
		("facts", "pension", "health"),
		[
			({"hired_on": date(2026, 10, 31)}, True, True),
			({"hired_on": date(2026, 11, 1)}, True, True),
			({"hired_on": date(2026, 11, 2)}, False, False),
			({"hired_on": date(2026, 11, 2), "pension_from_first_month": True}, True, False),
			({"hired_on": date(2026, 11, 30)}, False, False),
			({"hired_on": date(2026, 12, 1)}, False, False),
			({"left_on": date(2026, 10, 31)}, False, False),
			({"left_on": date(2026, 11, 1)}, True, True),
			({"left_on": date(2026, 11, 30)}, True, True),
			({"hired_on": date(2026, 11, 1), "left_on": date(2026, 11, 20)}, False, True),
			({"hired_on": date(2026, 11, 1), "left_on": date(2026, 11, 30)}, True, True),
			({"hired_on": date(2026, 11, 5), "left_on": date(2026, 11, 20)}, False, False),
			(
				{
					"hired_on": date(2026, 11, 1),
					"left_on": date(2026, 11, 20),
					"pension_from_first_month": True,
				},
				True,
				True,
			),
		],
	)
	def test_joining_and_leaving(self, facts, pension, health):
		found = contributions(3_000_000, NOVEMBER, **facts)
		assert (found.pension.employee > 0, found.health.employee > 0) == (pension, health)
		assert (found.care.employee > 0) == health
		assert bool(found.pension.reason) != pension
		assert bool(found.care.reason) != health

	@pytest.mark.parametrize(
		("facts", "charged"),
		[
			({"hired_on": date(2026, 11, 30)}, True),
			({"hired_on": date(2026, 12, 1)}, False),
			({"left_on": date(2026, 11, 1)}, True),
			({"left_on": date(2026, 10, 31)}, False),
		],
	)
	def test_employment_and_accident_insurance_count_by_days(self, facts, charged):
		found = contributions(100_000, NOVEMBER, employees=20, **facts)
		parts = (found.unemployment, found.skills, found.accident, found.wage_claim)
		assert [premium.employer > 0 for premium in parts] == [charged] * 4
		assert [premium.reason == "" for premium in (*parts, found.asbestos)] == [charged] * 5

	def test_leave_of_absence(self):
		found = contributions(0, NOVEMBER, pension_suspended=True, health_suspended=True)
		assert (found.employee, found.employer) == (0, 0)


class TestAges:
	@pytest.mark.parametrize(
		("born", "on", "charged"),
		[
			(date(1966, 11, 30), NOVEMBER, True),  # the month of the 60th birthday is the last one
			(date(1966, 10, 31), NOVEMBER, False),
			(date(1966, 10, 31), OCTOBER, True),
			(date(1966, 12, 1), NOVEMBER, True),
			(date(2010, 1, 1), NOVEMBER, True),
		],
	)
	def test_pension_ends_at_60(self, born, on, charged):
		found = contributions(3_000_000, on, born=born)
		assert (found.pension.employee > 0) is charged
		assert found.health.employee > 0
		assert found.unemployment.employee > 0

	@pytest.mark.parametrize(
		("hired_on", "charged"), [(date(2026, 10, 14), True), (date(2026, 10, 15), False)]
	)
	def test_who_joins_at_60_is_not_insured_in_the_pension(self, hired_on, charged):
		found = contributions(
			3_000_000, OCTOBER, born=date(1966, 10, 15), hired_on=hired_on, pension_from_first_month=True
		)
		assert (found.pension.employee > 0) is charged

	def test_under_18_may_decline(self):
		under, of_age = date(2008, 11, 23), date(2008, 11, 22)
		assert contributions(1_000_000, NOVEMBER, born=under).pension.employee > 0
		assert contributions(1_000_000, NOVEMBER, born=under, pension_declined=True).pension.employee == 0
		assert contributions(1_000_000, NOVEMBER, born=of_age, pension_declined=True).pension.employee > 0

	@pytest.mark.parametrize(
		("hired_on", "before", "charged"),
		[
			(date(2026, 3, 1), False, True),
			(date(2026, 3, 2), False, False),
			(date(2026, 3, 3), False, False),
			(date(2026, 3, 3), True, True),
		],
	)
	def test_hired_at_65_pays_no_unemployment_benefit(self, hired_on, before, charged):
		found = contributions(
			3_000_000, NOVEMBER, born=date(1961, 3, 2), hired_on=hired_on, insured_before_65=before
		)
		assert (found.unemployment.employee > 0) is charged
		assert (found.unemployment.employer > 0) is charged
		assert found.skills.employer == 7_500


class TestHours:
	@pytest.mark.parametrize(("hours", "charged"), [(59, False), (60, True), (61, True)])
	def test_60_hours_a_month(self, hours, charged):
		found = contributions(600_000, NOVEMBER, monthly_hours=hours)
		for premium in (found.pension, found.health, found.care, found.unemployment, found.skills):
			assert (premium.employer > 0) is charged
		assert found.accident.employer == 3_960

	@pytest.mark.parametrize(("hours", "charged"), [(14, False), (15, True)])
	def test_15_hours_a_week(self, hours, charged):
		assert (contributions(600_000, NOVEMBER, weekly_hours=hours).unemployment.employee > 0) is charged

	@pytest.mark.parametrize(
		("facts", "charged"),
		[
			({}, False),
			({"works_three_months": True}, True),
			({"hired_on": date(2026, 9, 1)}, True),  # three months are over with November
			({"hired_on": date(2026, 9, 2)}, False),
			({"hired_on": date(2026, 8, 20)}, True),
			({"hired_on": date(2026, 8, 20), "left_on": date(2026, 11, 19)}, True),
			({"hired_on": date(2026, 8, 20), "left_on": date(2026, 11, 18)}, False),
			({"hired_on": date(2026, 1, 1), "works_three_months": False}, False),
			({"under_a_month": True}, True),
		],
	)
	def test_few_hours_for_three_months_are_insured_for_employment(self, facts, charged):
		found = contributions(500_000, NOVEMBER, monthly_hours=40, **facts)
		assert (found.unemployment.employee > 0) is charged
		assert found.health.employee == 0

	def test_few_hours_join_the_pension_by_choice(self):
		assert contributions(500_000, NOVEMBER, monthly_hours=59, pension_by_choice=True).pension.employee

	def test_less_than_a_month(self):
		found = contributions(2_000_000, NOVEMBER, under_a_month=True)
		assert (found.pension.employee, found.health.employee, found.care.employee) == (0, 0, 0)
		assert found.unemployment.employee == 18_000


class TestEmployer:
	@pytest.mark.parametrize(
		("facts", "skills"),
		[
			({"employees": 149}, 2_500),
			({"employees": 150}, 6_500),
			({"employees": 150, "priority_support": True}, 4_500),
			({"employees": 149, "priority_support": True}, 2_500),
			({"employees": 999}, 6_500),
			({"employees": 1000}, 8_500),
			({"employees": 1000, "priority_support": True}, 4_500),
			({"employees": 3, "government_run": True}, 8_500),
		],
	)
	def test_skills_by_the_size_of_the_employer(self, facts, skills):
		found = contributions(1_000_000, NOVEMBER, **facts)
		assert (found.skills.employee, found.skills.employer) == (0, skills)

	def test_accident_insurance_and_its_charges(self):
		found = contributions(3_000_000, NOVEMBER, employees=20)
		assert (found.accident.employer, found.wage_claim.employer, found.asbestos.employer) == (
			19_800,
			2_700,
			180,
		)
		assert contributions(3_000_000, NOVEMBER, employees=19).asbestos.employer == 0
		assert contributions(3_000_000, date(2025, 12, 31), employees=20).wage_claim.employer == 1_800
		assert contributions(3_000_000, date(2023, 12, 31)).accident.employer == 21_000

	def test_the_notified_rate_of_the_workplace_goes_first(self):
		found = contributions(3_000_000, NOVEMBER, accident_rate=Fraction("0.0075"))
		assert found.accident.employer == 22_500

	def test_run_by_the_state(self):
		found = contributions(3_000_000, NOVEMBER, government_run=True)
		assert found.wage_claim.employer == 0
		assert found.accident.employer == 28_800

	def test_the_employer_is_no_employee(self):
		found = contributions(3_000_000, NOVEMBER, is_employer=True, employees=20)
		rest = (found.unemployment, found.skills, found.accident, found.wage_claim, found.asbestos)
		assert sum(premium.employer for premium in rest) == 0
		assert found.pension.employee == 142_500


def test_other_pension_and_no_health_insurance():
	found = contributions(3_000_000, NOVEMBER, other_pension=True, health_excluded=True)
	assert (found.pension.employee, found.health.employee, found.care.employee) == (0, 0, 0)


def test_support_is_not_taken_off_the_pay():
	found = contributions(2_000_000, NOVEMBER, supported=True)
	assert (found.pension.employee, found.pension.employer, found.pension.support) == (
		19_000,
		19_000,
		152_000,
	)
	assert (found.unemployment.employee, found.unemployment.support) == (3_600, 28_800)
	assert (found.skills.employer, found.skills.support) == (1_000, 4_000)
	assert found.health.support == 0


def test_steps_and_reasons():
	found = contributions(3_456_789, OCTOBER)
	assert [step.formula for step in found.pension.steps] == [
		"410,000 ≤ 3,456,000 ≤ 6,590,000 → 3,456,000",
		"3,456,000 × 4.75% → 164,160",
	]
	assert found.care.steps[0].formula == "124,270 × 0.4724% ÷ 3.595% → 16,320"
	assert contributions(5_000_000, NOVEMBER).care.steps[0].formula == "179,750 × 13.14% → 23,610"
	assert all(step.article for premium in found for step in premium.steps)
	assert found.asbestos.reason == "Too few employees"
	late = contributions(1, NOVEMBER, hired_on=date(2026, 11, 2))
	assert late.pension.reason == "Joined within this month: charged from the next one"


def test_bases_of_a_year():
	assert standard_monthly_income(36_500_000, 365) == 3_000_000
	assert standard_monthly_income(36_499_999, 365) == 2_999_000
	assert monthly_remuneration(37_000_000, 12) == 3_083_333
	for function in (standard_monthly_income, monthly_remuneration):
		with pytest.raises(RuleViolation):
			function(1, 0)


@pytest.mark.parametrize(
	("pay", "facts"),
	[
		(-1, {}),
		(1, {"pension_income": -1}),
		(1, {"hired_on": date(2026, 11, 2), "left_on": date(2026, 11, 1)}),
	],
)
def test_impossible_entries_are_refused(pay, facts):
	with pytest.raises(RuleViolation):
		contributions(pay, NOVEMBER, **facts)


def test_a_month_before_the_data_is_refused():
	with pytest.raises(RuleViolation):
		contributions(3_000_000, date(2022, 12, 31))
	with pytest.raises(TypeError):
		contributions(3_000_000, NOVEMBER, unknown=1)


facts = st.fixed_dictionaries(
	{},
	optional={
		"born": st.dates(date(1950, 1, 1), date(2010, 12, 31)),
		"hired_on": st.dates(date(2020, 1, 1), date(2026, 12, 31)),
		"monthly_hours": st.integers(1, 209),
		"employees": st.integers(1, 2000),
		"supported": st.booleans(),
		"government_run": st.booleans(),
	},
)


@given(st.integers(0, 300_000_000), st.dates(date(2026, 1, 1), date(2034, 12, 31)), facts)
def test_premiums_are_tens_of_won_and_add_up(pay, on, facts):
	found = contributions(pay, on, **facts)
	assert found.employee == sum(premium.employee for premium in found)
	assert found.employer == sum(premium.employer for premium in found)
	for premium in found:
		assert premium.employee >= 0 and premium.employer >= 0 and premium.support >= 0
		assert premium.employee % 10 == premium.employer % 10 == 0
		assert bool(premium.reason) != bool(premium.steps)
		assert not premium.reason or premium.employee + premium.employer + premium.support == 0
	assert all(premium.employee <= premium.employer for premium in found)


@given(st.integers(0, 300_000_000), st.integers(0, 1_000_000))
def test_higher_pay_is_charged_no_less(pay, more):
	low, high = contributions(pay, NOVEMBER), contributions(pay + more, NOVEMBER)
	for below, above in zip(low, high, strict=True):
		assert below.employee <= above.employee and below.employer <= above.employer


@pytest.mark.parametrize(
	("on", "names"),
	[
		(date(2023, 7, 1), ()),
		(date(2024, 6, 30), ()),
		(date(2025, 12, 31), ()),
		(NOVEMBER, ()),
		(date(2026, 12, 31), ()),
		(
			date(2027, 1, 1),
			(
				"Health Insurance",
				"Long-term Care Insurance",
				"Industrial Accident Insurance",
				"Wage Claim Guarantee Charge",
				"Asbestos Relief Charge",
			),
		),
	],
)
def test_figures_that_are_not_announced_yet_are_told(on, names):
	assert carried_over(on) == names


def test_the_limits_of_the_pension_are_awaited_from_july():
	assert "National Pension" not in carried_over(date(2027, 6, 30))
	assert "National Pension" in carried_over(date(2027, 7, 1))
