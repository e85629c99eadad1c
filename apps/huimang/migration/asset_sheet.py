"""A register of assets as a list: what a facility's old 비품관리대장 or 재산대장 hands over. Knows nothing of the database."""

from __future__ import annotations

from collections.abc import Iterator

from huimang.migration import cells
from huimang.migration.layout import Column, Entry, Layout
from huimang.rules.errors import RuleViolation

ACQUIRED_BY = {
	"구입": "Purchase",
	"구매": "Purchase",
	"매수": "Purchase",
	"자체제작": "Own Make",
	"기증": "Gift",
	"후원": "Gift",
	"관리전환": "Takeover",
	"인수": "Takeover",
	"출연": "Contribution",
	"신축": "New Building",
	"공사": "New Building",
}
METHODS = {
	"정액법": "Straight-line",
	"정액": "Straight-line",
	"정률법": "Declining Balance",
	"정률": "Declining Balance",
}
YES = {"예": 1, "대상": 1, "Y": 1, "O": 1, "아니오": 0, "제외": 0, "N": 0, "X": 0}
PROPERTY = {"기본재산": "Basic Property", "보통재산": "Ordinary Property"}


def _check(entry: Entry) -> Iterator[tuple[str, RuleViolation]]:
	"""Yield what of a row cannot be together, and fill in what follows from the rest."""
	entry["quantity"] = 1 if entry["quantity"] is None else entry["quantity"]
	if entry["quantity"] < 1:
		yield "quantity", RuleViolation("Please enter how many there are.")
	if entry["subsidy_amount"] and entry["subsidy_amount"] > entry["cost"]:
		yield "subsidy_amount", RuleViolation("The subsidy is part of the cost. Please check both amounts.")
	if entry["in_service_on"] and entry["in_service_on"] < entry["acquired_on"]:
		yield (
			"in_service_on",
			RuleViolation(
				"An asset is used, improved and disposed of after its acquisition. Please check the dates."
			),
		)
	if entry["opening_accumulated"] and not entry["opening_year"]:
		yield (
			"opening_year",
			RuleViolation(
				"Please enter the first year that is depreciated here along with the sum until then."
			),
		)
	if (entry["opening_accumulated"] or 0) > entry["cost"]:
		yield (
			"opening_accumulated",
			RuleViolation("An asset is depreciated by no more than its cost. Please check the amount."),
		)


LAYOUT = Layout(
	title="자산대장",
	check=_check,
	columns=(
		Column(
			"former_no",
			"기존 관리번호",
			aliases=("관리번호", "자산번호", "물품번호", "재산번호"),
			required=True,
			width=18,
			examples=("비품-2023-015", "재산-1"),
			help="기존 대장의 번호. 없으면 1, 2, 3처럼 겹치지 않게 적습니다. 다시 올릴 때 같은 번호는 건너뜁니다.",
		),
		Column(
			"asset_name",
			"품명",
			aliases=("물품명", "자산명", "재산명"),
			required=True,
			width=20,
			examples=("노트북", "본관"),
		),
		Column(
			"asset_class",
			"분류",
			aliases=("물품분류", "자산분류", "품목"),
			required=True,
			width=20,
			examples=("노트북컴퓨터", "건물(철근콘크리트조 등)"),
			help="자산 분류의 이름. 알맞은 것이 없으면 기타 비품을 적습니다.",
		),
		Column("spec", "규격", aliases=("모델", "모델명", "규격/모델"), examples=("15인치",)),
		Column("maker", "제조사", aliases=("제작사",)),
		Column("serial_no", "제조번호", aliases=("S/N", "시리얼번호")),
		Column("quantity", "수량", cells.whole, aliases=("현재량",), width=8, examples=("1", "1")),
		Column("unit", "단위", width=8, longest=20, examples=("대", "동")),
		Column(
			"acquired_on",
			"취득일",
			cells.day,
			aliases=("취득일자", "구입일", "구입일자"),
			required=True,
			examples=("2023-03-02", "2010-05-20"),
		),
		Column("in_service_on", "사용개시일", cells.day, aliases=("사용일",), help="비워 두면 취득일입니다."),
		Column(
			"acquisition_type",
			"취득구분",
			cells.Choice(ACQUIRED_BY),
			aliases=("취득방법", "취득원인", "취득사유"),
			width=10,
			examples=("구입", "신축"),
		),
		Column(
			"cost",
			"취득금액",
			cells.amount,
			aliases=("취득가액", "금액", "구입금액"),
			required=True,
			examples=("1200000", "500000000"),
		),
		Column("subsidy_amount", "보조금 금액", cells.amount, aliases=("보조금",), examples=("1200000",)),
		Column(
			"fund_source",
			"재원",
			aliases=("자금원천",),
			width=12,
			examples=("보조금",),
			help="이 시설의 자금원천 이름입니다.",
		),
		Column(
			"place",
			"설치장소",
			aliases=("장소", "보관장소", "사용장소", "사용·보관 장소"),
			examples=("사무실",),
			help="없는 장소는 새로 만듭니다.",
		),
		Column("department", "사용부서", aliases=("부서",), examples=("총무팀",)),
		Column("used_by", "사용자", aliases=("실사용자", "담당자")),
		Column(
			"is_depreciable",
			"감가상각",
			cells.Choice(YES),
			width=9,
			help="예 또는 아니오. 비워 두면 분류와 단가에 따릅니다.",
		),
		Column(
			"useful_life_years",
			"내용연수",
			cells.whole,
			width=9,
			examples=("5", "40"),
			help="비워 두면 분류의 내용연수입니다.",
		),
		Column("method", "상각방법", cells.Choice(METHODS), width=9, examples=("정액법", "정액법")),
		Column(
			"opening_year",
			"상각 시작연도",
			cells.whole,
			aliases=("이어받은 연도",),
			width=12,
			examples=("2026", "2026"),
			help="이 시스템에서 처음 상각할 회계연도. 비워 두면 취득일부터 계산합니다.",
		),
		Column(
			"opening_accumulated",
			"상각누계액",
			cells.amount,
			aliases=("감가상각누계액", "누적상각액"),
			examples=("680000", "195833333"),
			help="상각 시작연도 직전까지의 누계액입니다.",
		),
		Column("address", "소재지", width=24, examples=("", "행복시 희망로 1")),
		Column(
			"land_use", "지목·구조", aliases=("지목", "구조", "지목/용도"), examples=("", "철근콘크리트조")
		),
		Column("area", "면적(㎡)", cells.number, aliases=("면적",), examples=("", "1250.5")),
		Column(
			"property_class",
			"재산구분",
			cells.Choice(PROPERTY),
			aliases=("기본/보통",),
			width=10,
			examples=("", "기본재산"),
		),
		Column("registered_on", "등기일", cells.day, examples=("", "2010-06-01")),
		Column("note", "비고", aliases=("적요",), width=24),
	),
)
"""Columns as 비품관리대장 and 재산대장 of facilities have them (asset_rules §3)."""
