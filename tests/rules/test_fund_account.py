"""Fund sources and the accounts they may go through."""

import pytest

from huimang.rules.errors import RuleViolation
from huimang.rules.fund_account import FundUse, check_account_unit, check_cash, check_fund_use


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
