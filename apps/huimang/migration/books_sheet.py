"""Books that were kept elsewhere, as lists: what was received, paid and moved day by day, or the sums of it up to a day.

Knows nothing of the database.
"""

from __future__ import annotations

from collections.abc import Iterator

from huimang.migration import cells
from huimang.migration.layout import Column, Entry, Layout
from huimang.rules.errors import RuleViolation

REVENUE, EXPENSE, TRANSFER, BALANCE = "Revenue", "Expense", "Transfer", "Balance"
KINDS = {
	"수입": REVENUE,
	"지출": EXPENSE,
	"이체": TRANSFER,
	"잔액": BALANCE,
	"세입": REVENUE,
	"세출": EXPENSE,
	"자금이체": TRANSFER,
	"통장잔액": BALANCE,
}
METHODS = {
	"계좌이체": "Bank Transfer",
	"카드": "Card",
	"보조금전용카드": "Dedicated Card",
	"현금": "Cash",
	"자동이체": "Auto Debit",
}


def won(value: object) -> int | None:
	"""Return a cell as won, below 0 for what was taken back; None where it is empty."""
	return cells.signed_won(value) if cells.text(value) else None


def check(entry: Entry) -> Iterator[tuple[str, RuleViolation]]:
	"""Yield what a row of its kind lacks, or has too much of."""
	needed = {REVENUE: "mok", EXPENSE: "mok", TRANSFER: "to_account"}.get(entry["kind"])
	if needed and not entry[needed]:
		yield needed, RuleViolation("{0} is missing.", entry.layout.title_of(needed))
	if entry["kind"] == TRANSFER and entry["amount"] <= 0:
		yield "amount", RuleViolation("The amount must be above 0 won.")
	if entry["kind"] in (REVENUE, EXPENSE) and not entry["amount"]:
		yield "amount", RuleViolation("The amount of a line must be a whole number of won other than 0.")
	if entry.get("decided_on") and entry.get("day") and entry["decided_on"] > entry["day"]:
		yield "decided_on", RuleViolation("Money is not paid or received before it was decided.")


_KIND = Column(
	"kind",
	"구분",
	cells.Choice(KINDS),
	aliases=("수입지출구분", "수지구분"),
	required=True,
	width=8,
	examples=("수입", "지출", "이체", "잔액"),
	help="잔액은 통장에 실제로 남아 있던 금액이며, 옮긴 뒤의 잔액과 같은지 견줄 때만 씁니다.",
)
_PLACE = (
	Column("gwan", "관", examples=("보조금수입", "사무비")),
	Column("hang", "항", examples=("보조금수입", "운영비")),
	Column(
		"mok",
		"목",
		aliases=("과목", "계정과목", "목명"),
		expected=True,
		width=18,
		examples=("시·군·구보조금", "공공요금"),
		help="관과 항을 비우면 목의 이름만으로 찾습니다.",
	),
	Column("semok", "세목", examples=("", "전기요금")),
	Column("program", "사업", aliases=("사업명",), help="비우면 예산에 하나뿐인 사업으로 봅니다."),
	Column(
		"fund_source",
		"재원",
		aliases=("자금원천", "재원구분"),
		examples=("보조금", "보조금"),
		help="비우면 예산에 하나뿐인 재원으로 봅니다.",
	),
)
_ACCOUNTS = (
	Column(
		"account",
		"통장",
		aliases=("계좌", "계좌명", "통장명", "출금통장"),
		width=18,
		examples=("보조금 통장", "보조금 통장", "보조금 통장", "보조금 통장"),
		help="비우면 위에서 고른 통장으로 봅니다.",
	),
	Column(
		"to_account",
		"받는 통장",
		aliases=("입금통장", "상대통장"),
		width=18,
		examples=("", "", "운영비 통장"),
		help="이체일 때만 적습니다.",
	),
)
PAST = Layout(
	title="지난 결의",
	most=50_000,
	check=check,
	columns=(
		Column(
			"day",
			"거래일",
			cells.day,
			aliases=("일자", "거래일자", "회계일자", "출납일", "출납일자", "지출일", "수입일"),
			required=True,
			examples=("2026-01-05", "2026-01-20", "2026-01-31", "2026-01-31"),
			help="돈이 실제로 들어오거나 나간 날입니다.",
		),
		_KIND,
		Column(
			"former_no",
			"결의번호",
			aliases=("결의서번호", "전표번호", "종전번호"),
			examples=("수입-1", "지출-1"),
			help="날짜·구분·통장·번호가 같은 줄은 한 결의서가 됩니다.",
		),
		Column(
			"decided_on",
			"결의일",
			cells.day,
			aliases=("결의일자", "결재일", "결재일자"),
			help="비우면 거래일로 봅니다.",
		),
		*_PLACE,
		Column(
			"description",
			"적요",
			aliases=("내용", "제목"),
			width=30,
			examples=("1분기 보조금", "1월 전기요금"),
		),
		Column(
			"amount",
			"금액",
			won,
			aliases=("거래금액", "결의금액"),
			required=True,
			examples=("12,000,000", "153,200", "500,000", "11,346,800"),
			help="여입·반납은 빼기(-)를 붙여 적습니다.",
		),
		Column(
			"counterparty",
			"거래처",
			aliases=("거래처명", "채주"),
			width=18,
			examples=("○○구청", "한국전력공사"),
		),
		Column("method", "결제수단", cells.Choice(METHODS), aliases=("지급방법",), examples=("", "자동이체")),
		*_ACCOUNTS,
	),
)
OPENING = Layout(
	title="기초 잔액",
	most=5_000,
	check=check,
	columns=(
		_KIND,
		*_PLACE,
		Column(
			"amount",
			"금액",
			won,
			aliases=("누계", "누계액", "누계금액", "잔액"),
			required=True,
			examples=("12,000,000", "153,200", "500,000", "11,346,800"),
			help="회계연도 첫날부터 기준일까지의 누계, 잔액 줄은 기준일의 통장 잔액입니다.",
		),
		*_ACCOUNTS,
		Column("description", "적요", aliases=("내용",), width=30),
	),
)
