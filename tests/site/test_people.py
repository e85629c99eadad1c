"""Employees: their cards, what nobody but those in charge and they themselves sees, and their certificates."""

from types import SimpleNamespace

import factory
import frappe
import pytest
from counting import at_most
from factory import acting_as
from frappe.model.base_document import BaseDocument
from frappe.utils import add_days, getdate, nowdate
from frappe.utils.password import get_decrypted_password
from openpyxl import load_workbook
from paper_helpers import pages, plain
from refusals import refused

from huimang.errors import FacilityAccessError
from huimang.facility import access
from huimang.personnel import api, insurance_files, people
from huimang.printing.service import Job, print_documents

RESIDENT_NO = "900101-9000013"
EMPLOYEE, CERTIFICATE = people.EMPLOYEE, "Employment Certificate"


@pytest.fixture
def home():
	"""A facility with its head, its HR manager, an accountant, and two of its staff who have a login.

	It stands for the whole run, committed, for people take long to make; each test undoes what it does.
	"""
	if not _standing:
		_standing.append(_build())
		frappe.db.commit()
	return _standing[0]


_standing: list[SimpleNamespace] = []


def _build() -> SimpleNamespace:
	facility = factory.make_facility("은하노인복지관")
	tag = frappe.generate_hash(length=6)
	roles = {
		"head": "Facility Head",
		"hr": "HR Manager",
		"accountant": "Accountant",
		"director": "Office Director",
		"me": "Facility Staff",
		"other": "Social Worker",
		"auditor": "Auditor",
	}
	people_of = {
		name: factory.make_user(f"{name}-{tag}@people.test", facility, [role]) for name, role in roles.items()
	}
	return SimpleNamespace(facility=facility, **people_of)


def hire(home, name="이하나", **kw):
	values = {"doctype": EMPLOYEE, "facility": home.facility, "full_name": name, "hired_on": "2024-03-01"}
	with acting_as(home.hr):
		return frappe.get_doc({**values, "position": "사회복지사", **kw}).insert()


def certify(home, employee, **kw):
	values = {
		"doctype": CERTIFICATE,
		"facility": home.facility,
		"employee": employee.name,
		"purpose": "은행 제출용",
	}
	with acting_as(home.hr):
		return frappe.get_doc({**values, **kw}).insert()


class TestCard:
	def test_numbers_of_employees_have_no_gap(self, home):
		assert [hire(home, name).employee_no for name in ("가", "나", "다")] == ["0001", "0002", "0003"]
		with refused():
			hire(home, "라", phone="12")
		assert hire(home, "마").employee_no == "0004"

	def test_the_resident_number_is_encrypted_and_tells_birthday_and_sex(self, home):
		doc = hire(home, resident_no="900101-2000007", resident_no_is_new=1)
		stored = frappe.db.get_value(
			EMPLOYEE, doc.name, ["resident_no", "resident_no_secret", "birth_date", "sex"]
		)
		assert stored == ("900101-2******", "*" * 13, getdate("1990-01-01"), "Female")
		assert get_decrypted_password(EMPLOYEE, doc.name, "resident_no_secret") == "9001012000007"

	def test_reading_whole_numbers_takes_a_purpose_and_is_logged(self):
		home = _build()  # the framework commits what it logs, and with it what stands around it
		doc = hire(
			home, resident_no=RESIDENT_NO, account_number="110-123-456789", bank_name="신한은행", user=home.me
		)
		with acting_as(home.hr):
			assert api.reveal_resident_no(doc.name, "자격취득 신고") == RESIDENT_NO
			with refused(frappe.ValidationError, "주민등록번호"):
				api.reveal_resident_no(doc.name, " ")
		log = frappe.get_all(
			"Access Log",
			{"reference_document": doc.name, "method": "reveal_resident_no"},
			["user", "filters"],
		)
		assert [row.user for row in log] == [home.hr]
		assert "자격취득 신고" in log[0].filters
		for user in (home.accountant, home.director, home.me, home.other):
			with acting_as(user), refused(FacilityAccessError):
				api.reveal_resident_no(doc.name, "궁금함")

	def test_a_login_is_one_persons(self, home):
		hire(home, "가", user=home.me)
		with refused(frappe.ValidationError, "가"):
			hire(home, "나", user=home.me)

	def test_earlier_career_adds_up(self, home):
		rows = [
			{
				"organization": "가람복지관",
				"from_date": "2015-01-01",
				"to_date": "2017-06-30",
				"recognised_rate": 100,
			},
			{
				"organization": "노을요양원",
				"from_date": "2018-01-01",
				"to_date": "2019-12-31",
				"recognised_rate": 80,
			},
		]
		doc = hire(home, careers=rows)
		assert [row.recognised_months for row in doc.careers] == [30, 19]
		assert doc.recognised_career == "4년 1개월"

	def test_the_insurances_begin_and_end_with_the_employment(self, home):
		doc = hire(home, other_pension=1)
		assert (doc.pension_joined_on, str(doc.health_joined_on)) == (None, "2024-03-01")
		doc.left_on = "2025-06-30"
		doc.save()
		assert (doc.pension_left_on, str(doc.health_left_on)) == (None, "2025-07-01")
		assert doc.status == "Retired"

	def test_what_somebody_is_follows_from_the_card_until_there_are_orders(self, home):
		doc = hire(home, left_on="2025-06-30", grade="4급", step=3, weekly_hours=20)
		state = people.state_on(doc.name, "2025-06-30")
		assert (state.status, state.position, state.grade, state.step) == ("At Work", "사회복지사", "4급", 3)
		assert (state.facility, state.weekly_hours) == (home.facility, 20)
		assert people.state_on(doc.name, "2025-07-01").status == "Retired"
		assert people.state_on(doc.name, "2024-02-29") is None

	def test_who_is_hired_later_is_not_hired_yet(self, home):
		assert hire(home, hired_on=add_days(nowdate(), 1)).status == "Not Yet Hired"
		assert hire(home, hired_on=None).status == "Not Yet Hired"

	def test_the_family_of_a_day(self, home):
		rows = [
			{"dependant_name": "배", "relation": "Spouse", "birth_date": "1990-01-01"},
			{"dependant_name": "자", "relation": "Child", "birth_date": "2018-12-31"},
			{"dependant_name": "녀", "relation": "Child", "birth_date": "2019-01-01", "since": "2026-05-01"},
			{
				"dependant_name": "모",
				"relation": "Father or Mother",
				"birth_date": "1950-01-01",
				"tax_dependant": 0,
			},
		]
		doc = hire(home, dependants=rows)
		assert people.family_on(doc.dependants, "2026-04-30") == people.Family(3, 1)
		assert people.family_on(doc.dependants, "2026-05-01") == people.Family(4, 1)
		assert people.family_on(doc.dependants, "2027-01-01") == people.Family(4, 2)

	@pytest.mark.parametrize(
		"values", [{"left_on": "2024-02-29"}, {"contract_end": "2024-02-01", "employment_type": "Fixed-term"}]
	)
	def test_days_in_order(self, home, values):
		with refused():
			hire(home, **values)

	def test_states_of_a_facility_cost_one_query_whatever_their_number(self, home):
		for at in range(4):
			hire(home, f"직원{at}")
		with at_most(1):
			found = people.states_between("2026-11-01", "2026-11-30", facility=home.facility)
		assert len(found) == 4


class TestWhoSees:
	def test_the_card_is_read_by_hr_the_head_and_its_person(self, home):
		mine = hire(home, "나", user=home.me, phone="010-1234-5678")
		others = hire(home, "남", user=home.other)
		seen = {
			"head": {mine.name, others.name},
			"hr": {mine.name, others.name},
			"me": {mine.name},
			"other": {others.name},
			"accountant": set(),
			"director": set(),
			"auditor": set(),
		}
		for who, names in seen.items():
			with acting_as(getattr(home, who)):
				try:
					listed = set(frappe.get_list(EMPLOYEE, pluck="name"))
				except frappe.PermissionError:
					listed = set()
				readable = {
					doc.name for doc in (mine, others) if frappe.has_permission(EMPLOYEE, "read", doc=doc)
				}
				assert (listed, readable) == (names, names), who
				for doc in (mine, others):
					assert access.reaches(getattr(home, who), EMPLOYEE, doc.name) == (doc.name in names), who

	def test_its_person_reads_and_does_not_write(self, home):
		mine = hire(home, "나", user=home.me)
		with acting_as(home.me):
			doc = frappe.get_doc(EMPLOYEE, mine.name)
			doc.full_name = "너"
			with pytest.raises(frappe.PermissionError):
				doc.save()

	def test_rows_of_the_card_go_with_it(self, home):
		career = {"organization": "가람복지관", "from_date": "2015-01-01", "to_date": "2016-12-31"}
		mine = hire(home, "나", user=home.me, careers=[career])
		hire(home, "남", careers=[career])
		with acting_as(home.me):
			rows = frappe.get_list("Employee Career", fields=["parent"], parent_doctype=EMPLOYEE)
		assert {row.parent for row in rows} == {mine.name}

	def test_no_card_is_deleted(self, home):
		doc = hire(home)
		for user in (home.hr, home.head):
			with acting_as(user), pytest.raises(frappe.PermissionError):
				frappe.delete_doc(EMPLOYEE, doc.name)


class TestCertificate:
	def test_it_is_numbered_and_says_what_the_card_says_today(self, home):
		doc = hire(home, department="재가팀", address="서울시 은하구 1", resident_no=RESIDENT_NO, careers=[])
		paper = certify(home, doc, submitted_to="은하은행")
		year = getdate().year
		assert paper.certificate_no == f"{year}-0001"
		assert certify(home, doc).certificate_no == f"{year}-0002"
		with acting_as(home.hr):
			text = plain("".join(pages(print_documents(Job(CERTIFICATE, [paper.name])).content)))
		for words in (
			"재직증명서",
			"이하나",
			"재가팀",
			"사회복지사",
			"은행제출용",
			"은하은행",
			"재직하고있음을증명합니다",
			"2024년3월1일",
		):
			assert words in text.replace(" ", ""), words
		assert "9000013" not in text

	def test_it_stays_as_it_was_issued(self, home):
		doc = hire(home)
		paper = certify(home, doc)
		doc.reload()
		doc.position = "팀장"
		doc.save()
		paper.reload()
		assert paper.position == "사회복지사"
		paper.purpose = "다른 용도"
		with refused(frappe.ValidationError):
			paper.save()

	def test_who_left_gets_a_certificate_of_career_only(self, home):
		doc = hire(home, left_on="2025-02-28")
		with refused(frappe.ValidationError, "경력증명서"):
			certify(home, doc)
		paper = certify(home, doc, kind="Career")
		assert (str(paper.to_date), paper.served) == ("2025-02-28", "1년")
		assert [line.split("\t")[1].split()[0] for line in paper.history.splitlines()] == ["입사", "퇴직"]
		with refused(frappe.ValidationError):
			certify(home, hire(home, "나중", hired_on=None))

	def test_its_person_reads_it_and_nobody_else_of_the_staff(self, home):
		paper = certify(home, hire(home, user=home.me))
		with acting_as(home.me):
			assert print_documents(Job(CERTIFICATE, [paper.name])).content.startswith(b"%PDF")
			assert frappe.get_list(CERTIFICATE, pluck="name") == [paper.name]
		for user in (home.other, home.accountant, home.auditor):
			with acting_as(user), pytest.raises(frappe.PermissionError):
				print_documents(Job(CERTIFICATE, [paper.name]))


class TestInsuranceFiles:
	def rows(self, home, kind, first="2026-03-01", last="2026-03-31"):
		with acting_as(home.hr):
			file = insurance_files.build(home.facility, kind, getdate(first), getdate(last))
		from io import BytesIO

		page = load_workbook(BytesIO(file.content)).active
		return [[cell or "" for cell in row] for row in page.iter_rows(values_only=True)]

	def test_acquisition(self, home):
		hire(home, "전부터")
		hire(
			home,
			"새사람",
			hired_on="2026-03-02",
			resident_no=RESIDENT_NO,
			base_pay=2_281_800,
			employment_type="Fixed-term",
			contract_end="2026-12-31",
			health_acquisition_code="07",
			insurance_job_code="232",
		)
		groups, heads, *rows = self.rows(home, "Acquisition")
		assert (len(heads), len(rows)) == (38, 1)
		assert [at for at, group in enumerate(groups) if group] == [0, 6, 13, 20, 28, 36]
		told = dict(zip(heads[:20], rows[0][:20], strict=True))
		assert (told["*주민등록번호"], told["*성명"], told["국적"]) == ("9001019000013", "새사람", "100")
		assert rows[0][6:10] == ["2281800", "20260302", "2", "01"]
		assert rows[0][13:17] == ["N", "2281800", "20260302", "07"]
		assert rows[0][20:28] == ["2281800", "20260302", "232", "40", "", "", "1", "202612"]

	def test_loss(self, home):
		hire(
			home,
			left_on="2026-03-31",
			phone="010-1234-5678",
			resident_no=RESIDENT_NO,
			leaving_reason_code="11",
			leaving_reason="개인사정",
		)
		heads, *rows = self.rows(home, "Loss", last="2026-04-01")
		assert (len(heads), len(rows)) == (22, 1)
		assert rows[0][:9] == [
			"이하나",
			"9001019000013",
			"010",
			"1234",
			"5678",
			"20260401",
			"3",
			"2",
			"20260401",
		]
		assert rows[0][14:17] == ["20260401", "11", "개인사정"]

	def test_a_loss_tells_the_pay_of_the_year(self, home):
		doc = hire(home, left_on="2026-03-31", resident_no=RESIDENT_NO)
		slips = [(2025, 12, 9_000_000, 0), (2026, 1, 2_400_000, 200_000), (2026, 2, 2_400_000, 200_000)]
		for year, month, gross, tax_free in slips:
			self.payslip(home, doc.name, year, month, gross, tax_free, docstatus=1)
		self.payslip(home, doc.name, 2026, 3, 2_400_000, 0, docstatus=0)
		assert insurance_files.year_pay([doc.name])[doc.name, 2026] == (4_400_000, 2)
		_heads, row = self.rows(home, "Loss", last="2026-04-01")
		assert (row[10], row[11], row[17], row[20]) == ("4400000", "2", "4400000", "4400000")

	def payslip(self, home, employee, year, month, gross, tax_free, docstatus):
		"""A payslip of a run, below their controllers: what payroll makes of a person is tested there."""
		values = {"facility": home.facility, "year": year, "month": month, "docstatus": docstatus}
		run = frappe.get_doc({"doctype": "Payroll Run", "name": frappe.generate_hash(length=10), **values})
		BaseDocument.db_insert(run)
		slip = {
			"doctype": "Payslip",
			"name": frappe.generate_hash(length=10),
			"payroll_run": run.name,
			"employee": employee,
		}
		BaseDocument.db_insert(
			frappe.get_doc({**slip, **values, "docstatus": 0, "gross": gross, "tax_free": tax_free})
		)

	def test_it_is_for_those_who_keep_the_cards_and_says_what_is_missing(self, home):
		hire(home, hired_on="2026-03-02")
		with acting_as(home.hr), refused(frappe.ValidationError, "이하나"):
			api.insurance_file(home.facility, "Acquisition", "2026-03-01", "2026-03-31", "취득 신고")
		for user in (home.accountant, home.other, home.auditor):
			with acting_as(user), refused(FacilityAccessError):
				api.insurance_file(home.facility, "Acquisition", "2026-03-01", "2026-03-31", "취득 신고")
