"""Cash that was received goes to the bank by the next day (R4, 제25조②)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

DAYS_TO_DEPOSIT = 1
"""다음날까지."""


class Undeposited(NamedTuple):
	"""Won received in cash on a day that are not in the bank, and the day by which they had to be."""

	received_on: date
	due_on: date
	amount: int


def overdue(receipts: Iterable[tuple[date, int]], deposited: int, today: date) -> list[Undeposited]:
	"""Return what should be in the bank and is not, the oldest first. What is deposited is what came in first.

	Args:
		receipts: won received in cash by day; what was given back of them is negative.
		deposited: won that went from the cash box to the bank, altogether.
		today: the day on which it is asked.
	"""
	receipts = sorted(receipts)
	# what was given back has left the box as well
	gone = deposited - sum(amount for _day, amount in receipts if amount < 0)
	late = []
	for day, amount in receipts:
		covered = min(max(amount, 0), gone)
		gone -= covered
		due_on = day + timedelta(days=DAYS_TO_DEPOSIT)
		if amount > covered and due_on < today:
			late.append(Undeposited(day, due_on, amount - covered))
	return late
