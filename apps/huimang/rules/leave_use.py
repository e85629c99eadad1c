"""What is left of leave: the hours taken, set off against the grants that could be taken on their days.

Of several grants that can be taken on a day, the one that expires first is used first: nobody loses leave by the order.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction


@dataclass(slots=True)
class Pot:
	"""Hours that can be taken from a day to another, and what is left of them."""

	name: str
	granted_on: date
	last_day: date
	hours: Fraction
	left: Fraction = Fraction()

	def holds(self, on: date) -> bool:
		return self.granted_on <= on <= self.last_day


@dataclass(frozen=True, slots=True)
class Reckoning:
	"""The pots with what is left of each, and the hours of each day for which there was none."""

	pots: tuple[Pot, ...]
	missing: tuple[tuple[date, Fraction], ...]

	def left_on(self, on: date) -> Fraction:
		"""Return the hours that can still be taken on a day."""
		return sum((pot.left for pot in self.pots if pot.holds(on)), Fraction())

	def lapsed_before(self, on: date) -> Fraction:
		"""Return the hours that expired untaken before a day."""
		return sum((pot.left for pot in self.pots if pot.last_day < on), Fraction())


def set_off(pots: Iterable[Pot], taken: Iterable[tuple[date, Fraction]]) -> Reckoning:
	"""Set hours taken off against pots.

	Args:
		pots: what has arisen; `left` is filled in.
		taken: (day, hours) of what has been taken, or is planned.
	"""
	kept = sorted(pots, key=lambda pot: (pot.last_day, pot.granted_on, pot.name))
	for pot in kept:
		pot.left = pot.hours
	missing = []
	for day, hours in sorted(taken):
		wanted = Fraction(hours)
		for pot in kept:
			if wanted and pot.holds(day):
				used = min(pot.left, wanted)
				pot.left -= used
				wanted -= used
		if wanted:
			missing.append((day, wanted))
	return Reckoning(tuple(kept), tuple(missing))
