"""Subsidies: what may be charged to a grant, how its spending is split among those who fund it, and what goes back.

지방보조금법 제13조 (no other purpose), 제17조 (report within two months), 제19조 and 제31조② (what goes back is what came plus
interest less the amount that the giver fixes). The days and amounts stand in `data/subsidy.csv`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from huimang.money import floor_to_ten, format_won
from huimang.rules.dated import DatedTable
from huimang.rules.days import ONE_DAY, after_months
from huimang.rules.errors import RuleViolation

FIGURES = DatedTable("subsidy.csv")

OWN_FUNDS = "Own Funds"
BY_SHARE, OWN_FIRST, AS_SPENT = "By Share", "Own Funds First", "As Spent"
SUBSIDIES_ONLY, BY_ALL_SHARES = "Subsidies Only", "By All Shares"
LOCAL, NATIONAL = "Local Subsidy", "National Subsidy"

SUBJECT_OF = {
	"국고보조금": "National Funds",
	"시·도보조금": "Province Funds",
	"시·군·구보조금": "District Funds",
	"기타보조금": "Other Funds",
}
"""The 목 of 보조금수입 in every statutory table, and whose money it is."""


@dataclass(frozen=True, kw_only=True)
class Terms:
	"""What a grant may be spent on.

	Attributes:
		title: what the grant is called, for messages.
		is_open: whether it may be spent at all: granted, and not settled yet.
		first, last: the period of the program.
		payable_until: the last day on which what was ordered in the period may be paid.
		subjects: 목 and 세목 on which it may be spent.
		program: the welfare program that it is for.
		fund_source: the fund source in which its money is kept.
	"""

	title: str
	is_open: bool
	first: date
	last: date
	payable_until: date
	subjects: Collection[str]
	program: str
	fund_source: str


class Charge(NamedTuple):
	"""One line of an expense that is charged to a grant."""

	subject: str
	subject_name: str
	mok: str
	program: str
	fund_source: str
	fund_kind: str


def check_charge(terms: Terms, charge: Charge, ordered: date) -> None:
	"""Refuse an expense outside the purpose or the period of a grant (지방보조금법 제13조). Raises RuleViolation.

	:param ordered: the day of the cause (원인행위일).
	"""
	if not terms.is_open:
		raise RuleViolation(
			"{0}: this grant is not being spent (it is not granted yet, or settled). Please choose another grant.",
			terms.title,
		)
	if not {charge.subject, charge.mok} & set(terms.subjects):
		raise RuleViolation(
			"{0}: this grant may not be spent on {1}. Please choose an allowed subject, or have a change of the grant approved.",
			terms.title,
			charge.subject_name,
		)
	if charge.program != terms.program:
		raise RuleViolation(
			"{0}: this grant is for another program. Please choose the program of the grant.", terms.title
		)
	if charge.fund_kind == "Subsidy" and charge.fund_source != terms.fund_source:
		raise RuleViolation(
			"{0}: the money of this grant is in another fund source. Please choose the fund source of the grant.",
			terms.title,
		)
	if not terms.first <= ordered <= terms.last:
		raise RuleViolation(
			"{0}: the period of this grant is {1} to {2}. Please charge only what was ordered in it.",
			terms.title,
			terms.first.isoformat(),
			terms.last.isoformat(),
		)


def check_payment(terms: Terms, paid: date) -> None:
	"""Refuse a payment after the last day that the grant admits. Raises RuleViolation."""
	if not terms.first <= paid <= terms.payable_until:
		raise RuleViolation(
			"{0}: expenses of this grant are paid from {1} to {2}. Please check the payment date, or the grant's last day of payment.",
			terms.title,
			terms.first.isoformat(),
			terms.payable_until.isoformat(),
		)


def check_room(title: str, part: str, limit: int, used: int, asked: int) -> None:
	"""Refuse more than is left of a grant or of one of its subjects. Raises RuleViolation.

	:param used: what is spent and reserved of it already.
	"""
	if used + asked > limit:
		raise RuleViolation(
			"{0}: {3} won is left of {2} won ({1}), {4} won is asked for. Please lower the amount, or have a change of the grant approved.",
			*(title, part, format_won(limit), format_won(limit - used), format_won(asked)),
		)


# ---- settlement ---------------------------------------------------------------------------------------------------


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
	warnings: Sequence[str] = field(default_factory=tuple)

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


# ---- duties -------------------------------------------------------------------------------------------------------


def report_due(completed: date) -> date:
	"""Return the last day of the report: two months after the program was completed (제17조①, 민법 제157조)."""
	return _last_day(completed, FIGURES.amount(completed, "report_months"))


def disclosure_due(law: str, subsidy: int, year_end: date) -> date | None:
	"""Return the last day on which a local subsidy is disclosed (제20조의2); None for one that is too small, or the state's."""
	if law != LOCAL or subsidy < FIGURES.amount(year_end, "disclosure_from"):
		return None
	return _last_day(year_end, FIGURES.amount(year_end, "duty_months"))


def keep_until(closed: date) -> date:
	"""Return until when the papers of a grant are kept (제16조③)."""
	return _last_day(closed, 12 * FIGURES.amount(closed, "keep_years"))


def _last_day(since: date, months: int) -> date:
	"""Return the last day of a period of months of which the first day is the one after `since`."""
	return after_months(since + ONE_DAY, months) - ONE_DAY


class Duty(NamedTuple):
	"""What an amount of subsidy obliges to: an English sentence to be translated, and from how many won."""

	message: str
	from_amount: int


def duties(law: str, subsidy: int, year_total: int, on: date) -> list[Duty]:
	"""Return what the amounts of a grant, and of all grants of its year, oblige the facility to (§2.1)."""
	figure = lambda key: FIGURES.amount(on, key)  # noqa: E731
	if law == NATIONAL:
		wanted = [
			(
				"The settlement report is verified by an external auditor.",
				"national_verification_from",
				subsidy,
			),
			("The books of the year are audited by an external auditor.", "national_audit_from", year_total),
		]
	else:
		wanted = [
			(
				"Information on the grant is disclosed within four months after the year.",
				"disclosure_from",
				subsidy,
			),
			("The settlement report is verified by an external auditor.", "verification_from", subsidy),
			(
				"An audit report of the year is submitted within four months after its end.",
				"audit_from",
				year_total,
			),
		]
	return [Duty(message, figure(key)) for message, key, amount in wanted if amount >= figure(key)]
