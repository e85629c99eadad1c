"""Lists of card companies: their columns as data, their rows as uses of cards (subsidies_cards.md 4.2).

Each company has its own headings and its own way of telling a cancellation: a row of its own, an amount below 0, a column
for what was cancelled, or a day on which it was. Some files are CSV, some an archive with the workbook in it.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from huimang.migration import cells, workbook
from huimang.migration.layout import Column, Entry, Layout
from huimang.migration.workbook import MAX_FILE, Row, Sheet
from huimang.rules import cards
from huimang.rules.cards import APPROVAL, CANCELLATION, Use
from huimang.rules.errors import RuleViolation

MOST = 20_000
_DAY = re.compile(r"(\d{4}|\d{2})\D{0,3}?(\d{1,2})\D{1,3}(\d{1,2})|(\d{4})(\d{2})(\d{2})")
_TIME = re.compile(
	r"(오후)?\s*(\d{1,2})\s*[:시]\s*(\d{1,2})(?:\s*[:분]\s*(\d{1,2}))?|\b(\d{2})(\d{2})(\d{2})\b"
)
_PLAIN = re.compile(r"[\s()\[\]원]")


def moment(value: object) -> datetime | None:
	"""Return a cell as a moment: ``2026-01-31 13:05:07``, ``26.01.31 13:05``, ``20260131``, a date cell; None where it is empty."""
	if isinstance(value, datetime):
		return value.replace(microsecond=0)
	if isinstance(value, date):
		return datetime.combine(value, time())
	written = cells.text(value)
	if not written:
		return None
	found = _DAY.match(written)
	try:
		if not found:
			raise ValueError
		year, month, day = (int(part) for part in found.groups() if part)
		at = clock(written[found.end() :]) or time()
		return datetime.combine(date(year + 2000 if year < 100 else year, month, day), at)
	except ValueError as e:
		raise RuleViolation("{0} is no date. Please enter it as 2026-01-31.", written) from e


def clock(value: object) -> time | None:
	"""Return a cell as a time of day with its seconds (``13:05:07``, ``130507``), None where there is none."""
	if isinstance(value, datetime):
		return value.time().replace(microsecond=0)
	if isinstance(value, time):
		return value.replace(microsecond=0)
	if isinstance(value, float) and 0 <= value < 1:
		return cells.clock(value)
	written = cells.text(value)
	if written.isdigit() and len(written) in (5, 6):
		written = written.zfill(6)
	found = _TIME.search(written)
	if not found:
		return None
	hour, minute, second = (
		int(part or 0) for part in (found[2] or found[5], found[3] or found[6], found[4] or found[7])
	)
	try:
		return time(hour + 12 if found[1] and hour < 12 else hour, minute, second)
	except ValueError as e:
		raise RuleViolation("{0} is no time. Please enter it as 09:00.", written) from e


def won(value: object) -> int:
	"""Return a cell as won, below 0 for what was taken back; a sign of the currency does not count, 0 where it is empty."""
	if isinstance(value, str):
		value = value.replace("₩", "").replace("￦", "").replace("KRW", "").strip().rstrip("-")
	return cells.signed_won(value)


def _months(value: object) -> int:
	digits = re.sub(r"\D", "", cells.text(value))
	return min(int(digits), 60) if digits else 0


def _day(value: object) -> date | None:
	at = moment(value)
	return at.date() if at else None


FIELDS: Mapping[str, tuple[str, Callable]] = {
	"Approved At": ("approved_at", moment),
	"Approval Date": ("approved_day", moment),
	"Approval Time": ("approved_time", clock),
	"Card Number": ("card_number", cells.text),
	"Name of the Holder": ("holder_name", cells.text),
	"Approval No.": ("approval_no", cells.text),
	"Merchant": ("merchant_name", cells.text),
	"Business Registration No.": ("merchant_no", cells.text),
	"Line of Business": ("merchant_category", cells.text),
	"Address": ("merchant_address", cells.text),
	"Amount": ("amount", won),
	"Cancelled Amount": ("cancelled_amount", won),
	"Cancelled On": ("cancelled_on", moment),
	"Kind": ("kind", cells.text),
	"Usage Type": ("usage_type", cells.text),
	"Instalments": ("installments", _months),
	"VAT Amount": ("vat", won),
	"Currency": ("currency", cells.text),
	"Amount in Foreign Currency": ("foreign_amount", cells.text),
	"Purchase Status": ("purchase_status", cells.text),
	"Billing Date": ("billing_date", _day),
	"Memo": ("memo", cells.text),
}
"""What a column may hold, by the keys of Card File Column: the field of a row, and how its cells are read."""
_COPIED = {"merchant_name": 140, "merchant_category": 80, "merchant_address": 255, "usage_type": 40}
_COPIED |= {"currency": 3, "foreign_amount": 40, "purchase_status": 40, "memo": 255, "merchant_no": 20}


@dataclass(frozen=True)
class Told:
	"""One column of a card company's list, as an operator describes it."""

	value_key: str
	headings: tuple[str, ...]
	is_required: bool = False


def layout(name: str, columns: Sequence[Told]) -> Layout:
	"""Return the layout of a card company's list. Required columns must be there; their cells may be empty."""
	made = []
	for told in columns:
		field, read = FIELDS[told.value_key]
		first, *others = told.headings
		made.append(
			Column(field, first, read, aliases=tuple(others), expected=told.is_required, longest=1_000)
		)
	missing = RuleViolation(
		"No sheet of the file has the columns of a known card company. "
		"Please ask the platform's operator to add its format, or choose another file."
	)
	return Layout(tuple(made), title=name, most=MOST, missing=missing)


def words(written: str) -> tuple[str, ...]:
	"""Return words that somebody has listed with commas or lines between them, without blanks and brackets."""
	return tuple(filter(None, (_PLAIN.sub("", word) for word in re.split(r"[,\n]", written or ""))))


def is_passed_over(entry: Entry, ignored: Sequence[str]) -> bool:
	"""Whether a row is no use of a card: refused ones, lines of totals, notes below the table."""
	if any(
		word in _PLAIN.sub("", entry.get("kind") or entry.get("purchase_status") or "") for word in ignored
	):
		return True
	at = entry.get("approved_at") or entry.get("approved_day")
	return not at or not (entry.get("amount") or entry.get("cancelled_amount"))


def uses(entry: Entry, cancel_words: Sequence[str], card_number: str = "", ordinal: int = 0) -> list[Use]:
	"""Return what a row tells: an approval, a cancellation, or both. Raises RuleViolation.

	:param card_number: the card, for lists that do not name it.
	:param ordinal: which of several rows of one day, shop and amount it is, for lists without approval numbers.
	"""
	amount, taken_back = abs(entry.get("amount") or 0), abs(entry.get("cancelled_amount") or 0)
	kind = _PLAIN.sub("", entry.get("kind") or "")
	is_cancelled = any(word in kind for word in cancel_words)
	approval = Use(
		card_number=cards.mask(entry.get("card_number") or card_number),
		approved_at=_at(entry),
		approval_no=cards.approval_number(entry.get("approval_no") or "") or _made_up(entry, ordinal),
		amount=amount,
		installments=entry.get("installments") or 0,
		vat=abs(entry.get("vat") or 0),
		billing_date=entry.get("billing_date"),
		**{field: (entry.get(field) or "")[:longest] for field, longest in _COPIED.items()},
	)
	back = replace(approval, kind=CANCELLATION, approved_at=entry.get("cancelled_on") or approval.approved_at)
	if amount and (taken_back or entry.get("cancelled_on")):
		return [approval, replace(back, amount=taken_back or amount)]
	if is_cancelled or taken_back or (entry.get("amount") or 0) < 0:
		return [replace(back, amount=taken_back or amount)]
	return [replace(approval, kind=APPROVAL)]


def read_sheets(content: bytes) -> Iterator[Sheet]:
	"""Yield the tables of a file: a workbook, CSV, or an archive with such in it. Raises RuleViolation."""
	if not content.startswith(b"PK"):
		# an old workbook, or no list at all, is told so by the reader of workbooks
		table = _csv(content) if len(content) <= MAX_FILE and b"\x00" not in content else None
		yield from [table] if table else workbook.read_sheets(content)
		return
	inner = _packed(content)
	if inner is None:
		yield from workbook.read_sheets(content)
	for file in inner or ():
		yield from [_csv(file) or Sheet("", [])] if not file.startswith(b"PK") else workbook.read_sheets(file)


def _at(entry: Entry) -> datetime:
	at = entry.get("approved_at")
	if not at:
		at = entry["approved_day"]
	if entry.get("approved_time"):
		at = datetime.combine(at.date(), entry["approved_time"])
	return at


def _made_up(entry: Entry, ordinal: int) -> str:
	"""Return a number for a row without one, the same each time its list is read."""
	at = _at(entry)
	sign = zlib.crc32(f"{entry.get('merchant_name')}/{entry.get('amount')}".encode())
	return f"{at:%y%m%d}-{sign:08X}-{ordinal}"


def _packed(content: bytes) -> list[bytes] | None:
	"""Return the lists in an archive, None where the file is a workbook itself or damaged: others tell of that."""
	try:
		archive = zipfile.ZipFile(io.BytesIO(content))
		parts = archive.infolist()
	except (zipfile.BadZipFile, ValueError, OSError):
		return None
	if "[Content_Types].xml" in archive.namelist():
		return None
	lists = [part for part in parts if part.filename.lower().endswith((".xlsx", ".csv"))]
	if not lists or len(parts) > 50 or any(part.file_size > MAX_FILE for part in lists):
		raise RuleViolation(
			"The archive holds no list that can be read. Please unpack it and upload the workbook."
		)
	try:
		return [archive.read(part) for part in lists[:10]]
	except (RuntimeError, zipfile.BadZipFile, NotImplementedError, zlib.error, OSError) as e:
		raise RuleViolation(
			"The archive is damaged or locked by a password. Please unpack it and upload the workbook."
		) from e


def _csv(content: bytes) -> Sheet | None:
	for encoding in ("utf-8-sig", "cp949"):
		try:
			text = content.decode(encoding)
			break
		except UnicodeDecodeError:
			continue
	else:
		return None
	lines = text.splitlines()
	if not any(mark in line for line in lines[:30] for mark in (",", "\t")):
		return None
	mark = (
		"\t"
		if sum(line.count("\t") for line in lines[:30]) > sum(line.count(",") for line in lines[:30])
		else ","
	)
	try:
		rows = list(csv.reader(io.StringIO(text), delimiter=mark))
	except csv.Error:
		return None
	if len(rows) > workbook.MAX_ROWS:
		raise RuleViolation(
			"The sheet {0} has more than {1} rows. Please delete the rows that are not needed.",
			"CSV",
			f"{workbook.MAX_ROWS:,}",
		)
	kept = workbook.MAX_COLUMNS
	return Sheet("CSV", [Row(number, tuple(row[:kept])) for number, row in enumerate(rows, 1)])
