"""What a person writes into a cell, read as text, number or won; and text written out so that no program
runs it.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation

from huimang.money import won
from huimang.rules.errors import RuleViolation

_BLANKS = re.compile(r"\s+")
_NEGATIVE = re.compile(r"[△▲▵-](?P<minus>.+)|\((?P<brackets>.+)\)")
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


def put_text(cell, value: str) -> None:
	"""Write text into a cell of a workbook as text, also where it begins like a formula (=, +, -, @)."""
	cell.value = value
	cell.data_type = "s"
	cell.quotePrefix = value[:1] in ("=", "+", "-", "@", "\t", "\r")
