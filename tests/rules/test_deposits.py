"""R4: cash that came in is in the bank by the next day."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from huimang.rules.deposits import Undeposited, overdue

MON, TUE, WED = date(2026, 11, 16), date(2026, 11, 17), date(2026, 11, 18)


def test_r4_the_next_day_is_in_time():
	assert overdue([(MON, 50_000)], 0, TUE) == []
	assert overdue([(MON, 50_000)], 0, WED) == [Undeposited(MON, TUE, 50_000)]
	assert overdue([(MON, 50_000)], 50_000, WED) == []


def test_r4_what_came_in_first_is_deposited_first():
	receipts = [(TUE, 30_000), (MON, 50_000)]
	assert overdue(receipts, 60_000, date(2026, 11, 20)) == [Undeposited(TUE, WED, 20_000)]


def test_r4_what_was_given_back_need_not_be_deposited():
	assert overdue([(MON, 50_000), (TUE, -50_000)], 0, date(2026, 11, 20)) == []
	assert overdue([(MON, 50_000), (TUE, -20_000)], 0, date(2026, 11, 20)) == [Undeposited(MON, TUE, 30_000)]


@given(st.lists(st.integers(1, 10**9), max_size=20), st.integers(0, 10**10))
def test_r4_late_and_deposited_add_up_to_what_came_in(amounts, deposited):
	late = overdue([(MON, amount) for amount in amounts], deposited, date(2026, 12, 1))
	assert sum(row.amount for row in late) == max(0, sum(amounts) - deposited)
