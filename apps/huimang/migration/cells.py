"""What a person writes into a cell, read as text, number or won; and text written out so that no program
runs it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation

from huimang.money import won
from huimang.rules import identifiers
from huimang.rules.account_subjects import name_key
from huimang.rules.errors import RuleViolation

_BLANKS = re.compile(r"\s+")
_NEGATIVE = re.compile(r"[△▲▵-](?P<minus>.+)|\((?P<brackets>.+)\)")
_DAY = re.compile(r"(\d{4})(?:(\d{2})(\d{2})|\D{1,3}(\d{1,2})\D{1,3}(\d{1,2}))(?:\D.*)?")
_CLOCK = re.compile(r"(?:오전|오후)?\s*(\d{1,2})\s*[:시]\s*(\d{1,2})?\s*분?(?::\d{1,2})?")
_EXCEL_ERROR = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)")


def text(value: object) -> str:
	"""Return a cell as one line of text. A number such as a year or a code is written without ``.0``.

	Raises RuleViolation for an error of the spreadsheet program, a date and a yes/no value.
	"""
	if value is None:
		return ""
	if isinstance(value, bool):
		raise RuleViolation("The cell holds TRUE or FALSE instead of text. Please enter the text.")
	if isinstance(value, date | datetime | time | timedelta):
		raise RuleViolation(
			"The cell holds a date instead of text. Please set its format to text and enter it again."
		)
	if isinstance(value, float) and value.is_integer():
		value = int(value)
	result = _BLANKS.sub(" ", unicodedata.normalize("NFC", str(value))).strip()
	if _EXCEL_ERROR.fullmatch(result):
		raise RuleViolation(
			"The cell holds the error {0}. Please correct the formula or enter the value.", result
		)
	return result


def amount(value: object) -> int | None:
	"""Return a cell as won, None where it is empty.

	Takes ``1,200,000``, ``₩1,200,000``, ``1 200 000 원`` and full-width digits. Raises RuleViolation for
	what is no amount, for a fraction of a won and below 0 (``△1,200``, ``-1200``, ``(1,200)``).
	"""
	if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
		result = won(value)
	else:
		written = text(value)
		if not written:
			return None
		plain = _BLANKS.sub("", unicodedata.normalize("NFKC", written)).removesuffix("원").lstrip("₩￦\\")
		if negative := _NEGATIVE.fullmatch(plain):
			plain = "-" + (negative["minus"] or negative["brackets"]).removesuffix("원")
		if re.search(r"[천만억]$", plain):
			raise RuleViolation("The amount {0} is in a larger unit. Please enter all of it in won.", written)
		try:
			result = won(plain)
		except RuleViolation as e:
			raise RuleViolation("{0} is not an amount in won. Please enter digits only.", written) from e
	if result < 0:
		raise RuleViolation(
			"A budget has no amounts below 0. Please enter revenue and expenses each in full."
		)
	return result


def number(value: object) -> float | None:
	"""Return a cell as a number such as a quantity or a rate (``4.5%``, ``12개월``), None where it is empty.

	Raises RuleViolation for what is no number and below 0.
	"""
	written = text(value)
	if not written:
		return None
	plain = _BLANKS.sub("", unicodedata.normalize("NFKC", written)).replace(",", "")
	match = re.fullmatch(r"(\d+(?:\.\d+)?)(%|[가-힣]{0,4})", plain)
	try:
		result = Decimal(match[1]) / (100 if match[2] == "%" else 1) if match else None
	except InvalidOperation:
		result = None
	if result is None:
		raise RuleViolation("{0} is not a number above 0. Please enter digits only.", written)
	return float(result)


def whole(value: object) -> int | None:
	"""Return a cell as a whole number such as a number of pieces, None where it is empty."""
	result = number(value)
	if result is not None and not result.is_integer():
		raise RuleViolation("{0} is no whole number.", text(value))
	return None if result is None else int(result)


def signed_won(value: object) -> int:
	"""Return a cell as won, below 0 for what was taken back (``-1,200``, ``△1,200``, ``(1,200)``); 0 where it is empty."""
	if isinstance(value, int | float) and not isinstance(value, bool):
		return won(value)
	written = text(value).replace("원", "").replace(" ", "")
	if written.startswith("(") and written.endswith(")"):
		written = "-" + written[1:-1]
	return won(written)


def day(value: object) -> date | None:
	"""Return a cell as a day (``2026-01-31``, ``20260131``, ``2026. 1. 31.``, with or without a time), None where it is empty."""
	if isinstance(value, datetime):
		return value.date()
	if isinstance(value, date):
		return value
	written = text(value)
	if not written:
		return None
	match = _DAY.fullmatch(written)
	try:
		if match:
			return date(*(int(part) for part in match.groups() if part))
	except ValueError:
		pass
	raise RuleViolation("{0} is no date. Please enter it as 2026-01-31.", written)


def clock(value: object) -> time | None:
	"""Return a cell as a time of day (``09:00``, ``9시 30분``, ``오후 1:30``), None where it is empty."""
	if isinstance(value, datetime):
		value = value.time()
	if isinstance(value, time):
		return value.replace(second=0, microsecond=0)
	if isinstance(value, timedelta):
		return _from_minutes(int(value.total_seconds()) // 60)
	if isinstance(value, float) and 0 <= value < 1:
		return _from_minutes(round(value * 24 * 60))
	written = text(value)
	if not written:
		return None
	match = _CLOCK.fullmatch(written)
	hour, minute = (int(match[1]), int(match[2] or 0)) if match else (99, 0)
	if match and written.startswith("오후") and hour < 12:
		hour += 12
	if match and written.startswith("오전") and hour == 12:
		hour = 0
	if hour > 23 or minute > 59:
		raise RuleViolation("{0} is no time. Please enter it as 09:00.", written)
	return time(hour, minute)


def _from_minutes(minutes: int) -> time:
	return time(minutes // 60 % 24, minutes % 60)


def business_no(value: object) -> str:
	"""Return a business registration number as its ten digits, checked; empty where there is none.

	Lists name persons by nothing or by a masked resident number: what has not ten digits is none.
	"""
	digits = re.sub(r"\D", "", text(value))
	return identifiers.read_business_no(digits) if len(digits) == 10 else ""


@dataclass(frozen=True)
class Choice:
	"""Reads a cell that holds one of some words, as what the word stands for; empty where the cell is."""

	words: Mapping[str, object]
	empty: object = ""

	def __call__(self, value: object) -> object:
		written = text(value)
		if not written:
			return self.empty
		known = {name_key(word): meaning for word, meaning in self.words.items()}
		if name_key(written) not in known:
			raise RuleViolation(
				"{0} cannot be entered here. Please enter one of: {1}.", written, ", ".join(self.words)
			)
		return known[name_key(written)]


def put_text(cell, value: str) -> None:
	"""Write text into a cell of a workbook as text, also where it begins like a formula (=, +, -, @)."""
	cell.value = value
	cell.data_type = "s"
	cell.quotePrefix = value[:1] in ("=", "+", "-", "@", "\t", "\r")
