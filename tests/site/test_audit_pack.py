"""감사 자료: one file of every resolution with its evidence, the books and an index; killed and gone on with, it is the same file."""

import io
import signal
import subprocess
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace

import factory
import frappe
import house as house_of
import pytest
import weasyprint
from factory import acting_as
from paper_helpers import person, plain
from PIL import Image
from pypdf import PdfReader, PdfWriter
from refusals import refused

from huimang.approval import service as approval
from huimang.audit import api, listings, portions, service
from huimang.audit.shelf import Shelf
from huimang.errors import FacilityAccessError
from huimang.resolutions import requests

NUMBER = "900101-1234567"
DAYS = {"from_date": "2026-01-01", "to_date": "2026-12-31"}


def picture() -> bytes:
	buffer = io.BytesIO()
	Image.new("RGBA", (900, 1_400), (20, 120, 60, 200)).save(buffer, "PNG")
	return buffer.getvalue()


def paper(words: str) -> bytes:
	return weasyprint.HTML(string=f"<p>{words}<p style='break-before: page'>{words}").write_pdf()


def locked() -> bytes:
	buffer, writer = io.BytesIO(), PdfWriter()
	writer.add_blank_page(200, 200)
	writer.encrypt("비밀", algorithm="RC4-128")
	writer.write(buffer)
	return buffer.getvalue()


def attach(doc, name: str, content: bytes, kind: str | None = "Card Slip") -> None:
	values = {"doctype": "File", "file_name": f"{frappe.generate_hash(length=6)}{name}", "content": content}
	where = {"attached_to_doctype": doc.doctype, "attached_to_name": doc.name, "is_private": 1}
	url = frappe.get_doc({**values, **where}).insert(ignore_permissions=True).file_url
	if kind:
		doc.append("evidence", {"evidence_type": kind, "attachment": url, "document_no": "제7호"})


@pytest.fixture(scope="module")
def home(site):
	"""Committed, for packs are made in portions: three expenses with all kinds of evidence, one income, one that was cancelled."""
	frappe.set_user("Administrator")
	frappe.local.lang = "ko"
	home = house_of.build()
	auditor = person(home.facility, "Auditor")
	request = factory.approve(home.request(home.line(30_000)))
	with acting_as(home.accountant):
		first = requests.resolution_of(request.name)
		first.bank_account, first.lines[0].counter_subject = home.bank, home.grant
		first.insert()
	docs = [
		first,
		home.expense(home.line(41_000), purpose=f"강사비 {NUMBER}"),
		home.expense(home.line(52_000)),
	]
	attach(docs[0], "카드전표.png", picture())
	attach(docs[0], "견적서.pdf", paper("견적서 두 쪽"), "Quotation")
	attach(docs[1], "견적.hwp", b"HWP Document File", "Quotation")
	attach(docs[1], "잠김.pdf", locked(), "Contract")
	attach(docs[1], "깨짐.png", b"\x89PNG nothing", "Other")
	attach(docs[2], "이체확인.pdf", paper("이체확인증"), None)
	for doc in docs:
		with acting_as(home.accountant):
			doc.evidence_waiver_reason = "소액"
			doc.save()
	paid = [factory.settle(factory.approve(doc)) for doc in (home.income(), *docs)]
	with acting_as(home.head):
		approval.decide(paid[-1].doctype, paid[-1].name, "Cancel Resolution", "착오")
	frappe.db.commit()
	return SimpleNamespace(**vars(home), auditor=auditor, docs=docs)


@pytest.fixture(autouse=True)
def small_portions(monkeypatch):
	monkeypatch.setattr(portions, "SIZE", 2)
	monkeypatch.setattr(frappe, "enqueue", lambda *args, **kw: None)


def asked(home, user=None, **values):
	with acting_as(user or home.auditor):
		given = {"facility": home.facility, "accounting_year": home.year, **DAYS, **values}
		doc = frappe.get_doc({"doctype": "Audit Pack", **given}).insert()
	frappe.db.commit()
	return doc


def made(home, doc):
	with acting_as(home.auditor):
		service.run(doc.name)
	doc.reload()
	return doc


def content(url: str) -> Path:
	return Path(frappe.get_site_path("private", "files", url.rsplit("/", 1)[1]))


@pytest.fixture(scope="module")
def whole(home):
	"""The pack of everything, made once."""
	with pytest.MonkeyPatch.context() as patch:
		patch.setattr(portions, "SIZE", 2)
		patch.setattr(frappe, "enqueue", lambda *args, **kw: None)
		doc = made(home, asked(home))
	reader = PdfReader(content(doc.pdf_file))
	return SimpleNamespace(doc=doc, reader=reader, text=[plain(page.extract_text()) for page in reader.pages])


def outline(reader) -> list[tuple[str, int]]:
	found = []

	def walk(entries) -> None:
		for entry in entries:
			if isinstance(entry, list):
				walk(entry)
			else:
				found.append((entry.title, reader.get_destination_page_number(entry) + 1))

	walk(reader.outline)
	return found


def test_it_holds_every_resolution_its_evidence_the_books_and_the_steps(home, whole):
	doc, text = whole.doc, whole.text
	assert (doc.status, doc.total, doc.evidence_count) == ("Done", 4, 6)
	assert doc.total_amount == 500_000 + 30_000 + 41_000 + 52_000
	assert doc.pages == len(text) == len(whole.reader.pages)
	assert "감사자료" in text[0] and "이상없음" in text[0] and "123,000원" in text[0]
	titles = [title for title, _page in outline(whole.reader)]
	for book in (
		"현금출납부",
		"총계정원장",
		"결재 경과",
		"원장 검증 결과",
		"수입결의서",
		"지출결의서",
		"결의서 색인",
	):
		assert book in titles, titles
	assert sum("견적서두쪽" in page for page in text) == 2, "both pages of a PDF"
	assert any(title.startswith("품의서") for title in titles)
	assert any(title.endswith("[취소]") for title in titles)
	steps = next(page for page in text if page.startswith("결재경과"))
	assert "출납완료" in steps and "취소" in steps
	request = frappe.db.get_value("Expense Request", {"facility": home.facility}, "request_no")
	assert f"품의서{plain(request)}" in steps


@pytest.mark.parametrize(
	"record,note",
	[
		({}, "증빙 없음"),
		({"remark": "소액"}, "증빙 없음: 소액"),
		({"is_exempt": True}, "증빙 면제"),
		({"evidence": 2, "is_exempt": True}, ""),
		({"is_cancelled": True}, "취소 · 증빙 없음"),
	],
)
def test_the_index_tells_what_lacks_evidence_from_what_needs_none(record, note):
	plain_one = {"number": "2026-00001", "day": "2026-11-20", "purpose": "급여", "amount": 1_000, "page": 0}
	plain_one |= {"doctype": "Expense Resolution", "evidence": 0, "remark": "", "is_cancelled": False}
	first, _total = listings.index_rows([{**plain_one, **record}], 3)
	assert first.values["note"] == note


def test_each_page_bears_its_number_and_bookmarks_and_index_lead_to_the_page(whole):
	count = len(whole.text)
	for number, page in enumerate(whole.text, 1):
		assert f"{number}/{count}" in page, page[-40:]
	marks = outline(whole.reader)
	for title, page in marks:
		if title.startswith("2026-"):
			assert plain(title.split(" ")[0]) in whole.text[page - 1]
			assert f"{page}" in whole.text[2], "the index names the page"


def test_what_is_no_page_stands_in_the_zip_file_and_is_told(whole):
	with zipfile.ZipFile(content(whole.doc.originals_file)) as archive:
		names = archive.namelist()
	assert [name.rsplit(".", 1)[1] for name in names] == ["png", "hwp", "pdf", "png"]
	assert "지출결의서_2026-00001/01_" in names[0]
	assert len(whole.doc.problems.splitlines()) == 2, whole.doc.problems
	assert sum("압축파일에있습니다" in page for page in whole.text) == 3


def test_numbers_of_persons_are_masked(whole):
	everything = "".join(whole.text)
	assert "900101-1******" in everything and NUMBER not in everything


def test_files_are_private_and_for_auditor_and_head_alone(home, whole):
	files = frappe.get_all("File", {"attached_to_name": whole.doc.name}, ["name", "is_private"])
	assert len(files) == 2 and all(file.is_private for file in files)
	record = frappe.get_doc("File", files[0].name)
	for user, may in ((home.auditor, True), (home.head, True), (home.accountant, False)):
		with acting_as(user):
			assert bool(record.has_permission("read")) is may, user
	stranger = person(factory.make_facility(), "Auditor")
	with acting_as(stranger):
		assert not record.has_permission("read")
		with pytest.raises(FacilityAccessError):
			api.go_on(whole.doc.name)
		with pytest.raises(frappe.PermissionError):
			asked(home, stranger)
	frappe.db.rollback()


@pytest.mark.parametrize(
	("chosen", "count"),
	[
		({"minimum_amount": 40_000, "maximum_amount": 45_000}, 1),
		({"expenses": 0}, 1),
		({"counterparty": None, "account_subject": "supplies"}, 3),
		({"fund_source": "donation", "with_books": 1}, 0),
		({"from_date": "2026-01-01", "to_date": "2026-01-31"}, 0),
	],
)
def test_the_selection_narrows_it(home, chosen, count):
	values = {
		key: getattr(home, value, value) if isinstance(value, str) else value for key, value in chosen.items()
	}
	assert asked(home, **values).total == count


def test_a_pack_stays_as_it_was_asked_for(home):
	"""Whoever audits asks for packs, and changes neither them nor anything else (test_matrix.py)."""
	pack = asked(home)
	with acting_as(home.auditor):
		for values in ({"status": "Done"}, {"to_date": home.docs[0].cause_date}, {"with_books": 0}):
			with refused(frappe.ValidationError):
				frappe.get_doc("Audit Pack", pack.name).update(values).save()
		with refused(frappe.PermissionError):
			frappe.delete_doc("Audit Pack", pack.name)
	assert frappe.db.exists("Audit Pack", pack.name)


def test_a_pack_of_nothing_and_days_outside_the_year_are_refused(home):
	for values in (
		{"minimum_amount": 900_000_000, "with_books": 0},
		{"to_date": "2027-01-01"},
		{field: 0 for field in ("expenses", "incomes", "refunds", "transfers")},
	):
		with pytest.raises(frappe.ValidationError):
			asked(home, **values)
		frappe.db.rollback()


_START = """
import sys, time
sys.path.insert(0, {folder!r})
import frappe
frappe.init(site={site!r})
frappe.connect()
frappe.set_user({user!r})
from huimang.audit import assembly, portions, service
portions.SIZE = 2
make, made = portions.make, []
def second(shelf, name, *args):
	if made:
		print("in the middle", flush=True)
		time.sleep(60)
	made.append(name)
	return make(shelf, name, *args)
portions.make = second
service.run({name!r})
"""


def test_killed_in_the_middle_it_goes_on_with_what_is_missing(site, home, whole, monkeypatch):
	doc = asked(home)
	values = {"site": site, "user": home.auditor, "name": doc.name, "folder": str(Path(__file__).parent)}
	process = subprocess.Popen(
		[sys.executable, "-c", _START.format(**values)], stdout=subprocess.PIPE, text=True
	)
	try:
		assert process.stdout.readline().strip() == "in the middle"
	finally:
		process.send_signal(signal.SIGKILL)
		process.wait()
		process.stdout.close()
	frappe.db.rollback()
	shelf = Shelf(doc.name)
	assert shelf.record("part-0") and not shelf.record("part-1")
	assert frappe.db.get_value("Audit Pack", doc.name, "status") == "Running"
	again, make = [], portions.make
	monkeypatch.setattr(
		portions, "make", lambda shelf, name, *args: again.append(name) or make(shelf, name, *args)
	)
	made(home, doc)
	assert again == ["part-1"] and not shelf.folder.exists()
	text = [plain(page.extract_text()) for page in PdfReader(content(doc.pdf_file)).pages]
	assert text[1:] == whole.text[1:]
	made(home, doc)
	assert frappe.db.count("File", {"attached_to_name": doc.name}) == 2
