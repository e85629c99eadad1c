"""The hash chain: every entry carries the SHA-256 of itself and of its predecessor in the same facility."""

import hashlib
import json
from collections.abc import Sequence
from datetime import date, datetime

CONTENT = (
	*("facility", "entry_no", "accounting_unit", "accounting_year", "posting_date", "side"),
	*("account_subject", "mok", "program", "fund_source", "counter_subject", "bank_account"),
	*("amount", "cash_amount", "voucher_type", "voucher_no", "voucher_label", "voucher_row"),
	*("entry_kind", "reversal_of", "counterparty", "remarks", "reference_doctype", "reference_name"),
	*("posted_by", "posted_at"),
)
"""The columns of Ledger Entry that the hash covers, in this order. The order is part of every hash ever written."""


def entry_name(facility: str, entry_no: int) -> str:
	"""Return the name of a facility's entry: ``F00001-0000000001``."""
	return f"{facility}-{entry_no:010d}"


def digest(content: Sequence, prev_hash: str) -> str:
	"""Return the hash of an entry.

	:param content: values of `CONTENT` in its order, as Python or the database hands them over: both must hash alike.
	:param prev_hash: hash of the facility's preceding entry, empty for its first.
	"""
	canonical = [_canonical(value) for value in content]
	canonical.append(prev_hash)
	text = json.dumps(canonical, ensure_ascii=False, separators=(",", ":"))
	return hashlib.sha256(text.encode()).hexdigest()


def _canonical(value: object) -> object:
	"""Return a value in the one form that it has before and after a round through the database."""
	if value is None:
		return ""
	if isinstance(value, datetime):
		return value.isoformat(sep=" ", timespec="microseconds")
	if isinstance(value, date):
		return value.isoformat()
	if isinstance(value, str | int):
		return value
	raise TypeError(f"A ledger entry holds no {type(value).__name__}")
