"""선금 (X5) and 개산급 (X6): the reasons of the rule, the share of a contract, and the account given afterwards."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huimang.rules.advances import (
	ADVANCE_REASONS,
	BY_CONTRACT,
	ESTIMATE_REASONS,
	check_account,
	check_advance,
	check_estimate,
)
from huimang.rules.errors import RuleViolation

TODAY = date(2026, 11, 22)


def test_x5_the_ten_reasons_and_no_other():
	assert len(ADVANCE_REASONS) == 10
	for reason in set(ADVANCE_REASONS) - {BY_CONTRACT}:
		check_advance(reason, 900_000_000, 0, TODAY)
	for reason in ("", "Just So", "Litigation"):
		with pytest.raises(RuleViolation):
			check_advance(reason, 1, 0, TODAY)


def test_x5_an_advance_on_a_contract_has_a_contract_of_ten_million():
	check_advance(BY_CONTRACT, 5_000_000, 10_000_000, TODAY)
	with pytest.raises(RuleViolation, match="10,000,000"):
		check_advance(BY_CONTRACT, 1, 9_999_999, TODAY)


@given(st.integers(10_000_000, 900_000_000_000))
def test_x5_half_of_the_contract_and_not_a_won_more(contract):
	check_advance(BY_CONTRACT, contract // 2, contract, TODAY)
	with pytest.raises(RuleViolation):
		check_advance(BY_CONTRACT, contract // 2 + 1, contract, TODAY)


def test_x6_the_four_reasons_and_no_other():
	assert len(ESTIMATE_REASONS) == 4
	for reason in ESTIMATE_REASONS:
		check_estimate(reason)
	for reason in ("", "Periodicals"):
		with pytest.raises(RuleViolation):
			check_estimate(reason)


def test_the_account_is_to_the_won():
	check_account(100_000, 100_000, 0)
	check_account(100_000, 70_000, 30_000)
	for used, refunded in ((70_000, 29_999), (70_000, 0), (100_001, 0), (100_000, 1)):
		with pytest.raises(RuleViolation):
			check_account(100_000, used, refunded)
