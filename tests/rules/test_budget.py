"""Amounts of budget lines, the balance of the two sides, the order of the meetings."""

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
	("last_year", "amount", "allowed"), [(100, 99, True), (100, 100, True), (100, 101, False)]
)
def test_c1_a_provisional_budget_follows_the_year_before(last_year, amount, allowed):
	"""제12조: 전년도 예산에 준하여."""
	if allowed:
		budget.check_provisional_amount("여비", amount, last_year)
	else:
		with pytest.raises(RuleViolation, match="last year"):
			budget.check_provisional_amount("여비", amount, last_year)


def test_c1_subjects_that_stay_closed():
	budget.check_provisional_subject(True, "급여")
	with pytest.raises(RuleViolation, match="provisional"):
		budget.check_provisional_subject(False, "회의비")
