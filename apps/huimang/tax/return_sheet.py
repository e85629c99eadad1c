"""The withholding return and the local tax as a workbook: real numbers, one sheet each, ready to be copied into Hometax and Wetax."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from huimang.money import won
from huimang.rules import withholding_return

_WON = '#,##0;"△"#,##0'
_THIN = Side(style="thin", color="777777")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_SHADE = PatternFill("solid", fgColor="F1F1EE")
_FONT = "맑은 고딕"

RETURN_HEAD = (
	*("소득 구분", "코드", "④ 인원", "⑤ 총지급액", "⑥ 소득세 등", "⑦ 농어촌특별세"),
	*("⑧ 가산세", "⑨ 당월 조정 환급세액", "⑩ 소득세 등(가산세 포함)", "⑪ 농어촌특별세"),
)
LOCAL_HEAD = ("소득 구분", "코드", "인원", "과세표준(소득세액)", "지방소득세", "조정액(환급)", "납부액")
REFUND_HEAD = (
	*("⑫ 전월 미환급세액", "⑬ 기환급 신청세액", "⑭ 차감잔액", "⑮ 일반환급", "⑯ 신탁재산", "⑰ 그 밖의 환급"),
	*("⑱ 조정대상", "⑲ 당월조정 환급세액계", "⑳ 차월이월", "㉑ 환급신청액"),
)


def to_xlsx(doc) -> bytes:
	"""Return a Withholding Return as an XLSX file."""
	book = Workbook()
	page = book.active
	page.title = "원천징수이행상황신고서"
	_title(page, "원천징수이행상황신고서", f"{doc.purpose} (단위: 명, 원)", len(RETURN_HEAD))
	_table(page, RETURN_HEAD, return_rows(doc))
	page.append([])
	_table(page, REFUND_HEAD, [refund_row(doc)])
	local = book.create_sheet("지방소득세 특별징수")
	_title(local, "지방소득세 특별징수 계산서", f"{doc.purpose} (단위: 명, 원)", len(LOCAL_HEAD))
	_table(local, LOCAL_HEAD, local_rows(doc))
	for sheet, widths in ((page, (26, 8, 9, *[17] * 7)), (local, (26, 8, 9, *[18] * 4))):
		for at, width in enumerate(widths, 1):
			sheet.column_dimensions[get_column_letter(at)].width = width
		sheet.page_setup.paperSize = 9
		sheet.page_setup.orientation = "landscape"
		sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
		sheet.sheet_properties.pageSetUpPr.fitToPage = True
	stream = BytesIO()
	book.save(stream)
	return stream.getvalue()


def return_rows(doc) -> list[tuple]:
	"""Return all rows of the form from top to bottom; those without figures are blank."""
	filled = {row.code: row for row in doc.rows}
	rows = []
	for row in withholding_return.form():
		figures = filled.get(row.code)
		label = " ".join(filter(None, (row.group, row.label)))
		if not figures:
			rows.append((label, row.code, *[None] * 8))
			continue
		amounts = [
			won(figures.get(field)) for field in ("paid", "income_tax", "penalty", "adjusted", "payable")
		]
		paid, income_tax, penalty, adjusted, payable = amounts
		ends = row.is_subtotal or row.code == withholding_return.TOTAL
		rows.append(
			(label, row.code, figures.people, paid, income_tax, None, penalty or None)
			+ ((adjusted, payable, None) if ends else (None, None, None))
		)
	return rows


def refund_row(doc) -> tuple:
	"""Return ⑫ to ㉑."""
	before = [
		won(doc.get(field)) for field in ("carried_refund", "claimed_before", "refund_rest", "general_refund")
	]
	after = ("adjustable_refund", "adjusted_refund", "carried_over", "claimed_refund")
	return (*before, 0, 0, *(won(doc.get(field)) for field in after))


def local_rows(doc) -> list[tuple]:
	"""Return the local tax by kind of income, the total last."""
	fields = ("tax_base", "local_tax", "adjusted", "payable")
	rows = [
		(row.income, row.code, row.people, *(won(row.get(field)) for field in fields))
		for row in doc.local_rows
	]
	return [*rows, ("합계", "", *(sum(row[at] for row in rows) for at in range(2, 7)))]


def _title(page, title: str, words: str, columns: int) -> None:
	page.append([title])
	page["A1"].font = Font(name=_FONT, size=16, bold=True)
	page["A1"].alignment = Alignment(horizontal="center")
	page.merge_cells(start_row=1, end_row=1, start_column=1, end_column=columns)
	page.append([words])
	page["A2"].font = Font(name=_FONT, size=9)
	page.append([])


def _table(page, head: Sequence[str], rows: Sequence[Sequence]) -> None:
	page.append(list(head))
	for cell in page[page.max_row]:
		cell.font, cell.fill, cell.border = Font(name=_FONT, size=9, bold=True), _SHADE, _BORDER
		cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
	for row in rows:
		page.append(list(row))
		strong = str(row[0]).endswith(("가감계", "합계"))
		for cell in page[page.max_row]:
			cell.font, cell.border = Font(name=_FONT, size=9, bold=strong), _BORDER
			if isinstance(cell.value, int):
				cell.number_format = _WON
