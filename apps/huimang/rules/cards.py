"""Uses of corporate cards (법인카드) as card companies tell them: read, told apart, set off against their cancellations.

The standard columns and the parsing rules are those of subsidies_cards.md 4.1 and 4.2. Card numbers are kept by their
first and last four digits.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from difflib import SequenceMatcher

from huimang.rules.errors import RuleViolation
from huimang.rules.fund_account import DONATION_KINDS

APPROVAL, CANCELLATION = "Approval", "Cancellation"
_SHOWN = 4
_NOT_OF_A_NUMBER = re.compile(r"[^0-9*]")
_HIDDEN = re.compile(r"[xX●○•＊]")
_FIRM = re.compile(r"주식회사|유한회사|\(주\)|㈜|\W")


@dataclass(frozen=True, kw_only=True)
class Use:
	"""One approval or one cancellation.

	Attributes:
		kind: ``Approval`` or ``Cancellation``.
		card_number: masked, as `mask` writes it.
		approved_at: when it was approved or cancelled, without a time zone, as clocks in Korea show it.
		approval_no: 승인번호; that of the cancelled approval where it is a cancellation.
		amount: won above 0, of a cancellation what it takes back.
		cancellation_no: the cancellation's own number, where the card company gives one.
	"""

	kind: str = APPROVAL
	card_number: str
	approved_at: datetime
	approval_no: str
	amount: int
	cancellation_no: str = ""
	merchant_name: str = ""
	merchant_no: str = ""
	merchant_category: str = ""
	merchant_address: str = ""
	usage_type: str = ""
	installments: int = 0
	vat: int = 0
	currency: str = ""
	foreign_amount: str = ""
	purchase_status: str = ""
	billing_date: date | None = None
	memo: str = ""

	@property
	def key(self) -> str:
		"""What tells it apart from every other use in a facility, by whatever road it is told (승인번호 and kind).

		Approval numbers come again after some time, so the card and the day belong to it. Cancellations of one approval may
		be several; lists show them on different days than messages do, so it is their amount that tells them apart.
		"""
		last = self.card_number[-_SHOWN:]
		if self.kind == APPROVAL:
			return f"{last}/{self.approval_no}/{self.approved_at:%Y%m%d}/A"
		return f"{last}/{self.approval_no}/C/{self.amount}/{self.cancellation_no}".rstrip("/")


def read_card_no(value: str) -> str:
	"""Return the 14 to 16 digits of a card number. Raises RuleViolation; no message carries the number itself."""
	digits = re.sub(r"[\s-]", "", value)
	if not re.fullmatch(r"\d{14,16}", digits):
		raise RuleViolation("A card number has 14 to 16 digits. Please check it.")
	return digits


def mask(value: str) -> str:
	"""Return a card number of which only the first and the last four digits can be read: ``9410-****-****-1234``.

	Takes whole numbers and such as a card company has masked in its own way; of those that show less than four digits at
	an end, asterisks stand for the others. Raises RuleViolation where the last four digits are not there.
	"""
	written = _NOT_OF_A_NUMBER.sub("", _HIDDEN.sub("*", value))
	last = written[-_SHOWN:]
	if len(last) < _SHOWN or "*" in last:
		raise RuleViolation("The card number lacks its last four digits.")
	first = written[:_SHOWN] if len(written) >= 14 else "*" * _SHOWN
	return f"{first}-****-****-{last}"


def may_be(one: str, other: str) -> bool:
	"""Whether two masked numbers may be of the same card: they agree in every digit that both show."""
	return len(one) == len(other) and all(a == b or "*" in (a, b) for a, b in zip(one, other, strict=True))


def check_use(use: Use, today: date) -> None:
	"""Refuse what cannot be a use of a card. Raises RuleViolation."""
	if use.amount <= 0:
		raise RuleViolation("The amount must be above 0 won.")
	if not use.approval_no:
		raise RuleViolation("The approval number is missing.")
	if (use.approved_at.date() - today).days > 1:
		raise RuleViolation("The day of the approval lies in the future.")


def left_of(amount: int, cancelled: Iterable[int]) -> int:
	"""Return what is left of an approval after its cancellations, never less than nothing."""
	return max(0, amount - sum(cancelled))


def billing_date(used_on: date, payment_day: int, period_ends_on: int) -> date | None:
	"""Return the day on which the card company takes the money of a use; None where the card names no such day.

	:param payment_day: day of the month; a month that is shorter pays on its last day.
	:param period_ends_on: the last day of use that is paid on that day: of the same month where it lies before it, else of the
		month before; 0 stands for the month's last day.
	"""
	if not payment_day:
		return None
	ends_on = period_ends_on or 31
	behind = 0 if ends_on < payment_day else 1
	year, month = used_on.year, used_on.month
	if used_on.day > _day(year, month, ends_on).day:
		year, month = _later(year, month, 1)
	return _day(*_later(year, month, behind), payment_day)


def _day(year: int, month: int, day: int) -> date:
	return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _later(year: int, month: int, months: int) -> tuple[int, int]:
	years, month = divmod(month - 1 + months, 12)
	return year + years, month + 1


def check_funds(card_kind: str, fund_kind: str, has_grant: bool) -> None:
	"""Check that a dedicated card pays for its own money only (제29조①, 제41조의4④). Raises RuleViolation.

	:param has_grant: the line is charged to a grant, of which the facility may bear a part itself.
	"""
	if card_kind == "Dedicated Subsidy Card" and fund_kind != "Subsidy" and not has_grant:
		raise RuleViolation(
			"A dedicated subsidy card pays for what subsidies are for. Please choose such a fund source, or another card."
		)
	if card_kind == "Donation Card" and fund_kind not in DONATION_KINDS:
		raise RuleViolation("A donation card pays from donations only. Please choose such a fund source.")


def likeness(one: str, other: str) -> float:
	"""Return how much two names of a shop are alike, from 0 to 1: blanks, brackets and 주식회사 do not count."""
	plain = [_FIRM.sub("", name.lower()) for name in (one, other)]
	if not all(plain):
		return 0.0
	if plain[0] in plain[1] or plain[1] in plain[0]:
		return 1.0
	return SequenceMatcher(None, *plain).ratio()


def approval_number(written: str) -> str:
	"""Return an approval number as it is kept: spreadsheets take the zeros before its eight digits away."""
	plain = "".join(written.split())
	return plain.zfill(8) if plain.isdigit() else plain
