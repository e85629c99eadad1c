"""Results of the year-end adjustment (연말정산 결과), as 홈택스 and programs for it write them. Knows nothing of the database."""

from __future__ import annotations

from huimang.migration import cells
from huimang.migration.layout import Column, Layout
from huimang.migration.payroll_sheets import won_column
from huimang.migration.person_columns import ONE_OF, PERSON

YEAR_END = Layout(
	title="연말정산 결과",
	one_of=ONE_OF,
	most=5_000,
	columns=(
		*PERSON,
		Column(
			"year",
			"귀속연도",
			cells.whole,
			aliases=("연도", "년도"),
			required=True,
			width=10,
			examples=("2026",),
		),
		won_column(
			"income_tax", "결정세액 소득세", "결정세액(소득세)", "결정세액", required=True, example="512,340"
		),
		won_column(
			"local_tax", "결정세액 지방소득세", "결정세액(지방소득세)", required=True, example="51,230"
		),
		won_column("earlier_pay", "종전 총급여", "종(전) 총급여"),
		won_column("earlier_income_tax", "종전 소득세", "종(전) 소득세", "종(전) 기납부세액 소득세"),
		won_column("earlier_local_tax", "종전 지방소득세", "종(전) 지방소득세"),
		Column("note", "비고", width=24),
	),
)
