"""Subsidies: the vectors S1–S6 of the settlement, periods, and the duties by amount (지방보조금법)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huimang.rules import subsidy
from huimang.rules import subsidy_settlement as settling
from huimang.rules.errors import RuleViolation
from huimang.rules.subsidy import Charge, Terms
from huimang.rules.subsidy_settlement import Share

PROVINCE, DISTRICT, OWN = "Province Funds", "District Funds", "Own Funds"
S1 = (
	Share(PROVINCE, 3_000_000, 3_000_000),
	Share(DISTRICT, 7_000_000, 7_000_000),
	Share(OWN, 2_000_000, 2_000_000),
)
TERMS = Terms(
	title="일자리",
	is_open=True,
	first=date(2026, 3, 1),
	last=date(2026, 11, 30),
	payable_until=date(2026, 12, 15),
	subjects=("A", "B"),
	program="P",
	fund_source="F",
)
CHARGE = Charge("A-1", "사무용품", "A", "P", "F", "Subsidy")


def back(result, *sources):
	return tuple(result.to_return(source) for source in sources)


def test_s1_rest_and_interest_go_back_by_share():
	result = settling.settle(S1, 11_400_000, 12_347)
	assert dict(result.rest) == {PROVINCE: 150_000, DISTRICT: 350_000, OWN: 100_000}
	assert (result.interest[PROVINCE], result.interest[DISTRICT]) == (3_704, 8_643)
	assert (*back(result, PROVINCE, DISTRICT, OWN), result.total) == (153_704, 358_643, 0, 512_347)


def test_s2_below_ten_won_nothing_goes_back():
	result = settling.settle(S1, 11_400_000, 12_347, cut_below_ten=True)
	assert back(result, PROVINCE, DISTRICT) == (153_700, 358_640)


def test_s3_what_is_not_accepted_goes_back_too():
	result = settling.settle(S1, 11_000_000, 12_347)
	assert dict(result.rest) == {PROVINCE: 250_000, DISTRICT: 583_333, OWN: 166_667}
	assert result.total == 833_333 + 12_347


def test_s4_all_spent_only_interest_goes_back():
	assert settling.settle(S1, 12_000_000, 12_347).total == 12_347


@pytest.mark.parametrize(
	("fixed", "is_right"), [(10_000_000, True), (10_000_001, False), (-1, False), (0, True)]
)
def test_s5_no_more_is_fixed_than_was_received(fixed, is_right):
	def reckon():
		return settling.fixed(S1, fixed, 12_347, rests={PROVINCE: 150_000, DISTRICT: 350_000})

	if not is_right:
		with pytest.raises(RuleViolation):
			reckon()
		return
	assert reckon().total == 10_000_000 - fixed + 12_347


def test_s6_own_funds_first_raise_what_goes_back():
	by_share = settling.settle(S1, 10_000_000, 0)
	own_first = settling.settle(S1, 10_000_000, 0, split_rule=settling.OWN_FIRST)
	assert (own_first.accepted[OWN], own_first.total) == (2_000_000, 2_000_000)
	assert own_first.total > by_share.total


def test_as_spent_takes_what_the_books_say():
	result = settling.settle(S1, 11_000_000, 0, own_spent=1_500_000, split_rule=settling.AS_SPENT)
	assert (result.accepted[OWN], result.total) == (1_500_000, 500_000)


def test_interest_by_all_shares_leaves_the_facility_its_own():
	result = settling.settle(S1, 12_000_000, 12_000, interest_rule=settling.BY_ALL_SHARES)
	assert back(result, PROVINCE, DISTRICT, OWN) == (3_000, 7_000, 0)


def test_less_received_than_granted_goes_back_less():
	shares = (Share(PROVINCE, 3_000_000, 1_000_000),)
	assert settling.settle(shares, 900_000, 0).total == 100_000
	assert settling.settle(shares, 1_100_000, 0).total == 0


amounts = st.integers(0, 10**9)


@given(
	st.lists(amounts, min_size=1, max_size=4),
	amounts,
	amounts,
	amounts,
	st.sampled_from((settling.BY_SHARE, settling.OWN_FIRST, settling.AS_SPENT)),
)
def test_what_was_received_is_accepted_or_goes_back(received, own, accepted, interest, rule):
	names = (PROVINCE, DISTRICT, "National Funds", "Other Funds")
	shares = [Share(name, amount, amount) for name, amount in zip(names, received, strict=False)]
	shares.append(Share(OWN, own, own))
	result = settling.settle(shares, accepted, interest, own_spent=own // 2, split_rule=rule)
	for share in shares[:-1]:
		assert result.accepted[share.source] + result.rest[share.source] == share.received
		assert min(result.rest[share.source], result.interest[share.source]) >= 0
	assert sum(result.interest.values()) == interest


@given(amounts, st.lists(amounts, min_size=1, max_size=6))
def test_a_split_loses_no_won(amount, weights):
	pieces = settling.split(amount, weights)
	assert sum(pieces) == amount
	assert len(pieces) == len(weights)
	if sum(weights):
		assert all(
			abs(part - amount * weight / sum(weights)) < 1
			for part, weight in zip(pieces, weights, strict=True)
		)


@pytest.mark.parametrize(
	("charge", "day", "words"),
	[
		(CHARGE, date(2026, 3, 1), ""),
		(CHARGE, date(2026, 11, 30), ""),
		(CHARGE, date(2026, 2, 28), "period"),
		(CHARGE, date(2026, 12, 1), "period"),
		(CHARGE._replace(mok="C"), date(2026, 5, 1), "may not be spent on"),
		(CHARGE._replace(subject="B", mok="C"), date(2026, 5, 1), ""),
		(CHARGE._replace(program="Q"), date(2026, 5, 1), "another program"),
		(CHARGE._replace(fund_source="G"), date(2026, 5, 1), "another fund source"),
		(CHARGE._replace(fund_source="G", fund_kind="Own Funds"), date(2026, 5, 1), ""),
	],
)
def test_purpose_and_period(charge, day, words):
	if not words:
		subsidy.check_charge(TERMS, charge, day)
		return
	with pytest.raises(RuleViolation, match=words):
		subsidy.check_charge(TERMS, charge, day)


@pytest.mark.parametrize(
	("day", "is_right"),
	[
		(date(2026, 3, 1), True),
		(date(2026, 12, 15), True),
		(date(2026, 12, 16), False),
		(date(2026, 2, 28), False),
	],
)
def test_payment(day, is_right):
	if is_right:
		subsidy.check_payment(TERMS, day)
		return
	with pytest.raises(RuleViolation):
		subsidy.check_payment(TERMS, day)


@pytest.mark.parametrize(("asked", "is_right"), [(399, True), (400, True), (401, False)])
def test_room(asked, is_right):
	if is_right:
		subsidy.check_room("일자리", "보조금", 1_000, 600, asked)
		return
	with pytest.raises(RuleViolation, match="400 won is left"):
		subsidy.check_room("일자리", "보조금", 1_000, 600, asked)


@pytest.mark.parametrize(
	("amount", "year_total", "count"),
	[
		(4_999_999, 4_999_999, 0),
		(5_000_000, 5_000_000, 1),
		(299_999_999, 299_999_999, 1),
		(300_000_000, 300_000_000, 2),
		(300_000_000, 1_000_000_000, 3),
	],
)
def test_duties_by_amount(amount, year_total, count):
	"""정보공시 500만원, 외부검증 3억원, 회계감사 10억원 (제17조②, 제18조, 제20조의2)."""
	assert len(subsidy.duties(subsidy.LOCAL, amount, year_total, date(2026, 1, 1))) == count


def test_the_report_is_due_two_months_after_the_end():
	assert subsidy.report_due(date(2026, 12, 31)) == date(2027, 2, 28)
	assert subsidy.report_due(date(2026, 6, 30)) == date(2026, 8, 31)
	assert subsidy.keep_until(date(2026, 12, 31)) == date(2031, 12, 31)


@pytest.mark.parametrize(
	("law", "amount", "due"),
	[
		(subsidy.LOCAL, 5_000_000, date(2027, 4, 30)),
		(subsidy.LOCAL, 4_999_999, None),
		(subsidy.NATIONAL, 5_000_000, None),
	],
)
def test_disclosure_is_due_four_months_after_the_year(law, amount, due):
	assert subsidy.disclosure_due(law, amount, date(2026, 12, 31)) == due
