"""원천징수이행상황신고서: rows, set-off of refunds, local tax, and which account pays what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huimang.rules.errors import RuleViolation
from huimang.rules.withholding_return import LocalLine, Paid, Refund, Share, compose, form


def lines(filled):
	return {line.code: tuple(line)[1:] for line in filled.lines}


def test_a_month_of_a_welfare_centre():
	filled = compose(
		[
			Paid("A25", "가", 1_000_000, 30_000, 3_000, "운영"),
			Paid("A25", "가", 500_000, 15_000, 1_500, "운영"),
			Paid("A25", "나", 333_000, 9_990, 990, "보조금"),
			Paid("A59", "다", 300_000, 24_000, 2_400, "보조금"),
			Paid("A59", "라", 125_000, 0, 0, "보조금"),
			Paid("A03", "마", 1_000_000, 6_750, 670, "운영"),
		]
	)
	assert lines(filled) == {
		"A03": (1, 1_000_000, 6_750, 0, 0, 0),
		"A10": (1, 1_000_000, 6_750, 0, 0, 6_750),
		"A25": (2, 1_833_000, 54_990, 0, 0, 0),
		"A30": (2, 1_833_000, 54_990, 0, 0, 54_990),
		"A59": (2, 425_000, 24_000, 0, 0, 0),
		"A40": (2, 425_000, 24_000, 0, 0, 24_000),
		"A99": (5, 3_258_000, 85_740, 0, 0, 85_740),
	}
	assert filled.local_lines == (
		LocalLine("13", "사업소득", 2, 54_990, 5_490, 0, 5_490),
		LocalLine("14", "근로소득", 1, 6_750, 670, 0, 670),
		LocalLine("16", "기타소득", 2, 24_000, 2_400, 0, 2_400),
	)
	assert (filled.income_tax, filled.local_tax) == (85_740, 8_560)
	assert filled.shares == (Share("보조금", 33_990, 3_390), Share("운영", 51_750, 5_170))


def test_a_month_without_payments_is_filed_all_the_same():
	filled = compose([])
	assert lines(filled) == {"A99": (0, 0, 0, 0, 0, 0)}
	assert (filled.local_lines, filled.shares, filled.income_tax) == ((), (), 0)


def test_local_tax_is_the_sum_of_what_each_person_lost_not_a_tenth_of_all():
	filled = compose([Paid("A25", str(n), 33_300, 990, 90) for n in range(10)])
	assert (filled.income_tax, filled.local_tax) == (9_900, 900)


def test_what_was_taken_back_is_set_off_against_other_rows():
	filled = compose(
		[
			Paid("A25", "가", -1_000_000, -30_000, -3_000, "운영"),
			Paid("A59", "나", 500_000, 40_000, 4_000, "운영"),
		]
	)
	assert lines(filled)["A30"] == (1, -1_000_000, -30_000, 0, 0, 0)
	assert lines(filled)["A40"] == (1, 500_000, 40_000, 0, 30_000, 10_000)
	assert lines(filled)["A99"] == (2, -500_000, 40_000, 0, 30_000, 10_000)
	assert filled.refund == Refund(0, 0, 0, 30_000, 30_000, 30_000, 0, 0)
	assert [line.payable for line in filled.local_lines] == [0, 1_000]
	assert filled.shares == (Share("운영", 10_000, 1_000),)


def test_refunds_are_carried_over_and_claimed():
	filled = compose(
		[Paid("A25", "가", 100_000, 3_000, 300)], carried=50_000, claimed_before=10_000, claim=20_000
	)
	assert filled.refund == Refund(50_000, 10_000, 40_000, 0, 40_000, 3_000, 37_000, 20_000)
	assert filled.income_tax == 0
	assert compose([], local_carried=700).local_carried_over == 700


def test_year_end_adjustment_is_paid_by_A06():
	filled = compose(
		[
			Paid("A01", "가", 3_000_000, 84_000, 8_400),
			Paid("A04", "가", 36_000_000, 300_000, 30_000),
			Paid("A05", "가", 0, 200_000, 0),
		]
	)
	assert lines(filled)["A06"][2] == 100_000
	assert lines(filled)["A10"] == (2, 39_000_000, 184_000, 0, 0, 184_000)


def test_penalties_are_filed_but_no_money_of_others():
	filled = compose([Paid("A25", "가", 100_000, 3_000, 300, "운영")], penalties={"A30": 90})
	assert lines(filled)["A99"] == (1, 100_000, 3_000, 90, 0, 3_090)
	assert (filled.income_tax, filled.shares) == (3_000, (Share("운영", 3_000, 300),))


@pytest.mark.parametrize(
	"kwargs",
	[
		{"claim": 1},
		{"claimed_before": 1},
		{"carried": 10, "claim": 11},
		{"penalties": {"A25": 1}},
		{"claim": -1},
	],
)
def test_what_cannot_be_is_refused(kwargs):
	with pytest.raises(RuleViolation):
		compose([], **kwargs)


@pytest.mark.parametrize("code", ["A10", "A99", "A12", ""])
def test_payments_go_to_rows_that_take_them(code):
	with pytest.raises(RuleViolation):
		compose([Paid(code, "가", 1, 0, 0)])


def test_rows_of_the_form():
	codes = [row.code for row in form()]
	assert codes[-1] == "A99" and len(codes) == len(set(codes)) == 31
	assert {row.subtotal for row in form()} == {"A10", "A20", "A30", "A40", "A47", "A99", ""}


payments = st.lists(
	st.builds(
		lambda code, person, tax, account, sign: Paid(
			code, person, sign * tax * 40, sign * tax * 10, sign * (tax // 10) * 10, account
		),
		st.sampled_from(["A01", "A03", "A25", "A42", "A59", "A50"]),
		st.sampled_from("가나다"),
		st.integers(0, 100_000),
		st.sampled_from(["보조금", "운영", "후원금"]),
		st.sampled_from([1, 1, 1, -1]),
	),
	max_size=12,
)


@given(payments, st.integers(0, 500_000))
def test_every_won_is_paid_set_off_or_carried_over(paid, carried):
	filled = compose(paid, carried=carried, local_carried=carried)
	withheld = sum(p.income_tax for p in paid)
	assert filled.income_tax - filled.refund.carried_over == withheld - carried
	assert filled.local_tax - filled.local_carried_over == sum(p.local_tax for p in paid) - carried
	assert sum(share.income_tax for share in filled.shares) == filled.income_tax
	assert sum(share.local_tax for share in filled.shares) == filled.local_tax
	assert all(share.income_tax >= 0 and share.local_tax >= 0 for share in filled.shares)
	assert not (filled.income_tax and filled.refund.carried_over)
