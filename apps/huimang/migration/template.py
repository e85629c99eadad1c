"""The workbook that people fill in for an upload: the headings, lists to choose from, and what to write with examples."""

from __future__ import annotations

import io
from html import unescape

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from huimang.migration.cells import Choice, put_text
from huimang.migration.layout import Column, Layout

_SPARE_ROWS = 2_000
_LONGEST_LIST = 255
"""Characters that a spreadsheet program takes for a list written into a rule."""


def build(layout: Layout) -> bytes:
	"""Return an empty workbook of a list, its examples on a sheet of their own: nobody has to delete them."""
	book = Workbook()
	sheet = book.active
	sheet.title = layout.title
	write_heading(sheet, [(column.title, column.width) for column in layout.columns])
	sheet.freeze_panes = "A2"
	for place, column in enumerate(layout.columns, 1):
		if isinstance(column.read, Choice):
			_offer(sheet, place, column.read)
	_write_guide(book.create_sheet("작성 방법"), layout)
	out = io.BytesIO()
	book.save(out)
	return out.getvalue()


def build_faults(faults: list[dict]) -> bytes:
	"""Return what is wrong in a file as a workbook: the number of the row, the column, its value and the reason."""
	book = Workbook()
	sheet = book.active
	sheet.title = "잘못된 행"
	write_heading(sheet, [("행", 8), ("칸", 18), ("값", 30), ("사유", 80)])
	for number, fault in enumerate(faults, 2):
		sheet.cell(number, 1, fault["row"])
		for place, text in enumerate((fault["column"], fault["value"], unescape(fault["reason"])), 2):
			put_text(sheet.cell(number, place), text)
	out = io.BytesIO()
	book.save(out)
	return out.getvalue()


def write_heading(sheet, titles: list[tuple[str, int]]) -> None:
	"""Write the first row of a sheet: headings and the widths of their columns."""
	line = Side(style="thin", color="B8C4CE")
	for place, (title, width) in enumerate(titles, 1):
		cell = sheet.cell(1, place)
		put_text(cell, title)
		cell.font = Font(bold=True)
		cell.fill = PatternFill("solid", fgColor="E8EEF3")
		cell.alignment = Alignment(horizontal="center", vertical="center")
		cell.border = Border(bottom=line)
		sheet.column_dimensions[get_column_letter(place)].width = width
	sheet.row_dimensions[1].height = 22


def write_guide(sheet, rows: list[tuple[str, ...]], titles: list[tuple[str, int]]) -> None:
	"""Write a sheet of explanations: topics in bold, texts that wrap."""
	write_heading(sheet, titles)
	for number, texts in enumerate(rows, 2):
		for place, text in enumerate(texts, 1):
			cell = sheet.cell(number, place)
			put_text(cell, text)
			cell.alignment = Alignment(wrap_text=True, vertical="top")
		sheet.cell(number, 1).font = Font(bold=True)


def _write_guide(sheet, layout: Layout) -> None:
	rows = [
		(column.title, _needed(column, layout), _how(column), ", ".join(column.examples))
		for column in layout.columns
	]
	write_guide(sheet, rows, [("칸", 20), ("필수", 12), ("적는 방법", 70), ("예", 36)])


def _needed(column: Column, layout: Layout) -> str:
	if column.required:
		return "필수"
	return "하나는 필수" if column.field in layout.one_of else ""


def _how(column: Column) -> str:
	choice = f"{', '.join(column.read.words)} 중 하나." if isinstance(column.read, Choice) else ""
	return f"{choice} {column.help}".strip()


def _offer(sheet, place: int, choice: Choice) -> None:
	words = ",".join(choice.words)
	if len(words) > _LONGEST_LIST:
		return
	rule = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True)
	rule.errorTitle, rule.error = "목록에 없는 값", "목록에 있는 값을 골라 주십시오."
	letter = get_column_letter(place)
	rule.add(f"{letter}2:{letter}{_SPARE_ROWS}")
	sheet.add_data_validation(rule)
