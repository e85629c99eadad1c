"""지출결의서 and 수입결의서 on paper."""

import base64
import json

import factory
import frappe
import house
import pytest
from counting import at_most
from frappe.www.printview import get_html_and_style
from paper_helpers import body, fonts, pages, person, plain, request

from huimang.approval import service as approval
from huimang.approval.stages import CANCELLED
from huimang.money import in_words
from huimang.printing import pdf, resources, service, tasks
from huimang.printing.resolution_form import prepare, resolution_form

HOSTILE = "<script>alert(1)</script><img src='http://evil.example/x.png'>\"&'"
PIXEL = base64.b64decode(
	"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


built, clean_slate, home = house.once(house.build, house.people_of)


@pytest.fixture
def api(site):
	"""Loaded late: with it comes the framework's print module, which opens its log file when it is imported."""
	from huimang.printing import api

	return api


def evidence(user, name="세금계산서.pdf"):
	with factory.acting_as(user):
		file = frappe.get_doc(
			{"doctype": "File", "file_name": name, "is_private": 1, "content": name}
		).insert()
	return {
		"evidence_type": "Tax Invoice",
		"attachment": file.file_url,
		"document_no": "20261002-41",
		"sheets": 2,
	}


def printed(doc, user=None, **kw):
	with factory.acting_as(user or doc.owner):
		return service.print_documents(service.Job(doc.doctype, [doc.name], **kw)).content


class TestExpense:
	def test_a_settled_resolution_is_one_page_with_everything_on_it(self, home):
		doc = home.expense(
			home.line(1_180_000 - 200_000, description="복사용지(A4) 외 3종"),
			home.line(20_000, home.travel, description="출장 여비"),
			evidence=[evidence(home.accountant)],
			note="전용계좌에서 이체함",
		)
		doc = factory.settle(factory.approve(doc))
		(page,) = pages(printed(doc))
		page = plain(page)
		facility = frappe.db.get_value("Facility", home.facility, "facility_name")
		for words in (
			"지출결의서",
			facility,
			f"제{doc.resolution_no}호",
			"2026년도",
			"시설회계",
			"사무비",
			"운영비",
			"수용비및수수료외1건",
			"지출원",
			"작성자",
			"원인행위일자발의일자결재일자출납일자등기일자",
			"복사용지(A4)외3종",
			"출장여비",
			"980,000",
			"보조금",
			"시·군·구보조금",
			in_words(1_000_000),
			"1,000,000",
			"세금계산서.pdf",
			"20261002-41",
			"1건2매",
			"계좌이체",
			"전용계좌에서이체함",
			"담당사무국장시설장",
			"-1/1-",
		):
			assert plain(words) in page, words
		assert "결재전" not in page and "취소" not in page

	def test_whoever_decided_has_stamped(self, home):
		doc = factory.approve(home.expense())
		form = resolution_form(doc)
		assert [bool(box.seal) for box in form.boxes] == [True, True, True]
		assert [box.title for box in form.boxes] == ["담당", "사무국장", "시설장"]

	def test_the_facilitys_own_approval_line_is_printed(self, home):
		line = {
			"doctype": "Approval Line",
			"facility": home.facility,
			"document_type": "Expense Resolution",
			"boxes": [{"title": "회계", "role": "Accountant"}, {"title": "관장", "role": "Facility Head"}],
		}
		frappe.get_doc(line).insert()
		doc = factory.approve(home.expense())
		assert [(box.title, bool(box.seal)) for box in resolution_form(doc).boxes] == [
			("회계", True),
			("관장", True),
		]

	def test_a_draft_says_so(self, home):
		doc = home.expense()
		assert "결재전" in plain(pages(printed(doc))[0])

	def test_a_cancelled_one_says_so(self, home):
		doc = factory.approve(home.expense())
		with factory.acting_as(home.head):
			doc = approval.move_to(doc.doctype, doc.name, CANCELLED, comment="중복 작성")
		frappe.db.set_single_value("Print Settings", "allow_print_for_cancelled", 1)
		text = plain(pages(printed(doc))[0])
		assert "취소" in text and "결재전" not in text

	def test_hundreds_of_lines_flow_on_under_a_repeated_head(self, home):
		doc = home.expense(*[home.line(1_000 + i, description=f"품목 {i:03}호") for i in range(200)])
		text = [plain(page) for page in pages(printed(doc))]
		assert len(text) > 4
		for number, page in enumerate(text, 1):
			assert f"-{number}/{len(text)}-" in page
			assert "결재전" in page
		lined = [page for page in text if "품목" in page]
		assert all("번호계정과목(세목)적요(거래처)금액(원)자금원천상대계정" in page for page in lined)
		assert "".join(text).count("품목") == 200
		assert sum("합계(" in page for page in text) == 1


class TestIncome:
	def test_an_income_names_the_receiver_and_has_no_counter_subject(self, home):
		doc = factory.settle(factory.approve(home.income(1_500_000)))
		(page,) = pages(printed(doc))
		page = plain(page)
		for words in ("수입결의서", "수입원", "입금통장", "보조금통장", in_words(1_500_000), "1,500,000"):
			assert plain(words) in page
		assert "상대계정" not in page


class TestWhatUsersType:
	def test_it_is_text_on_paper_and_in_the_print_view(self, home):
		doc = home.expense()
		# Past the framework, which takes scripts out of what is saved through it.
		frappe.db.set_value(doc.doctype, doc.name, {"purpose": HOSTILE, "note": HOSTILE})
		frappe.db.set_value("Expense Resolution Line", doc.lines[0].name, "description", HOSTILE)
		frappe.db.set_value("Facility", home.facility, "facility_name", HOSTILE)
		frappe.db.set_value("Fund Source", home.subsidy, "fund_source_name", HOSTILE)
		with factory.acting_as(doc.owner):
			html = get_html_and_style(doc.doctype, doc.name, "지출결의서")["html"]
		assert "<script" not in html and "<img" not in html
		assert plain(pages(printed(doc))[0]).count(plain(HOSTILE)) >= 4

	@pytest.mark.parametrize(
		"url",
		[
			"http://evil.example/x.png",
			"https://127.0.0.1:6379/",
			"file:///etc/passwd",
			"ftp://evil.example/x",
			"http://site.invalid/etc/passwd",
			"http://site.invalid/assets/../common_site_config.json",
			"http://site.invalid/assets/%2e%2e/common_site_config.json",
			"http://site.invalid/files/none.png",
			"http://site.invalid/api/method/frappe.ping",
			"data:text/html,<script>",
			"data:nonsense",
		],
	)
	def test_a_sheet_loads_nothing_that_it_may_not(self, url):
		with pytest.raises(resources.ForbiddenResourceError):
			resources.load(url, pdf.BASE_URL)

	def test_a_forbidden_address_leaves_a_gap_and_no_error(self):
		sheet = (
			"<style>@import url(http://evil.example/a.css); p { background: url(file:///etc/passwd) }</style>"
		)
		sheet += "<p>본문</p><img src='http://evil.example/x.png'><link rel='attachment' href='file:///etc/passwd'>"
		assert "본문" in pages(pdf.render([sheet], title="x"))[0]

	def test_assets_and_permitted_files_are_loaded(self, home):
		css, mime_type = resources.load("http://site.invalid/assets/huimang/images/mark.svg", pdf.BASE_URL)
		assert css and mime_type == "image/svg+xml"
		with factory.acting_as(home.accountant):
			file = frappe.get_doc(
				{"doctype": "File", "file_name": "own.png", "is_private": 1, "content": PIXEL}
			).insert()
			assert resources.load(f"http://site.invalid{file.file_url}", pdf.BASE_URL) == (PIXEL, "image/png")
		stranger = person(factory.make_facility(), "Accountant")
		with factory.acting_as(stranger), pytest.raises(resources.ForbiddenResourceError):
			resources.load(f"http://site.invalid{file.file_url}", pdf.BASE_URL)

	def test_the_logo_is_carried_in_the_page(self, home):
		file = {
			"doctype": "File",
			"file_name": "logo.png",
			"content": PIXEL,
			"attached_to_doctype": "Facility",
			"attached_to_name": home.facility,
		}
		url = frappe.get_doc(file).insert().file_url
		frappe.db.set_value("Facility", home.facility, "logo", url)
		assert resolution_form(home.expense()).logo.startswith("data:image/png;base64,")

	def test_a_logo_that_is_another_documents_file_is_not_read(self, home):
		other = evidence(home.accountant, "비밀.png")["attachment"]
		frappe.db.set_value("Facility", home.facility, "logo", other)
		assert resolution_form(home.expense()).logo == ""


class TestPermission:
	def test_a_stranger_prints_nothing_alone_or_among_others(self, home):
		doc = home.expense()
		other = house.build()
		own = other.expense()
		with factory.acting_as(other.accountant):
			for names in ([doc.name], [own.name, doc.name]):
				with pytest.raises(frappe.PermissionError):
					service.print_documents(service.Job(doc.doctype, names))

	def test_a_template_cannot_be_handed_a_strangers_document(self, home):
		doc = home.expense()
		with factory.acting_as(house.build().accountant), pytest.raises(frappe.PermissionError):
			resolution_form(frappe.get_doc(doc.doctype, doc.name))

	def test_a_guest_prints_nothing(self, home, api):
		doc = home.expense()
		with factory.acting_as("Guest"), request(), pytest.raises(frappe.PermissionError):
			api.download_pdf(doc.doctype, doc.name)


class TestDesk:
	def test_desks_buttons_arrive_here(self):
		overrides = frappe.get_hooks("override_whitelisted_methods")
		for method in ("download_pdf", "download_multi_pdf", "download_multi_pdf_async"):
			assert overrides[f"frappe.utils.print_format.{method}"] == [f"huimang.printing.api.{method}"]

	def test_the_answer_is_a_pdf_under_its_korean_name(self, home, api):
		doc = factory.approve(home.expense())
		with factory.acting_as(home.accountant), request():
			answer = api.download_pdf(
				doc.doctype, doc.name, format="지출결의서", no_letterhead="1", letterhead="없음"
			)
		assert answer.mimetype == "application/pdf"
		assert body(answer).startswith(b"%PDF")
		assert f"2026-{doc.resolution_no[-5:]}.pdf" in answer.headers["Content-Disposition"]

	def test_the_print_view_shows_the_same_form(self, home):
		doc = factory.approve(home.expense())
		with factory.acting_as(home.accountant):
			html = get_html_and_style(doc.doctype, doc.name)["html"]
		assert "hm-sheet" in html and in_words(20_000) in html

	def test_a_form_that_an_operator_changed_is_printed_as_changed(self, home):
		copy = frappe.copy_doc(frappe.get_doc("Print Format", "지출결의서"))
		copy.update({"name": "우리 기관 결의서", "standard": "No"})
		copy.html = copy.html.replace(
			"{{ blocks.note(form) }}", "<p>{{ form.facility }} 내부 양식 {{ form.total }}</p>"
		)
		copy.insert()
		text = plain(pages(printed(home.expense(), print_format=copy.name))[0])
		assert "내부양식20,000" in text and "비고" not in text

	def test_the_frameworks_own_layout_of_our_documents_is_printed_here_too(self, home):
		text = plain(pages(printed(home.expense(), print_format="Standard"))[0])
		assert "사무용품구입" in text

	def test_other_documents_go_to_the_framework(self, api, monkeypatch):
		framework = api.print_format
		asked = []
		monkeypatch.setattr(
			framework,
			"download_pdf",
			lambda doctype, name, format=None: asked.append((doctype, name, format)),
		)
		monkeypatch.setattr(
			framework, "download_multi_pdf", lambda doctype, name: asked.append((doctype, name))
		)
		api.download_pdf("ToDo", "x", format="Standard", cmd="…")
		api.download_multi_pdf("ToDo", '["x"]', cmd="…")
		assert asked == [("ToDo", "x", "Standard"), ("ToDo", '["x"]')]


class TestMany:
	def test_each_document_begins_a_page_and_counts_its_own(self, home, api):
		docs = [home.expense(home.line(1_000 + i)) for i in range(3)]
		names = json.dumps([doc.name for doc in docs])
		with factory.acting_as(home.accountant), request():
			content = body(api.download_multi_pdf("Expense Resolution", names, format="지출결의서"))
		text = [plain(page) for page in pages(content)]
		assert len(text) == 3
		assert all("-1/1-" in page for page in text)
		assert ["1,002" in page for page in text] == [False, False, True]

	def test_fonts_are_embedded_once_with_the_glyphs_in_use(self, home):
		docs = [home.expense(home.line(1_000 + i)) for i in range(3)]
		one, many = (
			service.print_documents(service.Job("Expense Resolution", [doc.name for doc in some])).content
			for some in (docs[:1], docs)
		)
		assert all("+" in font["/BaseFont"] for font in fonts(many))
		assert len(many) < 2 * len(one)

	def test_queries_do_not_grow_with_the_documents(self, home):
		docs = [home.expense(home.line(1_000 + i)) for i in range(6)]
		prepare(docs[:1])
		with at_most(30) as few:
			prepare(docs[:2])
		with at_most(30) as many:
			prepare(docs)
		assert len(few) == len(many)

	def test_in_the_background_they_become_a_file_of_the_user(self, home, api, monkeypatch):
		queued, told = [], {}
		monkeypatch.setattr(frappe, "enqueue", lambda method, **kw: queued.append((method, kw)))
		monkeypatch.setattr(
			frappe, "publish_realtime", lambda event, message=None, **kw: told.update({event: message})
		)
		docs = [home.expense(home.line(1_000 + i)) for i in range(2)]
		with factory.acting_as(home.accountant):
			task = api.download_multi_pdf_async("Expense Resolution", json.dumps([doc.name for doc in docs]))[
				"task_id"
			]
			((method, kw),) = queued
			assert method is tasks.print_into_file
			method(job=kw["job"], task_id=kw["task_id"])
			file = frappe.get_last_doc("File", {"owner": home.accountant})
			assert told[f"task_complete:{task}"]["file_url"].startswith(file.file_url) and file.is_private
			assert len(pages(file.get_content())) == 2
		with factory.acting_as(person(factory.make_facility(), "Accountant")):
			assert not file.has_permission("read")

	def test_nothing_is_queued_for_strangers(self, home, api):
		names = json.dumps([home.expense().name])
		with (
			factory.acting_as(person(factory.make_facility(), "Accountant")),
			pytest.raises(frappe.PermissionError),
		):
			api.download_multi_pdf_async("Expense Resolution", names)

	@pytest.mark.parametrize("names", ["[]", '"x"', json.dumps(["x"] * 501)])
	def test_none_and_too_many_are_refused(self, api, names):
		with pytest.raises(frappe.ValidationError):
			api.download_multi_pdf("Expense Resolution", names)
