"""What draws attention to a use of a card: the rules of a clean card (보조금 전용카드·클린카드), over facts.

Which of them apply, with which hours, words and numbers, is the operator's data (Card Rule): guidelines of ministries and
cities differ. What a facility must not do at all is refused where it is done; what is found here is explained by the
holder and decided on by the head.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property, lru_cache
from typing import NamedTuple

from huimang.money import format_won

NIGHT, OFF_DAY, TRADE = "Night", "Day Off", "Restricted Trade"
SPLIT, REPEATED = "Split Payment", "Repeated Merchant"
PER_USE, PER_DAY, PER_MONTH = "Limit per Use", "Limit per Day", "Limit per Month"
PERIOD, SUBJECT, MONEY = "Outside Period", "Subject Not Allowed", "Money of Another Source"
LATE, CANCELLED = "Late Evidence", "Cancelled Use Charged"

SATURDAY = 5


@dataclass(frozen=True, kw_only=True)
class Use:
	"""One use of a card.

	Attributes:
		amount: won approved, above 0.
		cancelled: won of it that were cancelled.
		merchant_no: number of the merchant; uses at one merchant are told by it, or by the name where it is missing.
	"""

	name: str
	at: datetime
	amount: int
	cancelled: int = 0
	merchant: str = ""
	merchant_no: str = ""
	trade: str = ""

	@property
	def net(self) -> int:
		"""Won that were not cancelled."""
		return self.amount - self.cancelled

	@cached_property
	def place(self) -> str:
		"""What tells one merchant from another; empty where the file says nothing of it."""
		return _plain(self.merchant_no) or _plain(self.merchant)


class Around:
	"""The uses of a card in the order of their times, found by merchant, day and month: put in order once for all that are looked at."""

	def __init__(self, uses: Iterable[Use] = ()) -> None:
		self._names: set[str] = set()
		self._places: dict[str, list[Use]] = defaultdict(list)
		self._times: dict[Hashable, list[datetime]] = defaultdict(list)
		self._sums: dict[Hashable, list[int]] = defaultdict(list)
		for use in sorted(uses, key=lambda use: use.at):
			net = use.net
			self._names.add(use.name)
			if net > 0 and use.place:
				self._places[use.place].append(use)
			for span in (_day(use), _month(use)):
				sums = self._sums[span]
				self._times[span].append(use.at)
				sums.append(net + (sums[-1] if sums else 0))

	def at_the_place(self, use: Use, within: timedelta) -> list[Use]:
		"""Return the others at a use's merchant in the time before it."""
		there = self._places.get(use.place, []) if use.place else []
		first = bisect_right(there, use.at - within, key=_at)
		last = bisect_right(there, use.at, key=_at)
		return [other for other in there[first:last] if other.name != use.name]

	def spent(self, use: Use, span: Hashable) -> int:
		"""Return the won of a day or month up to a use, and of it."""
		number = bisect_right(self._times.get(span, []), use.at)
		before = self._sums[span][number - 1] if number else 0
		return before if use.name in self._names else before + use.net


def _at(use: Use) -> datetime:
	return use.at


def _day(use: Use) -> date:
	return use.at.date()


def _month(use: Use) -> tuple[int, int]:
	return use.at.year, use.at.month


@dataclass(frozen=True, kw_only=True)
class Card:
	"""What is agreed about a card. Limits in won; 0 is no limit. No subjects: any."""

	is_for_subsidy: bool = False
	limit_per_use: int = 0
	limit_per_day: int = 0
	limit_per_month: int = 0
	subjects: Collection[str] = ()


class Charged(NamedTuple):
	"""A line of the resolution that a use is charged to."""

	subject: str
	mok: str
	subject_name: str
	is_subsidy: bool


class Period(NamedTuple):
	"""The time in which the money of a grant may be spent."""

	title: str
	first: date
	last: date


@dataclass(frozen=True, kw_only=True)
class Facts:
	"""What is known about a use when it is looked at.

	Attributes:
		others: the uses of the card around it, of 31 days before and of the same month at least; it may be one of them.
			Whoever looks at many uses of a card puts them into one `Around`.
		days_off: public holidays.
		periods: of the grants that it is charged to.
		is_charged: whether an expense resolution that is not cancelled contains it.
		has_receipt: whether its receipt, or the evidence of its resolution, is there.
	"""

	use: Use
	card: Card
	today: date
	others: Around | Iterable[Use] = ()
	days_off: Collection[date] = ()
	lines: Collection[Charged] = ()
	periods: Collection[Period] = ()
	is_charged: bool = False
	has_receipt: bool = False

	@cached_property
	def around(self) -> Around:
		"""The others, in order."""
		return self.others if isinstance(self.others, Around) else Around(self.others)


@dataclass(frozen=True, kw_only=True)
class Setting:
	"""The numbers of a rule, as the operator has set them: each check reads those that it needs."""

	from_time: time = time(23)
	to_time: time = time(6)
	count: int = 0
	days: int = 0
	amount: int = 0
	words: Collection[str] = ()


class Match(NamedTuple):
	"""What a rule has found: a sentence (English, with places) and what goes into them."""

	message: str
	params: tuple = ()


def check(kind: str, facts: Facts, setting: Setting) -> Match | None:
	"""Return what a rule of this kind finds in a use, or None. A use that was cancelled in full is looked at by one only."""
	if kind != CANCELLED and facts.use.net <= 0:
		return None
	return CHECKS[kind](facts, setting)


def _night(facts: Facts, setting: Setting) -> Match | None:
	at, first, last = facts.use.at.time(), setting.from_time, setting.to_time
	inside = first <= at < last if first <= last else at >= first or at < last
	return Match("Used at {0}, in the night.", (f"{at:%H:%M}",)) if inside else None


def _day_off(facts: Facts, setting: Setting) -> Match | None:
	day = facts.use.at.date()
	if day.weekday() >= SATURDAY or day in facts.days_off:
		return Match("Used on {0}, which is no working day.", (day.isoformat(),))
	return None


def _trade(facts: Facts, setting: Setting) -> Match | None:
	"""By the trade that the card company names; by the name over the door only where it names none."""
	told = facts.use.trade or facts.use.merchant
	text = _plain(told)
	found = next((word for word in setting.words if _plain(word) and _plain(word) in text), None)
	return Match("Used in a restricted trade: {0} ({1}).", (told, found)) if found else None


def _split(facts: Facts, setting: Setting) -> Match | None:
	"""Several uses at one merchant in one go, each below a limit that they exceed together."""
	group = _at_the_place(facts, timedelta(days=1), same_day=True)
	total = sum(use.net for use in group)
	bounds = ((setting.amount, max(setting.count, 2)), (facts.card.limit_per_use, 2))
	for bound, count in bounds:
		if bound and len(group) >= count and total > bound and all(use.net <= bound for use in group):
			return Match(
				"{0} uses at {1} on one day come to {2} won, each of them within {3} won.",
				(len(group), facts.use.merchant, format_won(total), format_won(bound)),
			)
	return None


def _repeated(facts: Facts, setting: Setting) -> Match | None:
	group = _at_the_place(facts, timedelta(days=max(setting.days, 1)))
	if setting.count and len(group) >= setting.count:
		return Match("Used {0} times at {1} within {2} days.", (len(group), facts.use.merchant, setting.days))
	return None


def _per_use(facts: Facts, setting: Setting) -> Match | None:
	return _over(facts.use.net, facts.card.limit_per_use, "{0} won are above the limit of a use, {1} won.")


def _per_day(facts: Facts, setting: Setting) -> Match | None:
	"""Up to this use, so that not every use before it is told of as well."""
	total = facts.around.spent(facts.use, _day(facts.use))
	return _over(total, facts.card.limit_per_day, "{0} won on one day are above the limit of a day, {1} won.")


def _per_month(facts: Facts, setting: Setting) -> Match | None:
	"""Up to this use, as for a day."""
	total = facts.around.spent(facts.use, _month(facts.use))
	return _over(
		total, facts.card.limit_per_month, "{0} won in one month are above the limit of a month, {1} won."
	)


def _period(facts: Facts, setting: Setting) -> Match | None:
	day = facts.use.at.date()
	outside = [period for period in facts.periods if not period.first <= day <= period.last]
	if not outside:
		return None
	period = outside[0]
	return Match(
		"Used on {0}, outside the period of {1} ({2} to {3}).",
		(day.isoformat(), period.title, period.first.isoformat(), period.last.isoformat()),
	)


def _subject(facts: Facts, setting: Setting) -> Match | None:
	allowed = set(facts.card.subjects)
	strange = [line for line in facts.lines if allowed and not allowed & {line.subject, line.mok}]
	if not strange:
		return None
	return Match("Charged to {0}, for which this card is not meant.", (strange[0].subject_name,))


def _money(facts: Facts, setting: Setting) -> Match | None:
	"""A card for subsidies pays with subsidies, and subsidies are paid with such a card (재무·회계규칙 제29조①)."""
	wrong = [line for line in facts.lines if line.is_subsidy != facts.card.is_for_subsidy]
	if not wrong:
		return None
	if facts.card.is_for_subsidy:
		return Match("Charged to {0}, which is not paid from a subsidy.", (wrong[0].subject_name,))
	return Match("A subsidy ({0}) was spent with a card that is not for subsidies.", (wrong[0].subject_name,))


def _late(facts: Facts, setting: Setting) -> Match | None:
	days = (facts.today - facts.use.at.date()).days
	if days <= setting.days or (facts.is_charged and facts.has_receipt):
		return None
	if not facts.is_charged:
		return Match("{0} days after its use there is no expense resolution for it.", (days,))
	return Match("{0} days after its use there is no receipt.", (days,))


def _cancelled(facts: Facts, setting: Setting) -> Match | None:
	if facts.use.net <= 0 and facts.is_charged:
		return Match("The use was cancelled and is still charged to an expense resolution.")
	return None


def _at_the_place(facts: Facts, within: timedelta, same_day: bool = False) -> list[Use]:
	"""Return this use and those before it at the same merchant: what is found is told of the last of them."""
	use = facts.use
	before = facts.around.at_the_place(use, within)
	return [*(other for other in before if not same_day or _day(other) == _day(use)), use]


def _over(total: int, limit: int, message: str) -> Match | None:
	return Match(message, (format_won(total), format_won(limit))) if limit and total > limit else None


@lru_cache(2_000)
def _plain(text: str) -> str:
	return re.sub(r"[\s()\[\]·.,/-]", "", text or "").casefold()


CHECKS: dict[str, Callable[[Facts, Setting], Match | None]] = {
	NIGHT: _night,
	OFF_DAY: _day_off,
	TRADE: _trade,
	SPLIT: _split,
	REPEATED: _repeated,
	PER_USE: _per_use,
	PER_DAY: _per_day,
	PER_MONTH: _per_month,
	PERIOD: _period,
	SUBJECT: _subject,
	MONEY: _money,
	LATE: _late,
	CANCELLED: _cancelled,
}
