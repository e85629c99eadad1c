"""The manual on a site: operators change it and keep what they changed, everybody with a login reads what is for them."""

import io
from dataclasses import replace

import factory
import frappe
import pytest
from pypdf import PdfReader

from huimang import __version__
from huimang.facility.roles import FACILITY_ROLES
from huimang.help import api, book, reading, search, seeding, sources

STAFF = [*FACILITY_ROLES, "All", "Guest"]
KEY = "expense-resolution"


@pytest.fixture(autouse=True)
def shelf(monkeypatch, tmp_path):
	"""A folder of the test's own for the books that it has laid out."""
	monkeypatch.setattr(book, "_folder", lambda: tmp_path)
	return tmp_path


@pytest.fixture
def product(monkeypatch):
	"""A function that gives the product another text of a page, as a newer version would."""
	pages = sources.read()

	def bring(key: str, **changes) -> None:
		pages[key] = replace(pages[key], **changes)
		monkeypatch.setattr(seeding, "read", lambda: pages)

	return bring


def text_of(key: str = KEY) -> str:
	return frappe.db.get_value("Manual Page", key, "content")


def change(key: str = KEY, content: str = "우리 시설은 이렇게 합니다.") -> None:
	frappe.get_doc("Manual Page", key).update({"content": content}).save()


def test_all_pages_are_there():
	seeding.plant()
	assert set(frappe.get_all("Manual Page", pluck="name")) >= sources.read().keys()


def test_a_page_that_nobody_changed_follows_the_product(product):
	product(KEY, content="새 설명", title="새 제목")
	seeding.plant()
	doc = frappe.get_doc("Manual Page", KEY)
	assert (doc.content, doc.title, doc.newer_default) == ("새 설명", "새 제목", 0)


def test_a_page_that_an_operator_changed_stays_and_says_that_there_is_a_newer_one(product):
	change()
	seeding.plant()
	assert not frappe.db.get_value("Manual Page", KEY, "newer_default")
	product(KEY, content="새 설명")
	seeding.plant()
	assert text_of() == "우리 시설은 이렇게 합니다."
	assert frappe.db.get_value("Manual Page", KEY, "newer_default")
	seeding.restore(KEY)
	assert text_of() == "새 설명"
	assert not frappe.db.get_value("Manual Page", KEY, "newer_default")


def test_a_page_that_an_operator_deleted_does_not_come_back():
	frappe.delete_doc("Manual Page", "severance")
	seeding.plant()
	assert not frappe.db.exists("Manual Page", "severance")


def test_planting_again_writes_nothing():
	seeding.plant()
	before = frappe.get_all("Manual Page", ["name", "modified"], order_by="name")
	seeding.plant()
	assert frappe.get_all("Manual Page", ["name", "modified"], order_by="name") == before


def test_a_page_of_ones_own_is_read_at_its_place():
	page = {"page_key": "our-way", "title": "우리 방식", "section": "예산", "position": 215, "content": "글"}
	frappe.get_doc({"doctype": "Manual Page", **page}).insert()
	keys = [page.name for page in reading.readable(STAFF)]
	assert keys[keys.index("our-way") - 1] == "budget"
	for wrong in ("Our Way", "우리", "a--b", "-a"):
		with pytest.raises(frappe.ValidationError):
			frappe.get_doc({"doctype": "Manual Page", **page, "page_key": wrong}).insert()


def test_pages_for_some_roles_are_for_them_alone():
	chapters = [chapter["title"] for chapter in reading.contents(STAFF)["chapters"]]
	assert "운영자" not in chapters
	assert "운영자" in [chapter["title"] for chapter in reading.contents(["Platform Operator"])["chapters"]]
	with pytest.raises(frappe.DoesNotExistError):
		reading.shown("operator-desk", STAFF)
	assert reading.page_about("DocType", "Security Setting", STAFF) is None
	assert not [hit for hit in search.pages("보안 설정", STAFF) if hit.name.startswith("operator")]


def test_a_page_that_is_not_shown_yet_is_the_operators():
	frappe.db.set_value("Manual Page", KEY, "published", 0)
	assert KEY not in [page.name for page in reading.readable(STAFF)]


def test_the_help_of_a_form_is_its_page():
	assert reading.page_about("DocType", "Expense Resolution", STAFF) == KEY
	assert reading.page_about("Report", "Cash Book", STAFF) == "statements"
	assert reading.page_about("Page", "approval-inbox", STAFF) == "approval-inbox"
	assert reading.page_about("DocType", "ToDo", STAFF) is None


@pytest.mark.parametrize(
	("text", "first"),
	[
		("지출결의서", "expense-resolution"),
		("영수증을 재발급하려면", "receipts"),
		("남은 연차", "leave"),
		("비밀번호 잊어버림", "password"),
		("통장 간 이체", "fund-transfer"),
		("마감을 풀기", "month-closing"),
		("3.3 강사료", "withholding"),
	],
)
def test_the_search_finds_what_people_mean(text, first):
	assert search.pages(text, STAFF)[0].name == first


def test_the_search_finds_nothing_where_there_is_nothing():
	assert search.pages("  ", STAFF) == []
	assert search.pages("zqxj 우주선", STAFF) == []


def test_whoever_has_no_login_reads_nothing():
	frappe.set_user("Guest")
	for call in (api.contents, lambda: api.page(KEY), lambda: api.find("예산"), lambda: api.download("x")):
		with pytest.raises(frappe.PermissionError):
			call()


def test_staff_change_nothing():
	facility = factory.make_facility()
	user = factory.make_user("reader@manual.test", facility, ["Facility Head"])
	with factory.acting_as(user):
		assert api.page(KEY)["title"] == "지출결의서"
		with pytest.raises(frappe.PermissionError):
			api.restore(KEY)


def made() -> bytes:
	"""The book of staff, as the button asks for it."""
	return book.pdf(STAFF, book.edition(STAFF))


def test_the_book_is_laid_out_once_for_each_text(monkeypatch, shelf):
	laid_out = []
	monkeypatch.setattr(
		book.printer, "render", lambda sheets, title: laid_out.append(list(sheets)) or b"%PDF"
	)
	change(content="이 책은 처음 나온다.")
	assert made() == made() == b"%PDF"
	assert len(laid_out) == 1 and "이 책은 처음 나온다." in laid_out[0][0]
	change(content="이 책은 다시 나온다.")
	made()
	assert len(laid_out) == 2
	assert len(list(shelf.glob("*.pdf"))) <= book.KEPT


def test_the_book_is_a_pdf_of_the_pages_with_contents_and_version():
	shown = {"approval-inbox", "fund-transfer"}
	frappe.db.set_value("Manual Page", {"name": ("not in", shown)}, "published", 0)
	pages = [page.extract_text() for page in PdfReader(io.BytesIO(made())).pages]
	assert __version__ in pages[0]
	assert "결재함과 결재선" in pages[1] and "자금이체결의서" in pages[1]
	assert any("전결" in page for page in pages[2:])


def test_another_edition_is_not_handed_out():
	of_operators = book.edition(["Platform Operator"])
	assert of_operators != book.edition(STAFF)
	with pytest.raises(frappe.ValidationError):
		book.pdf(STAFF, of_operators)


def test_paper_leads_within_the_book():
	paper = book._on_paper("[예산](budget) [목록](/app/todo) [동영상: 쓰기](films/x.mp4)")
	assert 'href="#budget"' in paper and "/app/" not in paper and "<video" not in paper
