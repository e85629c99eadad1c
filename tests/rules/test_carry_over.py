"""C11: what is left of a year by fund source and account, to the won."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huimang.rules import carry_over
from huimang.rules.errors import RuleViolation

ITEMS = st.tuples(st.sampled_from("가나다"), st.sampled_from("123"))
WON = st.integers(-10_000_000, 10_000_000)


def by_fund(rests) -> dict[str, int]:
	sums: dict[str, int] = {}
	for (fund, _program), rest in rests.items():
		sums[fund] = sums.get(fund, 0) + rest
	return {fund: total for fund, total in sums.items() if total}


@given(st.dictionaries(ITEMS, WON))
def test_c11_each_fund_source_keeps_its_rest(rests):
	if any(total < 0 for total in by_fund(rests).values()):
		with pytest.raises(RuleViolation):
			carry_over.rests_by_program(rests)
		return
	result = carry_over.rests_by_program(rests)
	assert by_fund(result) == by_fund(rests)
	assert all(rest > 0 for rest in result.values())


def test_c11_what_one_program_overspent_is_taken_from_the_largest_rest():
	rests = {("보조금", "공통"): 500, ("보조금", "급식"): -120, ("보조금", "상담"): 30}
	assert carry_over.rests_by_program(rests) == {("보조금", "공통"): 380, ("보조금", "상담"): 30}


@given(st.dictionaries(st.sampled_from("abcde"), WON))
def test_c11_own_money_and_transfers_are_the_balances(accounts):
	if sum(accounts.values()) < 0:
		with pytest.raises(RuleViolation):
			carry_over.clear_debts(accounts)
		return
	own, moved = carry_over.clear_debts(accounts)
	assert all(won > 0 for won in own.values())
	assert sum(moved.values()) == 0
	for account, balance in accounts.items():
		assert own.get(account, 0) + moved.get(account, 0) == balance


@given(st.data())
def test_c11_rows_and_columns_add_up(data):
	"""Whatever the entries say lies where: every fund source keeps its rest, every account its balance."""
	parts = data.draw(st.dictionaries(st.tuples(ITEMS, st.sampled_from("abc")), st.integers(0, 10**9)))
	rests, accounts = {}, {}
	for (item, account), won in parts.items():
		rests[item] = rests.get(item, 0) + won
		accounts[account] = accounts.get(account, 0) + won
	held = data.draw(st.dictionaries(st.tuples(ITEMS, st.sampled_from("abc")), WON))
	placed = carry_over.allocate(rests, accounts, held, lambda item, account: 0)
	assert all(won > 0 for won in placed.values())
	for item, rest in rests.items():
		assert sum(won for (it, _account), won in placed.items() if it == item) == rest
	for account, balance in accounts.items():
		assert sum(won for (_item, acc), won in placed.items() if acc == account) == balance


def test_c11_what_the_entries_say_is_kept():
	rests, accounts = {"보조금": 300, "후원금": 200}, {"a": 300, "b": 200}
	held = {("보조금", "a"): 300, ("후원금", "b"): 200}
	assert carry_over.allocate(rests, accounts, held, lambda item, account: 0) == held


def test_c11_margins_that_differ_are_refused():
	with pytest.raises(RuleViolation):
		carry_over.allocate({"보조금": 1}, {"a": 2}, {}, lambda item, account: 0)


CARRY = "이월사업비"
OPENINGS = {
	("전년도이월금", "공통", "보조금", "a"): 300,
	("전년도이월금", "식당", "보조금", "b"): 200,
	("전년도이월금", "공통", "후원금", "c"): 100,
}


def test_c10_what_is_carried_over_comes_in_on_its_own_subject():
	lines = carry_over.earmark(OPENINGS, [(CARRY, "식당", "보조금", 250)])
	assert lines == {
		("전년도이월금", "공통", "보조금", "a"): 250,
		(CARRY, "식당", "보조금", "a"): 50,
		(CARRY, "식당", "보조금", "b"): 200,
		("전년도이월금", "공통", "후원금", "c"): 100,
	}


def test_c10_what_never_came_in_is_not_received_again():
	lines = carry_over.earmark(OPENINGS, [(CARRY, "공통", "보조금", 501), (CARRY, "공통", "자부담", 1)])
	assert sum(won for (subject, *_rest), won in lines.items() if subject == CARRY) == 500


NAMES, PAID = st.sampled_from("가나다"), st.integers(0, 10_000_000)


@given(
	st.dictionaries(st.tuples(NAMES, NAMES, NAMES, NAMES), PAID),
	st.lists(st.tuples(NAMES, NAMES, NAMES, PAID), max_size=4),
)
def test_c10_fund_sources_and_accounts_keep_their_sums(lines, carried):
	marked = carry_over.earmark(lines, carried)
	for margin in (lambda line: line[2:], lambda line: line[3]):
		sums = [{}, {}]
		for at, source in enumerate((lines, marked)):
			for line, won in source.items():
				sums[at][margin(line)] = sums[at].get(margin(line), 0) + won
		assert {k: v for k, v in sums[0].items() if v} == {k: v for k, v in sums[1].items() if v}
