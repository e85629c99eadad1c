"""원인행위 ≤ 발의 ≤ 결재 ≤ 출납 ≤ 등기, within the accounting year."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huimang.rules.errors import RuleViolation
from huimang.rules.resolution_dates import ResolutionDates, check_order, check_within_year

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
NAMES = ("cause", "proposal", "approval", "payment", "registration")


def test_one_day_for_everything_is_in_order():
	check_order(ResolutionDates(**dict.fromkeys(NAMES, date(2026, 3, 2))))


def test_what_has_not_happened_yet_is_passed_over():
	check_order(ResolutionDates(cause=date(2026, 3, 2), payment=date(2026, 3, 2)))
	check_order(ResolutionDates())


@pytest.mark.parametrize("position", range(4))
def test_a_step_before_its_predecessor_is_refused_with_both_dates(position):
	days = dict.fromkeys(NAMES, date(2026, 3, 2))
	for name in NAMES[position + 1 :]:
		days[name] = date(2026, 3, 1)
	with pytest.raises(RuleViolation) as caught:
		check_order(ResolutionDates(**days))
	assert "2026-03-01" in str(caught.value) and "2026-03-02" in str(caught.value)


def test_a_gap_does_not_hide_the_wrong_order():
	with pytest.raises(RuleViolation):
		check_order(ResolutionDates(cause=date(2026, 3, 2), registration=date(2026, 3, 1)))


@given(st.lists(st.none() | st.dates(date(2025, 12, 1), date(2027, 1, 31)), min_size=5, max_size=5))
def test_only_rising_dates_pass(days):
	present = [day for day in days if day]
	dates = ResolutionDates(**dict(zip(NAMES, days, strict=True)))
	if present == sorted(present):
		check_order(dates)
	else:
		with pytest.raises(RuleViolation):
			check_order(dates)


@pytest.mark.parametrize("name", NAMES[:4])
@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2027, 1, 1)])
def test_the_year_has_no_day_of_grace(name, day):
	with pytest.raises(RuleViolation):
		check_within_year(ResolutionDates(**{name: day}), *YEAR)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("day", YEAR)
def test_the_first_and_the_last_day_belong_to_the_year(name, day):
	check_within_year(ResolutionDates(**{name: day}), *YEAR)


def test_the_register_may_be_written_after_the_year():
	check_within_year(ResolutionDates(registration=date(2027, 1, 4)), *YEAR)
