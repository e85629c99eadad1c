"""Writes a budget as a workbook: to fill in, to hand round, and to upload again."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from huimang.budget import lines, queries
from huimang.migration.budget_sheet import COLUMNS, SIDE_TITLES
from huimang.migration.cells import put_text
from huimang.migration.template import write_guide, write_heading
from huimang.rules.account_subjects import BUDGETED_LEVELS

if TYPE_CHECKING:
	from huimang.huimang.doctype.accounting_year.accounting_year import AccountingYear
	from huimang.huimang.doctype.facility_budget.facility_budget import FacilityBudget

SHEET = "예산"
_SPARE_ROWS = 500
_WHOLE_WON = "#,##0"
_GUIDE = (
	(
		"예산 시트에 한 줄에 하나씩 적습니다.",
		"금액이 빈 줄은 읽지 않으므로 쓰지 않는 과목은 그대로 두어도 됩니다.",
	),
	("구분", "세입 또는 세출을 적습니다."),
	("관 · 항 · 목", "과목표 시트에 있는 이름대로 적습니다. 관과 항을 비우면 목 이름으로 찾습니다."),
	(
		"세목",
		"목을 더 나누어 쓰는 시설만 적습니다. 과목표에 없는 이름은 올릴 때 ‘없는 과목을 만들기’를 "
		"선택하면 새로 만듭니다.",
	),
	("사업 · 자금원천", "목록에서 고릅니다. 비워 두면 올릴 때 고른 값을 씁니다."),
	("산출근거", "무엇을 위한 금액인지 적습니다. 예: 사회복지사 급여"),
	(
		"단가 · 수량 · 횟수",
		"단가를 적으면 금액 = 단가 × 수량 × 횟수(원 미만 버림)입니다. 비운 수량과 횟수는 1로 봅니다.",
	),
	("금액", "원 단위 정수로 적습니다. 1,200,000이나 1,200,000원처럼 적어도 됩니다. 음수는 쓸 수 없습니다."),
	("세입 합계와 세출 합계", "두 합계가 다르면 임시 저장은 되지만 확정할 수 없습니다."),
	(
		"소계 · 합계 줄",
		"그대로 두어도 읽지 않습니다. 관·항·목의 세로 병합은 읽지만 그 밖의 병합은 풀어 주십시오.",
	),
)


def build(year: AccountingYear, budget: FacilityBudget | None = None) -> tuple[bytes, str]:
	"""Return the workbook and its file name.

	:param year: the year whose facility's subjects, programs and fund sources are offered.
	:param budget: a budget whose lines fill the sheet; without one, each subject has a row to fill in.
	"""
	subjects = queries.subjects(year.facility, year.accounting_unit)
	moks = [row for row in subjects if row.level in BUDGETED_LEVELS and row.is_active]
	places = {row.name: _names(row, {subject.name: subject for subject in subjects}) for row in subjects}
	programs = queries.active_titles("Welfare Program", "program_name", year.facility)
	sources = queries.active_titles("Fund Source", "fund_source_name", year.facility)
	book = Workbook()
	rows = _lines(budget, places) if budget else _empty_rows(moks, places, programs)
	_write_entries(book.active, rows)
	write_guide(book.create_sheet("작성 방법"), _GUIDE, [("항목", 28), ("적는 방법", 96)])
	_write_chart(book.create_sheet("과목표"), [places[row.name] for row in moks])
	_offer_lists(book, [places[row.name] for row in moks], programs, sources)
	out = io.BytesIO()
	book.save(out)
	title = budget.title if budget else f"{year.title} 예산"
	return out.getvalue(), f"{title}.xlsx"


def _names(row, by_name: dict) -> dict[str, str]:
	"""Return a subject's 구분, 관, 항, 목 and 세목."""
	names = {"side": SIDE_TITLES[row.side]}
	for level in ("gwan", "hang", "mok"):
		names[level] = by_name[row[level]].subject_name if row[level] else ""
	names["semok"] = row.subject_name if row.level == "Semok" else ""
	return names


def _empty_rows(moks: list, places: dict[str, dict], programs: list[str]) -> Iterable[dict]:
	for row in moks:
		yield {**places[row.name], "program": programs[0] if len(programs) == 1 else ""}


def _lines(budget: FacilityBudget, places: dict[str, dict]) -> Iterable[dict]:
	programs = queries.titles("Welfare Program", "program_name", budget.facility)
	sources = queries.titles("Fund Source", "fund_source_name", budget.facility)
	for _side, line in lines.of(budget):
		basis = (
			{name: line.get(name) for name in ("unit_price", "quantity", "frequency")}
			if line.unit_price
			else {}
		)
		yield {
			**places[line.account_subject],
			"program": programs[line.program],
			"fund_source": sources[line.fund_source],
			"description": line.description,
			"unit": line.unit,
			"amount": int(line.amount),
			**basis,
		}


def _write_entries(sheet, rows: Iterable[dict]) -> None:
	sheet.title = SHEET
	write_heading(sheet, [(column.title, column.width) for column in COLUMNS])
	for number, row in enumerate(rows, 2):
		for place, column in enumerate(COLUMNS, 1):
			_write(sheet.cell(number, place), row.get(column.field))
	for place, column in enumerate(COLUMNS, 1):
		if column.field in ("unit_price", "amount"):
			# of the column for rows to come, of the cells for those that are there
			sheet.column_dimensions[get_column_letter(place)].number_format = _WHOLE_WON
			for number in range(2, sheet.max_row + 1):
				sheet.cell(number, place).number_format = _WHOLE_WON
	sheet.freeze_panes = "F2"
	sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}1"


def _write_chart(sheet, places: list[dict]) -> None:
	fields = [column for column in COLUMNS if column.field in ("side", "gwan", "hang", "mok", "semok")]
	write_heading(sheet, [(column.title, 26 if column.field != "side" else 8) for column in fields])
	for number, place in enumerate(places, 2):
		for index, column in enumerate(fields, 1):
			_write(sheet.cell(number, index), place[column.field])
	sheet.freeze_panes = "A2"


def _offer_lists(book: Workbook, places: list[dict], programs: list[str], sources: list[str]) -> None:
	"""Offer names as drop-down lists out of a hidden sheet; other names may be typed all the same."""
	hidden = book.create_sheet("목록")
	hidden.sheet_state = "hidden"
	names = {
		field: list(dict.fromkeys(filter(None, (p[field] for p in places))))
		for field in ("gwan", "hang", "mok", "semok")
	}
	offered = {"side": list(SIDE_TITLES.values()), **names, "program": programs, "fund_source": sources}
	sheet = book[SHEET]
	for place, (field, values) in enumerate(offered.items(), 1):
		if not values:
			continue
		for number, value in enumerate(values, 1):
			put_text(hidden.cell(number, place), value)
		letter = get_column_letter(place)
		book.defined_names[f"list_{field}"] = DefinedName(
			f"list_{field}", attr_text=f"'{hidden.title}'!${letter}$1:${letter}${len(values)}"
		)
		rule = DataValidation(type="list", formula1=f"list_{field}", allow_blank=True)
		# a facility may write subjects that are to be made; sides and sources are what they are
		rule.showErrorMessage = field in ("side", "program", "fund_source")
		rule.errorTitle, rule.error = "목록에 없는 값", "목록에 있는 값을 골라 주십시오."
		column = next(index for index, c in enumerate(COLUMNS, 1) if c.field == field)
		letter = get_column_letter(column)
		rule.add(f"{letter}2:{letter}{sheet.max_row + _SPARE_ROWS}")
		sheet.add_data_validation(rule)


def _write(cell, value: object) -> None:
	if isinstance(value, str):
		if value:
			put_text(cell, value)
	elif value is not None:
		cell.value = int(value) if float(value).is_integer() else value
