"""소모품 수불: stock and value after each movement, exact in sum."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from huimang.rules.stock import AVERAGE, FIFO, Movement, first_shortage, replay

DAY = date(2026, 3, 1)


def movement(days: int, change: str, amount: int | None = None) -> Movement:
	return Movement(DAY + timedelta(days=days), Decimal(change), amount)


def amounts(movements, method=FIFO):
	return [(valued.amount, valued.stock, valued.value) for valued in replay(movements, method)]


def test_first_in_first_out_by_hand():
	moved = [movement(0, "10", 10_000), movement(1, "10", 13_000), movement(2, "-12"), movement(3, "-8")]
	assert amounts(moved) == [
		(10_000, Decimal(10), 10_000),
		(13_000, Decimal(20), 23_000),
		(-12_600, Decimal(8), 10_400),
		(-10_400, Decimal(0), 0),
	]


def test_moving_average_by_hand():
	moved = [movement(0, "10", 10_000), movement(1, "10", 13_000), movement(2, "-12"), movement(3, "-8")]
	assert [valued.amount for valued in replay(moved, AVERAGE)] == [10_000, 13_000, -13_800, -9_200]


def test_thirds_of_a_won_are_not_lost():
	moved = [movement(0, "3", 1_000), movement(1, "-1"), movement(2, "-1"), movement(3, "-1")]
	assert [valued.amount for valued in replay(moved)] == [1_000, -333, -333, -334]


def test_what_a_count_has_found_is_worth_what_was_paid_last():
	moved = [movement(0, "10", 10_000), movement(1, "4", 6_000), movement(2, "2")]
	assert [valued.amount for valued in replay(moved)] == [10_000, 6_000, 3_000]


def test_A6_an_issue_beyond_the_stock_is_found():
	assert first_shortage([movement(0, "3", 300), movement(1, "-5")]) == movement(1, "-5")
	assert first_shortage([movement(0, "3", 300), movement(1, "-3")]) is None


def test_an_issue_before_its_receipt_is_a_shortage_and_on_its_day_is_none():
	assert first_shortage([movement(1, "5", 500), movement(0, "-5")])
	assert first_shortage([movement(1, "-5"), movement(1, "5", 500)]) is None


receipts = st.tuples(st.integers(0, 30), st.integers(1, 9_999), st.integers(0, 10**9))
issues = st.tuples(st.integers(0, 30), st.integers(1, 9_999))


@given(st.lists(receipts, max_size=8), st.lists(issues, max_size=8), st.sampled_from([FIFO, AVERAGE]))
def test_nothing_goes_out_but_what_came_in(came, went, method):
	moved = [movement(day, str(Decimal(n) / 1000), won) for day, n, won in came]
	for day, n in went:
		issue = movement(day, str(-Decimal(n) / 1000))
		if not first_shortage([*moved, issue]):
			moved.append(issue)
	valued = list(replay(moved, method))
	assert all(row.stock >= 0 and row.value >= 0 for row in valued)
	if valued:
		last = valued[-1]
		assert last.value == sum(row.amount for row in valued)
		assert last.stock == sum(m.change for m in moved)
		assert last.stock or not last.value
