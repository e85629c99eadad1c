"""Amounts of budget lines, the balance of the two sides, the order of the meetings."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huimang.money import MAX_WON
from huimang.rules import budget
from huimang.rules.errors import RuleViolation


@pytest.mark.parametrize(
	("price", "quantity", "frequency", "amount", "expected"),
	[
		(2_500_000, 5, 12, None, 150_000_000),
		(2_500_000, 5, 12, 1, 150_000_000),
		(None, 1, 1, 1_200_000, 1_200_000),
		(0, 0, 0, "1,200,000", 1_200_000),
		(0, 1, 1, None, 0),
		(100, 0.29, 1, None, 29),
		(3_000_000, 0.0709, 12, None, 2_552_400),
		(1_001, 0.5, 1, None, 500),
		(1, 0.9999, 1, None, 0),
	],
)
def test_line_amount(price, quantity, frequency, amount, expected):
	assert budget.line_amount(price, quantity, frequency, amount) == expected


@pytest.mark.parametrize(
	("price", "quantity", "frequency", "amount"),
	[
		(1_000, 0, 12, None),
		(1_000, 1, 0, None),
		(1_000, None, 1, None),
		(-1_000, 1, 1, None),
		(0, 1, 1, -1),
		(1_000, -1, 1, None),
		(1_000.5, 1, 1, None),
		(MAX_WON, 2, 1, None),
		(None, 1, 1, 0.5),
	],
)
def test_line_amounts_that_are_none(price, quantity, frequency, amount):
	with pytest.raises(RuleViolation):
		budget.line_amount(price, quantity, frequency, amount)


@given(
	price=st.integers(1, 10_000_000),
	quantity=st.decimals("0.0001", 999, places=4),
	frequency=st.integers(1, 12),
)
def test_what_is_below_a_won_is_cut_off_and_nothing_else(price, quantity, frequency):
	exact = Decimal(price) * quantity * frequency
	assert 0 <= exact - budget.line_amount(price, float(quantity), frequency, None) < 1


def test_both_sides_equal():
	budget.check_balanced(100, 100)


@pytest.mark.parametrize(
	("revenue", "expense", "told"),
	[
		(1_000_001, 1_000_000, "1 won is still missing on the expense side"),
		(0, 5, "revenue side"),
		(0, 0, "empty"),
	],
)
def test_sides_that_differ(revenue, expense, told):
	with pytest.raises(RuleViolation, match=told):
		budget.check_balanced(revenue, expense)


def test_total_has_twelve_digits_at_most():
	assert budget.total([MAX_WON - 1, 1]) == MAX_WON
	with pytest.raises(RuleViolation):
		budget.total([MAX_WON, 1])


@pytest.mark.parametrize(
	("committee", "board", "allowed"),
	[
		(None, None, True),
		(date(2026, 1, 5), None, True),
		(None, date(2026, 1, 5), True),
		(date(2026, 1, 5), date(2026, 1, 5), True),
		(date(2026, 1, 5), date(2026, 1, 6), True),
		(date(2026, 1, 6), date(2026, 1, 5), False),
	],
)
def test_the_committee_is_told_before_the_board_decides(committee, board, allowed):
	"""제10조①: 운영위원회 보고 후 이사회 의결."""
	if allowed:
		budget.check_meetings(committee, board)
	else:
		with pytest.raises(RuleViolation, match="2026-01-05"):
			budget.check_meetings(committee, board)
