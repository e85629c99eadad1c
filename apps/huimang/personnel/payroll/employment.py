"""The part of a month that somebody is employed for, and the base pay that holds in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from huimang.rules import part_month, working_time
from huimang.rules.days import last_day
from huimang.rules.steps import Step, _, figure

FULL_WEEK = 40
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Stretch:
	"""Days of one month on which the same base pay holds.

	Attributes:
		monthly: won of base pay of a whole month.
		source: where it comes from: the step table, or what was agreed.
	"""

	first: date
	last: date
	monthly: int
	source: str = ""

	@property
	def days(self) -> int:
		return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Employment:
	"""Somebody's work in a month: the paid stretches in order, none of a leave of absence."""

	month: date
	stretches: Sequence[Stretch]
	weekly_hours: Fraction = Fraction(FULL_WEEK)

	@property
	def days(self) -> int:
		"""Calendar days for which pay is due."""
		return sum(stretch.days for stretch in self.stretches)

	@property
	def is_whole(self) -> bool:
		return self.days == last_day(self.month).day

	@property
	def monthly_base(self) -> int:
		"""The base pay of a whole month, as it holds in the end."""
		return self.stretches[-1].monthly if self.stretches else 0

	def is_employed_on(self, day: date) -> bool:
		"""Tell whether a day is one of those paid for; of another month, whether the work goes through its nearest end."""
		if day < self.month.replace(day=1):
			return bool(self.stretches) and self.stretches[0].first.day == 1
		if day > last_day(self.month):
			return bool(self.stretches) and self.stretches[-1].last == last_day(self.month)
		return any(stretch.first <= day <= stretch.last for stretch in self.stretches)

	def base_on(self, day: date) -> int:
		"""Return the base pay of a whole month that holds on a day."""
		return next(
			(stretch.monthly for stretch in self.stretches if stretch.first <= day <= stretch.last),
			self.monthly_base,
		)

	def base_pay(self, method: str) -> tuple[int, tuple[Step, ...]]:
		"""Return the base pay of the month and how it came about."""
		steps = [self._whole(stretch) for stretch in self._distinct()]
		if len(steps) == 1 and self.is_whole:
			return int(steps[0].amount), tuple(steps)
		# where the base changes within a month, days add up to the month by the calendar only
		method = part_month.CALENDAR if len(steps) > 1 else method
		parts = [self._of(stretch.monthly, method, self._same(stretch)) for stretch in self._distinct()]
		return sum(int(part.amount) for part in parts), (*steps, *parts)

	def part(self, monthly: int, method: str) -> Step:
		"""Return what an amount of a whole month comes to for the days employed."""
		return self._of(monthly, method, self.stretches)

	def _of(self, monthly: int, method: str, stretches: Sequence[Stretch]) -> Step:
		days = sum(stretch.days for stretch in stretches)
		if method in (part_month.CALENDAR, part_month.THIRTY):
			return part_month.part_pay(monthly, method, self.month, days)
		first = self.month.replace(day=1)
		paid = sum(_paid_days(stretch.first, stretch.last) for stretch in stretches)
		whole = _paid_days(first, last_day(self.month))
		if method == part_month.PAID_DAYS:
			return part_month.part_pay(monthly, method, self.month, paid, whole)
		hours = working_time.monthly_hours(self.weekly_hours, self.month)
		worked = Fraction(hours) if paid == whole else min(paid * self.weekly_hours / 5, Fraction(hours))
		return part_month.part_pay(monthly, method, self.month, worked, hours)

	def _distinct(self) -> Iterator[Stretch]:
		"""Yield the first stretch of each base pay."""
		seen = set()
		for stretch in self.stretches:
			if stretch.monthly not in seen:
				seen.add(stretch.monthly)
				yield stretch

	def _same(self, stretch: Stretch) -> list[Stretch]:
		return [other for other in self.stretches if other.monthly == stretch.monthly]

	@staticmethod
	def _whole(stretch: Stretch) -> Step:
		return Step(
			_("Base pay of the whole month"), figure(stretch.monthly), stretch.monthly, stretch.source
		)


def _paid_days(first: date, last: date) -> int:
	"""Return the days between two that are worked or paid as the weekly rest: all but Saturdays (근로기준법 제55조①)."""
	days = (first + timedelta(days=count) for count in range((last - first).days + 1))
	return sum(day.weekday() != _SATURDAY for day in days)
