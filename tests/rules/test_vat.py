"""부가가치세: output tax, input tax, and the sharing of what serves taxed and exempt business."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huimang.rules.errors import RuleViolation
from huimang.rules.vat import Paper, Sum, common_input_tax_lost, worksheet

DAY = date(2026, 6, 30)


def test_a_cafe_in_a_welfare_centre():
	sheet = worksheet(
		[
			Paper("Issued", "Tax Invoice", "Not Deductible", True, 3, 6_000_000, 600_000),
			Paper("Issued", "Cash Receipt", "Not Deductible", True, 20, 2_000_000, 200_000),
			Paper("Issued", "Invoice", "Not Deductible", False, 2, 2_000_000, 0),
			Paper("Received", "Tax Invoice", "Deductible", True, 4, 3_000_000, 300_000),
			Paper("Received", "Cash Receipt", "Deductible", True, 1, 100_000, 10_000),
			Paper("Received", "Tax Invoice", "Common", True, 1, 1_000_000, 100_000),
			Paper("Received", "Tax Invoice", "Not Deductible", True, 9, 9_000_000, 900_000),
			Paper("Received", "Invoice", "Not Deductible", False, 1, 500_000, 0),
		],
		DAY,
	)
	assert (sheet.output_tax, sheet.exempt_share, sheet.common_lost) == (800_000, Fraction(1, 5), 20_000)
	assert (sheet.input_tax, sheet.payable) == (300_000 + 10_000 + 80_000, 410_000)
	assert sheet.lost == Sum(9, 9_000_000, 900_000)


@pytest.mark.parametrize(
	("tax", "share", "lost"),
	[
		(49_999, Fraction(1, 2), 0),
		(50_000, Fraction(1, 2), 25_000),
		(4_999_999, Fraction(4999, 100_000), 0),
		(5_000_000, Fraction(4, 100), 200_000),
		(1_000_000, Fraction(5, 100), 50_000),
		(100_001, Fraction(1, 3), 33_333),
		(100_000, Fraction(1), 100_000),
		(0, Fraction(1), 0),
		(-100_000, Fraction(1), 0),
	],
)
def test_common_input_tax_is_shared_by_supplies(tax, share, lost):
	assert common_input_tax_lost(tax, share, DAY) == lost


def test_more_input_than_output_is_refunded():
	papers = [Paper("Received", "Tax Invoice", "Deductible", True, 1, 1_000_000, 100_000)]
	assert worksheet(papers, DAY).payable == -100_000


def test_nothing_at_all():
	assert worksheet([], DAY).payable == 0


def test_a_day_before_the_data_is_refused():
	with pytest.raises(RuleViolation):
		common_input_tax_lost(100_000, Fraction(1), date(2018, 12, 31))


@given(st.integers(0, 10**9), st.fractions(0, 1))
def test_no_more_is_lost_than_there_is(tax, share):
	assert 0 <= common_input_tax_lost(tax, share, DAY) <= tax
