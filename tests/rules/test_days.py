"""Months, years and ages by the calendar (민법 제158조, 제160조)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huimang.rules.days import after_months, after_years, birthday, full_months, full_years, last_day

starts = st.dates(date(1950, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
	("start", "months", "after"),
	[
		(date(2026, 3, 10), 1, date(2026, 4, 10)),
		(date(2026, 1, 31), 1, date(2026, 3, 1)),
		(date(2026, 1, 31), 2, date(2026, 3, 31)),
		(date(2026, 1, 31), 3, date(2026, 5, 1)),
		(date(2024, 1, 30), 1, date(2024, 3, 1)),
		(date(2024, 1, 29), 1, date(2024, 2, 29)),
		(date(2026, 12, 1), 1, date(2027, 1, 1)),
		(date(2024, 2, 29), 12, date(2025, 3, 1)),
		(date(2024, 2, 29), 48, date(2028, 2, 29)),
		(date(2026, 5, 31), -3, date(2026, 3, 1)),
	],
)
def test_a_period_of_months_is_over(start, months, after):
	assert after_months(start, months) == after


def test_ages():
	assert birthday(date(1960, 2, 29), 65) == date(2025, 3, 1)
	assert birthday(date(1966, 11, 22), 60) == date(2026, 11, 22)
	assert after_years(date(2026, 11, 22), 1) == date(2027, 11, 22)


@pytest.mark.parametrize(
	("start", "on", "months"),
	[
		(date(2026, 1, 31), date(2026, 2, 28), 0),
		(date(2026, 1, 31), date(2026, 3, 1), 1),
		(date(2026, 1, 31), date(2026, 3, 30), 1),
		(date(2026, 1, 31), date(2026, 3, 31), 2),
		(date(2026, 3, 10), date(2026, 4, 9), 0),
		(date(2026, 3, 10), date(2026, 4, 10), 1),
		(date(2026, 3, 10), date(2026, 3, 10), 0),
		(date(2026, 3, 10), date(2025, 3, 10), 0),
		(date(2024, 2, 29), date(2025, 2, 28), 11),
		(date(2024, 2, 29), date(2025, 3, 1), 12),
	],
)
def test_full_months(start, on, months):
	assert full_months(start, on) == months
	assert full_years(start, on) == months // 12


@given(starts, st.integers(0, 600))
def test_full_months_are_over_on_their_day_and_not_before(start, months):
	over = after_months(start, months)
	assert full_months(start, over) == months
	if months:
		assert full_months(start, over - timedelta(days=1)) == months - 1
	assert last_day(over) >= over
