"""The accounting year: January to December, and March to February."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huimang.rules import fiscal_year
from huimang.rules.errors import RuleViolation


def test_the_calendar_year():
	assert fiscal_year.bounds(2026) == (date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(("year", "last"), [(2026, date(2027, 2, 28)), (2027, date(2028, 2, 29))])
def test_the_year_of_a_child_care_centre(year, last):
	assert fiscal_year.bounds(year, 3) == (date(year, 3, 1), last)


@pytest.mark.parametrize(("year", "start"), [(2026, 4), (2026, 0), (1999, 1), (26, 1), (3000, 1)])
def test_other_years_are_refused(year, start):
	with pytest.raises(RuleViolation):
		fiscal_year.bounds(year, start)


@given(st.integers(2000, 2998), st.sampled_from(fiscal_year.START_MONTHS))
def test_years_follow_each_other_without_a_gap(year, start):
	first, last = fiscal_year.bounds(year, start)
	assert 365 <= (last - first).days + 1 <= 366
	assert last + timedelta(1) == fiscal_year.bounds(year + 1, start)[0]
