"""결산 서류 묶음 (T3–T5): one PDF and one workbook for a year, whatever is tried twice."""

import io

import factory
import frappe
import openpyxl
import pytest
from counting import at_most
from ledger_books import make_books
from paper_helpers import pages, person, plain

from huimang.errors import FacilityAccessError
from huimang.ledger import posting
from huimang.ledger.keys import REVENUE
from huimang.statements import api, engine, pack, tasks

PAPERS = ("세입결산서", "세출결산서", "인건비명세서")


@pytest.fixture
def books():
	books = make_books(appropriated=1_000_000, revenue=5_000_000)
	books.receive(900_000)
	books.spend(250_000)
	return books


def settlement(books, **values):
	"""A settlement's record, without what its own area asks of one."""
	doc = frappe.new_doc("Annual Settlement", facility=books.facility, accounting_year=books.year)
	doc.update({"accounting_unit": "Facility", "stage": "Draft", "title": "결산", **values})
	doc.set_new_name()
	doc.db_insert()
	return doc.name


def files(name):
	return frappe.get_all("File", {"attached_to_name": name}, ["file_name", "file_url", "is_private"])


def drawn(books):
	return pack.draw(books.facility, books.year)


def test_t4_the_pack_holds_what_the_size_of_the_facility_demands(books):
	papers = [part.paper.title for part in drawn(books).parts]
	assert papers[:2] == ["세입결산서", "세출결산서"] and "감사보고서" in papers
	frappe.db.set_value("Facility", books.facility, {"operated_by": "Individual", "capacity": 20})
	assert [part.paper.no for part in drawn(books).parts] == [1, 1, *[17] * 5]
	frappe.db.set_value("Facility", books.facility, "capacity", 21)
	assert [part.paper.title for part in drawn(books).parts] == papers


def test_t3_papers_from_elsewhere_and_papers_about_nothing_stand_in_the_contents(books):
	remarks = {part.paper.title: part.remark for part in drawn(books).parts if not part.drawn}
	assert remarks["감사보고서"] == "별도 첨부"
	assert remarks["과목전용조서"] == remarks["예비비사용조서"] == "해당 없음"


def test_cover_contents_and_pages_counted_through(books):
	made = drawn(books)
	text = [plain(page) for page in pages(pack.to_pdf(made))]
	assert "세입·세출결산서" in text[0] and "(가결산)" in text[0]
	for words in ("900,000원", "250,000원", "650,000원"):
		assert words in text[0]
	assert "목차" in text[1] and "별지제5호의4서식" in text[1]
	for number, page in enumerate(text[1:], 2):
		assert f"-{number}/{len(text)}-" in page
	for part in made.parts:
		if part.drawn:
			first = next(i for i, page in enumerate(text, 1) if plain(f"[{pack._form_of(part)}]") in page)
			assert plain(f"{part.paper.article}{first}") in text[1], part.paper.title


def test_the_workbook_has_a_sheet_for_each_paper(books):
	book = openpyxl.load_workbook(io.BytesIO(pack.to_xlsx(drawn(books))))
	assert book.sheetnames[0] == "목차" and set(PAPERS) <= set(book.sheetnames)
	assert 250_000 in [cell.value for row in book["세출결산서"].iter_rows() for cell in row]


def test_its_figures_are_those_of_the_ledger(books):
	made = drawn(books)
	assert (made.revenue, made.expense) == (900_000, 250_000)
	frappe.db.set_value("Accounting Year", books.year, "accounting_unit", "Corporation")
	frappe.db.set_value("Account Subject", {"facility": books.facility}, "accounting_unit", "Corporation")
	made = drawn(books)
	assert (made.revenue, made.expense) == (900_000, 250_000)


def test_run_twice_it_leaves_one_file_of_each(books):
	name = settlement(books)
	first = tasks.make_settlement_pack(name)
	posting.post(books.voucher(), [books.line(5, side=REVENUE)])
	second = tasks.make_settlement_pack(name)
	kept = files(name)
	assert sorted(file.file_url for file in kept) == sorted(second) and len(first) == len(second) == 2
	assert all(file.is_private for file in kept)
	(made,) = [file for file in kept if file.file_name.endswith(".pdf")]
	content = frappe.get_doc("File", {"file_url": made.file_url}).get_content()
	assert "900,005원" in plain(pages(content)[0])


def test_what_approvers_have_seen_stays_as_it_is(books):
	name = settlement(books)
	tasks.make_settlement_pack(name)
	before = sorted((file.file_name, file.file_url) for file in files(name))
	frappe.db.set_value("Annual Settlement", name, "stage", "In Approval")
	assert sorted(tasks.make_settlement_pack(name)) == sorted(url for _name, url in before)
	assert sorted((file.file_name, file.file_url) for file in files(name)) == before
	frappe.db.set_value("Annual Settlement", name, "stage", "Approved")
	frappe.db.set_value("Accounting Year", books.year, "status", "Closed")
	tasks.make_settlement_pack(name)
	assert len(files(name)) == 4, "the final papers come beside those that were approved"


def test_strangers_and_readers_make_no_pack(books):
	name = settlement(books)
	with factory.acting_as(person(factory.make_facility(), "Accountant")):
		with pytest.raises(FacilityAccessError):
			drawn(books)
		with pytest.raises(frappe.PermissionError):
			api.make_settlement_pack(name)
	with factory.acting_as(person(books.facility, "Auditor")), pytest.raises(frappe.PermissionError):
		api.make_settlement_pack(name)
	assert files(name) == []


def test_the_accountant_starts_it_in_the_background_and_hears_of_it(books, monkeypatch):
	name = settlement(books)
	queued, told = [], []
	monkeypatch.setattr(frappe, "enqueue", lambda method, **kw: queued.append((method, kw)))
	monkeypatch.setattr(frappe, "publish_progress", lambda percent, **kw: told.append(percent))
	monkeypatch.setattr(
		frappe, "publish_realtime", lambda event, message=None, **kw: told.append((event, message))
	)
	with factory.acting_as(person(books.facility, "Accountant")):
		api.make_settlement_pack(name)
		method, _kw = next(call for call in queued if call[1].get("settlement") == name)
		urls = method(name)
	assert (tasks.EVENT, {"settlement": name, "files": urls}) in told
	percents = [value for value in told if not isinstance(value, tuple)]
	assert percents == sorted(percents) and percents[0] == 0 and percents[-1] < 100


def test_a_failure_is_told(books, monkeypatch):
	name = settlement(books)
	told = []
	monkeypatch.setattr(
		frappe,
		"publish_realtime",
		lambda event, message=None, **kw: event == tasks.EVENT and told.append(message),
	)

	def fail(*args):
		raise RuntimeError

	monkeypatch.setattr(pack, "draw", fail)
	with pytest.raises(RuntimeError):
		tasks.make_settlement_pack(name)
	assert told == [{"settlement": name, "files": []}] and files(name) == []


def test_the_queries_of_a_pack_do_not_grow_with_the_entries(books):
	drawn(books)
	with at_most(160) as few:
		drawn(books)
	for _i in range(5):
		posting.post(books.voucher(), [books.line(1) for _j in range(20)], reserved=False)
	with at_most(160) as many:
		drawn(books)
	assert len(few) == len(many)


def test_every_statement_of_the_list_of_papers_exists():
	for paper in pack.settlement_papers.load():
		assert not paper.statement or engine.get(paper.statement.partition(":")[0])
