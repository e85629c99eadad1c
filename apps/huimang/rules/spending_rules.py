"""What draws attention to a resolution or to a grant (지방보조금 대사, 자동 점검), over facts.

As `card_rules`: found here, explained by whoever wrote it, decided on by the head.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from huimang.money import format_won
from huimang.rules.card_facts import Match, Setting

SIMPLE_RECEIPT, TWICE = "Simple Receipt", "Evidence Used Twice"
BEFORE_RECEIPT, OWN_BEHIND, UNSPENT = "Spent before Receipt", "Own Share Behind", "Slow Spending"


@dataclass(frozen=True, kw_only=True)
class Expense:
	"""An expense that was requested or paid.

	Attributes:
		amount: won in all.
		evidence: the kinds of evidence attached.
		also_in: of evidence whose number another resolution of the facility names: the number and that resolution.
	"""

	amount: int
	evidence: Collection[str] = ()
	also_in: tuple[str, str] | None = None


@dataclass(frozen=True, kw_only=True)
class Grant:
	"""A grant that is being spent: won granted, received and spent, of the subsidy and of the facility's own share."""

	title: str
	first: date
	last: date
	today: date
	subsidy: int = 0
	own: int = 0
	received: int = 0
	subsidy_spent: int = 0
	own_spent: int = 0
	may_be_ahead: bool = False


def check_expense(kind: str, expense: Expense, setting: Setting) -> Match | None:
	"""Return what a rule of this kind finds in an expense, or None."""
	return EXPENSE_CHECKS[kind](expense, setting)


def check_grant(kind: str, grant: Grant, setting: Setting) -> Match | None:
	"""Return what a rule of this kind finds in a grant, or None."""
	return GRANT_CHECKS[kind](grant, setting)


def _simple_receipt(expense: Expense, setting: Setting) -> Match | None:
	"""Above 30,000 won a simple receipt does not do (법인세법 시행령 제158조②1)."""
	if expense.amount > setting.amount and set(expense.evidence) == {"Simple Receipt"}:
		return Match("{0} won with nothing but a simple receipt.", (format_won(expense.amount),))
	return None


def _twice(expense: Expense, setting: Setting) -> Match | None:
	if not expense.also_in:
		return None
	return Match("Evidence {0} is also in the expense resolution {1}.", expense.also_in)


def _before_receipt(grant: Grant, setting: Setting) -> Match | None:
	ahead = grant.subsidy_spent - grant.received
	if ahead <= 0 or grant.may_be_ahead:
		return None
	return Match("{0} won of the subsidy were spent before they came in.", (format_won(ahead),))


def _own_behind(grant: Grant, setting: Setting) -> Match | None:
	"""By how many points the own share lags behind the subsidy; `count` points are let pass."""
	if not grant.own or not grant.subsidy:
		return None
	subsidy, own = (
		100 * spent // whole
		for spent, whole in ((grant.subsidy_spent, grant.subsidy), (grant.own_spent, grant.own))
	)
	if subsidy - own <= setting.count:
		return None
	return Match("{0} % of the subsidy is spent, and {1} % of the facility's own share.", (subsidy, own))


def _unspent(grant: Grant, setting: Setting) -> Match | None:
	"""Near its end a grant of which much is left goes back; below `count` per cent it is told, from `days` days before."""
	total = grant.subsidy + grant.own
	left = (grant.last - grant.today).days
	if not total or not 0 <= left <= setting.days:
		return None
	rate = 100 * (grant.subsidy_spent + grant.own_spent) // total
	if rate >= setting.count:
		return None
	return Match("{0} days before its end {1} % of the grant is spent.", (left, rate))


EXPENSE_CHECKS: dict[str, Callable[[Expense, Setting], Match | None]] = {
	SIMPLE_RECEIPT: _simple_receipt,
	TWICE: _twice,
}
GRANT_CHECKS: dict[str, Callable[[Grant, Setting], Match | None]] = {
	BEFORE_RECEIPT: _before_receipt,
	OWN_BEHIND: _own_behind,
	UNSPENT: _unspent,
}
