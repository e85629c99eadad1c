"""A statement as a spreadsheet: real numbers and dates, ready to be added up and to be printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from huimang.practice import marks
from huimang.statements.cells import is_strong
from huimang.statements.definition import Column, ColumnKind, Drawn, Row

if TYPE_CHECKING:
	from openpyxl.worksheet._write_only import WriteOnlyWorksheet

_FORMATS = {
	ColumnKind.WON: '#,##0;"△"#,##0',
	ColumnKind.RATE: '#,##0.0;"△"#,##0.0',
	ColumnKind.DATE: "yyyy-mm-dd",
}
_SIDES = {
	ColumnKind.WON: "right",
	ColumnKind.RATE: "right",
	ColumnKind.DATE: "center",
	ColumnKind.CODE: "center",
}
_THIN = Side(style="thin", color="777777")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_SHADE = PatternFill("solid", fgColor="F1F1EE")
_FONT = "맑은 고딕"
_A4 = 9
_CHARACTERS_PER_MM = 0.62
_LARGEST_TEXT = 32_767
"""Characters that a cell of a spreadsheet may hold."""


def to_xlsx(drawn: Drawn) -> bytes:
	"""Return the statement as an XLSX file with a frozen head, won and dates as such, and the form's print set-up."""
	return to_workbook([drawn])


def to_workbook(statements: Iterable[Drawn], contents: Sequence[Sequence[Any]] = ()) -> bytes:
	"""Return statements as one XLSX file, a sheet each.

	:param contents: rows of a first sheet that says what is in the file; none makes no such sheet.
	"""
	book = Workbook(write_only=True)
	if contents:
		page = book.create_sheet("목차")
		for width, letter in zip((60, 26, 26, 20), "ABCD", strict=True):
			page.column_dimensions[letter].width = width
		for row in contents:
			page.append([_text(page, str(value), Font(name=_FONT, size=10)) for value in row])
	for drawn in statements:
		_add_sheet(book, drawn)
	stream = BytesIO()
	book.save(stream)
	return marks.workbook(stream.getvalue())


def _add_sheet(book: Workbook, drawn: Drawn) -> None:
	page = book.create_sheet(drawn.form.title)
	columns = drawn.form.columns
	head_rows = 2 if any(column.group for column in columns) else 1
	_set_up(page, drawn, first_entry=4 + head_rows)
	for row in _title_rows(page, drawn):
		page.append(row)
	for row in _head(page, columns, head_rows):
		page.append(row)
	writer = _RowWriter(page, columns)
	for row in drawn.rows:
		page.append(writer.cells(row))
	if drawn.form.note:
		page.append([_text(page, drawn.form.note, Font(name=_FONT, size=8))])
	_merge(page, columns, head_rows)


def _set_up(page: WriteOnlyWorksheet, drawn: Drawn, first_entry: int) -> None:
	for i, column in enumerate(drawn.form.columns, 1):
		page.column_dimensions[get_column_letter(i)].width = column.width * _CHARACTERS_PER_MM
	page.freeze_panes = f"A{first_entry}"
	page.print_title_rows = f"4:{first_entry - 1}"
	page.page_setup.paperSize = _A4
	page.page_setup.orientation = "landscape" if drawn.form.landscape else "portrait"
	page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
	page.sheet_properties.pageSetUpPr.fitToPage = True
	page.print_options.horizontalCentered = True
	# The facility's name stays in the cells: a footer would read its "&" as a command.
	page.HeaderFooter.oddFooter.center.text = "- &P / &N -"


def _title_rows(page: WriteOnlyWorksheet, drawn: Drawn) -> Iterator[list[Any]]:
	title = _text(page, drawn.form.title, Font(name=_FONT, size=16, bold=True))
	title.alignment = Alignment(horizontal="center", vertical="center")
	yield [title]
	yield [_text(page, drawn.form.legal_basis, Font(name=_FONT, size=8))]
	unit = _text(page, "(단위: 원)", Font(name=_FONT, size=9))
	unit.alignment = Alignment(horizontal="right")
	blanks = [None] * (len(drawn.form.columns) - 2)
	yield [_text(page, drawn.heading.words, Font(name=_FONT, size=9)), *blanks, unit]


def _head(page: WriteOnlyWorksheet, columns: Sequence[Column], rows: int) -> Iterator[list[Any]]:
	if rows == 2:
		yield [_head_cell(page, column.group or column.label) for column in columns]
	yield [_head_cell(page, column.label) for column in columns]


def _head_cell(page: WriteOnlyWorksheet, text: str) -> WriteOnlyCell:
	cell = _text(page, text, Font(name=_FONT, size=9, bold=True))
	cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
	cell.fill, cell.border = _SHADE, _BORDER
	return cell


def _merge(page: WriteOnlyWorksheet, columns: Sequence[Column], head_rows: int) -> None:
	"""Join the cells of the title, of the heading, and of the groups in the table's head."""
	last = get_column_letter(len(columns))
	ranges = [f"A1:{last}1", f"A2:{last}2", f"A3:{get_column_letter(len(columns) - 1)}3"]
	if head_rows == 2:
		for group, members in groupby(range(1, len(columns) + 1), key=lambda i: columns[i - 1].group):
			letters = [get_column_letter(i) for i in members]
			ranges += (
				[f"{letters[0]}4:{letters[-1]}4"] if group else [f"{letter}4:{letter}5" for letter in letters]
			)
	for reference in ranges:
		page.merged_cells.add(reference)


class _RowWriter:
	"""Makes the cells of rows. A style is built once for each column, plain and strong; cells copy it."""

	def __init__(self, page: WriteOnlyWorksheet, columns: Sequence[Column]) -> None:
		self._page = page
		self._columns = columns
		self._plain = [self._styled(column, strong=False) for column in columns]
		self._strong = [self._styled(column, strong=True) for column in columns]

	def cells(self, row: Row) -> list[WriteOnlyCell]:
		patterns = self._strong if is_strong(row) else self._plain
		return [
			self._cell(pattern, row.values.get(column.key))
			for pattern, column in zip(patterns, self._columns, strict=True)
		]

	def _styled(self, column: Column, strong: bool) -> WriteOnlyCell:
		cell = WriteOnlyCell(self._page)
		cell.font = Font(name=_FONT, size=9, bold=strong)
		cell.border = _BORDER
		cell.alignment = Alignment(
			horizontal=_SIDES.get(column.kind, "left"),
			vertical="center",
			wrap_text=column.kind is ColumnKind.TEXT,
		)
		cell.number_format = _FORMATS.get(column.kind, "@")
		if strong:
			cell.fill = _SHADE
		return cell

	def _cell(self, pattern: WriteOnlyCell, value: Any) -> WriteOnlyCell:
		cell = copy(pattern)
		if isinstance(value, str):
			_set_text(cell, value)
		else:
			cell.value = value
		return cell


def _text(page: WriteOnlyWorksheet, text: str, font: Font) -> WriteOnlyCell:
	cell = WriteOnlyCell(page)
	_set_text(cell, text)
	cell.font = font
	return cell


def _set_text(cell: WriteOnlyCell, text: str) -> None:
	"""Write text that stays text: what begins with = + - @ is no formula, not even after somebody edits the cell."""
	cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)[:_LARGEST_TEXT]
	cell.data_type = "s"
	if text.startswith(("=", "+", "-", "@")):
		cell.quotePrefix = True
