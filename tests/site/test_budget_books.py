"""Books are opened from the statutory tables; masters keep their names, their twins away and their
secrets.
"""

import factory
import frappe
import ledger_books
import pytest
from factory import acting_as
from refusals import refused

from huimang.budget import api, queries, service
from huimang.errors import FacilityAccessError, rule_message
from huimang.rules.errors import RuleViolation

GROUPS = {"노인복지관": "Welfare Center", "노인요양시설": "Long-term Care", "양로시설": "Facility"}


@pytest.fixture
def facility():
	return factory.make_facility()


@pytest.fixture
def accountant(facility):
	return factory.make_user(f"acc-{facility.lower()}@example.com", facility, ["Accountant"])


def subject(facility: str, code: str, side: str = "E"):
	return frappe.get_doc("Account Subject", f"{facility}-{side}-{code}")


def add(facility: str, parent: str, name: str, **kw):
	values = {"doctype": "Account Subject", "facility": facility, "parent_subject": f"{facility}-{parent}"}
	return frappe.get_doc({**values, "subject_name": name, **kw}).insert()


@pytest.mark.parametrize(("type_name", "group"), GROUPS.items())
def test_books_open_with_the_table_of_the_facilitys_type(type_name, group):
	facility = factory.make_facility(type_name=type_name)
	year = service.open_books(facility, 2026)
	doc = frappe.get_doc("Accounting Year", year)
	assert (year, str(doc.start_date), str(doc.end_date)) == (f"{facility}-2026", "2026-01-01", "2026-12-31")
	assert doc.status == "Preparing"
	assert queries.template_group(facility, "Facility") == group
	names = frappe.get_all("Account Subject", {"facility": facility, "level": "Mok"}, pluck="subject_name")
	rows = queries.template_rows(group, doc.start_date)
	assert sorted(names) == sorted(row.mok for row in rows if not row.is_placeholder)
	assert frappe.db.count("Fund Source", {"facility": facility}) == 7
	assert frappe.get_all("Welfare Program", {"facility": facility}, pluck="program_name") == ["공통(운영)"]


def test_opening_books_again_changes_nothing(facility):
	service.open_books(facility, 2026)
	frappe.db.set_value("Fund Source", f"{facility}-수익사업", "is_active", 0)
	frappe.delete_doc("Fund Source", f"{facility}-자부담")
	before = frappe.get_all("Account Subject", {"facility": facility}, ["name", "modified"], order_by="name")
	service.open_books(facility, 2026)
	service.open_books(facility, 2027)
	assert (
		frappe.get_all("Account Subject", {"facility": facility}, ["name", "modified"], order_by="name")
		== before
	)
	assert not frappe.db.exists("Fund Source", f"{facility}-자부담")
	assert not frappe.db.get_value("Fund Source", f"{facility}-수익사업", "is_active")


def test_a_new_table_of_the_law_counts_from_its_day(facility):
	"""A platform operator adds a table from 2027: the year 2026 is not touched, 2027 gets what is new."""
	template = frappe.copy_doc(frappe.get_doc("Account Subject Template", "Welfare Center-2019-09-27"))
	template.effective_from = "2027-01-01"
	template.append("rows", {**template.rows[-1].as_dict(), "name": None, "mok_code": "713", "mok": "새 목"})
	template.insert()
	service.open_books(facility, 2026)
	assert not frappe.db.exists("Account Subject", f"{facility}-E-713")
	service.open_books(facility, 2027)
	assert subject(facility, "713").subject_name == "새 목"


def test_there_is_no_table_for_years_before_the_first(facility):
	with refused(frappe.ValidationError, "2018"):
		service.open_books(facility, 2018)


def test_a_year_is_opened_once(facility):
	service.open_books(facility, 2026)
	with refused(frappe.DuplicateEntryError, "2026"):
		frappe.get_doc({"doctype": "Accounting Year", "facility": facility, "year": 2026}).insert()


def test_an_accountant_opens_the_books_of_their_own_facility(facility, accountant):
	other = factory.make_facility()
	with acting_as(accountant):
		frappe.get_doc({"doctype": "Accounting Year", "facility": facility, "year": 2026}).insert()
		with pytest.raises(frappe.PermissionError):
			frappe.get_doc({"doctype": "Accounting Year", "facility": other, "year": 2026}).insert()
	assert frappe.db.exists("Account Subject", f"{facility}-E-132")


def test_corporation_accounts_have_a_table_and_names_of_their_own(facility):
	service.open_books(facility, 2026)
	year = service.open_books(facility, 2026, "Corporation")
	assert year == f"{facility}-C2026"
	assert frappe.db.get_value("Account Subject", f"{facility}-CR-111", "subject_name") == "임대료수입"


def test_a_semok_takes_its_place_and_code(facility, accountant):
	service.open_books(facility, 2026)
	with acting_as(accountant):
		first = api.add_subject(f"{facility}-E-132", "사무용품비")
		second = api.add_subject(f"{facility}-E-132", "수수료")
	assert (first["name"], second["name"]) == (f"{facility}-E-132-01", f"{facility}-E-132-02")
	doc = frappe.get_doc("Account Subject", first["name"])
	assert (doc.level, doc.mok, doc.path_label) == (
		"Semok",
		f"{facility}-E-132",
		"사무비 > 운영비 > 수용비 및 수수료",
	)
	assert doc.sort_key > subject(facility, "132").sort_key
	assert doc.sort_key < subject(facility, "133").sort_key
	assert not doc.is_statutory


def test_a_mok_is_added_where_the_law_has_a_placeholder_only(facility):
	service.open_books(facility, 2026)
	mok = add(facility, "E-H31", "노인상담사업비")
	assert (mok.name, mok.level, mok.mok) == (f"{facility}-E-311", "Mok", f"{facility}-E-311")
	assert add(facility, "E-311", "강사료").name == f"{facility}-E-311-01"
	with refused(frappe.ValidationError, "세목"):
		add(facility, "E-H13", "임의의 목")
	with refused(frappe.ValidationError, "세목"):
		add(facility, "E-G03", "임의의 항")
	with refused(frappe.ValidationError):
		frappe.get_doc(
			{
				"doctype": "Account Subject",
				"facility": facility,
				"side": "Expense",
				"subject_name": "임의의 관",
			}
		).insert()
	with refused(frappe.ValidationError):
		add(facility, "E-311-01", "세목 아래")


def test_a_name_stands_once_below_a_parent(facility):
	service.open_books(facility, 2026)
	add(facility, "E-132", "사무용품비")
	with refused(frappe.ValidationError, "사무용품비"):
		add(facility, "E-132", "사무 용품비")
	add(facility, "E-133", "사무용품비")
	with refused(frappe.ValidationError, "○○"):
		add(facility, "E-H31", "○○사업비")


def test_a_code_is_given_once(facility):
	service.open_books(facility, 2026)
	with refused(frappe.DuplicateEntryError, "132"):
		add(facility, "E-H31", "노인상담사업비", code="132")


def test_what_the_law_sets_stays(facility, accountant):
	service.open_books(facility, 2026)
	with acting_as(accountant):
		doc = subject(facility, "132")
		doc.subject_name = "사무비"
		with refused(frappe.ValidationError, "수용비 및 수수료"):
			doc.save()
		doc = subject(facility, "711")
		doc.donation_forbidden = 0
		with refused(frappe.ValidationError, "예비비"):
			doc.save()
		doc = subject(facility, "136")
		doc.is_active = 0
		doc.save()
		with refused(frappe.ValidationError, "법"):
			frappe.delete_doc("Account Subject", f"{facility}-E-132")
	doc = subject(facility, "711")
	doc.donation_forbidden = 0
	doc.save()


def test_a_hang_that_the_law_leaves_unnamed_gets_its_name():
	facility = factory.make_facility(type_name="양로시설")
	service.open_books(facility, 2026)
	hang = subject(facility, "H33")
	assert hang.subject_name == "○○사업비"
	hang.subject_name = "재활사업비"
	hang.save()
	assert subject(facility, "331").path_label == "사업비 > 재활사업비"
	hang.subject_name = "다른 사업비"
	with refused(frappe.ValidationError, "재활사업비"):
		hang.save()


def test_a_parent_of_another_facility_is_refused(facility):
	other = factory.make_facility()
	service.open_books(other, 2026)
	service.open_books(facility, 2026)
	with refused(frappe.ValidationError, "다른 시설"):
		frappe.get_doc(
			{
				"doctype": "Account Subject",
				"facility": facility,
				"parent_subject": f"{other}-E-132",
				"subject_name": "남의 목",
			}
		).insert()


def test_a_new_name_shows_in_the_paths_below(facility):
	service.open_books(facility, 2026)
	mok = add(facility, "E-H31", "노인상담사업비")
	semok = add(facility, "E-311", "강사료")
	mok.subject_name = "어르신상담사업비"
	mok.save()
	assert (
		frappe.db.get_value("Account Subject", semok.name, "path_label")
		== "사업비 > 일반사업비 > 어르신상담사업비"
	)


def in_budget(facility: str, **names):
	line = {"fund_source": f"{facility}-보조금", "amount": 1_000_000, **names}
	return factory.approved_budget(
		facility,
		2026,
		[
			{
				"side": "Revenue",
				"account_subject": f"{facility}-R-313",
				"fund_source": f"{facility}-보조금",
				"amount": 1_000_000,
			},
			{"side": "Expense", "account_subject": f"{facility}-E-131", **line},
		],
	)


def test_a_subject_in_a_confirmed_budget_keeps_its_name_and_stays_active(facility):
	factory.books(facility)
	mok = add(facility, "E-H31", "노인상담사업비")
	in_budget(facility, account_subject=mok.name)
	mok.subject_name = "상담"
	with refused(frappe.ValidationError, "노인상담사업비"):
		mok.save()
	mok.reload()
	mok.is_active = 0
	with refused(frappe.ValidationError, "노인상담사업비"):
		mok.save()
	with refused(frappe.LinkExistsError):
		frappe.delete_doc("Account Subject", mok.name)
	frappe.db.set_value("Accounting Year", f"{facility}-2026", "status", "Closed")
	mok.reload()
	mok.is_active = 0
	mok.save()


@pytest.mark.parametrize(
	("doctype", "name", "field"),
	[("Fund Source", "보조금", "fund_source"), ("Welfare Program", "공통(운영)", "program")],
)
def test_a_master_in_the_budget_of_an_open_year_stays_active(facility, doctype, name, field):
	factory.books(facility)
	doc = frappe.get_doc(doctype, f"{facility}-{name}")
	in_budget(facility, **{field: doc.name})
	doc.is_active = 0
	with refused(frappe.ValidationError, name):
		doc.save()


@pytest.mark.parametrize(
	("doctype", "field", "one", "twin"),
	[
		("Welfare Program", "program_name", "노인 일자리", "노인일자리"),
		("Fund Source", "fund_source_name", "공모 지원금", "공모지원금"),
		("Facility Bank Account", "account_title", "운영비 통장", "운영비통장"),
	],
)
def test_a_master_has_no_twin_in_its_facility(facility, doctype, field, one, twin):
	values = {"doctype": doctype, "kind": "Subsidy"}
	first = frappe.get_doc({**values, "facility": facility, field: f"  {one} "}).insert()
	assert first.name == f"{facility}-{one}"
	with refused(frappe.DuplicateEntryError, one):
		frappe.get_doc({**values, "facility": facility, field: twin}).insert()
	frappe.get_doc({**values, "facility": factory.make_facility(), field: one}).insert()


def test_a_program_ends_after_it_starts(facility):
	with refused(frappe.ValidationError):
		frappe.get_doc(
			{
				"doctype": "Welfare Program",
				"facility": facility,
				"program_name": "상담",
				"start_date": "2026-03-01",
				"end_date": "2026-02-28",
			}
		).insert()


def account(facility: str, **kw):
	values = {
		"doctype": "Facility Bank Account",
		"facility": facility,
		"account_title": "운영비 통장",
		"bank_name": "국민은행",
	}
	return frappe.get_doc({**values, "account_number": "123456-78-901234", **kw}).insert()


def test_account_numbers_are_stored_encrypted_and_shown_masked(facility):
	doc = account(facility)
	stored = frappe.db.get_value(doc.doctype, doc.name, ["account_number", "account_number_secret"])
	assert stored == ("**********1234"[-14:], "**************")
	secret = frappe.db.sql(
		"select password from __Auth where doctype = %s and name = %s", (doc.doctype, doc.name), pluck=True
	)
	assert secret and "12345678901234" not in secret[0]
	assert doc.get_password("account_number_secret") == "12345678901234"
	doc = frappe.get_doc(doc.doctype, doc.name)
	assert "12345678901234" not in frappe.as_json(doc.as_dict())
	doc.account_holder = "행복노인복지관"
	doc.save()
	assert doc.get_password("account_number_secret") == "12345678901234"
	doc.account_number = "98765432109876"
	doc.save()
	assert doc.get_password("account_number_secret") == "98765432109876"
	assert doc.account_number == "**********9876"


@pytest.mark.parametrize("typed", ["12-34", "가나다라", "******1234", "12345678901234567"])
def test_account_numbers_that_are_none(facility, typed):
	with refused(frappe.ValidationError):
		account(facility, account_number=typed)


def test_a_mask_is_not_a_number(facility):
	doc = account(facility)
	doc.account_number = "*****5678"
	with refused(frappe.ValidationError):
		doc.save()


def test_an_account_number_is_read_for_a_purpose_and_logged(facility, accountant):
	auditor = factory.make_user(f"aud-{facility.lower()}@example.com", facility, ["Auditor"])
	stranger = factory.make_user(
		f"acc2-{facility.lower()}@example.com", factory.make_facility(), ["Accountant"]
	)
	doc = account(facility)
	with acting_as(accountant):
		with refused(frappe.ValidationError):
			api.reveal_account_number(doc.doctype, doc.name, " ")
		assert api.reveal_account_number(doc.doctype, doc.name, "거래처 송금") == "12345678901234"
	for user in (auditor, stranger):
		with acting_as(user), refused(FacilityAccessError):
			api.reveal_account_number(doc.doctype, doc.name, "궁금해서")
	(log,) = frappe.get_all(
		"Access Log", {"reference_document": doc.name}, ["user", "filters", "export_from"]
	)
	assert (log.user, log.filters, log.export_from) == (accountant, "거래처 송금", doc.doctype)


def test_only_account_numbers_are_revealed(facility, accountant):
	service.open_books(facility, 2026)
	with acting_as(accountant), pytest.raises(frappe.PermissionError):
		api.reveal_account_number("Welfare Program", f"{facility}-공통(운영)", "시험")


def test_a_cash_box_has_no_bank(facility):
	doc = account(facility, purpose="Cash")
	assert not (doc.bank_name or doc.account_number or doc.account_number_secret)


def partner(facility: str, name: str, **kw):
	return frappe.get_doc(
		{"doctype": "Counterparty", "facility": facility, "counterparty_name": name, **kw}
	).insert()


def test_a_business_number_belongs_to_one_counterparty(facility):
	number = factory.unique_no(4321)
	first = partner(facility, "행복상사", business_no=number, phone="0200000000")
	assert first.business_no == f"{number[:3]}-{number[3:5]}-{number[5:]}"
	with refused(frappe.DuplicateEntryError, "행복상사"):
		partner(facility, "행복상사 2호점", business_no=number)
	with refused(frappe.DuplicateEntryError, "무번호상사"):
		partner(facility, "무번호상사")
		partner(facility, "무번호 상사")
	partner(factory.make_facility(), "행복상사", business_no=number)


def test_two_people_may_share_a_name(facility):
	partner(facility, "김영희", kind="Individual")
	partner(facility, "김영희", kind="Individual", business_no="아무 글")


@pytest.mark.parametrize("number", ["999-82-01235", "999-00-01234", "12345"])
def test_business_numbers_that_are_none(facility, number):
	with refused(frappe.ValidationError):
		partner(facility, "행복상사", business_no=number)


def test_subjects_are_found_as_people_type_them(facility, accountant):
	service.open_books(facility, 2026)
	other = factory.make_facility()
	service.open_books(other, 2026)
	filters = {"facility": facility, "level": ["in", ["Mok", "Semok"]]}

	def found(txt):
		rows = api.search_subjects("Account Subject", txt, "name", 0, 20, filters)
		return [row[1] for row in rows]

	with acting_as(accountant):
		assert found("시군구") == ["시·군·구보조금"]
		assert found("인건비")[:2] == ["급여", "각종 수당"]
		assert found("132") == ["수용비 및 수수료"]
		assert found("수당") == ["각종 수당"]
		assert not api.search_subjects("Account Subject", "급여", "name", 0, 20, {"facility": other})


def test_an_account_with_entries_keeps_its_purpose_and_stays_until_it_is_empty():
	books = ledger_books.make_books()
	doc = frappe.get_doc("Facility Bank Account", books.bank)
	books.receive(300_000)
	doc.purpose = "Donation" if doc.purpose != "Donation" else "Operating"
	with refused(frappe.ValidationError, doc.account_title):
		doc.save()
	doc.reload()
	doc.is_active = 0
	with refused(frappe.ValidationError, "300,000"):
		doc.save()
	books.spend(300_000)
	doc.reload()
	doc.is_active = 0
	doc.save()


def test_names_hold_no_markup(facility):
	service.open_books(facility, 2026)
	with refused(frappe.ValidationError):
		add(facility, "E-132", "<img src=x onerror=alert(1)>")


def test_a_refusal_shows_markup_of_a_file_as_text():
	shown = rule_message(
		RuleViolation("The column {0} stands there twice. Please delete one of them.", "<b>금액")
	)
	assert "&lt;b>금액" in shown
