"""기부금영수증 (소득세법 제160조의3, 법인세법 제112조의2, 재무·회계규칙 제41조의4): who may issue them, on which form, for how much.

The dated figures stand in `data/donation_receipts.csv`.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from huimang.rules.dated import DatedTable
from huimang.rules.errors import RuleViolation

GENERAL, SPECIAL, EXCLUDED = "40", "10", "50"
CODES = {GENERAL: "일반기부금", SPECIAL: "특례기부금", EXCLUDED: "공제제외 기부금"}
"""유형·코드 of what facilities receive; the other codes of the form are for parties, churches and funds."""

MONEY, GOODS = "Money", "Goods"
FORM_WORDS = {MONEY: "금전", GOODS: "현물"}

_BY_CORPORATION = "법인세법 시행령 제39조제1항제1호가목"
_BY_FACILITY = "법인세법 시행령 제39조제1항제4호"
_REFUSED_TYPES = frozenset({"DIS-4"})
"""장애인생산품판매시설 (제39조제1항제4호다목)."""
_REVIEWED_TYPES = frozenset({"ELD-1", "ELD-2", "ELD-3", "DIS-2"})
"""Facilities that the list leaves out where residents pay everything, or where no non-profit corporation runs them."""

_ELECTRONIC_SINCE = date(2025, 1, 1)
"""Gifts of 2025 are the first (소득세법 제160조의3제4항, added on 31 December 2024)."""

_TABLE = DatedTable("donation_receipts.csv")


class Amounts(NamedTuple):
	"""What a receipt says of one gift, in won."""

	total: int
	deductible: int
	other: int


def issuer_basis(operated_by: str, type_code: str, confirmed: str) -> str:
	"""Return the article by which a facility's receipts count (근거법령).

	:param operated_by: Corporation, Government or Individual.
	:param type_code: code of the facility's type.
	:param confirmed: the article that the facility has checked itself; it goes before our table.

	Raises RuleViolation where the law does not let the facility issue receipts, or leaves it to be checked (D5).
	"""
	if confirmed.strip():
		return confirmed.strip()
	if operated_by == "Corporation":
		return _BY_CORPORATION
	if type_code in _REFUSED_TYPES:
		raise RuleViolation(
			"Facilities of this type that no social welfare corporation runs may not issue donation receipts "
			"(Article 39 of the Enforcement Decree of the Corporate Tax Act)."
		)
	if type_code in _REVIEWED_TYPES:
		raise RuleViolation(
			"Whether this facility may issue donation receipts depends on who pays for its residents. "
			"Please check it and enter the article of the law in the donation settings."
		)
	return _BY_FACILITY


def amounts(code: str, value: int) -> Amounts:
	"""Return what of a gift is deductible (공제대상) and what is not, by its code."""
	return Amounts(value, 0, value) if code == EXCLUDED else Amounts(value, value, 0)


def basis_of_form(is_person: bool) -> str:
	"""Return the form that a donor of this kind gets: that of the income tax, or of the corporate tax."""
	if is_person:
		return "소득세법 시행규칙 [별지 제45호의2서식]"
	return "법인세법 시행규칙 [별지 제63호의3서식]"


def serial(year: int, facility: str, number: int) -> str:
	"""Return 일련번호: the year of the gifts, the facility's code, and a number without gaps."""
	return f"{year}-{facility}-{number:06d}"


def electronic_only(issued_before: int, on: date) -> bool:
	"""Tell whether receipts must be electronic: those of the year before came to more than 300 million won (D6, D7)."""
	return on >= _ELECTRONIC_SINCE and issued_before > _TABLE.amount(on, "electronic_above")


def electronic_due(year: int) -> date:
	"""Return the day by which electronic receipts of a year's gifts are issued."""
	on = date(year, 12, 31)
	return date(year + 1, _TABLE.amount(on, "electronic_due_month"), _TABLE.amount(on, "electronic_due_day"))


def published_until(first: date) -> date:
	"""Return the last day on which a report is public that was published on ``first`` (제41조의6: three months)."""
	months = first.month - 1 + _TABLE.amount(first, "publish_months")
	year, month = first.year + months // 12, months % 12 + 1
	for day in range(first.day, 27, -1):
		try:
			return date(year, month, day)
		except ValueError:
			continue
	return date(year, month, first.day)
