"""Attendance as rows of a sheet: its columns, what a person may write into them, and an empty sheet to fill in.

Knows nothing of the database.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from openpyxl import Workbook

from huimang.migration import cells
from huimang.migration.budget_sheet import Fault
from huimang.migration.workbook import Row, Sheet
from huimang.rules.account_subjects import name_key
from huimang.rules.errors import RuleViolation

TITLES = {
	"number": ("사번", "직원번호", "사원번호"),
	"name": ("성명", "이름", "직원명"),
	"day": ("근무일", "일자", "날짜", "근무일자"),
	"status": ("구분", "근태", "근태구분", "상태"),
	"came": ("출근", "출근시각", "출근시간"),
	"left": ("퇴근", "퇴근시각", "퇴근시간"),
	"break_minutes": ("휴게(분)", "휴게", "휴게시간"),
	"note": ("비고", "메모", "사유"),
}
STATUSES = {
	"출근": "Present",
	"정상": "Present",
	"근무": "Present",
	"지각": "Late",
	"조퇴": "Left Early",
	"결근": "Absent",
	"휴가": "On Leave",
	"연차": "On Leave",
	"출장": "Business Trip",
	"휴무": "Day Off",
	"휴일": "Day Off",
}
MAX_ENTRIES = 5_000
_HEADER_WITHIN = 30
_DAY = re.compile(r"(\d{4})\D?(\d{1,2})\D?(\d{1,2})\D*")
_TIME = re.compile(r"(?:오전|오후)?\s*(\d{1,2})\s*[:시]\s*(\d{1,2})?\s*분?(?::\d{1,2})?")


@dataclass
class Entry:
	"""One person's day as it was written."""

	row: int
	number: str = ""
	name: str = ""
	day: date | None = None
	status: str = ""
	came: datetime | None = None
	left: datetime | None = None
	break_minutes: int = 0
	note: str = ""


@dataclass
class Reading:
	"""What a file holds."""

	sheet: str
	entries: list[Entry] = field(default_factory=list)
	faults: list[Fault] = field(default_factory=list)


def read(sheets: Iterable[Sheet]) -> Reading:
	"""Read the first sheet that has the columns of attendance. Raises RuleViolation where there is none, or too much."""
	for sheet in sheets:
		for header in sheet.rows[:_HEADER_WITHIN]:
			columns = _columns(header)
			if "day" in columns and {"number", "name"} & columns.keys():
				return _read_table(sheet, header, columns)
	raise RuleViolation("No sheet has the columns 사번 or 성명, and 근무일. Please use the template.")


def template() -> bytes:
	"""Return an empty workbook with the columns and what to write into them."""
	book = Workbook()
	sheet = book.active
	sheet.title = "출근부"
	sheet.append([names[0] for names in TITLES.values()])
	guide = book.create_sheet("작성 방법")
	for line in (
		("사번 · 성명", "사번이 있으면 사번으로, 없으면 성명으로 찾습니다."),
		("근무일", "2026-03-02처럼 적습니다."),
		("구분", f"{', '.join(STATUSES)} 중 하나. 비워 두면 출근입니다."),
		("출근 · 퇴근", "09:00처럼 적습니다. 퇴근이 출근보다 이르면 다음 날로 봅니다."),
		("지각 · 조퇴", "출퇴근 시각이 있으면 근무표와 견주어 저절로 정해집니다."),
	):
		guide.append(line)
	for number, width in enumerate((12, 14, 14, 10, 10, 10, 10, 24)):
		sheet.column_dimensions["ABCDEFGH"[number]].width = width
	guide.column_dimensions["A"].width, guide.column_dimensions["B"].width = 16, 70
	file = io.BytesIO()
	book.save(file)
	return file.getvalue()


def _columns(header: Row) -> dict[str, int]:
	titles = [name_key(str(value)) if value is not None else "" for value in header.values]
	found = {}
	for name, words in TITLES.items():
		place = next((titles.index(name_key(word)) for word in words if name_key(word) in titles), None)
		if place is not None:
			found[name] = place
	return found


def _read_table(sheet: Sheet, header: Row, columns: dict[str, int]) -> Reading:
	reading = Reading(sheet.title)
	for row in sheet.rows:
		if row.number <= header.number or row.is_blank:
			continue
		if len(reading.entries) == MAX_ENTRIES:
			raise RuleViolation(
				"A file may hold at most {0} rows. Please upload a shorter time.", f"{MAX_ENTRIES:,}"
			)
		_read_row(row, columns, reading)
	return reading


def _read_row(row: Row, columns: dict[str, int], reading: Reading) -> None:
	entry, values, faults = Entry(row.number), {}, []
	readers = {
		"number": cells.text,
		"name": cells.text,
		"day": _read_day,
		"status": _read_status,
		"came": _read_time,
		"left": _read_time,
		"break_minutes": cells.number,
		"note": cells.text,
	}
	for name, place in columns.items():
		cell = row.values[place] if place < len(row.values) else None
		try:
			values[name] = readers[name](cell)
		except RuleViolation as e:
			faults.append(Fault(row.number, TITLES[name][0], str(cell), e))
	if not faults:
		faults += _complete(entry, values)
	reading.entries.append(entry)
	reading.faults += faults


def _complete(entry: Entry, values: dict) -> list[Fault]:
	"""Put what was read into the entry; return what of it cannot be together."""
	entry.number, entry.name = values.get("number") or "", values.get("name") or ""
	entry.day, entry.status = values.get("day"), values.get("status") or ""
	entry.break_minutes, entry.note = int(values.get("break_minutes") or 0), (values.get("note") or "")[:140]
	if not entry.day:
		return [Fault(entry.row, TITLES["day"][0], "", RuleViolation("The day is missing."))]
	if not entry.number and not entry.name:
		return [
			Fault(
				entry.row, TITLES["name"][0], "", RuleViolation("Neither employee number nor name is given.")
			)
		]
	came, left = values.get("came"), values.get("left")
	if left and not came:
		return [Fault(entry.row, TITLES["came"][0], "", RuleViolation("The time of coming is missing."))]
	entry.came = datetime.combine(entry.day, came) if came else None
	if came and left:
		entry.left = datetime.combine(entry.day, left) + (timedelta(days=1) if left <= came else timedelta())
	if (came or left) and entry.status in ("Absent", "On Leave", "Day Off"):
		return [
			Fault(
				entry.row, TITLES["status"][0], "", RuleViolation("There are times for a day without work.")
			)
		]
	return []


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
		return date(*map(int, match.groups())) if match else _refuse_day(written)
	except ValueError:
		return _refuse_day(written)


def _refuse_day(written: str) -> date:
	raise RuleViolation("{0} is no date. Please enter it as 2026-01-31.", written)


def _read_status(value: object) -> str:
	written = cells.text(value)
	if written and written not in STATUSES:
		raise RuleViolation(
			"{0} is no kind of attendance. Please enter one of: {1}.", written, ", ".join(STATUSES)
		)
	return STATUSES.get(written, "")


def _read_time(value: object) -> time | None:
	if isinstance(value, datetime):
		return value.time().replace(second=0, microsecond=0)
	if isinstance(value, time):
		return value.replace(second=0, microsecond=0)
	if isinstance(value, timedelta):
		minutes = int(value.total_seconds()) // 60
		return time(minutes // 60 % 24, minutes % 60)
	if isinstance(value, float) and 0 <= value < 1:
		minutes = round(value * 24 * 60)
		return time(minutes // 60 % 24, minutes % 60)
	written = cells.text(value)
	if not written:
		return None
	match = _TIME.fullmatch(written)
	hour, minute = (int(match[1]), int(match[2] or 0)) if match else (99, 0)
	if match and written.startswith("오후") and hour < 12:
		hour += 12
	if match and written.startswith("오전") and hour == 12:
		hour = 0
	if hour > 23 or minute > 59:
		raise RuleViolation("{0} is no time. Please enter it as 09:00.", written)
	return time(hour, minute)
