"""Figures of a calculation as people read them."""

from fractions import Fraction

import pytest

from huimang.rules.steps import figure, percent


@pytest.mark.parametrize(
	("value", "text"),
	[
		(0, "0"),
		(1_234_567, "1,234,567"),
		(-1_000, "-1,000"),
		(Fraction(6, 2), "3"),
		(Fraction(3_000_000, 209), "14,354.067"),
		(Fraction(1, 3), "0.3333"),
		(Fraction(1, 2), "0.5"),
		(10**15, "1,000,000,000,000,000"),
	],
)
def test_figures(value, text):
	assert figure(value) == text


@pytest.mark.parametrize(
	("rate", "text"), [("0.0475", "4.75%"), ("0.004724", "0.4724%"), ("0.00006", "0.006%"), ("1", "100%")]
)
def test_rates(rate, text):
	assert percent(Fraction(rate)) == text
