"""매입·매출처별 합계표 and the VAT worksheet: the same figures on screen, on paper and in a spreadsheet."""

import io

import frappe
import house
import pytest
from factory import acting_as
from openpyxl import load_workbook
from paper_helpers import pages, plain

from huimang.statements import engine, paper, sheet
from huimang.statements.definition import RowKind

SELLER, BUYER = "999-86-01004", "999-82-12347"


@pytest.fixture
def home():
	home = house.standing()
	yield home
	house.leave(home)


def record(home, supply: int, tax: int | None = None, **kw):
	values = {
		"doctype": "Tax Invoice Record",
		"facility": home.facility,
		"direction": "Received",
		"kind": "Tax Invoice",
		"issued_on": "2026-03-15",
		"counterparty_name": "희망문구",
		"counterparty_no": SELLER,
		"supply_amount": supply,
		"tax_amount": supply // 10 if tax is None else tax,
		**kw,
	}
	with acting_as(home.accountant):
		return frappe.get_doc(values).insert()


def draw(home, name, **filters):
	return engine.draw(name, {"facility": home.facility, "accounting_year": home.year, **filters})


def figures(drawn) -> list[tuple]:
	return [tuple(row.values.get(key) for key in ("title", "count", "supply", "tax")) for row in drawn.rows]


def test_papers_are_added_up_by_counterparty_electronic_ones_apart(home):
	record(home, 100_000)
	record(home, 50_000)
	record(home, 30_000, is_electronic=0)
	record(home, 70_000, counterparty_no=None, counterparty_name="김목수")
	record(home, 20_000, counterparty_no=None, counterparty_name="이목수")
	record(home, 9_000, issued_on="2026-07-01")
	record(home, 8_000, kind="Invoice")
	record(home, 7_000, direction="Issued", counterparty_no=BUYER)
	assert figures(draw(home, "invoice_list", from_month=1, to_month=6)) == [
		("전자 전송분", None, None, None),
		("김목수", 1, 70_000, 7_000),
		("이목수", 1, 20_000, 2_000),
		("희망문구", 2, 150_000, 15_000),
		("전자 전송분 소계", 4, 240_000, 24_000),
		("전자 외의 분", None, None, None),
		("희망문구", 1, 30_000, 3_000),
		("전자 외의 분 소계", 1, 30_000, 3_000),
		("합계", 5, 270_000, 27_000),
	]


def test_the_list_of_sales_and_of_invoices_without_tax(home):
	record(home, 8_000, kind="Invoice")
	record(home, 7_000, direction="Issued", counterparty_no=BUYER)
	sales = draw(home, "invoice_list", direction="Issued")
	assert (sales.form.title, figures(sales)[-1]) == ("매출처별 세금계산서합계표", ("합계", 1, 7_000, 700))
	exempt = draw(home, "invoice_list", kind="Invoice")
	assert exempt.form.title == "매입처별 계산서합계표"
	assert "tax" not in [column.key for column in exempt.form.columns]
	assert figures(exempt)[-1][:3] == ("합계", 1, 8_000)


def test_the_worksheet_of_a_taxed_business(home):
	record(home, 6_000_000, direction="Issued", counterparty_no=BUYER)
	record(home, 4_000_000, direction="Issued", kind="Invoice", counterparty_no=BUYER)
	record(home, 2_000_000, vat_use="Deductible")
	record(home, 1_000_000, vat_use="Common")
	record(home, 5_000_000)
	drawn = draw(home, "vat_worksheet", from_month=1, to_month=6)
	taxes = {row.values["title"]: row.values.get("tax") for row in drawn.rows}
	assert taxes["매출세액"] == 600_000
	assert taxes["공통매입세액 중 면세사업분(차감)"] == -40_000
	assert taxes["공제할 매입세액"] == 200_000 + 60_000
	assert taxes["공제받지 못할 매입세액(참고)"] == 500_000
	assert [row.values["tax"] for row in drawn.rows if row.kind == RowKind.TOTAL] == [340_000]


def test_paper_and_spreadsheet_show_the_same(home):
	record(home, 100_000)
	drawn = draw(home, "invoice_list")
	text = plain("".join(pages(paper.to_pdf(drawn))))
	assert "매입처별세금계산서합계표" in text and "100,000" in text and SELLER in text
	cells = [
		cell.value
		for row in load_workbook(io.BytesIO(sheet.to_xlsx(drawn))).active.iter_rows()
		for cell in row
	]
	assert 100_000 in cells and "희망문구" in cells
	worksheet = draw(home, "vat_worksheet")
	assert "부가가치세계산서" in plain("".join(pages(paper.to_pdf(worksheet))))
	assert sheet.to_xlsx(worksheet)
