"""What card companies send of uses: messages read and checked before anything is kept of them, and their signatures.

A message is a JSON object, one use or ``{"transactions": [use, …]}``; card/README.md has its fields. Numbers of cards are
masked as soon as they are read.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date, datetime, timedelta, timezone

from huimang.money import won
from huimang.rules import cards
from huimang.rules.cards import APPROVAL, CANCELLATION, Use
from huimang.rules.errors import RuleViolation

KOREA = timezone(timedelta(hours=9))
MOST = 500
"""Uses in one message."""


class WrongUse(RuleViolation):
	"""What is wrong with one use of a message, and which it is, counted from 1."""

	def __init__(self, number: int, violation: RuleViolation):
		super().__init__(violation.message, *violation.params)
		self.number = number


_KINDS = {"approval": APPROVAL, "cancellation": CANCELLATION, "승인": APPROVAL, "취소": CANCELLATION}
_LONGEST = {
	"approval_no": 40,
	"cancellation_no": 40,
	"merchant_name": 140,
	"merchant_no": 20,
	"merchant_category": 80,
	"merchant_address": 255,
	"usage_type": 40,
	"currency": 3,
	"foreign_amount": 40,
	"purchase_status": 40,
	"memo": 255,
}
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


def signature(secret: str, timestamp: str, nonce: str, body: bytes) -> str:
	"""Return the signature of a message: HMAC-SHA256 over time, number and body, in hexadecimal."""
	signed = b"\n".join((timestamp.encode(), nonce.encode(), body))
	return hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def is_signed(secret: str, timestamp: str, nonce: str, body: bytes, claimed: str) -> bool:
	"""Whether a signature is that of the message, told in the same time whatever of it is wrong."""
	expected = signature(secret, timestamp, nonce, body)
	return hmac.compare_digest(expected.encode(), claimed.strip().lower().encode())


def is_timely(timestamp: str, now: float, window: int) -> bool:
	"""Whether a message was signed within so many seconds of now."""
	return bool(re.fullmatch(r"\d{1,12}", timestamp)) and abs(now - int(timestamp)) <= window


def read(body: bytes) -> list[Use]:
	"""Return the uses of a message. Raises RuleViolation, for one of the uses WrongUse."""
	try:
		message = json.loads(body)
	except (ValueError, RecursionError) as e:
		raise RuleViolation("The message is no JSON.") from e
	items = message.get("transactions", [message]) if isinstance(message, dict) else None
	if not isinstance(items, list) or not items:
		raise RuleViolation("The message holds no uses of a card.")
	if len(items) > MOST:
		raise RuleViolation("A message may hold at most {0} uses.", MOST)
	return [_numbered(number, item) for number, item in enumerate(items, 1)]


def packed(uses: list[Use]) -> str:
	"""Return uses as text to be kept, without what is empty."""
	rows = [
		{name: value for name, value in asdict(use).items() if value not in ("", 0, None)} for use in uses
	]
	return json.dumps(rows, default=str, ensure_ascii=False)


def unpacked(text: str) -> list[Use]:
	"""Return the uses that `packed` has written."""
	known = {field.name for field in fields(Use)}
	return [
		_restored({name: value for name, value in row.items() if name in known}) for row in json.loads(text)
	]


def _restored(row: dict) -> Use:
	row["approved_at"] = datetime.fromisoformat(row["approved_at"])
	if row.get("billing_date"):
		row["billing_date"] = date.fromisoformat(row["billing_date"])
	return Use(**row)


def _numbered(number: int, item: object) -> Use:
	try:
		return _use(item)
	except RuleViolation as violation:
		raise WrongUse(number, violation) from violation


def _use(item: object) -> Use:
	if not isinstance(item, Mapping):
		raise RuleViolation("A use of a card is an object.")
	kind = item.get("kind", "approval")
	if not isinstance(kind, str) or kind not in _KINDS:
		raise RuleViolation("The kind is approval or cancellation.")
	use = Use(
		kind=_KINDS[kind],
		card_number=cards.mask(_text(item, "card_no", 40)),
		approved_at=_moment(item.get("approved_at")),
		amount=_amount(item.get("amount")),
		vat=_amount(item.get("vat", 0)),
		installments=_months(item.get("installments", 0)),
		billing_date=_day(item.get("billing_date")),
		**_texts(item),
	)
	cards.check_use(use, datetime.now(KOREA).date())
	return use


def _texts(item: Mapping) -> dict[str, str]:
	texts = {name: _text(item, name, longest) for name, longest in _LONGEST.items()}
	return {**texts, "approval_no": cards.approval_number(texts["approval_no"])}


def _text(item: Mapping, name: str, longest: int) -> str:
	value = item.get(name, "")
	if value is None:
		return ""
	if isinstance(value, bool) or not isinstance(value, str | int):
		raise RuleViolation("{0} is no text.", name)
	return _CONTROL.sub(" ", str(value)).strip()[:longest]


def _amount(value: object) -> int:
	if isinstance(value, bool) or not isinstance(value, int | str):
		raise RuleViolation("An amount is a whole number of won.")
	return abs(won(value))


def _months(value: object) -> int:
	return value if isinstance(value, int) and 0 <= value <= 60 else 0


def _moment(value: object) -> datetime:
	"""Return a moment as clocks in Korea show it: one without a zone is meant so."""
	try:
		moment = datetime.fromisoformat(value) if isinstance(value, str) else None
	except ValueError:
		moment = None
	if not moment or not 2000 <= moment.year <= 2100:
		raise RuleViolation("approved_at is written as 2026-01-31T13:05:00.")
	if moment.tzinfo:
		moment = moment.astimezone(KOREA).replace(tzinfo=None)
	return moment.replace(microsecond=0)


def _day(value: object) -> date | None:
	if not value:
		return None
	try:
		return date.fromisoformat(value)
	except (TypeError, ValueError) as e:
		raise RuleViolation("billing_date is written as 2026-01-31.") from e
