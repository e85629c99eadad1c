"""약정: what falls due, what is paid, what is missed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huimang.rules.pledges import DUE, MISSED, PAID, PARTLY_PAID, UPCOMING, Terms, due_days, standing

YEAR = Terms(30_000, date(2026, 1, 1), "Monthly", 25, date(2026, 12, 31))


def paid_in(*months: int, day: int = 25, amount: int = 30_000) -> list[tuple[date, int]]:
	return [(date(2026, month, day), amount) for month in months]


def states(told) -> list[str]:
	return [row.state for row in told.instalments]


def test_d1_eleven_of_twelve():
	"""D1: 30,000 a month, eleven debits went through and that of May did not: 330,000, 91.67 %."""
	told = standing(YEAR, paid_in(1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12), date(2026, 12, 31))
	assert (told.due, told.given, told.missed) == (360_000, 330_000, 1)
	assert round(float(told.rate), 2) == 91.67
	assert states(told).index(MISSED) == 4


def test_a_late_gift_pays_what_was_missed_before():
	gifts = [*paid_in(1), *paid_in(3, amount=60_000)]
	assert states(standing(YEAR, gifts, date(2026, 4, 1))) == [PAID, PAID, PAID, UPCOMING]


def test_what_is_given_too_much_pays_the_next():
	assert states(standing(YEAR, paid_in(1, amount=60_000), date(2026, 1, 31))) == [PAID, PAID]


def test_money_sent_some_days_early_is_for_the_coming_day():
	assert states(standing(YEAR, [(date(2026, 1, 16), 30_000)], date(2026, 2, 28))) == [PAID, DUE, UPCOMING]


@pytest.mark.parametrize(
	("today", "state"),
	[
		(date(2026, 1, 24), UPCOMING),
		(date(2026, 1, 25), DUE),
		(date(2026, 1, 30), DUE),
		(date(2026, 1, 31), MISSED),
	],
)
def test_the_days_around_a_due_day(today, state):
	assert states(standing(YEAR, [], today))[0] == state


def test_a_part_is_no_whole():
	assert states(standing(YEAR, paid_in(1, amount=10_000), date(2026, 2, 10)))[0] == PARTLY_PAID


def test_three_in_a_row():
	told = standing(YEAR, paid_in(1, 2), date(2026, 6, 1))
	assert (told.missed, told.missed_in_a_row) == (3, 3)


def test_the_last_day_of_every_month_and_the_first_due_day():
	days = due_days(Terms(1, date(2026, 1, 31), "Monthly", 31, date(2026, 4, 30)))
	assert [day.day for day in days] == [31, 28, 31, 30]
	late = due_days(Terms(1, date(2026, 1, 26), "Quarterly", 25, date(2026, 12, 31)))
	assert [day.month for day in late] == [2, 5, 8, 11]


def test_a_gift_promised_once():
	once = Terms(500_000, date(2026, 5, 8))
	assert states(standing(once, [], date(2026, 5, 1))) == [UPCOMING]
	assert states(standing(once, [(date(2026, 5, 20), 500_000)], date(2026, 6, 1))) == [PAID]


def test_nothing_falls_due_in_a_pause():
	paused = Terms(30_000, date(2026, 1, 1), "Monthly", 25, None, (date(2026, 3, 1), date(2026, 4, 30)))
	told = standing(paused, [], date(2026, 6, 1))
	assert [row.due_on.month for row in told.instalments] == [1, 2, 5, 6]
	endless = Terms(30_000, date(2026, 1, 1), "Monthly", 25, None, (date(2026, 3, 1), None))
	assert [row.due_on.month for row in standing(endless, [], date(2026, 6, 1)).instalments] == [1, 2]


@given(
	amount=st.integers(1, 100_000),
	gifts=st.lists(st.tuples(st.dates(date(2025, 12, 1), date(2026, 12, 31)), st.integers(1, 300_000))),
	cycle=st.sampled_from(["Monthly", "Quarterly", "Half-yearly", "Yearly"]),
	pay_day=st.integers(1, 31),
	today=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
)
def test_no_won_pays_twice(amount, gifts, cycle, pay_day, today):
	told = standing(Terms(amount, date(2026, 1, 1), cycle, pay_day), gifts, today)
	paid = sum(row.paid for row in told.instalments)
	assert paid == min(sum(won for _day, won in gifts), amount * len(told.instalments))
	assert all(0 <= row.paid <= row.amount for row in told.instalments)
	assert [row.due_on for row in told.instalments] == sorted({row.due_on for row in told.instalments})
