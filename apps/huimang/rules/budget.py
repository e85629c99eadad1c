"""What makes a budget sound: its amounts, the balance of its two sides, what a provisional one may hold (제7조–제13조)."""

from __future__ import annotations

from huimang.money import MAX_WON, Number, floor_product, format_won, won
from huimang.rules.errors import RuleViolation


def line_amount(
	unit_price: Number | None, quantity: Number | None, frequency: Number | None, amount: Number | None
) -> int:
	"""Return a line's amount in won: unit price × quantity × times (산출근거), or what was typed where
	there is no price.

	Below one won is cut off. Raises RuleViolation for an amount below 0, and for a price without quantity
	and times.
	"""
	price = won(unit_price)
	if not price:
		result = won(amount)
	elif not quantity or not frequency:
		raise RuleViolation("A unit price needs a quantity and a number of times above 0.")
	else:
		result = floor_product(price, quantity, frequency)
	if result < 0:
		raise RuleViolation(
			"A budget has no amounts below 0. Please enter revenue and expenses each in full."
		)
	return result


def total(amounts: list[int]) -> int:
	"""Return the sum of one side. Raises RuleViolation beyond MAX_WON."""
	result = sum(amounts)
	if result > MAX_WON:
		raise RuleViolation("The total of a budget may have at most 12 digits. Please check the amounts.")
	return result


def check_balanced(revenue: int, expense: int) -> None:
	"""Refuse a budget whose two sides differ, or that is empty: all revenue pays for all expenses
	(예산총계주의, 제7조·제8조).
	"""
	if not revenue and not expense:
		raise RuleViolation("The budget is empty. Please enter its revenue and expenses.")
	if revenue > expense:
		raise RuleViolation(
			"Revenue ({0} won) and expenses ({1} won) must be equal. {2} won is still missing on the "
			"expense side.",
			*map(format_won, (revenue, expense, revenue - expense)),
		)
	if expense > revenue:
		raise RuleViolation(
			"Revenue ({0} won) and expenses ({1} won) must be equal. {2} won is still missing on the "
			"revenue side.",
			*map(format_won, (revenue, expense, expense - revenue)),
		)


def check_provisional_subject(is_allowed: bool, subject: str) -> None:
	"""Refuse a subject that stays closed while the year has no budget (C1, 제12조)."""
	if not is_allowed:
		raise RuleViolation(
			"{0} stays closed until the budget is confirmed: a provisional budget is for pay, indispensable running "
			"costs and what the law demands.",
			subject,
		)


def check_provisional_amount(subject: str, amount: int, last_year: int) -> None:
	"""Refuse more of a subject than the year before had: a provisional budget follows it (C1, 제12조)."""
	if amount > last_year:
		raise RuleViolation(
			"{0} had {1} won in the budget of last year. A provisional budget has no more of it.",
			subject,
			format_won(last_year),
		)
