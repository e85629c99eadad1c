"""Fund sources and the accounts they may go through."""

import pytest

from huimang.rules.errors import RuleViolation
from huimang.rules.fund_account import (
	FundUse,
	Move,
	check_account_unit,
	check_cash,
	check_cash_box,
	check_fund_use,
	check_move,
)


def use(**kw):
	return FundUse(**{"side": "Expense", "fund_kind": "Own Funds", "account_purpose": "Operating"} | kw)


@pytest.mark.parametrize("kind", ["Designated Donation", "Undesignated Donation"])
@pytest.mark.parametrize("side", ["Revenue", "Expense"])
@pytest.mark.parametrize("purpose", ["Operating", "Subsidy", "Cash", "Other"])
def test_donations_go_through_their_own_account_only(kind, side, purpose):
	with pytest.raises(RuleViolation):
		check_fund_use(use(side=side, fund_kind=kind, account_purpose=purpose))
	check_fund_use(use(side=side, fund_kind=kind, account_purpose="Donation"))


def test_undesignated_donations_have_forbidden_subjects():
	forbidden = {"account_purpose": "Donation", "donation_forbidden": True, "subject": "회의비"}
	with pytest.raises(RuleViolation, match="회의비"):
		check_fund_use(use(fund_kind="Undesignated Donation", **forbidden))
	check_fund_use(use(fund_kind="Designated Donation", **forbidden))
	check_fund_use(use(fund_kind="Undesignated Donation", side="Revenue", **forbidden))


def test_subsidies_are_spent_from_the_account_or_by_the_card_that_is_meant_for_them():
	check_fund_use(use(fund_kind="Subsidy", account_purpose="Subsidy", payment_method="Bank Transfer"))
	check_fund_use(use(fund_kind="Subsidy", is_card_account=True, payment_method="Dedicated Card"))
	for refused in (
		{"payment_method": "Bank Transfer"},
		{"payment_method": "Dedicated Card"},
		{"payment_method": "Card", "is_card_account": True},
		{"payment_method": "Cash", "account_purpose": "Cash"},
	):
		with pytest.raises(RuleViolation):
			check_fund_use(use(fund_kind="Subsidy", **refused))


def test_subsidies_may_come_in_by_any_account():
	check_fund_use(use(side="Revenue", fund_kind="Subsidy"))


@pytest.mark.parametrize("kind", ["Own Funds", "Profit Business", "Other"])
@pytest.mark.parametrize("purpose", ["Operating", "Subsidy", "Donation", "Cash", "Other"])
def test_other_funds_are_free(kind, purpose):
	check_fund_use(use(fund_kind=kind, account_purpose=purpose))


def test_units_keep_their_accounts_apart():
	check_account_unit("Facility", "Facility")
	with pytest.raises(RuleViolation):
		check_account_unit("Corporation", "Facility")


def test_cash_comes_out_of_the_cash_box_up_to_its_limit():
	check_cash(1_000_000, "Cash", "Cash", 1_000_000)
	check_cash(5_000_000, "Operating", "Bank Transfer", 1_000_000)
	for amount, purpose, method in (
		(1_000_001, "Cash", "Cash"),
		(1_000, "Operating", "Cash"),
		(1_000, "Cash", "Bank Transfer"),
	):
		with pytest.raises(RuleViolation):
			check_cash(amount, purpose, method, 1_000_000)


def move(fund_kind="", from_purpose="Operating", to_purpose="Operating", **kw):
	return Move(fund_kind=fund_kind, from_purpose=from_purpose, to_purpose=to_purpose, **kw)


PURPOSES = ["Operating", "Subsidy", "Donation", "Cash", "Other"]


@pytest.mark.parametrize("kind", ["Designated Donation", "Undesignated Donation"])
@pytest.mark.parametrize("source", PURPOSES)
def test_d6_donations_move_into_their_own_account_only(kind, source):
	for target in set(PURPOSES) - {"Donation"}:
		with pytest.raises(RuleViolation):
			check_move(move(kind, source, target))
	check_move(move(kind, source, "Donation"))


@pytest.mark.parametrize("source", PURPOSES)
def test_x3_subsidies_move_into_an_account_that_may_spend_them(source):
	for target in set(PURPOSES) - {"Subsidy"}:
		with pytest.raises(RuleViolation):
			check_move(move("Subsidy", source, target))
	check_move(move("Subsidy", source, "Subsidy"))
	check_move(move("Subsidy", source, "Operating", to_card_account=True))


def test_the_account_tells_whose_money_it_is_where_nobody_says():
	for source in ("Subsidy", "Donation"):
		with pytest.raises(RuleViolation):
			check_move(move("", source, "Operating"))
		check_move(move("Own Funds", source, "Operating"))
		check_move(move("", source, source))
		check_move(move("", source, "Withholding"))
	check_move(move("", "Operating", "Cash"))


def test_x4_the_cash_box_is_filled_up_to_its_limit():
	check_cash_box(400_000, 600_000, 1_000_000)
	with pytest.raises(RuleViolation, match="1,000,000") as caught:
		check_cash_box(400_000, 600_001, 1_000_000)
	assert caught.value.params == ("1,000,000", "400,000", "600,001")
