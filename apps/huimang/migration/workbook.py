"""Reads an uploaded .xlsx as rows of values, whatever it turns out to be. Knows nothing of what the rows
mean.

A workbook is a zip of XML, so its parts are measured before they are unpacked, and it is read row by row.
What a plain reading would lose (merged cells, hidden rows, formulas never calculated) is looked up in the
sheet's XML and told.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

import openpyxl
from openpyxl.utils import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from huimang.rules.errors import RuleViolation

MAX_FILE = 5 * 1024 * 1024
"""Bytes of an uploaded file; the framework takes requests of up to 10 MB, and the file travels as base64."""
MAX_UNPACKED = 100 * 1024 * 1024
MAX_PARTS = 2_000
MAX_ROWS = 50_100
MAX_COLUMNS = 100

_OLE = b"\xd0\xcf\x11\xe0"
_MERGE = re.compile(rb'<mergeCell\b[^>]*\bref="([A-Z]+\d+:[A-Z]+\d+)"')
_HIDDEN_ROW = re.compile(rb'<row\b[^>]*\bhidden="(?:1|true)"')
_FORMULA = re.compile(rb"<f[ >/]")
_CHUNK = 1024 * 1024
_LONGEST_TAG = 4096


@dataclass(frozen=True)
class Row:
	"""One row of a sheet: its number as the user's program shows it, and its values by column, counted
	from 0.
	"""

	number: int
	values: tuple[object, ...]
	uncalculated: frozenset[int] = frozenset()

	@property
	def is_blank(self) -> bool:
		return not self.uncalculated and all(
			value is None or (isinstance(value, str) and not value.strip()) for value in self.values
		)


@dataclass(frozen=True)
class Sheet:
	"""What was read of one sheet."""

	title: str
	rows: list[Row]
	merged: list[tuple[int, int, int, int]] = field(default_factory=list)
	"""Merged cells: first row, last row (as shown), first column, last column (from 0)."""
	hidden_rows: int = 0


def read_sheets(content: bytes) -> Iterator[Sheet]:
	"""Yield the visible sheets of a workbook, in their order.

	:param content: the bytes of the file.
	Raises RuleViolation, in words for the user, for a file that is too large, no workbook, damaged, or has
	no visible sheet.
	"""
	archive = _open_archive(content)
	try:
		book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
	except (InvalidFileException, KeyError, ValueError, TypeError, SyntaxError, zipfile.BadZipFile) as e:
		raise _damaged() from e
	visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
	if not visible:
		raise RuleViolation(
			"All sheets of the file are hidden. Please show the sheet with your entries and save it again."
		)
	for sheet in visible:
		yield _read_sheet(content, archive, sheet)


def _open_archive(content: bytes) -> zipfile.ZipFile:
	if len(content) > MAX_FILE:
		raise RuleViolation(
			"The file is larger than {0} MB. Please delete what does not belong to it.", MAX_FILE >> 20
		)
	if content.startswith(_OLE):
		raise RuleViolation(
			"The file is locked by a password or in the old .xls format. Please save it as an Excel "
			"workbook (.xlsx) without a password."
		)
	try:
		archive = zipfile.ZipFile(io.BytesIO(content))
		parts = archive.infolist()
	except (zipfile.BadZipFile, ValueError, OSError) as e:
		raise RuleViolation(
			"This is not an Excel workbook (.xlsx). Please save it in that format and upload it again."
		) from e
	if "xl/workbook.xml" not in archive.namelist():
		raise RuleViolation(
			"This is not an Excel workbook (.xlsx). Please save it in that format and upload it again."
		)
	# A part never unpacks to more than the size it declares, so the sum of those sizes is a true limit.
	if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
		raise RuleViolation(
			"The file unpacks to far more than a list of entries needs. Please copy the entries into a "
			"new workbook."
		)
	return archive


def _read_sheet(content: bytes, archive: zipfile.ZipFile, sheet) -> Sheet:
	try:
		facts = _scan(archive, sheet._worksheet_path)
		rows = list(_rows(sheet))
		if facts["formulas"]:
			rows = list(_mark_uncalculated(content, sheet.title, rows))
	except RuleViolation:
		raise
	except (
		KeyError,
		ValueError,
		TypeError,
		SyntaxError,
		OSError,
		zipfile.BadZipFile,
		zipfile.zlib.error,
	) as e:
		raise _damaged() from e
	return Sheet(sheet.title, rows, facts["merged"], facts["hidden_rows"])


def _rows(sheet) -> Iterator[Row]:
	"""Yield rows as they stand in the sheet. Sizes that the file claims for itself are not believed."""
	sheet.reset_dimensions()
	for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
		if number > MAX_ROWS:
			raise RuleViolation(
				"The sheet {0} has more than {1} rows. Please delete the rows that are not needed.",
				sheet.title,
				f"{MAX_ROWS:,}",
			)
		yield Row(number, tuple(islice(values, MAX_COLUMNS)))


def _mark_uncalculated(content: bytes, title: str, rows: list[Row]) -> Iterator[Row]:
	"""Mark the cells that hold a formula without a result: no program has calculated the file since it
	was written.
	"""
	formulas = openpyxl.load_workbook(io.BytesIO(content), read_only=True)[title]
	formulas.reset_dimensions()
	for row, cells in zip(rows, formulas.iter_rows(max_col=MAX_COLUMNS), strict=False):
		lost = frozenset(
			column
			for column, cell in enumerate(cells)
			if getattr(cell, "data_type", "") == "f" and row.values[column] is None
		)
		yield Row(row.number, row.values, lost) if lost else row


def _scan(archive: zipfile.ZipFile, path: str) -> dict:
	"""Read from a sheet's XML what openpyxl leaves out when it reads row by row."""
	merged, hidden, formulas = set(), 0, False
	tail = b""
	with archive.open(path.lstrip("/")) as part:
		while chunk := part.read(_CHUNK):
			# a tag may be cut in two by the end of a chunk: look at whole tags only
			text = tail + chunk
			cut = text.rfind(b"<")
			text, tail = (
				(text[:cut], text[cut:]) if cut >= len(text) - _LONGEST_TAG and cut >= 0 else (text, b"")
			)
			merged.update(_MERGE.findall(text))
			hidden += len(_HIDDEN_ROW.findall(text))
			formulas = formulas or bool(_FORMULA.search(text))
	ranges = []
	for ref in sorted(merged):
		first_column, first_row, last_column, last_row = range_boundaries(ref.decode())
		ranges.append((first_row, last_row, first_column - 1, last_column - 1))
	return {"merged": ranges, "hidden_rows": hidden, "formulas": formulas}


def _damaged() -> RuleViolation:
	return RuleViolation(
		"The file is damaged and cannot be read. Please open it in Excel, save it again and upload it."
	)
