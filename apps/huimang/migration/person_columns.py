"""The columns by which a list names an employee."""

from __future__ import annotations

from huimang.migration.layout import Column

ONE_OF = ("number", "name")
PERSON = (
	Column(
		"number",
		"사번",
		aliases=("직원번호", "사원번호"),
		width=12,
		examples=("0001",),
		help="사번이 있으면 사번으로, 없으면 성명으로 찾습니다.",
	),
	Column("name", "성명", aliases=("이름", "직원명"), examples=("김직원",)),
)
