"""Step 6: the accountant brings a budget in by Excel: template, wrong rows told one by one, all or nothing."""

import csv
import json
import re
from pathlib import Path

import openpyxl
import pytest
from browser.camera import Camera
from playwright.sync_api import expect
from sheets import workbook

PUBLISHED = Path(__file__).parents[1] / "data" / "published_budget_2022.csv"
BUDGETS = """
import json
names = frappe.get_all("Facility Budget", {{"facility": {facility!r}}}, pluck="name")
lines = frappe.get_all("Facility Budget Line", {{"parent": ("in", names)}},
	["side", "account_subject", "description", "unit_price", "quantity", "frequency", "amount"], order_by="side desc, idx")
for line in lines:
	line.subject = frappe.db.get_value("Account Subject", line.account_subject, "subject_name")
made = frappe.get_all("Account Subject", {{"facility": {facility!r}, "is_statutory": 0, "level": "Mok"}}, pluck="subject_name",
	order_by="name")
print(json.dumps({{"budgets": names, "lines": lines, "subjects": frappe.db.count("Account Subject", {{"facility": {facility!r}}}),
	"made": made}}))
"""


@pytest.fixture(scope="module")
def house(staffed_facility):
	facility, desks = staffed_facility()
	return facility, desks["Accountant"]


@pytest.fixture
def stored(on_site):
	"""A function that tells which budgets, lines and subjects of its own a facility has."""

	def read(facility: str) -> dict:
		return json.loads(on_site(BUDGETS.format(facility=facility)).splitlines()[-1])

	return read


def open_upload(desk) -> None:
	"""Open the upload of a budget from the list of budgets, and wait until it knows the year."""
	desk.open_list("facility-budget")
	desk.click("엑셀로 예산 올리기")
	expect(desk.dialog).to_be_visible()
	expect(desk.field("accounting_year", desk.dialog).locator("input")).not_to_have_value("")
	expect(desk.field("program", desk.dialog).locator("input")).not_to_have_value("")


def choose_file(desk, path: Path) -> None:
	"""Choose a file in the dialog that the browser opens for it."""
	with desk.page.expect_file_chooser() as chooser:
		desk.dialog.get_by_text("엑셀 파일 선택").click()
	chooser.value.set_files(path)
	expect(desk.dialog.locator(".excel-file-name")).to_have_text(path.name)


def check_file(desk) -> str:
	"""Have the file checked; return the verdict."""
	with desk.page.expect_response(re.compile("check_file")):
		desk.click("파일 검사", desk.dialog)
	desk.wait()
	expect(desk.dialog.locator(".budget-upload-result:not(.is-stale) .budget-verdict")).to_be_visible()
	return desk.dialog.locator(".budget-verdict .indicator-pill").inner_text()


def take_over(desk) -> None:
	"""Take the checked file over and arrive at its budget."""
	desk.click("가져오기", desk.dialog)
	desk.page.wait_for_function(
		"window.cur_frm && cur_frm.doctype === 'Facility Budget' && !cur_frm.is_new() && cur_frm.$wrapper.is(':visible')"
	)
	desk.wait()


def told(desk) -> list[list[str]]:
	"""The wrong rows as the dialog lists them: row, column, value, reason."""
	rows = desk.dialog.locator(".excel-fault-table tbody tr")
	return [row.locator("td").all_inner_texts() for row in rows.all()]


def row_of(sheet, mok: str, side: str) -> int:
	"""The number of the template's row of a 목."""
	return next(
		row[0].row for row in sheet.iter_rows(min_row=2) if row[3].value == mok and row[0].value == side
	)


def write(sheet, number: int, **values) -> None:
	"""Write into the columns of a row, found by their headings."""
	places = {cell.value: cell.column for cell in sheet[1]}
	for title, value in values.items():
		sheet.cell(number, places[title]).value = value


@pytest.fixture(scope="module")
def template(house, tmp_path_factory) -> Path:
	"""The template, downloaded by the upload's button."""
	_facility, accountant = house
	open_upload(accountant)
	accountant.check()
	with accountant.page.expect_download() as download:
		accountant.click("서식 내려받기", accountant.dialog)
	assert download.value.suggested_filename.endswith(".xlsx")
	path = tmp_path_factory.mktemp("budget") / "서식.xlsx"
	download.value.save_as(path)
	accountant.close_dialog()
	return path


def filled_in(template: Path, name: str, wrong: bool) -> tuple[Path, dict[int, tuple[str, str]]]:
	"""The template with four sound rows, and with wrong ones where wanted: by row, the column and a word of the reason."""
	book = openpyxl.load_workbook(template)
	sheet = book["예산"]
	grants, salaries = row_of(sheet, "시·군·구보조금", "세입"), row_of(sheet, "급여", "세출")
	travel, bills = row_of(sheet, "여비", "세출"), row_of(sheet, "공공요금", "세출")
	write(sheet, grants, 자금원천="보조금", 산출근거="운영비 보조", 단가=12_500_000, 수량=1, 횟수=4)
	write(sheet, salaries, 자금원천="보조금", 산출근거="사회복지사", 단가=3_600_000, 수량=1, 횟수=12)
	write(sheet, travel, 자금원천="보조금", 금액=800_000)
	write(sheet, bills, 자금원천="보조금", 금액="6,000,000")
	faults = {}
	if wrong:
		fuel, end = row_of(sheet, "연료비", "세출"), sheet.max_row
		write(sheet, travel, 금액="팔십만")
		write(sheet, bills, 자금원천="없는 재원")
		write(sheet, fuel, 금액=100_000)
		write(
			sheet, end + 1, 구분="세출", 관="사무비", 항="운영비", 목="없는 목", 자금원천="보조금", 금액=1_000
		)
		write(sheet, end + 2, 구분="수출", 목="여비", 자금원천="보조금", 금액=1_000)
		faults = {
			travel: ("금액", "팔십만"),
			bills: ("자금원천", "없는 재원"),
			fuel: ("자금원천", ""),
			end + 1: ("목", "없는 목"),
			end + 2: ("구분", "수출"),
		}
	path = template.with_name(name)
	book.save(path)
	return path, faults


def test_every_wrong_row_is_told_and_nothing_is_taken(house, template, stored):
	facility, accountant = house
	before = stored(facility)
	path, faults = filled_in(template, "틀린 예산.xlsx", wrong=True)

	open_upload(accountant)
	choose_file(accountant, path)
	verdict = check_file(accountant)
	assert verdict == "‘예산’ 시트의 7개 행 중 5개 행이 잘못되었습니다. 고쳐서 다시 올려 주십시오."
	listed = told(accountant)
	assert {int(row): (column, value) for row, column, value, _reason in listed} == faults
	assert len(listed) == len(faults)
	for _row, _column, _value, reason in listed:
		assert re.search("니다|십시오", reason), reason
	accountant.check()
	Camera(accountant.page).picture("upload-faults")
	expect(accountant.dialog.locator(".btn-modal-primary")).to_have_text("파일 검사")
	accountant.close_dialog()
	assert stored(facility) == before
	assert not before["budgets"]


def test_sound_file_is_taken_whole(house, template, stored):
	facility, accountant = house
	path, _faults = filled_in(template, "예산.xlsx", wrong=False)

	open_upload(accountant)
	choose_file(accountant, path)
	assert check_file(accountant) == "‘예산’ 시트의 4개 행에 잘못이 없습니다."
	accountant.check()
	take_over(accountant)
	accountant.check()
	assert (accountant.value("revenue_total"), accountant.value("expense_total")) == (50_000_000, 50_000_000)

	found = stored(facility)
	assert found["budgets"] == [accountant.docname]
	assert [
		(line["subject"], line["description"], line["unit_price"], line["amount"]) for line in found["lines"]
	] == [
		("시·군·구보조금", "운영비 보조", 12_500_000, 50_000_000),
		("급여", "사회복지사", 3_600_000, 43_200_000),
		("여비", "", 0, 800_000),
		("공공요금", "", 0, 6_000_000),
	]


def published(path: Path) -> int:
	"""Write the published budget as the workbook that its accountant would upload; return its total."""
	with PUBLISHED.open(encoding="utf-8") as file:
		rows = [
			[row["side"], row["gwan"], row["hang"], row["mok"], int(row["original_budget"])]
			for row in csv.DictReader(file)
		]

	def name_sheet(_book, sheet):
		sheet.title = "세입"

	path.write_bytes(workbook(*rows, header=["구분", "관", "항", "목", "예산액"], change=name_sheet))
	return sum(row[-1] for row in rows)


def test_published_budget_goes_in_with_its_own_subjects(staffed_facility, stored, tmp_path):
	facility, desks = staffed_facility("노인요양시설")
	accountant = desks["Accountant"]
	path = tmp_path / "2022년 세입예산.xlsx"
	total = published(path)
	own = ["비급여수입(의료)", "계약의사진료비", "일자리안정자금", "일학습"]

	open_upload(accountant)
	accountant.link("fund_source", "자부담", accountant.dialog)
	choose_file(accountant, path)
	check_file(accountant)
	assert [(row, column, value) for row, column, value, _reason in told(accountant)] == [
		(row, "목", name) for row, name in zip(("3", "4", "6", "7"), own, strict=True)
	]
	accountant.check()

	accountant.tick("create_subjects", accountant.dialog)
	assert check_file(accountant) == "‘세입’ 시트의 12개 행에 잘못이 없습니다."
	for name in own:
		expect(
			accountant.dialog.locator(".budget-upload-result li").filter(has_text=f"> {name}")
		).to_have_count(1)
	accountant.check()
	take_over(accountant)
	accountant.check()
	assert accountant.value("revenue_total") == total == 1_558_468_000

	found = stored(facility)
	assert sorted(found["made"]) == sorted(own)
	amounts = {line["subject"]: line["amount"] for line in found["lines"]}
	assert len(found["lines"]) == 12
	assert (amounts["일학습"], amounts["장기요양급여수입"], amounts["비급여수입(의료)"]) == (
		30_000_000,
		1_057_521_000,
		8_800_000,
	)
