"""Numbers of persons in what people write freely, such as a question to those who help: nobody there needs them in full."""

from __future__ import annotations

import re
from datetime import date

from huimang.rules.errors import RuleViolation
from huimang.rules.identifiers import mask_account_no, mask_numbers_in, read_business_no, read_phone

_LONG_NUMBER = re.compile(r"(?<![0-9A-Za-z*-])[0-9](?:-?[0-9]){9,15}(?![0-9A-Za-z*-])")


def mask(text: str) -> str:
	"""Return a text in which resident, card and account numbers are masked.

	Telephone numbers, 고유번호·사업자등록번호 and what begins with a date are left: they are asked about, and are no secret.
	"""
	return _LONG_NUMBER.sub(_mask_account, mask_numbers_in(text))


def _mask_account(found: re.Match) -> str:
	number = found[0]
	return number if _is_known(number) else mask_account_no(number.replace("-", ""))


def _is_known(number: str) -> bool:
	for read in (read_phone, read_business_no, _read_date):
		try:
			read(number)
		except (RuleViolation, ValueError):
			continue
		return True
	return False


def _read_date(number: str) -> date:
	"""Return the day with which a number begins. Raises ValueError where it begins with none of our times."""
	digits = number.replace("-", "")
	day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
	if not 1990 <= day.year < 2100:
		raise ValueError(number)
	return day
