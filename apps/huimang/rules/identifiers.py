"""Numbers that identify facilities, corporations and accounts: read, checked, shown.

A reader takes what a person typed (full-width digits, blanks and hyphens included) and returns the digits that are
stored; a writer puts the hyphens back for the eye. No message carries the number itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

from huimang.rules.errors import RuleViolation

_BUSINESS_NO_WEIGHTS = (1, 3, 7, 1, 3, 7, 1, 3, 5)
_LOWEST_TAX_OFFICE = 101
_FOR_PROFIT_KINDS = frozenset({"81", "85", "86", "87", "88"})

_RESIDENT_NO_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_CENTURIES = (1800, 1900, 1900, 2000, 2000, 1900, 1900, 2000, 2000, 1800)
"""The century of birth, by the seventh digit."""
_NO_CHECK_DIGIT_SINCE = date(2020, 10, 5)

_RESIDENT_NO_IN_TEXT = re.compile(
	r"(?<![0-9])([0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]))\s?[-‐‑–]?\s?([0-9])[0-9]{6}(?![0-9])"
)
_CARD_NO_IN_TEXT = re.compile(r"(?<![0-9])([0-9]{4})[- ][0-9]{4}[- ][0-9]{4}[- ]([0-9]{4})(?![0-9])")
_PHONE = re.compile(
	r"02\d{7,8}"  # Seoul
	r"|0(?:3[1-3]|4[1-4]|5[1-5]|6[1-4])\d{7,8}"  # the provinces
	r"|01[016789]\d{7,8}"  # mobile
	r"|070\d{7,8}"  # internet
	r"|050\d{8,9}"  # personal numbers
	r"|0(?:30|60|80)\d{7,8}"
	r"|1[568]\d{6}"  # nationwide representative numbers
)


def read_business_no(value: str) -> str:
	"""Return the ten digits of a 사업자등록번호 or 고유번호 (both have the same structure and check digit).

	Raises RuleViolation with code FORMAT, OFFICE, KIND, SERIAL or CHECKSUM.
	"""
	digits = _digits(
		value, 10, "The business or unique number must have 10 digits, for example 000-82-00000."
	)
	if int(digits[:3]) < _LOWEST_TAX_OFFICE:
		raise _mistyped_business_no("OFFICE")
	if digits[3:5] == "00":
		raise _mistyped_business_no("KIND")
	if digits[5:9] == "0000":
		raise _mistyped_business_no("SERIAL")
	total = _weighted_sum(digits, _BUSINESS_NO_WEIGHTS) + int(digits[8]) * 5 // 10
	if -total % 10 != int(digits[9]):
		raise _mistyped_business_no("CHECKSUM")
	return digits


def is_for_profit(business_no: str) -> bool:
	"""Tell whether ten stored digits belong to a company run for profit (구분 81·85·86·87·88): no facility has such a number."""
	return business_no[3:5] in _FOR_PROFIT_KINDS


def show_business_no(digits: str) -> str:
	"""Return ten stored digits as ``000-00-00000``; anything else as it is."""
	return f"{digits[:3]}-{digits[3:5]}-{digits[5:]}" if len(digits) == 10 else digits


def read_corporation_no(value: str) -> str:
	"""Return the thirteen digits of a 법인등록번호. Raises RuleViolation with code FORMAT or CHECKSUM."""
	digits = _digits(
		value, 13, "The corporation registration number must have 13 digits, for example 000000-0000000."
	)
	if -_weighted_sum(digits, (1, 2) * 6) % 10 != int(digits[12]):
		raise RuleViolation(
			"The corporation registration number has a wrong check digit. Please compare it with the register.",
			code="CHECKSUM",
		)
	return digits


def read_phone(value: str) -> str:
	"""Return the digits of a Korean telephone number, ``+82`` turned into the leading 0.

	Raises RuleViolation with code FORMAT for what no Korean number looks like.
	"""
	text = re.sub(r"[\s()\-.]", "", unicodedata.normalize("NFKC", value))
	if text.startswith("+82"):
		text = "0" + text[3:].removeprefix("0")
	if not text.isascii() or not _PHONE.fullmatch(text):
		raise RuleViolation(
			"This is not a Korean telephone number. Please enter it with its area code, for example 02-000-0000.",
			code="FORMAT",
		)
	return text


def show_phone(digits: str) -> str:
	"""Return a stored telephone number with its hyphens."""
	if digits.startswith("1") and len(digits) == 8:
		return f"{digits[:4]}-{digits[4:]}"
	head = 2 if digits.startswith("02") else 4 if digits.startswith("050") else 3
	return f"{digits[:head]}-{digits[head:-4]}-{digits[-4:]}" if len(digits) >= 9 else digits


def read_account_no(value: str) -> str:
	"""Return the 10–16 digits of a bank account. Banks keep their check digits to themselves, so only the form is checked.

	Raises RuleViolation with code FORMAT.
	"""
	digits = _plain(value)
	if not re.fullmatch(r"[0-9]{10,16}", digits):
		raise RuleViolation(
			"A bank account number has 10 to 16 digits. Please check the number.", code="FORMAT"
		)
	return digits


def mask_account_no(digits: str) -> str:
	"""Return a bank account number of which only the last four digits can be read: ``*******8901``."""
	return "*" * max(len(digits) - 4, 0) + digits[-4:] if len(digits) > 4 else "*" * len(digits)


def read_resident_no(value: str, today: date, may_fail_check: bool = False) -> str:
	"""Return the thirteen digits of a 주민등록번호 or 외국인등록번호.

	Numbers given since October 2020 bear no check digit, and those of foreigners cannot be relied upon to (validators.md 1,
	2): they pass. ``may_fail_check`` is for an older person's number that has been given anew.

	Raises RuleViolation with code FORMAT, DATE, FUTURE, AGENCY, KIND or CHECKSUM.
	"""
	digits = _digits(
		value, 13, "The resident registration number must have 13 digits, for example 000000-0000000."
	)
	try:
		born = born_on(digits)
	except ValueError as error:
		raise _mistyped_resident_no("DATE") from error
	if born > today:
		raise _mistyped_resident_no("FUTURE")
	if digits[6] in "5678":
		if int(digits[8]) % 2:
			raise _mistyped_resident_no("AGENCY")
		if digits[11] not in "6789":
			raise _mistyped_resident_no("KIND")
		return digits
	check = (11 - _weighted_sum(digits, _RESIDENT_NO_WEIGHTS) % 11) % 10
	if check != int(digits[12]) and born < _NO_CHECK_DIGIT_SINCE and not may_fail_check:
		raise _mistyped_resident_no("CHECKSUM")
	return digits


def born_on(digits: str) -> date:
	"""Return the day of birth that thirteen digits of a resident number tell. Raises ValueError where there is no such day."""
	return date(_CENTURIES[int(digits[6])] + int(digits[:2]), int(digits[2:4]), int(digits[4:6]))


def mask_resident_no(digits: str) -> str:
	"""Return a resident number of which only birthday and sex can be read: ``900101-9******``."""
	return f"{digits[:6]}-{digits[6]}******"


def mask_numbers_in(text: str) -> str:
	"""Return a text in which resident and card numbers are masked, as people type them with their hyphens."""
	text = _RESIDENT_NO_IN_TEXT.sub(r"\1-\2******", text)
	return _CARD_NO_IN_TEXT.sub(r"\1-****-****-\2", text)


def _plain(value: str) -> str:
	"""Return ``value`` in half-width characters without blanks and hyphens."""
	return re.sub(r"[\s\-‐‑–]", "", unicodedata.normalize("NFKC", value))


def _digits(value: str, length: int, complaint: str) -> str:
	digits = _plain(value)
	if not re.fullmatch(rf"[0-9]{{{length}}}", digits):
		raise RuleViolation(complaint, code="FORMAT")
	return digits


def _weighted_sum(digits: str, weights: Iterable[int]) -> int:
	return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


def _mistyped_business_no(code: str) -> RuleViolation:
	return RuleViolation(
		"There is no such business or unique number. Please compare it with the certificate.", code=code
	)


def _mistyped_resident_no(code: str) -> RuleViolation:
	return RuleViolation(
		"There is no such resident registration number. Please compare it with the identity card.", code=code
	)
