"""최저임금: each year's amount by hour and month, probation, and pays below, at and above it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huimang.rules.errors import RuleViolation
from huimang.rules.minimum_wage import check, hourly, may_be_reduced, monthly

DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
	("year", "hour", "month"),
	[
		(2023, 9_620, 2_010_580),
		(2024, 9_860, 2_060_740),
		(2025, 10_030, 2_096_270),
		(2026, 10_320, 2_156_880),
		(2027, 10_700, 2_236_300),
	],
)
def test_amounts_of_each_year(year, hour, month):
	for on in (date(year, 1, 1), date(year, 12, 31)):
		assert (hourly(on), monthly(on)) == (hour, month)


@pytest.mark.parametrize(("pay", "missing"), [(2_156_879, 1), (2_156_880, 0), (2_156_881, 0), (0, 2_156_880)])
def test_a_full_month(pay, missing):
	found = check(pay, DAY)
	assert (found.least, found.missing) == (2_156_880, missing)
	assert found.steps[0].formula == "10,320 × 209 → 2,156,880"


def test_part_of_a_month_and_part_time():
	assert check(1_000_000, DAY, hours=100).least == 1_032_000
	assert monthly(DAY, 20) == 104 * 10_320
	assert monthly(DAY, 14) == 61 * 10_320  # without a paid weekly rest


def test_probation():
	assert hourly(DAY, reduced=True) == 9_288
	assert check(9_288 * 209, DAY, reduced=True).missing == 0
	hired = date(2026, 8, 23)
	assert may_be_reduced(hired, DAY, None, simple_labour=False)
	assert may_be_reduced(hired, DAY, 1, simple_labour=False)
	assert not may_be_reduced(date(2026, 8, 22), DAY, None, simple_labour=False)
	assert not may_be_reduced(date(2026, 11, 23), DAY, None, simple_labour=False)
	assert not may_be_reduced(hired, DAY, 0, simple_labour=False)
	assert not may_be_reduced(hired, DAY, None, simple_labour=True)


def test_impossible_entries_are_refused():
	for pay, hours in ((-1, 1), (1, -1)):
		with pytest.raises(RuleViolation):
			check(pay, DAY, hours)
	with pytest.raises(RuleViolation):
		hourly(date(2022, 12, 31))


@given(st.integers(0, 10_000_000), st.integers(0, 400))
def test_what_is_missing_makes_the_minimum_up(pay, hours):
	found = check(pay, DAY, hours)
	assert pay + found.missing >= found.least
	assert found.missing == 0 or pay + found.missing == found.least
