"""Attendance as a list: its columns, and what of a row can be together.

Knows nothing of the database.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from huimang.migration import cells
from huimang.migration.layout import Column, Entry, Layout
from huimang.migration.person_columns import ONE_OF, PERSON
from huimang.rules.errors import RuleViolation

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
_AWAY = frozenset({"Absent", "On Leave", "Day Off"})


def _check(entry: Entry) -> Iterator[tuple[str, RuleViolation]]:
	"""Put times onto their day; who leaves earlier than they came left on the next morning."""
	came, left = entry["came"], entry["left"]
	if left and not came:
		yield "came", RuleViolation("The time of coming is missing.")
		return
	if came and entry["status"] in _AWAY:
		yield "status", RuleViolation("There are times for a day without work.")
	day = entry["day"]
	if left:
		entry["left"] = datetime.combine(day, left) + (timedelta(days=1) if left <= came else timedelta())
	entry["came"] = datetime.combine(day, came) if came else None


LAYOUT = Layout(
	title="출근부",
	one_of=ONE_OF,
	check=_check,
	most=5_000,
	columns=(
		*PERSON,
		Column(
			"day",
			"근무일",
			cells.day,
			aliases=("일자", "날짜", "근무일자"),
			required=True,
			examples=("2026-03-02",),
		),
		Column(
			"status",
			"구분",
			cells.Choice(STATUSES),
			aliases=("근태", "근태구분", "상태"),
			width=10,
			examples=("출근", "결근"),
			help="비워 두면 출근입니다. 지각과 조퇴는 출퇴근 시각이 있으면 근무표와 견주어 저절로 정해집니다.",
		),
		Column(
			"came",
			"출근",
			cells.clock,
			aliases=("출근시각", "출근시간"),
			width=10,
			examples=("09:00",),
		),
		Column(
			"left",
			"퇴근",
			cells.clock,
			aliases=("퇴근시각", "퇴근시간"),
			width=10,
			examples=("18:00",),
			help="출근보다 이르면 다음 날로 봅니다.",
		),
		Column(
			"break_minutes",
			"휴게(분)",
			cells.whole,
			aliases=("휴게", "휴게시간"),
			width=10,
			examples=("60",),
		),
		Column("note", "비고", aliases=("메모", "사유"), width=24),
	),
)
