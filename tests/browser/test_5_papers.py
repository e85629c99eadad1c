"""Step 5: the accountant of the demonstration prints resolutions, and takes the statements off the screen as files."""

import io
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from urllib.parse import unquote

import openpyxl
import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from huimang.money import format_won, in_words

FACILITY = "행복노인복지관"
A4 = (595, 842)

SETTLED = """
import json
name = {name!r}
doc = frappe.get_doc({doctype!r}, name)
steps = frappe.get_all("Approval Step", {{"reference_name": name, "decision": ("in", ("Requested", "Approved"))}},
	["full_name"], distinct=True, pluck="full_name")
subjects = [frappe.db.get_value("Account Subject", row.account_subject, "subject_name") for row in doc.lines]
print(json.dumps({{
	"no": doc.resolution_no, "total": int(doc.total_amount), "purpose": doc.purpose, "subjects": subjects, "people": steps,
	"papers": [row.attachment.rsplit("/", 1)[-1] for row in doc.evidence],
}}))
"""

LEDGER = """
import json
facility = frappe.db.get_value("Facility", {{"facility_name": {facility!r}}})
year = f"{{facility}}-{{frappe.utils.getdate().year}}"
sums = {{}}
for side in ("Revenue", "Expense"):
	budget = frappe.db.sql("select sum(appropriated), sum(reserved) from `tabBudget Balance` where accounting_year = %s"
		" and side = %s and is_control = 1", (year, side))[0]
	month = frappe.db.sql("select sum(amount) from `tabLedger Entry` where accounting_year = %s and side = %s"
		" and month(posting_date) = %s", (year, side, frappe.utils.getdate().month))[0]
	actual = frappe.db.sql("select sum(amount) from `tabLedger Entry` where accounting_year = %s and side = %s", (year, side))[0]
	sums[side] = [int(value or 0) for value in (budget[0], month[0], actual[0], budget[1])]
entries = frappe.db.sql("select amount, side from `tabLedger Entry` where accounting_year = %s and side != 'Transfer'"
	" order by posting_date, entry_no", year)
sums["entries"] = [[int(amount), side] for amount, side in entries]
sums["cash"] = int(frappe.db.sql("select sum(cash_amount) from `tabLedger Entry` where accounting_year = %s", year)[0][0])
print(json.dumps(sums))
"""


@pytest.fixture(scope="module")
def accountant(open_desk):
	return open_desk("accountant@happy.example")


@pytest.fixture(scope="module")
def ledger(on_site) -> dict:
	"""What the ledger's raw rows come to, per side: budget, this month, year so far, reserved."""
	return json.loads(on_site(LEDGER.format(facility=FACILITY)).splitlines()[-1])


@contextmanager
def pdf_beside(desk) -> Iterator[dict]:
	"""What is done in this block opens a PDF in another window; afterwards its title and content are known.

	The file is taken as it comes from the server: what a browser shows in place of it differs from one to the next.
	"""
	found, context = {}, desk.page.context

	def take(route):
		answer = route.fetch()
		if answer.headers.get("content-type", "").startswith("application/pdf"):
			found["content"] = answer.body()
			found["title"] = unquote(answer.headers["content-disposition"].rsplit("''", 1)[-1])
			route.fulfill(status=200, content_type="text/plain", body="PDF")
		else:
			route.fulfill(response=answer)

	context.route(re.compile("download"), take)
	with context.expect_page() as window:
		yield found
	expect(window.value.locator("body")).to_have_text("PDF")
	window.value.close()
	context.unroute(re.compile("download"))
	found["pages"] = PdfReader(io.BytesIO(found["content"])).pages
	found["text"] = "".join(page.extract_text() for page in found["pages"])
	found["plain"] = "".join(found["text"].split())


def is_a4(page, landscape: bool = False) -> bool:
	"""Whether a page of a PDF has the size of an A4 sheet, to a point."""
	size = (round(page.mediabox.width), round(page.mediabox.height))
	return size == (A4[::-1] if landscape else A4)


@pytest.mark.parametrize(
	("doctype", "title", "closing"),
	[
		("Expense Resolution", "지출결의서", "위와 같이 지출을 결의합니다."),
		("Income Resolution", "수입결의서", "위와 같이 수입을 결의합니다."),
	],
	ids=["expense", "income"],
)
def test_resolution_on_one_a4(accountant, on_site, doctype, title, closing):
	accountant.open_list(doctype.lower().replace(" ", "-"), stage="Settled")
	settled = accountant.page.locator(".list-row:visible").filter(has_text="출납 완료").first
	settled.locator(".list-subject a:visible").first.click()
	accountant.page.wait_for_function(
		"doctype => window.cur_frm && cur_frm.doctype === doctype && cur_frm.$wrapper.is(':visible')",
		arg=doctype,
	)
	accountant.check()
	facts = json.loads(on_site(SETTLED.format(doctype=doctype, name=accountant.docname)).splitlines()[-1])

	with pdf_beside(accountant) as pdf:
		accountant.click("PDF")
	assert pdf["title"].endswith(".pdf") and title in pdf["title"]
	assert len(pdf["pages"]) == 1 and is_a4(pdf["pages"][0])
	text = pdf["plain"]
	words = in_words(facts["total"])
	assert words.startswith("금 ") and words.endswith("원정")
	expected = [
		title,
		FACILITY,
		f"제{facts['no']}호",
		words,
		f"(₩{format_won(facts['total'])})",
		facts["purpose"],
		closing,
	]
	for fact in [*expected, *facts["subjects"], *facts["papers"]]:
		assert "".join(fact.split()) in text, (fact, pdf["text"])

	# the approval box: who wrote and who approved, as their seals
	assert len(facts["people"]) == 3
	for box in ("담당", "사무국장", "시설장"):
		assert box in text
	for name in facts["people"]:
		assert name in text, (name, pdf["text"])
	assert "결재전" not in text


def won(text: str) -> int | None:
	"""The amount that is written in a cell, or None for an empty one."""
	return int(text.replace(",", "").replace("△", "-")) if text else None


def open_statement(desk, report: str) -> None:
	"""Open the page of a statement and wait for its first figures."""
	desk.open(f"query-report/{report}")
	desk.page.wait_for_function(
		"report => window.frappe.query_report?.report_name === report && frappe.query_report.data?.length"
		" && $('.datatable:visible').length",
		arg=report,
	)
	desk.wait()


# the table draws what has come into view with the pictures that follow
SCROLL = """async (element, top) => {
	element.scrollTop = top;
	for (let pictures = 0; pictures < 5; pictures++) await new Promise(requestAnimationFrame);
}"""


def narrow(desk, fieldname: str, label: str) -> None:
	"""Choose another value in one of the statement's lists, and wait for its figures."""
	with desk.page.expect_response(re.compile("query_report.run")):
		desk.choose(fieldname, label)
	# the table is drawn a moment after its figures have come
	desk.page.wait_for_function(
		"() => { const { data, datatable } = frappe.query_report; return !frappe.request.ajax_count"
		" && datatable?.datamanager.getRowCount() === data.length && $('.dt-scrollable:visible .dt-row').length; }"
	)
	desk.wait()


def shown_rows(desk) -> list[list[str]]:
	"""The rows of the statement as they are read on the screen, from the first to the last: the table draws what is in view."""
	table = desk.page.locator(".report-wrapper:visible .dt-scrollable")
	rows, top = {}, 0
	while True:
		table.evaluate(SCROLL, top)
		read = table.evaluate(
			"""element => [...element.querySelectorAll(".dt-row[data-row-index]")].map((row) => [
				Number(row.dataset.rowIndex),
				[...row.querySelectorAll(".dt-cell:not(.dt-cell--col-0) .dt-cell__content")].map((cell) => cell.innerText.trim()),
			])"""
		)
		rows.update({number: cells for number, cells in read})
		end, step = table.evaluate(
			"element => [element.scrollHeight - element.clientHeight, element.clientHeight / 2]"
		)
		if top >= end:
			return [rows[number] for number in sorted(rows)]
		top = min(top + step, end) if step else end


def spreadsheet(desk) -> tuple[str, openpyxl.worksheet.worksheet.Worksheet]:
	"""Press the button for a spreadsheet; return the file's name and its sheet."""
	with desk.page.expect_download() as download:
		desk.click("엑셀")
	book = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()))
	return download.value.suggested_filename, book.active


def body_of(sheet, head_rows: int, columns: int) -> list[list]:
	"""The rows of a statement's sheet below its title and head, without the note at its end."""
	rows = [list(row) for row in sheet.iter_rows(min_row=4 + head_rows, max_col=columns, values_only=True)]
	return rows[:-1] if str(rows[-1][0]).startswith("예산현액과") else rows


def test_budget_execution_on_screen_paper_and_sheet(accountant, ledger):
	open_statement(accountant, "Budget Execution")
	accountant.check()
	every = shown_rows(accountant)
	narrow(accountant, "level", "관")
	rows = shown_rows(accountant)
	assert 4 <= len(rows) < len(every)
	assert len([row for row in every if row[0] == "급여"]) == 1

	totals = {
		side: next(row for row in rows if row[0] == f"{name} 합계")
		for side, name in (("Revenue", "세입"), ("Expense", "세출"))
	}
	for side, total in totals.items():
		budget, month, actual, reserved = ledger[side]
		assert [won(text) for text in total[1:6]] == [
			budget,
			month,
			actual,
			reserved,
			budget - actual - reserved,
		]
		assert float(total[6]) == pytest.approx(actual * 100 / budget, abs=0.06)
	assert ledger["Expense"][2] > 0 and ledger["Expense"][3] > 0

	with pdf_beside(accountant) as pdf:
		accountant.click("PDF")
	assert pdf["title"].startswith(f"예산대비_집행현황_{FACILITY}")
	assert all(is_a4(page, landscape=True) for page in pdf["pages"])
	for fact in ["예산대비집행현황", FACILITY, *totals["Revenue"][1:4], *totals["Expense"][1:6]]:
		assert fact in pdf["plain"], (fact, pdf["text"])

	title, sheet = spreadsheet(accountant)
	assert title.startswith(f"예산대비_집행현황_{FACILITY}") and title.endswith(".xlsx")
	written = body_of(sheet, head_rows=2, columns=7)
	assert [row[0] for row in written] == [row[0] for row in rows]
	assert [row[1:6] for row in written] == [[won(text) for text in (row[1:6] or [""] * 5)] for row in rows]


def test_cash_book_on_screen_paper_and_sheet(accountant, ledger):
	open_statement(accountant, "Cash Book")
	accountant.check()
	narrow(accountant, "from_month", "1월")
	rows = shown_rows(accountant)
	accountant.check()

	# 연월일, 계정과목, 적요, 수입금액, 지출금액, 차인잔액
	assert rows[0][2] == "전월이월" and won(rows[0][5]) == 0
	entries = [row for row in rows if row[0]]
	by_side = {"Revenue": 3, "Expense": 4}
	assert [
		won(row[by_side[side]]) for row, (_amount, side) in zip(entries, ledger["entries"], strict=True)
	] == [amount for amount, _side in ledger["entries"]]
	last = rows[-1]
	assert last[2] == f"{date.today().month}월 누계"
	assert [won(text) for text in last[3:6]] == [ledger["Revenue"][2], ledger["Expense"][2], ledger["cash"]]

	with pdf_beside(accountant) as pdf:
		accountant.click("PDF")
	assert pdf["title"].startswith(f"현금출납부_{FACILITY}")
	assert all(is_a4(page) for page in pdf["pages"])
	for fact in ["현금출납부", "별지제24호의2서식", FACILITY, "전월이월", *last[3:6]]:
		assert fact in pdf["plain"], (fact, pdf["text"])

	title, sheet = spreadsheet(accountant)
	assert title.startswith(f"현금출납부_{FACILITY}") and title.endswith(".xlsx")
	written = body_of(sheet, head_rows=1, columns=6)
	assert [[row[2], *row[3:6]] for row in written] == [[row[2], *map(won, row[3:6])] for row in rows]
