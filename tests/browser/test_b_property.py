"""자산·물품: a real label before a fed camera, the count decided at the desk, goods by order, and every page in Korean."""

import json
import re
import secrets
import subprocess

import pytest
from browser.conftest import launch
from browser.desk import Desk
from PIL import Image
from playwright.sync_api import expect

TAG = f"{secrets.randbelow(10**5):05}"
UNKNOWN = f"F00001-1999-XX-{TAG}"
PHONE = {"width": 390, "height": 844}
PAGES = (
	*("assets-and-supplies", "facility-asset", "asset-event", "asset-place", "asset-class"),
	*("asset-inspection", "asset-inspection-item", "label-sheet", "consumable", "consumable-movement"),
)
REPORTS = {
	"Goods Register": "물품관리대장",
	"Equipment Register": "비품관리대장",
	"Depreciation Details": "감가상각명세서",
	"Fixed Assets": "고정자산명세서",
	"Property Changes": "연간 재산 변동 내역",
	"Important Property": "보조금 중요재산 현황",
	"List for Handing Over Duties": "인계·인수 목록",
	"Asset Inspection Sheet": "재물조사표",
	"Asset Inspection Result": "재물조사 결과보고",
	"Consumable Ledger": "소모품수불부",
}
LABEL = """
import json
frappe.set_user("accountant@happy.example")
frappe.local.lang = "ko"
from huimang.property import labels
facility = frappe.db.get_value("Facility", {{"facility_name": "행복노인복지관"}})
sheet = frappe.db.get_value("Asset Inspection", {{"facility": facility}})
row = frappe.get_all("Asset Inspection Item", {{"inspection": sheet, "is_checked": 0}}, ["asset", "asset_name"], limit=1)[0]
open({path!r}, "wb").write(labels.to_pdf([row.asset], "A4 14칸 (99.1×38.1mm)"))
print(json.dumps([row.asset, row.asset_name]))
"""
FRAME = (640, 480)
LABEL_MM = (4.65, 15.15, 99.1, 38.1)
DPI = 200


@pytest.fixture(scope="module")
def accountant(open_desk):
	return open_desk("accountant@happy.example")


@pytest.fixture(scope="module")
def director(open_desk):
	return open_desk("director@happy.example")


@pytest.fixture
def camera(browser, desk_url, demo_logins):
	"""A function that gives somebody's Desk on a phone whose camera sees a film."""
	opened = []

	def open_for(login: str, film) -> Desk:
		phone = launch(
			browser.browser_type,
			"--use-fake-ui-for-media-stream",
			"--use-fake-device-for-media-stream",
			f"--use-file-for-fake-video-capture={film}",
		)
		opened.append(phone)
		context = phone.new_context(
			base_url=desk_url,
			locale="ko-KR",
			timezone_id="Asia/Seoul",
			viewport=PHONE,
			permissions=["camera"],
		)
		password = next(row["password"] for row in demo_logins if row["login"] == login)
		assert context.request.post("/api/method/login", form={"usr": login, "pwd": password}).ok
		return Desk(context.new_page(), desk_url)

	yield open_for
	for phone in opened:
		phone.close()


def film_of(pdf, folder):
	"""A film, as a phone held before the first label of a printed sheet would take it."""
	subprocess.run(
		["pdftoppm", "-r", str(DPI), "-gray", "-singlefile", str(pdf), str(folder / "sheet")], check=True
	)
	left, top, width, height = (round(mm / 25.4 * DPI) for mm in LABEL_MM)
	label = Image.open(folder / "sheet.pgm").crop((left, top, left + width, top + height))
	label.thumbnail((FRAME[0] - 60, FRAME[1] - 60))
	picture = Image.new("L", FRAME, 225)
	picture.paste(label, ((FRAME[0] - label.width) // 2, (FRAME[1] - label.height) // 2))
	grey = bytes([128]) * (FRAME[0] * FRAME[1] // 2)
	film = folder / "film.y4m"
	head = f"YUV4MPEG2 W{FRAME[0]} H{FRAME[1]} F10:1 Ip A1:1 C420jpeg\n".encode()
	film.write_bytes(head + (b"FRAME\n" + picture.tobytes() + grey) * 10)
	return film


def test_a_label_before_the_camera_is_counted(camera, on_site, tmp_path):
	pdf = tmp_path / "labels.pdf"
	number, name = json.loads(on_site(LABEL.format(path=str(pdf))).splitlines()[-1])
	phone = camera("director@happy.example", film_of(pdf, tmp_path))
	phone.open("asset-scan")
	expect(phone.page.locator(".scan-count")).to_contain_text("정기 재물조사")
	before = phone.page.locator(".scan-count").inner_text()
	phone.page.locator(".scan-start").click()
	found = phone.page.locator(".scan-found")
	expect(found).to_contain_text(number)
	expect(found).to_contain_text(name)
	expect(found).to_contain_text("일치")
	expect(phone.page.locator(".scan-count")).not_to_have_text(before)
	phone.check()
	phone.page.locator(".scan-start").click()
	assert phone.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
	assert phone.take_complaints() == []


def test_a_typed_number_and_something_unknown(director):
	director.page.set_viewport_size(PHONE)
	director.open("asset-scan")
	director.page.locator(".scan-typed input").fill(UNKNOWN)
	director.page.locator(".scan-typed button").click()
	expect(director.page.locator(".scan-found")).to_contain_text("조사표에 없음")
	director.page.locator(".scan-unknown input").fill(f"창고의 책장 {TAG}")
	director.page.locator(".scan-unknown button").click()
	expect(director.page.locator(".scan-found")).to_contain_text("미등재")
	director.check()
	director.page.set_viewport_size({"width": 1440, "height": 900})


def test_differences_are_decided_at_the_desk(accountant):
	accountant.open_list("asset-inspection")
	accountant.page.locator(".list-row .list-subject a:visible", has_text="정기 재물조사").first.click()
	row = accountant.page.locator(".asset-differences tr", has_text=f"창고의 책장 {TAG}")
	row.locator("[data-field=reason]").fill("기증받고 등재하지 않음")
	accountant.page.locator(".asset-decide").click()
	expect(accountant.page.locator(".desk-alert").first).to_contain_text("조치를 저장했습니다.")
	expect(row.locator("[data-field=reason]")).to_have_value("기증받고 등재하지 않음")
	accountant.check()
	with accountant.expecting_refusal():
		accountant.click("상신")
		assert "조사하지 않은 물품" in accountant.message()


def test_goods_are_issued_by_order(accountant, director):
	accountant.new("Consumable Movement")
	accountant.fill("purpose", "경로식당 컵 보충")
	accountant.fill("receiver", "최영양")
	accountant.link_cell("lines", 1, "consumable", "종이컵")
	accountant.type_cell("lines", 1, "quantity", "1")
	accountant.save()
	accountant.check()
	accountant.click("상신")
	expect(accountant.status).to_have_text("사무국장 결재 대기")
	name = accountant.docname
	director.open_document("Consumable Movement", name)
	director.approve()
	expect(director.status).to_have_text("결재 완료")
	director.check()
	accountant.open_list("consumable")
	expect(accountant.page.locator(".list-row", has_text="종이컵")).to_contain_text("3")


def test_labels_of_chosen_assets_are_printed(accountant):
	accountant.open_list("facility-asset")
	accountant.page.locator(".list-row-checkbox:visible").first.check()
	accountant.page.locator(".page-container:visible .actions-btn-group button:visible").click()
	accountant.page.locator(".dropdown-menu.show a", has_text="라벨 인쇄").click()
	expect(accountant.dialog).to_contain_text("물품 1건의 라벨")
	context = accountant.page.context
	with (
		context.expect_page() as opened,
		context.expect_event("response", lambda answer: "print_labels" in answer.url) as labels,
	):
		accountant.click("라벨 인쇄", accountant.dialog)
	assert labels.value.ok and labels.value.headers["content-type"] == "application/pdf"
	opened.value.close()


BOUGHT = """
facility = frappe.db.get_value("Facility", {"facility_name": "행복노인복지관"})
where = {"facility": facility, "stage": "Settled", "payroll_run": ("is", "not set"), "total_amount": (">", 30000)}
print(frappe.get_all("Expense Resolution", where, pluck="name", order_by="creation")[0])
"""


def test_what_a_resolution_bought_is_registered_and_taken_into_stock(accountant, on_site):
	resolution = on_site(BOUGHT).splitlines()[-1]
	for item in ("자산 등재", "소모품 입고"):
		accountant.open_document("Expense Resolution", resolution)
		menu = accountant.page.locator(".page-container:visible .inner-group-button", has_text="물품")
		menu.locator("button").first.click()
		menu.locator(".dropdown-menu a", has_text=item).click()
		expect(accountant.dialog).to_be_visible()
		accountant.wait()
		if item == "자산 등재":
			accountant.fill("asset_name", f"선풍기 {TAG}", accountant.dialog)
			accountant.link("asset_class", "기타 비품", accountant.dialog)
			accountant.fill("amount", "20000", accountant.dialog)
			accountant.fill("units", "2", accountant.dialog)
			expect(accountant.dialog).to_contain_text("10,000")
			accountant.click("등재", accountant.dialog)
			expect(accountant.dialog).to_contain_text("자산 2건을 등재했습니다.")
			accountant.close_dialog()
		else:
			row = accountant.dialog.locator(".grid-row[data-idx='1']")
			for field, words in (("consumable", "주방세제"), ("quantity", "1"), ("amount", "5000")):
				row.locator(f"[data-fieldname='{field}']").first.click()
				box = row.locator(f"[data-fieldname='{field}'] input:visible").first
				if field == "consumable":
					accountant.pick(box, words)
				else:
					box.fill(words)
					box.press("Tab")
			# from the last cell another row opens, which stays as it is
			accountant.page.wait_for_function(
				"document.activeElement.closest('.grid-row')?.dataset.idx === '2'"
			)
			expect(row).to_contain_text(re.compile(r"\(.*원\)"))
			accountant.click("소모품 입고", accountant.dialog)
			expect(accountant.page.locator(".desk-alert").first).to_contain_text("입고했습니다.")
		accountant.check()


def test_what_another_facility_hands_over_is_taken_over(open_desk):
	sister = open_desk("accountant@sarang.example")
	sister.open_list("facility-asset")
	sister.page.locator(".page-container:visible button", has_text="관리전환 인수").first.click()
	expect(sister.dialog).to_contain_text("이동식 책장")
	sister.fill("department", "생활관", sister.dialog)
	sister.check()
	sister.click("인수 등록", sister.dialog)
	expect(sister.page.locator(".desk-alert").first).to_contain_text("자산 2건을 등재했습니다.")
	sister.open_list("facility-asset", asset_name="이동식 책장")
	expect(sister.page.locator(".page-container:visible .list-row .list-subject")).to_have_count(2)
	sister.check()


@pytest.mark.parametrize("path", PAGES)
def test_page_is_korean(accountant, path):
	accountant.open(path)
	accountant.page.wait_for_timeout(200)
	accountant.check()


@pytest.mark.parametrize("report", REPORTS)
def test_statement_has_figures(accountant, report):
	accountant.open(f"query-report/{report}")
	accountant.page.wait_for_function(
		"report => window.frappe.query_report?.report_name === report && frappe.query_report.data?.length"
		" && !frappe.request.ajax_count",
		arg=report,
	)
	expect(accountant.page.locator(".page-title .title-text:visible")).to_have_text(REPORTS[report])
	accountant.check()
