"""정산 of a grant: how its spending is split among those who fund it, and what goes back (§3.2; S1–S6).

지방보조금법 제19조 and 제31조②: what goes back is what came plus interest less the amount that the giver fixes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from huimang.money import floor_to_ten, format_won
from huimang.rules.errors import RuleViolation

OWN_FUNDS = "Own Funds"
BY_SHARE, OWN_FIRST, AS_SPENT = "By Share", "Own Funds First", "As Spent"
SUBSIDIES_ONLY, BY_ALL_SHARES = "Subsidies Only", "By All Shares"

SUBJECT_OF = {
	"국고보조금": "National Funds",
	"시·도보조금": "Province Funds",
	"시·군·구보조금": "District Funds",
	"기타보조금": "Other Funds",
}
"""The 목 of 보조금수입 in every statutory table, and whose money it is."""


class Share(NamedTuple):
	"""Who funds a grant, with what was granted and, of the facility's own share, promised."""

	source: str
	granted: int
	received: int


@dataclass(frozen=True)
class Settled:
	"""What a settlement comes to, in won, by source: accepted spending, rest and interest that go back."""

	accepted: Mapping[str, int]
	rest: Mapping[str, int]
	interest: Mapping[str, int]

	def to_return(self, source: str) -> int:
		"""Return what goes back to a source; the facility's own money stays."""
		return 0 if source == OWN_FUNDS else self.rest[source] + self.interest[source]

	@property
	def total(self) -> int:
		"""Return what goes back to all of them."""
		return sum(self.to_return(source) for source in self.rest)


def split(amount: int, weights: Sequence[int]) -> list[int]:
	"""Return `amount` split by `weights` to the won, what is left over going to the largest remainders (최대잉여법).

	Equal remainders go to the earlier one. Without any weight the first takes all.
	"""
	whole = sum(weights)
	if not whole:
		return [amount, *([0] * (len(weights) - 1))] if weights else []
	parts = [amount * weight // whole for weight in weights]
	order = sorted(range(len(weights)), key=lambda at: (-(amount * weights[at] % whole), at))
	for at in order[: amount - sum(parts)]:
		parts[at] += 1
	return parts


def settle(
	shares: Sequence[Share],
	accepted: int,
	interest: int,
	*,
	own_spent: int = 0,
	split_rule: str = BY_SHARE,
	interest_rule: str = SUBSIDIES_ONLY,
	cut_below_ten: bool = False,
) -> Settled:
	"""Return what of a grant is accepted and what goes back, by source.

	:param accepted: all accepted spending (인정집행액), from subsidies and own funds.
	:param interest: what the subsidy's account has earned.
	:param own_spent: what of the spending was paid from own funds; counts with AS_SPENT alone.
	:param split_rule: BY_SHARE, as it was granted; OWN_FIRST, the facility's own share is spent first; AS_SPENT.
	:param cut_below_ten: below ten won nothing goes back (국고금 관리법 제47조 준용).
	"""
	subsidies = [share for share in shares if share.source != OWN_FUNDS]
	own = sum(share.granted for share in shares if share.source == OWN_FUNDS)
	received = sum(share.received for share in subsidies)
	whole = received + own
	if accepted > whole:
		# more was spent than there was: what is above it is the facility's own matter
		accepted = whole
	if split_rule == AS_SPENT:
		of_own = min(own_spent, accepted)
	elif split_rule == OWN_FIRST:
		of_own = min(own, accepted)
	else:
		weights = [share.received for share in subsidies]
		of_own = split(accepted, [*weights, own])[-1] if own else 0
	of_subsidies = min(accepted - of_own, received)
	taken = dict(zip(_names(subsidies), split(of_subsidies, [s.received for s in subsidies]), strict=True))
	rest = {share.source: share.received - taken[share.source] for share in subsidies}
	if own:
		taken[OWN_FUNDS], rest[OWN_FUNDS] = of_own, max(0, own - of_own)
	return Settled(
		taken, _cut(rest, cut_below_ten), _cut(_interest(shares, interest, interest_rule), cut_below_ten)
	)


def fixed(
	shares: Sequence[Share],
	fixed_amount: int,
	interest: int,
	*,
	rests: Mapping[str, int],
	interest_rule: str = SUBSIDIES_ONLY,
	cut_below_ten: bool = False,
) -> Settled:
	"""Return what goes back once the giver has fixed the amount (금액확정, 제19조): what came plus interest less that amount.

	:param rests: what would go back by the report: the difference of a fixed amount is split in its proportion, or, where the
		report had nothing left, by what was received.

	Raises RuleViolation where more is fixed than was received (S5).
	"""
	subsidies = [share for share in shares if share.source != OWN_FUNDS]
	received = sum(share.received for share in subsidies)
	if not 0 <= fixed_amount <= received:
		raise RuleViolation(
			"The fixed amount cannot be more than the {0} won that were received. Please check the notice.",
			format_won(received),
		)
	weights = [rests.get(share.source, 0) for share in subsidies]
	parts = split(received - fixed_amount, weights if any(weights) else [s.received for s in subsidies])
	rest = dict(zip(_names(subsidies), parts, strict=True))
	taken = {share.source: share.received - rest[share.source] for share in subsidies}
	return Settled(
		taken, _cut(rest, cut_below_ten), _cut(_interest(shares, interest, interest_rule), cut_below_ten)
	)


def _interest(shares: Sequence[Share], interest: int, rule: str) -> dict[str, int]:
	"""Return whose the interest is. What own funds would have of it stays with the facility."""
	earning = [share for share in shares if rule == BY_ALL_SHARES or share.source != OWN_FUNDS]
	weights = [share.granted if share.source == OWN_FUNDS else share.received for share in earning]
	parts = dict(zip(_names(earning), split(interest, weights), strict=True))
	return {share.source: parts.get(share.source, 0) for share in shares}


def _names(shares: Sequence[Share]) -> list[str]:
	return [share.source for share in shares]


def _cut(parts: Mapping[str, int], below_ten: bool) -> dict[str, int]:
	return {source: floor_to_ten(amount) if below_ten else amount for source, amount in parts.items()}
