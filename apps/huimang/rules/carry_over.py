"""What is left of a year, and how it opens the next one (C11): by fund source, and by account.

The rest of a fund source is what it brought in less what was spent of it. Together the rests are the year's revenue
less its expenses, which is what the accounts hold (제19조, 검산). Both margins are kept to the won.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import TypeVar

from huimang.rules.errors import RuleViolation

Item = TypeVar("Item", bound=Hashable)
Account = TypeVar("Account", bound=Hashable)


def rests_by_program(rests: Mapping[tuple[str, str], int]) -> dict[tuple[str, str], int]:
	"""Return the rests by (fund source, program) with what one program overspent taken from its fund source's others.

	Revenue of a fund source is often booked on one program and spent on several. The largest rest pays first. Raises
	RuleViolation for a fund source of which more was spent than came in: its rest cannot be carried over.
	"""
	by_fund: dict[str, dict[str, int]] = defaultdict(dict)
	for (fund, program), rest in rests.items():
		by_fund[fund][program] = by_fund[fund].get(program, 0) + rest
	result = {}
	for fund, programs in sorted(by_fund.items()):
		if sum(programs.values()) < 0:
			raise RuleViolation("More was spent of {0} than it brought in.", fund)
		short = -sum(rest for rest in programs.values() if rest < 0)
		for program, rest in sorted(programs.items(), key=lambda pair: (-pair[1], pair[0])):
			taken = min(short, max(rest, 0))
			short -= taken
			if rest > taken:
				result[fund, program] = rest - taken
	return result


def clear_debts(accounts: Mapping[Account, int]) -> tuple[dict[Account, int], dict[Account, int]]:
	"""Part the accounts' balances into the opening revenue and the transfers that go with it.

	An account below 0 is a clearing account: money that is withheld for somebody else (예수금) lies in the other
	accounts, the largest first. Returns what of each account is the facility's own, and what each account gets by
	transfer; the transfers add up to nothing, and both together are the balances.
	"""
	own = {account: balance for account, balance in accounts.items() if balance > 0}
	moved: dict[Account, int] = {}
	for debtor, balance in sorted(accounts.items(), key=lambda pair: str(pair[0])):
		if balance >= 0:
			continue
		owed = -balance
		for account in sorted(own, key=lambda name: (-own[name], str(name))):
			part = min(owed, own[account])
			if part:
				own[account] -= part
				moved[account] = moved.get(account, 0) + part
				owed -= part
		if owed:
			raise RuleViolation("The accounts hold less than is withheld for others.")
		moved[debtor] = balance
	return {account: won for account, won in own.items() if won}, moved


def allocate(
	rests: Mapping[Item, int],
	accounts: Mapping[Account, int],
	held: Mapping[tuple[Item, Account], int],
	rank: Callable[[Item, Account], int],
) -> dict[tuple[Item, Account], int]:
	"""Say which rest lies in which account, so that rows and columns both add up.

	What the entries say lies there does; transfers between accounts that name no fund source leave differences, which
	are filled in by ``rank``, the lowest first.

	:param rests: won of each fund source, none below 0; :param accounts: won in each account, of the same total.
	:param held: what the entries say, of any sign.
	"""
	if sum(rests.values()) != sum(accounts.values()):
		raise RuleViolation("What is left of the year differs from what its accounts hold.")
	open_rests, open_accounts = dict(rests), dict(accounts)
	result: dict[tuple[Item, Account], int] = defaultdict(int)

	def give(pairs: Iterable[tuple[tuple[Item, Account], int]]) -> None:
		for (item, account), most in pairs:
			won = min(most, open_rests.get(item, 0), open_accounts.get(account, 0))
			if won > 0:
				result[item, account] += won
				open_rests[item] -= won
				open_accounts[account] -= won

	def order(pair: tuple[Item, Account]) -> tuple[int, str]:
		return rank(*pair), str(pair)

	every = sorted(((item, account) for item in rests for account in accounts), key=order)
	give((pair, held.get(pair, 0)) for pair in every)
	give((pair, sum(accounts.values())) for pair in every)
	return dict(result)


def earmark(
	lines: Mapping[tuple[str, str, str, str], int], carried: Iterable[tuple[str, str, str, int]]
) -> dict[tuple[str, str, str, str], int]:
	"""Return opening lines with what carryovers (이월, C10) bring along on the subject and program that they name.

	It is taken from lines of the same fund source, those of its program first, as far as they reach: what never came in
	cannot be received again. The sum of each fund source and account stays what it was.

	:param lines: won by subject, program, fund source and account; :param carried: subject, program, fund source, won.
	"""
	result: dict[tuple[str, str, str, str], int] = dict(lines)
	named: dict[tuple[str, str, str, str], int] = defaultdict(int)
	for subject, program, fund, amount in carried:
		for line in sorted(result, key=lambda line: (line[1] != program, line)):
			taken = min(amount, max(result[line], 0)) if line[2] == fund else 0
			if taken:
				amount -= taken
				result[line] -= taken
				named[subject, program, fund, line[3]] += taken
	for line, taken in named.items():
		result[line] = result.get(line, 0) + taken
	return {line: amount for line, amount in result.items() if amount}
