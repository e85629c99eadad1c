"""Rules over resolutions and grants: below, at and above what they look for."""

from datetime import date

import pytest

from huimang.rules import spending_rules as rules
from huimang.rules.card_facts import Setting
from huimang.rules.spending_rules import Expense, Grant, check_expense, check_grant


@pytest.mark.parametrize(
	("amount", "evidence", "is_found"),
	[
		(30_000, ["Simple Receipt"], False),
		(30_001, ["Simple Receipt"], True),
		(30_001, ["Simple Receipt", "Card Slip"], False),
		(30_001, [], False),
	],
)
def test_c7_a_simple_receipt_does_for_thirty_thousand(amount, evidence, is_found):
	match = check_expense(
		rules.SIMPLE_RECEIPT, Expense(amount=amount, evidence=evidence), Setting(amount=30_000)
	)
	assert bool(match) is is_found


def test_evidence_proves_one_expense():
	assert not check_expense(rules.TWICE, Expense(amount=1), Setting())
	match = check_expense(rules.TWICE, Expense(amount=1, also_in=("A-1", "2026-00003")), Setting())
	assert match.params == ("A-1", "2026-00003")


def grant(**kw):
	days = {"first": date(2026, 1, 1), "last": date(2026, 12, 31), "today": date(2026, 6, 1)}
	return Grant(**{"title": "급식", "subsidy": 1_000, "own": 100, **days, **kw})


@pytest.mark.parametrize(
	("received", "is_ahead", "is_found"), [(499, False, True), (500, False, False), (499, True, False)]
)
def test_spent_before_it_came_in(received, is_ahead, is_found):
	told = grant(received=received, subsidy_spent=500, may_be_ahead=is_ahead)
	assert bool(check_grant(rules.BEFORE_RECEIPT, told, Setting())) is is_found


@pytest.mark.parametrize(("own", "is_found"), [(29, True), (30, False), (50, False)])
def test_the_own_share_keeps_up(own, is_found):
	told = grant(subsidy_spent=500, own_spent=own)
	assert bool(check_grant(rules.OWN_BEHIND, told, Setting(count=20))) is is_found
	assert not check_grant(rules.OWN_BEHIND, grant(own=0, subsidy_spent=500), Setting(count=20))


@pytest.mark.parametrize(
	("today", "spent", "is_found"),
	[
		(date(2026, 11, 1), 0, False),
		(date(2026, 11, 2), 549, True),
		(date(2026, 11, 2), 550, False),
		(date(2027, 1, 1), 0, False),
	],
)
def test_much_left_near_the_end(today, spent, is_found):
	told = grant(today=today, subsidy_spent=spent)
	assert bool(check_grant(rules.UNSPENT, told, Setting(count=50, days=59))) is is_found
