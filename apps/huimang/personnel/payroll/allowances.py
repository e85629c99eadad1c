"""가족수당: who of a family counts, and for how much. The amounts are the pay item's, so that operators correct them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from huimang.rules.days import last_day
from huimang.rules.steps import Step, _, figure

SPOUSE, CHILD = "Spouse", "Child"


@dataclass(frozen=True, slots=True)
class Dependant:
	"""Somebody whom an employee provides for.

	Attributes:
		for_tax, for_allowance: whether they count for the income tax, for the family allowance.
		since, until: from and to when they count; without them, always.
	"""

	relation: str
	born: date | None = None
	for_tax: bool = True
	for_allowance: bool = True
	since: date | None = None
	until: date | None = None

	@property
	def is_child(self) -> bool:
		return self.relation == CHILD

	def counts_in(self, month: date) -> bool:
		"""The months in which the reason begins and ends count in full (공무원수당규정 제10조⑧)."""
		first, last = month.replace(day=1), last_day(month)
		return (self.since is None or self.since <= last) and (self.until is None or self.until >= first)


def family_allowance(
	family: Sequence[Dependant], amounts: tuple[int, int, int, int, int], most: int, month: date, basis: str
) -> Step:
	"""Return the allowance of a month.

	Args:
		family: everybody whom the employee provides for.
		amounts: won for the spouse, the first, the second, each further child, and each other dependant.
		most: how many count at most; children count beyond that number, yet take their places first.
		month: any day of the month.
		basis: the rule that grants it.
	"""
	counted = [member for member in family if member.for_allowance and member.counts_in(month)]
	spouse, first, second, further, other = amounts
	spouses = min(sum(member.relation == SPOUSE for member in counted), 1)
	children = sum(member.is_child for member in counted)
	others = sum(member.relation != SPOUSE and not member.is_child for member in counted)
	others = min(others, max(most - spouses - children, 0))
	parts = [
		(_("Spouse"), spouses, spouse),
		(_("First Child"), min(children, 1), first),
		(_("Second Child"), int(children > 1), second),
		(_("Each Further Child"), max(children - 2, 0), further),
		(_("Other Dependant"), others, other),
	]
	amount = sum(count * won for _label, count, won in parts)
	formula = " + ".join(f"{figure(won)} × {count}" for _label, count, won in parts if count) or "0"
	inputs = tuple((label, count) for label, count, _won in parts if count)
	return Step(_("Family allowance"), formula, amount, basis, inputs)
