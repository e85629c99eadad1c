"""Lists of Hometax as people download them."""

from datetime import date

import pytest
from sheets import workbook

from huimang.migration import invoice_sheet, layout
from huimang.migration import workbook as reader
from huimang.rules.errors import RuleViolation

HEAD = [
	*(
		"작성일자",
		"승인번호",
		"발급일자",
		"전송일자",
		"공급자사업자등록번호",
		"종사업장번호",
		"상호",
		"대표자명",
		"주소",
	),
	*("공급받는자사업자등록번호", "종사업장번호", "상호", "대표자명", "주소", "합계금액", "공급가액", "세액"),
	*("전자세금계산서분류", "전자세금계산서종류", "발급유형", "비고", "품목명"),
]
APPROVAL = "20261015100000000000000a"


def line(**kw) -> list:
	values = {
		"작성일자": "2026-10-15",
		"승인번호": APPROVAL,
		"공급자사업자등록번호": "999-86-01004",
		"공급받는자사업자등록번호": "9998201234",
		"합계금액": "110,000",
		"공급가액": 100000,
		"세액": "10,000",
		"전자세금계산서분류": "세금계산서",
		"품목명": "복사용지",
		**kw,
	}
	row = [values.get(title) for title in HEAD]
	row[6], row[11] = "희망문구", "행복노인복지관"
	return row


def read(*rows, header=HEAD, above=5):
	blank = [["전자세금계산서 목록조회"]] + [[]] * (above - 1) if above else []
	return layout.read(
		reader.read_sheets(workbook(*blank, header, *rows, header=None)), invoice_sheet.LAYOUTS
	)


def test_a_tax_invoice_with_seller_and_buyer():
	(record,) = read(line()).entries
	assert (record["kind"], record["day"], record["approval_no"]) == (
		"Tax Invoice",
		date(2026, 10, 15),
		APPROVAL,
	)
	assert (record["seller_no"], record["seller"]) == ("9998601004", "희망문구")
	assert (record["buyer_no"], record["buyer"]) == ("9998201234", "행복노인복지관")
	assert (record["supply_amount"], record["tax_amount"], record["total_amount"], record["item"]) == (
		100_000,
		10_000,
		110_000,
		"복사용지",
	)


@pytest.mark.parametrize(
	("written", "kind"),
	[
		("수정세금계산서", "Tax Invoice"),
		("계산서", "Invoice"),
		("수정계산서", "Invoice"),
		(None, "Tax Invoice"),
	],
)
def test_kinds(written, kind):
	amounts = {"합계금액": 100_000, "세액": 0} if kind == "Invoice" else {}
	assert read(line(전자세금계산서분류=written, **amounts)).entries[0]["kind"] == kind


def test_a_list_without_tax_is_of_invoices():
	header = [title for title in HEAD if title not in ("세액", "전자세금계산서분류", "합계금액")]
	row = [value for value, title in zip(line(), HEAD, strict=True) if title in header or title in ("상호",)]
	(record,) = read(row[: len(header)], header=header).entries
	assert (record["kind"], record["total_amount"]) == ("Invoice", 100_000)


def test_corrections_below_zero():
	(record,) = read(line(합계금액="-110,000", 공급가액="-100,000", 세액="△10,000")).entries
	assert (record["supply_amount"], record["tax_amount"], record["total_amount"]) == (
		-100_000,
		-10_000,
		-110_000,
	)


RECEIPTS = [
	"매입일시",
	"가맹점사업자번호",
	"가맹점명",
	"공급가액",
	"부가세",
	"봉사료",
	"매입금액",
	"승인번호",
	"거래구분",
]


def test_cash_receipts_and_what_was_taken_back():
	bought = [
		"2026-10-02 14:05:11",
		"999-86-01004",
		"희망마트",
		10_000,
		1_000,
		500,
		11_500,
		"123456789",
		"승인거래",
	]
	back = [*bought[:-1], "취소거래"]
	first, second = read(bought, back, header=RECEIPTS, above=0).entries
	assert (first["kind"], first["day"], first["total_amount"]) == ("Cash Receipt", date(2026, 10, 2), 11_500)
	assert (second["supply_amount"], second["tax_amount"], second["total_amount"]) == (
		-10_000,
		-1_000,
		-11_500,
	)


def test_every_wrong_row_is_told():
	reading = read(
		line(),
		line(승인번호=None),
		line(작성일자="2026-13-40"),
		line(합계금액=1),
		line(공급자사업자등록번호="999-86-01005"),
		line(세액="만원"),
	)
	assert [(fault.row, fault.column) for fault in reading.faults] == [
		(8, "승인번호"),
		(9, "작성일자"),
		(10, "합계금액"),
		(11, "공급자사업자등록번호"),
		(12, "세액"),
	]


def test_a_person_as_buyer_has_no_number():
	(record,) = read(line(공급받는자사업자등록번호="900101-9******")).entries
	assert record["buyer_no"] == ""


def test_totals_and_blank_rows_are_passed_over():
	assert len(read(line(), [], ["합계", None]).entries) == 1


def test_what_is_no_list_is_refused():
	with pytest.raises(RuleViolation):
		read(["2026-01-01", 1], header=["날짜", "금액"])
