"""Uploaded files that are no workbooks, too large, damaged, hidden, merged or not calculated."""

import io
import time
import zipfile

import openpyxl
import pytest
from sheets import repack, workbook

from huimang.migration import workbook as reader
from huimang.rules.errors import RuleViolation


def sheets(content: bytes):
	return list(reader.read_sheets(content))


def refused(content: bytes) -> str:
	with pytest.raises(RuleViolation) as caught:
		sheets(content)
	return str(caught.value)


def test_rows_with_their_numbers():
	(sheet,) = sheets(workbook(["a", 1], [None, None], ["b", 2], header=None))
	assert [(row.number, row.values, row.is_blank) for row in sheet.rows] == [
		(1, ("a", 1), False),
		(2, (), True),
		(3, ("b", 2), False),
	]


@pytest.mark.parametrize(
	"content",
	[
		b"",
		b"a,b\n1,2\n",
		"구분,금액".encode("cp949"),
		b"PK\x03\x04 nothing of a zip",
		b"%PDF-1.7",
		b"\x89PNG\r\n",
	],
)
def test_not_a_workbook(content):
	assert "not an Excel workbook" in refused(content)


def test_a_zip_that_is_no_workbook():
	out = io.BytesIO()
	with zipfile.ZipFile(out, "w") as archive:
		archive.writestr("word/document.xml", "<w/>")
	assert "not an Excel workbook" in refused(out.getvalue())


def test_old_format_and_password():
	"""Both are the same container: .xls, and an .xlsx behind a password."""
	assert "password" in refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))


def test_too_large_a_file():
	assert "larger than 5 MB" in refused(b"PK" + bytes(reader.MAX_FILE))


def test_zip_bomb_is_not_unpacked():
	"""100 MB of blanks pack into 100 KB. The sizes are added up before anything is read."""
	bomb = repack(
		workbook(["a"]), {"xl/worksheets/sheet1.xml": b"<worksheet>" + b" " * (reader.MAX_UNPACKED + 1)}
	)
	assert len(bomb) < 1_000_000
	started = time.perf_counter()
	assert "unpacks to far more" in refused(bomb)
	assert time.perf_counter() - started < 5


def test_too_many_parts():
	content = repack(workbook(["a"]), {f"xl/junk/{i}": b"" for i in range(reader.MAX_PARTS)})
	assert "unpacks to far more" in refused(content)


@pytest.mark.parametrize(
	"part",
	[b"", b"<worksheet><sheetData><row r='1'><c r='A1'", b"not xml at all", b"\x00\x01\x02"],
)
def test_damaged_sheet(part):
	assert "damaged" in refused(repack(workbook(["a"]), {"xl/worksheets/sheet1.xml": part}))


def test_damaged_workbook_part():
	assert "damaged" in refused(repack(workbook(["a"]), {"xl/workbook.xml": b"<workbook"}))


def test_truncated_file():
	content = workbook(*[[f"text {i}", i] for i in range(500)])
	assert refused(content[: len(content) // 2])


def test_entities_are_not_expanded():
	"""A billion laughs in a sheet is refused like any other damage, and quickly."""
	laughs = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "' + b"ha" * 50 + b'">'
	for i in range(1, 12):
		laughs += f'<!ENTITY a{i} "{f"&a{i - 1};" * 10 if i > 1 else "&a;" * 10}">'.encode()
	laughs += (
		b"]><worksheet><sheetData><row r='1'><c r='A1' t='str'><v>&a11;</v></c></row></sheetData></worksheet>"
	)
	started = time.perf_counter()
	assert refused(repack(workbook(["a"]), {"xl/worksheets/sheet1.xml": laughs}))
	assert time.perf_counter() - started < 5


def test_hidden_sheets_are_passed_over():
	def hide(book, sheet):
		sheet.sheet_state = "hidden"
		book.create_sheet("보임").append(["here"])
		book.active = 1

	(sheet,) = sheets(workbook(["there"], header=None, change=hide))
	assert sheet.title == "보임"


def test_all_sheets_hidden():
	content = workbook(["a"])
	with zipfile.ZipFile(io.BytesIO(content)) as archive:
		xml = archive.read("xl/workbook.xml").replace(b'state="visible"', b'state="veryHidden"')
	assert b"veryHidden" in xml
	assert "hidden" in refused(repack(content, {"xl/workbook.xml": xml}))


def test_hidden_rows_are_counted():
	def hide(_book, sheet):
		sheet.row_dimensions[2].hidden = True

	(sheet,) = sheets(workbook(["a"], ["b"], ["c"], header=None, change=hide))
	assert sheet.hidden_rows == 1


def test_merged_cells_are_told():
	(sheet,) = sheets(
		workbook(["a", "b"], ["c", "d"], header=None, change=lambda _b, sheet: sheet.merge_cells("A1:A2"))
	)
	assert sheet.merged == [(1, 2, 0, 0)]


def test_a_tag_cut_in_two_by_the_end_of_a_chunk_is_still_seen(monkeypatch):
	monkeypatch.setattr(reader, "_CHUNK", 7)
	(sheet,) = sheets(
		workbook(["a", "b"], ["c", "d"], header=None, change=lambda _b, sheet: sheet.merge_cells("B1:B2"))
	)
	assert sheet.merged == [(1, 2, 1, 1)]


def test_formulas_nobody_calculated_are_marked():
	(sheet,) = sheets(workbook(["a", "=1+1"], ["b", 3], header=None))
	assert [row.uncalculated for row in sheet.rows] == [frozenset({1}), frozenset()]
	assert not sheet.rows[0].is_blank


def test_more_rows_than_a_person_enters(monkeypatch):
	monkeypatch.setattr(reader, "MAX_ROWS", 3)
	assert "more than 3 rows" in refused(workbook(*[["a"]] * 4, header=None))


def test_sizes_that_a_sheet_claims_are_not_believed():
	content = workbook(["a"], header=None)
	with zipfile.ZipFile(io.BytesIO(content)) as archive:
		xml = archive.read("xl/worksheets/sheet1.xml").replace(b'ref="A1"', b'ref="A1:XFD1048576"')
	assert b"XFD1048576" in xml
	(sheet,) = sheets(repack(content, {"xl/worksheets/sheet1.xml": xml}))
	assert len(sheet.rows) == 1


def test_fifty_thousand_rows_are_read():
	book = openpyxl.Workbook(write_only=True)
	sheet = book.create_sheet("예산")
	for i in range(reader.MAX_ROWS):
		sheet.append([i])
	out = io.BytesIO()
	book.save(out)
	(read,) = sheets(out.getvalue())
	assert [row.values for row in read.rows[-2:]] == [(reader.MAX_ROWS - 2,), (reader.MAX_ROWS - 1,)]
