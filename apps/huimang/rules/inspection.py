"""재물조사 (사회복지법인 및 사회복지시설 재무·회계 규칙 제40조의2): what a count says of an asset, and what may follow from it.

The rule demands a count once a year; kinds of findings and decisions are the practice of public bodies.
"""

from __future__ import annotations

from dataclasses import dataclass

GOOD, NEEDS_REPAIR, TO_BE_CONDEMNED, MISSING = "Good", "Needs Repair", "To Be Condemned", "Not There"
AGREED, ELSEWHERE, SHORT, OVER = "Agreed", "Elsewhere", "Too Few", "Too Many"
UNREGISTERED, POOR, LABEL = "Unregistered", "Poor Condition", "Label Damaged"

PLACE, LOSS, CONDEMN, REPAIR = "Correct the Place", "Report the Loss", "Condemn", "Repair"
REGISTER, REPRINT, NOTHING = "Enter in the Register", "Reprint the Label", "No Action"

OF_QUANTITY = frozenset({SHORT, OVER, UNREGISTERED})
"""Findings that need a reason in words, whatever is decided."""


@dataclass(frozen=True)
class Count:
	"""One line of the sheet after the count.

	Attributes:
		book: quantity that the register had on the base date; 0 for what it does not know.
		counted: quantity that was found.
		disposed_since: quantity that went out by an event after the base date, and is rightly not there.
		is_elsewhere: whether it was found at another place than the register says.
		label_is_good: whether its label can be read.
	"""

	book: int
	counted: int
	disposed_since: int = 0
	is_elsewhere: bool = False
	condition: str = GOOD
	label_is_good: bool = True


def difference(count: Count) -> int:
	"""Return 과부족: what was found, as of the base date, less what the register had."""
	return count.counted + count.disposed_since - count.book


def finding(count: Count) -> str:
	"""Return what a count says, the gravest first."""
	if not count.book:
		return UNREGISTERED if count.counted else AGREED
	if difference(count):
		return SHORT if difference(count) < 0 else OVER
	if count.is_elsewhere:
		return ELSEWHERE
	if count.condition in (NEEDS_REPAIR, TO_BE_CONDEMNED):
		return POOR
	return AGREED if count.label_is_good else LABEL


def proposed(found: str, condition: str = GOOD) -> str | None:
	"""Return what is usually decided on a finding; None where nothing has to be."""
	if found == POOR:
		return CONDEMN if condition == TO_BE_CONDEMNED else REPAIR
	return {SHORT: LOSS, OVER: REGISTER, UNREGISTERED: REGISTER, ELSEWHERE: PLACE, LABEL: REPRINT}.get(found)
