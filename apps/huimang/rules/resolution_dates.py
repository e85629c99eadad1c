"""The dates of a resolution: in order, and within one accounting year (제4조, 제5조, 제28조)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huimang.rules.errors import RuleViolation

# Each message names its own pair of dates, so that the translation reads as a sentence and not as a form letter.
_ORDER = (
	(
		"cause",
		"proposal",
		"The proposal date ({1}) is before the cause date ({0}). Please correct one of them.",
	),
	(
		"proposal",
		"approval",
		"The approval date ({1}) is before the proposal date ({0}). Please correct the proposal date.",
	),
	(
		"approval",
		"payment",
		"The payment or receipt date ({1}) is before the approval date ({0}). Money moves after approval.",
	),
	(
		"payment",
		"registration",
		"The registration date ({1}) is before the payment or receipt date ({0}). Please correct it.",
	),
)
_WITHIN_YEAR = (
	(
		"cause",
		"The cause date ({0}) is outside the accounting year {1} to {2}. Please choose the year it belongs to.",
	),
	(
		"proposal",
		"The proposal date ({0}) is outside the accounting year {1} to {2}. Please correct the date.",
	),
	(
		"approval",
		"The approval date ({0}) is outside the accounting year {1} to {2}. Please use the books of the new year.",
	),
	(
		"payment",
		"The payment or receipt date ({0}) is outside the accounting year {1} to {2}. "
		"Payments and receipts of a year end with its last day.",
	),
)


@dataclass(frozen=True, kw_only=True)
class ResolutionDates:
	"""원인행위·발의·결재·출납·등기 일자. What has not happened yet is None."""

	cause: date | None = None
	proposal: date | None = None
	approval: date | None = None
	payment: date | None = None
	registration: date | None = None


def check_order(dates: ResolutionDates) -> None:
	"""Check 원인행위 ≤ 발의 ≤ 결재 ≤ 출납 ≤ 등기 (제28조: money is paid after the order to pay); gaps are passed over.

	Raises RuleViolation for the first pair that is out of order.
	"""
	earlier: tuple[str, date] | None = None
	for name in ("cause", "proposal", "approval", "payment", "registration"):
		day = getattr(dates, name)
		if day is None:
			continue
		if earlier and day < earlier[1]:
			raise RuleViolation(_complaint(earlier[0], name), earlier[1].isoformat(), day.isoformat())
		earlier = (name, day)


def check_within_year(dates: ResolutionDates, first: date, last: date) -> None:
	"""Check that what a resolution records happened within its accounting year.

	The year follows the day of the cause (제4조), and payments and receipts of a year end with its last day (제5조):
	there is no period of grace. Entry into the register (등기) may follow later.

	Raises RuleViolation for the first date outside.
	"""
	for name, message in _WITHIN_YEAR:
		day = getattr(dates, name)
		if day is not None and not first <= day <= last:
			raise RuleViolation(message, day.isoformat(), first.isoformat(), last.isoformat())


def _complaint(earlier: str, later: str) -> str:
	for first, second, message in _ORDER:
		if (first, second) == (earlier, later):
			return message
	return "A later step of the resolution is dated {1}, an earlier one {0}. Please correct one of the dates."
