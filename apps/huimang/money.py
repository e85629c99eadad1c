"""Won: the one place that checks, rounds and writes amounts of money.

Every amount in Huimang is a whole number of won held in an ``int``. Nothing here imports the framework.
"""

from __future__ import annotations

import math
from decimal import ROUND_DOWN, Decimal, InvalidOperation, localcontext
from fractions import Fraction

from huimang.rules.errors import RuleViolation

MAX_WON = 999_999_999_999
"""The largest amount a document may carry: twelve digits, as bank transfers and Korean cash books have it."""

_DIGITS = ("", "일", "이", "삼", "사", "오", "육", "칠", "팔", "구")
_PLACES = ("", "십", "백", "천")
_MYRIADS = ("", "만", "억", "조", "경")

Number = int | float | Decimal | str


def won(value: Number | None) -> int:
	"""Return ``value`` as whole won.

	Takes what forms, files and the database hand over: integers, floats and Decimals without a fraction, and
	text such as ``"1,200,000"`` or ``"△1,200"``. Nothing entered (``None`` or an empty text) is 0.

	Raises RuleViolation for a fraction of a won, for what is no number, and beyond ±MAX_WON.
	"""
	if value is None or value == "":
		return 0
	amount = _decimal(value)
	# The size is looked at first: asking for the integer part of 1e999999 would build a number of a million digits.
	if abs(amount) > MAX_WON:
		raise RuleViolation("An amount may have at most 12 digits. Please check the amount.")
	if amount != amount.to_integral_value():
		raise RuleViolation("Amounts are entered in whole won. Please remove the decimals.")
	return int(amount)


def floor_product(*factors: Number) -> int:
	"""Return the product of ``factors`` in won with what is below one won cut off (원 미만 절사).

	Unit price × quantity × frequency of a budget line. The end digits are dropped towards zero, never rounded up,
	after the practice of 국고금 관리법 제47조. The product is exact: no float takes part.

	Raises RuleViolation for a factor that is no number and for a product beyond ±MAX_WON.
	"""
	with localcontext() as context:
		context.prec = 100
		product = Decimal(1)
		for factor in factors:
			product *= _decimal(factor)
		if abs(product) >= MAX_WON + 1:
			raise RuleViolation("An amount may have at most 12 digits. Please check the amount.")
		return int(product.to_integral_value(rounding=ROUND_DOWN))


def floor_to_ten(amount: int | Fraction) -> int:
	"""Return a tax in won with what is below ten won cut off (10원 미만 버림, 국고금 관리법 제47조①)."""
	return math.trunc(Fraction(amount) / 10) * 10


def format_won(amount: int) -> str:
	"""Return ``amount`` as statutory forms write it: ``1,200,000``, and ``△1,200`` for a negative one."""
	return f"△{-amount:,}" if amount < 0 else f"{amount:,}"


def in_words(amount: int) -> str:
	"""Return ``amount`` as a resolution spells it out: ``금 일백이십만원정``.

	Every digit is named, 일 included (일백, 일십), so that nothing can be written in afterwards.
	"""
	sign = "△" if amount < 0 else ""
	return f"금 {sign}{_hangul(abs(amount)) or '영'}원정"


def _decimal(value: Number) -> Decimal:
	"""Return ``value`` as a finite Decimal, exactly as it is written."""
	number = None
	if isinstance(value, bool):
		pass
	elif isinstance(value, int | Decimal):
		number = Decimal(value)
	elif isinstance(value, float):
		# The shortest text of a float is what its writer meant: 0.1 is a tenth here, not its binary neighbour.
		number = Decimal(repr(value)) if math.isfinite(value) else None
	elif isinstance(value, str):
		number = _parse(value)
	if number is None or not number.is_finite():
		raise RuleViolation("This is not an amount. Please enter digits only.")
	return number


def _parse(text: str) -> Decimal | None:
	"""Return the number that ``text`` spells, or None."""
	text = text.strip().replace(",", "")
	if text.startswith("△"):
		text = "-" + text[1:].lstrip("-+ ")
	# Decimal() also reads exponents, underscores and digits of other scripts; an amount is plain digits.
	if not text.isascii() or not set(text) <= set("0123456789.-+"):
		return None
	try:
		return Decimal(text)
	except InvalidOperation:
		return None


def _hangul(amount: int) -> str:
	"""Return the Korean reading of a non-negative number, every digit named; nothing for 0."""
	groups = []
	while amount:
		amount, group = divmod(amount, 10_000)
		groups.append(group)
	return "".join(
		_hangul_group(group) + _MYRIADS[i] for i, group in reversed(list(enumerate(groups))) if group
	)


def _hangul_group(group: int) -> str:
	return "".join(
		_DIGITS[digit] + _PLACES[3 - i] for i, digit in enumerate(map(int, f"{group:04}")) if digit
	)
