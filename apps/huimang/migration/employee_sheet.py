"""The people of a facility as a list: what an old 직원명부 or 인사기록카드 hands over (administration.md T1). Knows nothing of the database."""

from __future__ import annotations

from collections.abc import Iterator

from huimang.migration import cells
from huimang.migration.layout import Column, Entry, Layout
from huimang.rules.errors import RuleViolation

EMPLOYMENT = {
	"정규직": "Permanent",
	"정규": "Permanent",
	"무기계약": "Permanent",
	"계약직": "Fixed-term",
	"기간제": "Fixed-term",
	"시간제": "Part-time",
	"단시간": "Part-time",
	"일용": "Daily",
	"일용직": "Daily",
}
SEX = {"남": "Male", "남성": "Male", "여": "Female", "여성": "Female"}


def _check(entry: Entry) -> Iterator[tuple[str, RuleViolation]]:
	if entry["left_on"] and entry["left_on"] < entry["hired_on"]:
		yield "left_on", RuleViolation("{0} lies before {1}.", "퇴사일", "입사일")
	if entry["weekly_hours"] is not None and not 0 < entry["weekly_hours"] <= 52:
		yield "weekly_hours", RuleViolation("Please enter the weekly hours agreed on, at most 52.")
	if entry["account_number"] and not entry["bank_name"]:
		yield "bank_name", RuleViolation("{0} is missing.", "은행")


LAYOUT = Layout(
	title="직원",
	check=_check,
	columns=(
		Column("full_name", "성명", aliases=("이름", "직원명"), required=True, examples=("김직원", "이근무")),
		Column(
			"hired_on",
			"입사일",
			cells.day,
			aliases=("입사일자", "채용일", "임용일"),
			required=True,
			examples=("2021-03-02", "2024-07-01"),
			help="지금 계속하고 있는 근무의 첫날입니다.",
		),
		Column(
			"left_on",
			"퇴사일",
			cells.day,
			aliases=("퇴직일", "퇴사일자"),
			help="마지막 근무일. 재직 중이면 비워 둡니다.",
		),
		Column("department", "부서", aliases=("소속", "팀"), longest=60, examples=("총무팀",)),
		Column("position", "직위", aliases=("직책",), longest=60, examples=("사무원", "요양보호사")),
		Column("job_type", "직종", aliases=("직무", "담당"), longest=60, examples=("사무원", "요양보호사")),
		Column(
			"employment_type",
			"고용형태",
			cells.Choice(EMPLOYMENT),
			aliases=("고용구분", "근로형태"),
			width=12,
			examples=("정규직", "시간제"),
			help="비워 두면 정규직입니다.",
		),
		Column(
			"weekly_hours",
			"주 소정근로시간",
			cells.number,
			aliases=("소정근로시간", "주근로시간"),
			width=14,
			examples=("40", "20"),
			help="비워 두면 40시간입니다.",
		),
		Column("contract_end", "계약만료일", cells.day, aliases=("계약종료일",), examples=("", "2026-12-31")),
		Column("grade", "직급", aliases=("급",), longest=60, width=10, examples=("5급",)),
		Column("step", "호봉", cells.whole, width=8, examples=("7",)),
		Column(
			"base_pay",
			"기본급",
			cells.amount,
			aliases=("월 기본급",),
			examples=("2480000",),
			help="호봉표를 따르지 않는 사람만 적습니다.",
		),
		Column("phone", "연락처", aliases=("전화번호", "휴대폰", "전화"), examples=("010-0000-0000",)),
		Column("email", "이메일", aliases=("전자우편",), width=22),
		Column("address", "주소", width=36, longest=255),
		Column(
			"birth_date",
			"생년월일",
			cells.day,
			examples=("1985-01-19",),
			help="주민등록번호를 적으면 비워 두어도 됩니다.",
		),
		Column("sex", "성별", cells.Choice(SEX), width=8, examples=("여",)),
		Column("resident_no", "주민등록번호", width=18, help="암호화하여 저장합니다."),
		Column("bank_name", "은행", aliases=("은행명", "급여은행"), width=12, examples=("국민은행",)),
		Column("account_number", "계좌번호", aliases=("급여계좌",), width=20, help="암호화하여 저장합니다."),
		Column("account_holder", "예금주", width=12, help="비워 두면 성명입니다."),
		Column("note", "비고", aliases=("메모",), width=24),
	),
)
