"""Lists as people send them, read by their layout; and the workbook they are asked to fill in."""

import io
from datetime import date, time

import openpyxl
import pytest
from sheets import workbook

from huimang.migration import cells, layout, template
from huimang.migration import workbook as reader
from huimang.migration.layout import Column, Layout
from huimang.rules.errors import RuleViolation


def at_least_one(entry):
	if entry["pieces"] == 0:
		yield "pieces", RuleViolation("nothing")


LIST = Layout(
	title="물품",
	columns=(
		Column("name", "품명", required=True, aliases=("물품명",), longest=10, examples=("책상", "의자")),
		Column("day", "취득일", cells.day, expected=True),
		Column("kind", "구분", cells.Choice({"구입": "Bought", "기증": "Given"}, empty="Bought")),
		Column("pieces", "수량", cells.whole, help="개수를 적습니다."),
		Column("number", "번호"),
		Column("code", "코드"),
	),
	one_of=("number", "code"),
	check=at_least_one,
	most=3,
)
HEAD = ("번호", "물품명", "취득일", "구분", "수량")


def read(*rows, header=HEAD):
	return layout.read(reader.read_sheets(workbook(["물품 목록"], header, *rows, header=None)), [LIST])


def test_columns_are_found_by_their_headings_wherever_they_stand():
	(entry,) = read((1, "책상", date(2026, 3, 2), "기증", "3개")).entries
	assert dict(entry) == {
		"name": "책상",
		"day": date(2026, 3, 2),
		"kind": "Given",
		"pieces": 3,
		"number": "1",
		"code": "",
	}
	assert entry.row == 3


def test_every_wrong_cell_is_told():
	reading = read(
		(1, "책상", "2026-02-30", "훔침", 1.5),
		("", "", "2026-03-02"),
		(2, "아주 긴 이름을 가진 물품", None, None, 0),
	)
	assert [(fault.row, fault.column) for fault in reading.faults] == [
		(3, "취득일"),
		(3, "구분"),
		(3, "수량"),
		(4, "품명"),
		(4, "번호"),
		(5, "품명"),
	]
	assert reading.sound == []


def test_what_cannot_be_together_is_told_of_rows_whose_cells_are_sound():
	reading = read((1, "책상", None, None, 0), (2, "의자"))
	assert [(fault.row, fault.column, fault.value) for fault in reading.faults] == [(3, "수량", "0")]
	assert [entry["name"] for entry in reading.sound] == ["의자"]


def test_totals_and_blank_rows_are_no_entries():
	assert len(read((1, "책상"), (), ("합계", None, None, None, 1)).entries) == 1


@pytest.mark.parametrize("header", [("번호", "취득일"), ("번호", "품명"), ("품명", "취득일")])
def test_a_sheet_without_the_columns_is_none(header):
	with pytest.raises(RuleViolation):
		read((1, "책상"), header=header)


def test_more_rows_than_a_file_may_hold():
	with pytest.raises(RuleViolation):
		read(*[(number, "책상") for number in range(4)])


@pytest.mark.parametrize(
	"written", ["2026-01-31", "20260131", 20260131, "2026. 1. 31.", "2026년 1월 31일", "2026/1/31 14:05"]
)
def test_days(written):
	assert cells.day(written) == date(2026, 1, 31)


@pytest.mark.parametrize("written", ["2026-1", "26-01-31", "2026131", "2026-13-01", "내일"])
def test_no_days(written):
	with pytest.raises(RuleViolation):
		cells.day(written)


@pytest.mark.parametrize(
	("written", "read_as"),
	[
		("9:05", time(9, 5)),
		("오후 1시 30분", time(13, 30)),
		("오전 12:00", time(0)),
		(0.375, time(9)),
		(None, None),
	],
)
def test_times_of_day(written, read_as):
	assert cells.clock(written) == read_as


@pytest.mark.parametrize(
	("written", "amount"), [("△1,200", -1200), ("(1,200)", -1200), ("-1200원", -1200), (None, 0), (5.0, 5)]
)
def test_won_that_was_taken_back(written, amount):
	assert cells.signed_won(written) == amount


def test_the_template_is_read_by_its_own_layout():
	content = template.build(LIST)
	book = openpyxl.load_workbook(io.BytesIO(content))
	assert book.sheetnames == ["물품", "작성 방법"]
	guide = [row for row in book["작성 방법"].iter_rows(values_only=True)]
	assert (guide[1][0], guide[1][1], guide[1][3]) == ("품명", "필수", "책상, 의자")
	assert guide[3][2] == "구입, 기증 중 하나."
	book["물품"].append(["책상", "2026-03-02", None, 1, "7"])
	out = io.BytesIO()
	book.save(out)
	assert len(layout.read(reader.read_sheets(out.getvalue()), [LIST]).sound) == 1
