"""What is known of a use of a card when it is held against the rules, and what a rule says of it: data for `card_rules`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property, lru_cache
from typing import NamedTuple


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

	@property
	def day(self) -> date:
		return self.at.date()

	@property
	def month(self) -> tuple[int, int]:
		return self.at.year, self.at.month

	@cached_property
	def place(self) -> str:
		"""What tells one merchant from another; empty where the file says nothing of it."""
		return plain(self.merchant_no) or plain(self.merchant)


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
			for span in (use.day, use.month):
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


@lru_cache(2_000)
def plain(text: str) -> str:
	"""Return a name as it is compared: without blanks, brackets and marks."""
	return re.sub(r"[\s()\[\]·.,/-]", "", text or "").casefold()
