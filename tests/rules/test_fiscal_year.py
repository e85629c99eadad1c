"""The accounting year: January to December, and March to February."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huimang.rules import fiscal_year
from huimang.rules.errors import RuleViolation

years = st.integers(2000, 2998)
starts = st.sampled_from(fiscal_year.START_MONTHS)


def test_the_calendar_year():
	assert fiscal_year.bounds(2026) == (date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(("year", "last"), [(2026, date(2027, 2, 28)), (2027, date(2028, 2, 29))])
def test_the_year_of_a_child_care_centre(year, last):
	assert fiscal_year.bounds(year, 3) == (date(year, 3, 1), last)


@pytest.mark.parametrize(("year", "start"), [(2026, 4), (2026, 0), (1999, 1), (26, 1), (3000, 1)])
def test_other_years_are_refused(year, start):
	with pytest.raises(RuleViolation):
		fiscal_year.bounds(year, start)


@given(years, starts, st.integers(0, 364))
def test_every_day_of_a_year_belongs_to_it(year, start, days):
	first, last = fiscal_year.bounds(year, start)
	assert fiscal_year.year_of(first + timedelta(days), start) == year
	assert fiscal_year.year_of(last, start) == year
	assert fiscal_year.year_of(last + timedelta(1), start) == year + 1


@given(years, starts)
def test_months_follow_each_other_through_the_year(year, start):
	first, last = fiscal_year.bounds(year, start)
	months = fiscal_year.months(year, start)
	assert len(months) == 12
	assert months[0] == first
	assert list(months) == sorted(set(months))
	assert (months[-1].year, months[-1].month) == (last.year, last.month)
