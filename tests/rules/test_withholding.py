"""원천징수: what is kept back of a payment to a person, with the worked examples of the law's own limits."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huimang.rules.errors import RuleViolation
from huimang.rules.withholding import (
	BUSINESS,
	DAILY,
	KINDS,
	OTHER,
	Payment,
	Withheld,
	check_within_total,
	return_code,
	withhold,
	withhold_all,
)

DAY = date(2026, 11, 22)
won = st.integers(min_value=1, max_value=999_999_999)


@pytest.mark.parametrize(
	("paid", "income_tax", "local_tax"),
	[
		(1_000_000, 30_000, 3_000),
		(100_000, 3_000, 300),
		(33_333, 990, 90),  # 999.99 and 99.9: cut off below ten won
		(33_334, 1_000, 100),
		(33_000, 990, 90),  # below 1,000 won and withheld all the same
		(333, 0, 0),
		(334, 10, 0),
	],
)
def test_business_income_is_taxed_at_3_percent(paid, income_tax, local_tax):
	assert withhold(BUSINESS, paid, DAY) == Withheld(income_tax, local_tax, paid - income_tax - local_tax)


def test_business_income_below_1000_won_of_tax_was_free_before_july_2024():
	assert withhold(BUSINESS, 33_000, date(2024, 6, 30)).total == 0
	assert withhold(BUSINESS, 33_000, date(2024, 7, 1)).total == 1_080
	assert withhold(BUSINESS, 33_334, date(2024, 6, 30)).income_tax == 1_000


@pytest.mark.parametrize(
	("paid", "income_tax", "local_tax"),
	[
		(124_999, 0, 0),
		(125_000, 0, 0),  # 50,000 won of income are free of tax
		(125_001, 10_000, 1_000),
		(300_000, 24_000, 2_400),
		(1_000_000, 80_000, 8_000),
		(200_123, 16_000, 1_600),
	],
)
def test_other_income_is_taxed_at_20_percent_after_60_percent_of_expenses(paid, income_tax, local_tax):
	assert withhold(OTHER, paid, DAY) == Withheld(income_tax, local_tax, paid - income_tax - local_tax)


@pytest.mark.parametrize(
	("rate", "paid", "income_tax"),
	[(80, 250_000, 0), (80, 250_005, 10_000), (0, 50_000, 0), (0, 50_001, 10_000), (0, 1_000_000, 200_000)],
)
def test_other_income_with_another_expense_rate(rate, paid, income_tax):
	assert withhold(OTHER, paid, DAY, expense_rate=rate).income_tax == income_tax


@pytest.mark.parametrize(
	("paid", "days", "income_tax", "local_tax"),
	[
		(150_000, 1, 0, 0),
		(187_037, 1, 0, 0),  # 999.999 won: not collected
		(187_038, 1, 1_000, 100),
		(200_000, 1, 1_350, 130),
		(1_000_000, 5, 6_750, 670),
		(900_000, 5, 4_050, 400),  # 810 won a day, paid in one go: judged together
		(750_000, 5, 0, 0),
	],
)
def test_daily_wage_is_taxed_above_150000_won_a_day(paid, days, income_tax, local_tax):
	assert withhold(DAILY, paid, DAY, days) == Withheld(income_tax, local_tax, paid - income_tax - local_tax)


def test_daily_wages_of_one_payee_are_judged_together():
	two = [Payment(DAILY, 180_000, payee="가"), Payment(DAILY, 180_000, payee="가")]
	assert [w.income_tax for w in withhold_all(two, DAY)] == [810, 810]
	of_two = [Payment(DAILY, 180_000, payee="가"), Payment(DAILY, 180_000, payee="나")]
	assert [w.total for w in withhold_all(of_two, DAY)] == [0, 0]


@pytest.mark.parametrize(
	("kind", "paid", "days"), [("", 1, 1), (BUSINESS, 0, 1), (BUSINESS, -1, 1), (DAILY, 1, 0), (OTHER, 0, 1)]
)
def test_what_is_no_payment_is_refused(kind, paid, days):
	with pytest.raises(RuleViolation):
		withhold(kind, paid, DAY, days)


def test_a_day_before_the_data_is_refused():
	with pytest.raises(RuleViolation):
		withhold(BUSINESS, 1_000_000, date(2018, 12, 31))


@given(st.sampled_from(KINDS), won, st.integers(1, 31))
def test_what_is_withheld_and_paid_out_adds_up_in_tens_of_won(kind, paid, days):
	withheld = withhold(kind, paid, DAY, days)
	assert withheld.net + withheld.income_tax + withheld.local_tax == paid
	assert withheld.income_tax % 10 == withheld.local_tax % 10 == 0
	assert 0 <= withheld.income_tax - 10 * withheld.local_tax < 100
	assert withheld.net > 0


@given(st.sampled_from(KINDS), won, won)
def test_who_is_paid_more_is_withheld_no_less(kind, one, more):
	assert withhold(kind, one, DAY).total <= withhold(kind, one + more, DAY).total


@given(won)
def test_the_tax_is_never_above_the_rate(paid):
	assert withhold(BUSINESS, paid, DAY).income_tax <= paid * Fraction(3, 100)


def test_payees_get_no_more_than_the_resolution_pays():
	check_within_total([300_000, 700_000], 1_000_000)
	with pytest.raises(RuleViolation):
		check_within_total([300_000, 700_001], 1_000_000)


def test_rows_of_the_monthly_return():
	assert [return_code(kind) for kind in KINDS] == ["A25", "A59", "A03"]
	assert return_code(OTHER, 60) == "A59"
	assert return_code(OTHER, 0) == return_code(OTHER, 80) == "A42"
