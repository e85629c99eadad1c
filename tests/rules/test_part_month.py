"""일할계산: each method for joiners, leavers and whole months."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huimang.rules.errors import RuleViolation
from huimang.rules.part_month import CALENDAR, HOURS, PAID_DAYS, THIRTY, employed_days, part_pay

FEBRUARY, OCTOBER, NOVEMBER = date(2026, 2, 10), date(2026, 10, 10), date(2026, 11, 22)


@pytest.mark.parametrize(
	("month", "first", "last", "days"),
	[
		(NOVEMBER, date(2026, 11, 16), None, 15),
		(NOVEMBER, date(2026, 11, 1), None, 30),
		(NOVEMBER, date(2020, 1, 1), date(2026, 11, 10), 10),
		(NOVEMBER, date(2026, 11, 5), date(2026, 11, 5), 1),
		(NOVEMBER, date(2026, 12, 1), None, 0),
		(NOVEMBER, date(2020, 1, 1), date(2026, 10, 31), 0),
		(FEBRUARY, date(2020, 1, 1), None, 28),
	],
)
def test_employed_days(month, first, last, days):
	assert employed_days(month, first, last) == days


@pytest.mark.parametrize(
	("method", "month", "worked", "of", "amount"),
	[
		(CALENDAR, NOVEMBER, 15, 0, 1_500_000),
		(CALENDAR, OCTOBER, 15, 0, 1_451_613),  # 1,451,612.9
		(CALENDAR, OCTOBER, 31, 0, 3_000_000),
		(CALENDAR, OCTOBER, 0, 0, 0),
		(THIRTY, OCTOBER, 15, 0, 1_500_000),
		(THIRTY, OCTOBER, 29, 0, 2_900_000),
		(THIRTY, OCTOBER, 30, 0, 3_000_000),
		(THIRTY, OCTOBER, 31, 0, 3_000_000),
		(THIRTY, FEBRUARY, 27, 0, 2_700_000),
		(THIRTY, FEBRUARY, 28, 0, 3_000_000),
		(PAID_DAYS, NOVEMBER, 13, 26, 1_500_000),
		(PAID_DAYS, NOVEMBER, 27, 26, 3_000_000),
		(HOURS, NOVEMBER, 104, 208, 1_500_000),
	],
)
def test_methods(method, month, worked, of, amount):
	assert part_pay(3_000_000, method, month, worked, of).amount == amount


@pytest.mark.parametrize(
	("monthly", "method", "worked", "of"),
	[(1, "", 1, 1), (-1, CALENDAR, 1, 0), (1, CALENDAR, 31, 0), (1, THIRTY, -1, 0), (1, PAID_DAYS, 1, 0)],
)
def test_impossible_entries_are_refused(monthly, method, worked, of):
	with pytest.raises(RuleViolation):
		part_pay(monthly, method, NOVEMBER, worked, of)


@given(st.integers(0, 20_000_000), st.sampled_from((CALENDAR, THIRTY)), st.dates(), st.data())
def test_a_part_is_never_more_than_the_whole(monthly, method, month, data):
	worked = data.draw(st.integers(0, employed_days(month, date.min)))
	paid = part_pay(monthly, method, month, worked).amount
	assert 0 <= paid <= monthly
