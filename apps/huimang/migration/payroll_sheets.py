"""Lists of pay and leave: what was paid before a facility began here, the entries of a month, leave that is left.

Knows nothing of the database.
"""

from __future__ import annotations

from collections.abc import Iterator

from huimang.migration import cells
from huimang.migration.layout import Column, Entry, Layout
from huimang.migration.person_columns import ONE_OF, PERSON
from huimang.rules.errors import RuleViolation


def _month(entry: Entry) -> Iterator[tuple[str, RuleViolation]]:
	if not 1 <= (entry["month"] or 0) <= 12:
		yield "month", RuleViolation("Please choose the year and month that are paid.")


def _entered(entry: Entry) -> Iterator[tuple[str, RuleViolation]]:
	yield from _month(entry)
	if not entry["hours"] and not entry["amount"]:
		yield "amount", RuleViolation("Please enter the hours or the amount.")


def _left(entry: Entry) -> Iterator[tuple[str, RuleViolation]]:
	if entry["left"] < 0:
		yield "left", RuleViolation("Hours cannot be below 0.")


_YEAR = Column(
	"year", "연도", cells.whole, aliases=("귀속연도", "년도"), required=True, width=8, examples=("2026",)
)
_MONTH = Column("month", "월", cells.whole, aliases=("귀속월",), required=True, width=6, examples=("3",))


def won_column(field: str, title: str, *aliases: str, required: bool = False, example: str = "0") -> Column:
	"""Return a column of amounts."""
	return Column(
		field, title, cells.amount, aliases=aliases, required=required, width=13, examples=(example,)
	)


OPENING_PAY = Layout(
	title="도입 전 급여",
	one_of=ONE_OF,
	check=_month,
	most=5_000,
	columns=(
		*PERSON,
		_YEAR,
		_MONTH,
		Column(
			"pay_day",
			"지급일",
			cells.day,
			width=12,
			examples=("2026-03-25",),
			help="비워 두면 그 달 말일입니다.",
		),
		won_column("gross", "급여총액", "지급총액", "지급합계", required=True, example="3,000,000"),
		won_column("tax_free", "비과세", "비과세합계", example="200,000"),
		won_column("overtime_free", "비과세 중 연장·야간수당"),
		won_column("bonus", "상여", "상여금"),
		won_column("income_tax", "소득세", "갑근세", example="74,350"),
		won_column("local_tax", "지방소득세", "주민세", example="7,430"),
		won_column("pension", "국민연금", example="133,000"),
		won_column("health", "건강보험", "건강보험료", example="100,660"),
		won_column("care", "장기요양", "장기요양보험", "장기요양보험료", example="13,220"),
		won_column("unemployment", "고용보험", "고용보험료", example="25,200"),
		Column("note", "비고", width=24),
	),
)

ENTRIES = Layout(
	title="변동자료",
	one_of=ONE_OF,
	check=_entered,
	most=5_000,
	columns=(
		*PERSON,
		_YEAR,
		_MONTH,
		Column(
			"item",
			"급여항목",
			aliases=("항목", "수당"),
			required=True,
			width=18,
			examples=("시간외근무수당",),
		),
		Column("hours", "시간", cells.number, aliases=("시간수",), width=8, examples=("12.5",)),
		Column("amount", "금액", cells.signed_won, width=13, help="시간으로 계산하는 항목은 비워 둡니다."),
		Column("note", "사유", aliases=("비고",), width=24),
	),
)

LEAVE_LEFT = Layout(
	title="남은 연차",
	one_of=ONE_OF,
	check=_left,
	columns=(
		*PERSON,
		Column("on", "기준일", cells.day, required=True, width=12, examples=("2026-05-31",)),
		Column(
			"left",
			"남은 일수",
			cells.number,
			aliases=("잔여일수", "잔여연차"),
			required=True,
			width=10,
			examples=("9.5",),
			help="기준일이 지난 뒤 쓸 수 있는 연차입니다.",
		),
	),
)
