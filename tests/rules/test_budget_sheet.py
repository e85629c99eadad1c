"""What people write into the cells of a budget, row by row: every fault is told with its row, column and
reason.
"""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from sheets import HEADER, repack, row, workbook

from huimang.migration import budget_sheet, cells
from huimang.migration.workbook import read_sheets
from huimang.money import MAX_WON
from huimang.rules.errors import RuleViolation


def read(*rows, header=HEADER, change=None):
	return budget_sheet.read(read_sheets(workbook(*rows, header=header, change=change)))


def faults(*rows, **kw):
	return [(fault.row, fault.column) for fault in read(*rows, **kw).faults]


@pytest.mark.parametrize(
	("written", "won"),
	[
		(1200000, 1_200_000),
		(1200000.0, 1_200_000),
		("1200000", 1_200_000),
		("1,200,000", 1_200_000),
		(" 1 200 000 ", 1_200_000),
		("1,200,000원", 1_200_000),
		("1,200,000 원", 1_200_000),
		("₩1,200,000", 1_200_000),
		("￦ 1,200,000", 1_200_000),
		("１，２００，０００", 1_200_000),
		("\u00a01,200,000", 1_200_000),
		(0, 0),
		("0원", 0),
		(MAX_WON, MAX_WON),
		(None, None),
		("", None),
		("   ", None),
	],
)
def test_amounts(written, won):
	assert cells.amount(written) == won


@pytest.mark.parametrize(
	("written", "told"),
	[
		("△1,200", "below 0"),
		("▲1,200", "below 0"),
		("-1200", "below 0"),
		(-1200, "below 0"),
		("(1,200)", "below 0"),
		("(1,200)원", "below 0"),
		("1,200천원", "larger unit"),
		("3백만원", "larger unit"),
		("1억", "larger unit"),
		("약 100만", "larger unit"),
		("천이백", "not an amount"),
		("1,200,000.5", "not an amount"),
		(0.5, "decimals"),
		("abc", "not an amount"),
		("1e9", "not an amount"),
		("=SUM(A1:A3)", "not an amount"),
		("#REF!", "error #REF!"),
		("#N/A", "error #N/A"),
		(True, "TRUE"),
		(date(2026, 1, 1), "date"),
		(datetime(2026, 1, 1), "date"),
		(MAX_WON + 1, "12 digits"),
		(float("inf"), "amount"),
	],
)
def test_amounts_that_are_none(written, told):
	with pytest.raises(RuleViolation, match=told):
		cells.amount(written)


@pytest.mark.parametrize(
	("written", "expected"),
	[
		(12, 12),
		("12", 12),
		("12개월", 12),
		("5명", 5),
		("1,000", 1000),
		("4.5%", 0.045),
		("7.09 %", 0.0709),
		(0.5, 0.5),
		(None, None),
	],
)
def test_quantities(written, expected):
	assert cells.number(written) == expected


@pytest.mark.parametrize("written", ["열둘", "-1", -1, "12/2", "1.2.3", "#DIV/0!", date(2026, 1, 1)])
def test_quantities_that_are_none(written):
	with pytest.raises(RuleViolation):
		cells.number(written)


def test_a_row_as_the_template_has_it():
	(entry,) = read(row(산출근거="시내 출장", 단가=20_000, 수량=3, 단위="명", 횟수=12, 금액=None)).entries
	assert (entry.side, entry.mok, entry.amount, entry.unit) == ("Expense", "여비", 720_000, "명")


def test_an_empty_quantity_is_one():
	(entry,) = read(row(단가=20_000, 횟수=12, 금액=None)).entries
	assert (entry.quantity, entry.frequency, entry.amount) == (1, 12, 240_000)


def test_price_and_amount_must_agree():
	assert faults(row(단가=20_000, 수량=3, 횟수=12, 금액=700_000)) == [(2, "금액")]
	assert not faults(row(단가=20_000, 수량=3, 횟수=12, 금액=720_000))


def test_every_wrong_cell_is_told():
	found = faults(
		row(side="기타"),
		row(),
		row(amount="백만원", mok=""),
		row(amount=-5, 단가="열", 수량="많이"),
		row(mok="여비2", amount=None, 산출근거="금액이 없음"),
	)
	assert found == [
		(2, "구분"),
		(4, "금액"),
		(4, "목"),
		(5, "단가"),
		(5, "수량"),
		(5, "금액"),
		(6, "금액"),
	]


def test_rows_that_nobody_filled_in_are_passed_over():
	reading = read(
		row(amount=None), row(amount=None, 사업=None, 자금원천=None), row(amount=0), [None] * 13, row()
	)
	assert reading.without_amount == 2
	assert [entry.row for entry in reading.entries] == [4, 6]


def test_totals_are_passed_over():
	reading = read(
		row(), row(mok="소 계"), row(side="합계", gwan="", hang="", mok=""), row(side="세출", mok="총계")
	)
	assert (len(reading.entries), reading.totals) == (1, 3)


@pytest.mark.parametrize(
	"header",
	[
		[
			"세입·세출",
			"관",
			"항",
			"목",
			"세목",
			"사업명",
			"재원",
			"산출 내역",
			"단가(원)",
			"수량",
			"단위",
			"회수",
			"예산액(원)",
		],
		[
			" 구 분 ",
			"관",
			"항",
			"목",
			"세목",
			"사업",
			"자금 원천",
			"산출근거",
			"단가",
			"수량",
			"단위",
			"횟수",
			"금 액",
		],
	],
)
def test_headings_as_people_write_them(header):
	(entry,) = read(row(), header=header).entries
	assert (entry.fund_source, entry.amount) == ("보조금", 1_000)


def test_a_heading_may_stand_below_a_title():
	title = ["2026년 예산서"] + [None] * 12
	reading = read(HEADER, row(), header=title)
	assert [entry.row for entry in reading.entries] == [3]


def test_columns_of_their_own_are_named():
	assert read([*row(), "참고"], header=[*HEADER, "전년도 예산"]).unknown_columns == ["전년도 예산"]


def test_no_heading():
	with pytest.raises(RuleViolation, match="구분, 목, 금액"):
		read(row(), header=None)


def test_a_column_twice():
	with pytest.raises(RuleViolation, match="금액"):
		read([*row(), 5], header=[*HEADER, "예산액"])


def test_merged_subjects_hold_for_all_their_rows():
	reading = read(
		row(mok="여비"),
		row(side=None, gwan=None, hang=None, mok="공공요금"),
		change=lambda _book, sheet: [sheet.merge_cells(f"{c}2:{c}3") for c in "ABC"],
	)
	assert [(e.side, e.gwan, e.hang, e.mok) for e in reading.entries] == [
		("Expense", "사무비", "운영비", "여비"),
		("Expense", "사무비", "운영비", "공공요금"),
	]


def test_merged_amounts_are_refused_in_each_row():
	found = faults(row(), row(amount=None), change=lambda _book, sheet: sheet.merge_cells("M2:M3"))
	assert found == [(2, "금액"), (3, "금액")]


def test_cells_merged_across_columns_are_refused():
	found = faults(row(), change=lambda _book, sheet: sheet.merge_cells("H2:I2"))
	assert found == [(2, "산출근거"), (2, "단가")]


def test_merged_totals_do_no_harm():
	reading = read(row(), row(side="합계"), change=lambda _book, sheet: sheet.merge_cells("A3:D3"))
	assert (len(reading.entries), reading.totals, reading.faults) == (1, 1, [])


def test_one_merged_area_over_the_whole_sheet_costs_no_time():
	content = workbook(row(), change=lambda _book, sheet: sheet.merge_cells("A2:B2"))
	part = "xl/worksheets/sheet1.xml"
	with zipfile.ZipFile(io.BytesIO(content)) as archive:
		xml = archive.read(part).replace(b'ref="A2:B2"', b'ref="A2:XFD1048576"')
	assert b"XFD1048576" in xml
	assert budget_sheet.read(read_sheets(repack(content, {part: xml}))).faults


def test_a_formula_without_a_result():
	"""A program other than Excel wrote the file: there is no value to take."""
	assert faults(row(amount="=1000*12")) == [(2, "금액")]


def test_texts_that_are_too_long():
	assert faults(row(산출근거="가" * 251)) == [(2, "산출근거")]
	assert not faults(row(산출근거="가" * 250))


def test_an_error_of_excel_in_a_name():
	assert faults(row(mok="#N/A")) == [(2, "목")]


def test_what_a_program_could_run_is_written_as_text():
	sheet = openpyxl.Workbook().active
	for number, text in enumerate(("=1+1", "+1", "-1", "@SUM(A1)", "\tx", "글자"), 1):
		cells.put_text(sheet.cell(number, 1), text)
		assert sheet.cell(number, 1).data_type == "s"
		assert sheet.cell(number, 1).quotePrefix == (number < 6)
