"""Practice (실습): who practises reaches the practice facility alone, and nothing of it reaches the books, papers, officers and mails of work."""

import io
from dataclasses import dataclass

import factory
import frappe
import house
import openpyxl
import pytest
from frappe.utils import add_days, now_datetime
from pypdf import PdfReader
from refusals import refused

from huimang.card import connections
from huimang.errors import FacilityAccessError
from huimang.facility import access, exports, grants, integrity, jurisdictions
from huimang.facility import service as staff
from huimang.facility.roles import ACCOUNTANT, FACILITY_HEAD
from huimang.practice import house as places
from huimang.practice import marks, seats, service, tasks
from huimang.printing import pdf, response
from huimang.security.cut_off import follow_employee


@dataclass
class Two(house.House):
	"""A house at work, and its practice facility: peopled, ready, and empty."""

	practice: str = ""


def make() -> Two:
	home = house.build()
	practice = places.found(home.facility)
	places.people(practice)
	places.note(practice, practice_state=places.READY, practice_reset_on=now_datetime())
	return Two(**vars(home), practice=practice)


built, clean_slate, home = house.once(make, house.people_of)


@pytest.fixture(autouse=True)
def asked(monkeypatch):
	"""The practice facilities for which a worker was asked."""
	found = []
	monkeypatch.setattr(tasks, "enqueue", found.append)
	return found


@pytest.fixture
def practice(home):
	return home.practice


@pytest.fixture
def trainee(home):
	"""The accountant of the house, at practice as its head."""
	service.start(home.facility, FACILITY_HEAD, home.accountant)
	return home.accountant


def reached(user: str, doctype: str = "Expense Resolution", right: str = "read") -> frozenset[str]:
	return access.facilities_for(user, doctype, right)


def rights(user: str) -> tuple:
	limits = frappe.get_all("User Permission", {"user": user}, ["allow", "for_value", "is_default"])
	return sorted(frappe.get_roles(user)), limits, reached(user), reached(user, right="write")


def test_a_facility_has_one_practice_facility_with_a_corporation_of_its_own(home, practice, asked):
	assert service.start(home.facility, user=home.accountant) == {
		"practice": practice,
		"is_ready": True,
		"percent": 100,
	}
	assert places.found(home.facility) == practice and not asked
	doc, real = (frappe.get_doc("Facility", name) for name in (practice, home.facility))
	assert doc.is_practice and doc.practice_of == home.facility and not doc.jurisdiction
	assert doc.facility_name == f"{marks.PREFIX}{real.facility_name}"
	assert doc.corporation != real.corporation


def test_a_worker_is_asked_once_for_what_is_not_there(home, asked):
	other = factory.make_facility()
	user = factory.make_user("impatient@practice.test", other, [ACCOUNTANT])
	for _second in range(3):
		told = service.start(other, user=user)
		assert not told["is_ready"] and asked == [told["practice"]]
	frappe.cache.delete_value(service._asked(told["practice"]))


def test_nobody_practises_for_a_facility_where_they_do_not_work(home):
	with refused(FacilityAccessError):
		service.start(factory.make_facility(), user=home.accountant)


def test_who_practises_reaches_nothing_else_and_finds_everything_as_it_was(home, practice):
	paper = home.expense()
	before = rights(home.accountant)
	service.start(home.facility, FACILITY_HEAD, home.accountant)
	assert reached(home.accountant) == reached(home.accountant, right="read") == {practice}
	assert FACILITY_HEAD in frappe.get_roles(home.accountant)
	assert ACCOUNTANT not in frappe.get_roles(home.accountant)
	with factory.acting_as(home.accountant):
		assert not frappe.get_list("Expense Resolution", {"name": paper.name})
		assert not frappe.has_permission("Expense Resolution", "read", doc=paper.name)
		assert frappe.get_list("Facility", pluck="name") == [practice]
	service.try_role(ACCOUNTANT, home.accountant)
	assert service.told(home.accountant)["role"] == ACCOUNTANT
	service.leave(home.accountant)
	assert rights(home.accountant) == before
	with factory.acting_as(home.accountant):
		assert frappe.get_list("Expense Resolution", {"name": paper.name})


def test_a_role_that_is_tried_counts_in_practice_alone(home, trainee):
	assert not grants.holds_role(home.facility, trainee, FACILITY_HEAD)
	with factory.acting_as(trainee):
		with pytest.raises(frappe.PermissionError):
			frappe.get_doc("Facility", home.facility).update({"phone": "02-000-9999"}).save()
		with pytest.raises(frappe.PermissionError):
			staff.join_facility(home.facility, "new@practice.test", "새사람", roles=[ACCOUNTANT])
	service.leave(trainee)
	assert FACILITY_HEAD not in frappe.get_roles(trainee)


def test_practice_ends_with_the_work_for_which_it_is(home, trainee):
	with factory.acting_as(home.head):
		staff.suspend(home.facility, trainee)
	assert reached(trainee) == frozenset()
	assert ACCOUNTANT not in frappe.get_roles(trainee) and FACILITY_HEAD not in frappe.get_roles(trainee)


def test_no_account_is_given_or_taken_in_practice(home, practice, trainee):
	with factory.acting_as(trainee):
		with refused(FacilityAccessError):
			staff.join_facility(practice, "new@practice.test", "새사람", roles=[ACCOUNTANT])
		with refused(FacilityAccessError):
			staff.new_login_link(practice, "head@practice.example")
		with refused(FacilityAccessError):
			staff.leave_facility(practice, "hr@practice.example")
	card = frappe._dict(status="Left", user=home.head, facility=practice, left_on=None, full_name="-")
	follow_employee(card)
	assert grants.membership(home.facility, home.head)


def test_what_marks_and_parts_a_practice_facility_is_nobodys_to_change(home, practice, trainee):
	with factory.acting_as(trainee):
		doc = frappe.get_doc("Facility", practice)
		real = frappe.get_cached_value("Facility", home.facility, "corporation")
		doc.update(
			{"facility_name": "진짜 시설", "jurisdiction": "가온시", "corporation": real, "is_practice": 0}
		).save()
	doc.reload()
	assert doc.facility_name == f"{marks.PREFIX}진짜 시설"
	assert doc.is_practice and not doc.jurisdiction and doc.corporation != real
	mine = frappe.get_doc("Facility", home.facility)
	mine.update({"is_practice": 1, "practice_of": practice}).save()
	assert not frappe.db.get_value("Facility", home.facility, "is_practice")
	assert (
		frappe.get_doc("Facility", factory.make_facility(is_practice=1, practice_of=practice)).is_practice
		== 0
	)


def test_records_of_work_and_practice_are_never_linked(home, practice):
	frappe.get_doc(
		{"doctype": "Fund Source", "facility": practice, "fund_source_name": "연습 재원", "kind": "Other"}
	).insert()
	name = frappe.db.get_value("Fund Source", {"facility": practice})
	with refused(FacilityAccessError):
		home.expense(home.line(fund_source=name))
	request = {
		"doctype": "Expense Request",
		"facility": practice,
		"purpose": "-",
		"accounting_year": home.year,
	}
	with refused(FacilityAccessError):
		integrity.check_links(frappe.get_doc({**request, "lines": [home.line()]}))


def test_officers_sums_reminders_and_the_public_know_of_no_practice(home, practice, monkeypatch):
	frappe.db.set_value("Facility", practice, "jurisdiction", "가온시")
	officer = factory.make_user("officer@practice.test", factory.make_facility(), [ACCOUNTANT])
	frappe.get_doc({"doctype": "Officer Jurisdiction", "user": officer, "jurisdiction": "가온시"}).insert()
	jurisdictions.apply_for(practice)
	assert practice not in grants.grants(officer)["all"].get("Local Officer", ())
	places_of = frappe.qb.DocType("Facility")
	condition = access.work_condition(places_of, "Administrator", "Facility")
	listed = frappe.qb.from_(places_of).select(places_of.name).where(condition).run(pluck=True)
	assert home.facility in listed and practice not in listed
	link = frappe.get_doc(
		{"doctype": "Card Connection", "facility": practice, "card_company": "KB국민카드"}
	).insert()
	assert connections.sender(link.connection_key) is None


def test_every_sheet_of_practice_is_marked_and_no_other(home, practice, trainee):
	def words(sheet: str) -> str:
		return PdfReader(io.BytesIO(pdf.render([sheet], title="x"))).pages[0].extract_text()

	assert "효력이 없습니다" not in words("<p>지출결의서</p>")
	assert "효력이 없습니다" in words(f"<p>{marks.PREFIX}복지관</p>")
	with factory.acting_as(trainee):
		assert "효력이 없습니다" in words("<p>지출결의서</p>")
		assert marks.file_name("지출결의서.pdf") == f"{marks.FILE_PREFIX}지출결의서.pdf"
	assert marks.file_name("지출결의서.pdf") == "지출결의서.pdf"


def test_workbooks_of_practice_say_so_on_every_printed_page(home, trainee):
	book = openpyxl.Workbook()
	book.active["A1"] = "=1"
	second = book.create_sheet("둘째")
	second["A1"], second.oddFooter.center.text = "자료", "- &P -"
	content = io.BytesIO()
	book.save(content)
	with factory.acting_as(trainee):
		marked = exports.disarmed_xlsx(marks.workbook(content.getvalue()))
	for sheet in openpyxl.load_workbook(io.BytesIO(marked)):
		assert marks.SIGN in sheet.oddHeader.left.text
	assert sheet["A1"].value == "자료" and sheet.oddFooter.center.text == "- &P -"
	assert marks.workbook(content.getvalue()) == content.getvalue()


def test_files_are_handed_out_under_a_name_that_says_so(home, trainee, monkeypatch):
	seen = {}
	monkeypatch.setattr(response, "send_file", lambda content, _environ, **kw: seen.update(kw))
	monkeypatch.setattr(frappe.local, "request", frappe._dict(environ={}), raising=False)
	with factory.acting_as(trainee):
		response.file_response(b"", "총계정원장", "pdf")
	assert seen["download_name"] == "연습용_총계정원장.pdf"


def test_mails_of_practice_are_never_sent(home, practice, trainee):
	def queued(**values) -> str:
		rows = [{"recipient": "donor@example.com"}]
		mail = {"doctype": "Email Queue", "sender": "a@example.com", "message": "-", "recipients": rows}
		return frappe.get_doc({**mail, **values}).insert(ignore_permissions=True)

	assert queued().status == "Not Sent"
	told = {"reference_doctype": "Facility", "reference_name": practice}
	assert queued(**told).status == "Error"
	assert frappe.db.exists("Comment", {**told, "content": ("like", "%donor@example.com%")})
	with factory.acting_as(trainee):
		assert queued().status == "Error"


def test_every_night_people_come_back_and_what_was_used_is_made_anew(
	home, practice, trainee, asked, monkeypatch
):
	emptied = []
	monkeypatch.setattr(tasks.reset, "empty", emptied.append)
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	asked.clear()
	places.note(practice, practice_reset_on=add_days(now_datetime(), -1), practice_used_on=now_datetime())
	tasks.every_night()
	assert practice in asked and practice not in emptied
	assert seats.users(practice) == [] and reached(trainee) == {home.facility}
	asked.clear()
	old = add_days(now_datetime(), -31)
	places.note(practice, practice_state=places.READY, practice_reset_on=old, practice_used_on=old)
	tasks.every_night()
	assert practice in emptied and practice not in asked
	assert not frappe.db.get_value("Facility", practice, "practice_state")
