"""소모품 수불: what is in stock after each movement, and what it is worth.

Goods go in and out by order and are kept with care (사회복지법인 및 사회복지시설 재무·회계 규칙 제39조, 제40조). The rule names no
valuation; 선입선출 is the practice, 이동평균 an item's other choice. Quantities are exact decimals, amounts whole won.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

FIFO = "FIFO"
AVERAGE = "Moving Average"


class Movement(NamedTuple):
	"""One movement of an item.

	Attributes:
		day: when.
		change: what the stock grows by, below 0 where it shrinks.
		amount: what was paid for it, or what a gift is worth; None where nobody said, as of what a count has found.
	"""

	day: date
	change: Decimal
	amount: int | None = None


class Valued(NamedTuple):
	"""A movement with its amount in won (below 0 where the stock shrinks), and stock and its value afterwards."""

	movement: Movement
	amount: int
	stock: Decimal
	value: int


def in_order(movements: Iterable[Movement]) -> list[Movement]:
	"""Return movements by day; on one day, what comes in before what goes out."""
	return sorted(movements, key=lambda movement: (movement.day, movement.change < 0))


def first_shortage(movements: Iterable[Movement]) -> Movement | None:
	"""Return the first movement after which there would be less than nothing, or None. Takes them in any order."""
	stock = Decimal(0)
	for movement in in_order(movements):
		stock += movement.change
		if stock < 0:
			return movement
	return None


def replay(movements: Iterable[Movement], method: str = FIFO) -> Iterator[Valued]:
	"""Yield movements in their order with amount, stock and value.

	What goes out takes its share of what is there, cut off below one won; the last of a lot takes all that is left, so that
	nothing but what came in ever goes out. What comes in without an amount is worth what the last one that had one was worth.
	The stock must suffice (`first_shortage`).
	"""
	lots: deque[tuple[Decimal, int]] = deque()
	price = Fraction(0)
	for movement in in_order(movements):
		if movement.change >= 0:
			amount = movement.amount
			if amount is None:
				amount = int(price * Fraction(movement.change))
			elif movement.change:
				price = Fraction(amount) / Fraction(movement.change)
			lots.append((movement.change, amount))
		else:
			amount = -_take(lots, -movement.change)
		if method == AVERAGE:
			lots = deque([_total(lots)])
		stock, value = _total(lots)
		yield Valued(movement, amount, stock, value)


def _take(lots: deque[tuple[Decimal, int]], wanted: Decimal) -> int:
	"""Take a quantity off the oldest lots; return what it was worth."""
	taken = 0
	while wanted > 0 and lots:
		quantity, value = lots.popleft()
		if quantity <= wanted:
			wanted -= quantity
			taken += value
			continue
		part = int(Fraction(value) * Fraction(wanted) / Fraction(quantity))
		lots.appendleft((quantity - wanted, value - part))
		return taken + part
	return taken


def _total(lots: Iterable[tuple[Decimal, int]]) -> tuple[Decimal, int]:
	lots = list(lots)
	return sum((quantity for quantity, _value in lots), Decimal(0)), sum(value for _quantity, value in lots)
