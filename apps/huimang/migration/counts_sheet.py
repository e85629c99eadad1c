"""What was counted, as a list: its columns. Knows nothing of the database."""

from __future__ import annotations

from huimang.migration import cells
from huimang.migration.layout import Column, Layout

CONDITIONS = {
	"양호": "Good",
	"정상": "Good",
	"수리 필요": "Needs Repair",
	"수리": "Needs Repair",
	"고장": "Needs Repair",
	"불용 대상": "To Be Condemned",
	"불용": "To Be Condemned",
	"없음": "Not There",
	"망실": "Not There",
}
LABELS = {"양호": "Good", "정상": "Good", "훼손": "Damaged", "없음": "Not There"}

LAYOUT = Layout(
	title="재물조사",
	columns=(
		Column(
			"number",
			"관리번호",
			aliases=("자산번호", "라벨번호"),
			required=True,
			width=26,
			examples=("F00001-2024-IT-00001",),
		),
		Column(
			"counted",
			"실사수량",
			cells.whole,
			aliases=("실사", "수량"),
			width=10,
			examples=(1,),
			help="비워 두면 장부수량만큼 있는 것으로 봅니다. 상태가 없음이면 0입니다.",
		),
		Column(
			"condition",
			"상태",
			cells.Choice(CONDITIONS),
			width=12,
			examples=("양호",),
			help="양호, 수리 필요, 불용 대상, 없음 가운데 하나. 비워 두면 양호입니다.",
		),
		Column(
			"place",
			"확인 장소",
			aliases=("장소", "위치"),
			examples=("사무실",),
			help="비워 두면 대장에 적힌 장소입니다.",
		),
		Column("label", "라벨 상태", cells.Choice(LABELS), aliases=("라벨",), width=10, examples=("양호",)),
		Column("remarks", "비고", aliases=("적요",), width=30),
	),
)
