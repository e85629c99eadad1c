"""The lists that Hometax hands out: 전자(세금)계산서 목록 and 현금영수증 매입내역 as rows of a sheet.

Knows nothing of the database. Columns are found by their headings; the headings of buyer and seller are the same words, so
their second occurrence is the buyer's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from huimang.migration import cells
from huimang.migration.budget_sheet import Fault
from huimang.migration.workbook import Row, Sheet
from huimang.money import won
from huimang.rules import identifiers
from huimang.rules.account_subjects import name_key
from huimang.rules.errors import RuleViolation

TAX_INVOICE, INVOICE, CASH_RECEIPT = "Tax Invoice", "Invoice", "Cash Receipt"
MAX_RECORDS = 2_000
"""Records of one file: Hometax hands out a month or a quarter at a time."""

_HEADER_WITHIN = 30
_NAMES = frozenset(map(name_key, ("상호", "상호(법인명)", "상호명", "법인명")))
_DAY = re.compile(r"(\d{4})\D?(\d{1,2})\D?(\d{1,2})(\D.*)?")


@dataclass
class Record:
	"""One invoice or receipt as the list has it."""

	row: int
	kind: str
	day: date | None = None
	approval_no: str = ""
	seller_no: str = ""
	seller: str = ""
	buyer_no: str = ""
	buyer: str = ""
	supply_amount: int = 0
	tax_amount: int = 0
	total_amount: int = 0
	item: str = ""
	note: str = ""


@dataclass
class Reading:
	"""What a file holds."""

	sheet: str
	records: list[Record] = field(default_factory=list)
	faults: list[Fault] = field(default_factory=list)


def read(sheets: Iterable[Sheet]) -> Reading:
	"""Read the first sheet that is one of the lists. Raises RuleViolation where there is none, or too much of it."""
	for sheet in sheets:
		for header in sheet.rows[:_HEADER_WITHIN]:
			titles = [name_key(str(value)) if value is not None else "" for value in header.values]
			for columns_of in (_invoice_columns, _receipt_columns):
				if columns := columns_of(titles):
					return _read_table(sheet, header, columns, titles)
	raise RuleViolation(
		"This is no list of Hometax. Please download the list of tax invoices, invoices or cash receipts as Excel there."
	)


def _invoice_columns(titles: list[str]) -> dict[str, int] | None:
	"""Return the places of the columns of 전자세금계산서 목록 or 전자계산서 목록."""
	columns = _found(
		titles,
		{
			"day": ("작성일자", "작성일"),
			"approval_no": ("승인번호",),
			"seller_no": ("공급자사업자등록번호", "공급자등록번호", "공급자사업자번호"),
			"buyer_no": ("공급받는자사업자등록번호", "공급받는자등록번호", "공급받는자사업자번호"),
			"total_amount": ("합계금액",),
			"supply_amount": ("공급가액",),
			"tax_amount": ("세액",),
			"class": ("전자세금계산서분류", "전자계산서분류", "계산서분류"),
			"item": ("품목명",),
			"note": ("비고",),
		},
	)
	if not {"day", "approval_no", "seller_no", "buyer_no", "supply_amount"} <= columns.keys():
		return None
	names = [place for place, title in enumerate(titles) if title in _NAMES]
	for field_name, number in (("seller", "seller_no"), ("buyer", "buyer_no")):
		after = [place for place in names if place > columns[number]]
		if after:
			columns[field_name] = after[0]
	return columns


def _receipt_columns(titles: list[str]) -> dict[str, int] | None:
	"""Return the places of the columns of 현금영수증 매입내역."""
	columns = _found(
		titles,
		{
			"day": ("거래일시", "매입일시", "거래일자", "매입일자", "사용일시"),
			"approval_no": ("승인번호",),
			"seller_no": (
				"가맹점사업자번호",
				"가맹점사업자등록번호",
				"가맹점번호",
				"사업자번호",
				"사업자등록번호",
			),
			"seller": ("가맹점명", "가맹점", "가맹점상호", "상호"),
			"supply_amount": ("공급가액", "공급가"),
			"tax_amount": ("부가세", "부가가치세", "세액"),
			"service": ("봉사료",),
			"total_amount": ("매입금액", "거래금액", "총금액", "합계", "합계금액", "사용금액"),
			"class": ("거래구분", "승인구분"),
		},
	)
	return columns if {"day", "approval_no", "seller_no", "total_amount"} <= columns.keys() else None


def _found(titles: list[str], wanted: dict[str, tuple[str, ...]]) -> dict[str, int]:
	columns = {}
	for field_name, names in wanted.items():
		place = next((titles.index(name_key(name)) for name in names if name_key(name) in titles), None)
		if place is not None:
			columns[field_name] = place
	return columns


def _read_table(sheet: Sheet, header: Row, columns: dict[str, int], titles: list[str]) -> Reading:
	reading = Reading(sheet.title)
	for row in sheet.rows[header.number :]:
		if row.is_blank or _is_total(row):
			continue
		if len(reading.records) == MAX_RECORDS:
			raise RuleViolation(
				"A file may hold at most {0} records. Please download a shorter time.", f"{MAX_RECORDS:,}"
			)
		_read_row(row, columns, titles, reading)
	return reading


def _read_row(row: Row, columns: dict[str, int], titles: list[str], reading: Reading) -> None:
	values: dict[str, object] = {}
	faults = []
	is_receipt = "buyer_no" not in columns
	for name, place in columns.items():
		value = row.values[place] if place < len(row.values) else None
		try:
			values[name] = _READERS.get(name, cells.text)(value)
		except RuleViolation as violation:
			faults.append(Fault(row.number, titles[place], str(value or ""), violation))
	record = Record(row.number, _kind(values, is_receipt, "tax_amount" in columns))
	for name, value in values.items():
		if hasattr(record, name):
			setattr(record, name, value)
	if not faults:
		_complete(record, values)
		faults += _check(record, is_receipt)
	reading.records.append(record)
	reading.faults += faults


def _complete(record: Record, values: dict[str, object]) -> None:
	"""Fill in what the list leaves out, and turn what was taken back into amounts below 0."""
	if "total_amount" not in values:
		record.total_amount = record.supply_amount + record.tax_amount
	if "supply_amount" not in values:
		record.supply_amount = record.total_amount - record.tax_amount - int(values.get("service") or 0)
	if "취소" in str(values.get("class") or "") and record.total_amount > 0:
		for name in ("supply_amount", "tax_amount", "total_amount"):
			setattr(record, name, -getattr(record, name))


def _check(record: Record, is_receipt: bool) -> list[Fault]:
	found = []
	if not record.approval_no:
		found.append(("승인번호", "", RuleViolation("The approval number is missing.")))
	if record.day is None:
		found.append(("작성일자", "", RuleViolation("The date is missing.")))
	if not is_receipt and record.supply_amount + record.tax_amount != record.total_amount:
		found.append(
			(
				"합계금액",
				f"{record.total_amount:,}",
				RuleViolation("Supply amount and tax do not add up to the total."),
			)
		)
	return [Fault(record.row, column, value, violation) for column, value, violation in found]


def _kind(values: dict[str, object], is_receipt: bool, has_tax: bool) -> str:
	if is_receipt:
		return CASH_RECEIPT
	written = str(values.get("class") or "")
	if "세금계산서" in written:
		return TAX_INVOICE
	return INVOICE if "계산서" in written or not has_tax else TAX_INVOICE


def _is_total(row: Row) -> bool:
	words = [str(value).strip() for value in row.values if value is not None]
	return bool(words) and words[0] in ("합계", "총계", "소계", "계")


def _read_day(value: object) -> date | None:
	if isinstance(value, datetime):
		return value.date()
	if isinstance(value, date):
		return value
	written = cells.text(value)
	if not written:
		return None
	match = _DAY.fullmatch(written)
	try:
		return date(*map(int, match.groups()[:3])) if match else _no_day(written)
	except ValueError:
		return _no_day(written)


def _no_day(written: str) -> date:
	raise RuleViolation("{0} is no date. Please enter it as 2026-01-31.", written)


def _read_won(value: object) -> int:
	"""Return won, below 0 for what was corrected downwards (수정세금계산서)."""
	if isinstance(value, int | float) and not isinstance(value, bool):
		return won(value)
	written = cells.text(value).replace("원", "").replace(" ", "")
	if written.startswith("(") and written.endswith(")"):
		written = "-" + written[1:-1]
	return won(written)


def _read_no(value: object) -> str:
	"""Return a business number's digits; invoices to persons bear none, or a masked resident number."""
	digits = re.sub(r"\D", "", cells.text(value))
	return identifiers.read_business_no(digits) if len(digits) == 10 else ""


_READERS: dict[str, Callable[[object], object]] = {
	"day": _read_day,
	"supply_amount": _read_won,
	"tax_amount": _read_won,
	"total_amount": _read_won,
	"service": _read_won,
	"seller_no": _read_no,
	"buyer_no": _read_no,
}
