"""Persons who are paid: what is withheld, where it stands in the books, and what is known of them."""

import frappe
import house
import pytest
from factory import acting_as, approve, make_user, settle
from paper_helpers import pages, plain
from refusals import refused

from huimang.approval import service
from huimang.errors import FacilityAccessError
from huimang.ledger import balances, budget, posting, verify
from huimang.printing.service import Job, print_documents
from huimang.tax import api, clearing

LECTURER = "900101-9000013"


@pytest.fixture
def home():
	home = house.standing()
	yield home
	house.leave(home)


def person(home, name="김강사", **kw) -> str:
	values = {
		"doctype": "Counterparty",
		"facility": home.facility,
		"counterparty_name": name,
		"kind": "Individual",
	}
	with acting_as(home.accountant):
		return frappe.get_doc({**values, **kw}).insert().name


def lecture(home, *payees: dict, amount: int = 1_000_000, **kw):
	"""A draft that pays persons."""
	rows = list(payees) or [payee(home)]
	return home.expense(
		home.line(amount), withholdings=rows, evidence_waiver_reason="강사료 지급명세서로 갈음", **kw
	)


def payee(home, gross: int = 1_000_000, kind: str = "Business Income", name: str | None = None, **kw) -> dict:
	return {"payee": name or person(home), "income_kind": kind, "gross": gross, **kw}


def cash(home, account: str) -> int:
	rows = balances.totals(home.year, (), bank_account=account)
	return rows[0].cash_amount if rows else 0


def cash_of_all(home) -> int:
	return balances.totals(home.year, ())[0].cash_amount


def test_the_draft_reckons_what_is_withheld(home):
	doc = lecture(
		home,
		payee(home, 1_000_000, name=person(home, "가")),
		payee(home, 300_000, "Other Income", name=person(home, "나")),
		payee(home, 1_000_000, "Daily Wage", name=person(home, "다"), days=5),
		amount=2_300_000,
	)
	assert [(row.income_tax, row.local_tax, row.net, row.income_code) for row in doc.withholdings] == [
		(30_000, 3_000, 967_000, "A25"),
		(24_000, 2_400, 273_600, "A59"),
		(6_750, 670, 992_580, "A03"),
	]
	assert doc.withheld_total == 33_000 + 26_400 + 7_420


def test_what_a_client_sends_as_tax_does_not_count(home):
	doc = lecture(home, payee(home) | {"income_tax": 1, "local_tax": 0, "net": 999_999})
	assert (doc.withholdings[0].income_tax, doc.withholdings[0].net) == (30_000, 967_000)


def test_the_bank_pays_the_net_and_the_rest_is_owed(home):
	"""지출은 총액으로, 통장은 실지급액으로, 차액은 예수금으로 (제27조의 예외가 아닌 세입세출외현금)."""
	bank, total = cash(home, home.bank), cash_of_all(home)
	doc = settle(approve(lecture(home)))
	held = clearing.account_of(home.facility, "Facility")
	assert budget.status(home.key()).actual == 1_000_000
	assert cash(home, home.bank) == bank - 967_000
	assert cash(home, held) == -33_000
	assert cash_of_all(home) == total - 1_000_000
	assert [row.amount for row in _entries(doc)] == [1_000_000, 33_000, -33_000]
	assert verify.verify(home.facility) == []


def test_cancelling_gives_back_what_was_withheld(home):
	bank, total = cash(home, home.bank), cash_of_all(home)
	doc = settle(approve(lecture(home)))
	with acting_as(home.head):
		service.decide(doc.doctype, doc.name, "Cancel Resolution", "중복 지급")
	held = clearing.account_of(home.facility, "Facility")
	assert (cash(home, home.bank), cash(home, held), cash_of_all(home)) == (bank, 0, total)
	assert budget.status(home.key()).actual == 0
	assert verify.verify(home.facility) == []


def test_nothing_withheld_leaves_no_entry(home):
	doc = settle(approve(lecture(home, payee(home, 125_000, "Other Income"), amount=125_000)))
	assert doc.withheld_total == 0
	assert [row.amount for row in _entries(doc)] == [125_000]


def test_payees_of_a_paid_resolution_stay_as_they_are(home):
	doc = settle(approve(lecture(home)))
	doc.withholdings[0].gross = 900_000
	with refused(frappe.UpdateAfterSubmitError):
		doc.save()


def test_payees_get_no_more_than_the_resolution_pays(home):
	with refused(frappe.ValidationError, "1,000,000원"):
		approve(lecture(home, payee(home, 1_000_001)))


def test_tax_is_withheld_from_persons_only(home):
	with acting_as(home.accountant):
		firm = frappe.get_doc(
			{
				"doctype": "Counterparty",
				"facility": home.facility,
				"counterparty_name": "희망문구",
				"kind": "Business",
			}
		).insert()
	with refused(frappe.ValidationError, "개인"):
		approve(lecture(home, payee(home, name=firm.name)))


def test_a_row_of_the_return_must_fit_the_income(home):
	with refused(frappe.ValidationError, "신고서 행"):
		approve(lecture(home, payee(home, income_code="A03")))


def test_rates_that_changed_since_refuse_the_payment(home, monkeypatch):
	from fractions import Fraction

	from huimang.rules import withholding

	doc = approve(lecture(home))
	value = withholding._RATES.value
	changed = {("Business Income", "rate"): Fraction(5, 100)}
	monkeypatch.setattr(
		withholding._RATES, "value", lambda on, *name: changed.get(name) or value(on, *name), raising=False
	)
	with refused(frappe.ValidationError, "세율"):
		settle(doc)


def test_no_money_goes_through_the_withholding_account(home):
	held = clearing.open_account(home.facility, "Facility")
	with refused(frappe.ValidationError, "예수금"):
		approve(home.expense(home.line(), bank_account=held))


def test_the_withholding_account_is_opened_once(home):
	assert clearing.open_account(home.facility, "Facility") == clearing.open_account(
		home.facility, "Facility"
	)


def test_the_form_is_told_the_tax_while_typing(home):
	with acting_as(home.accountant):
		rows = [
			{"income_kind": "Business Income", "gross": 500_000},
			{"income_kind": "Other Income", "gross": ""},
		]
		told = api.withhold(home.facility, frappe.as_json(rows))
	assert told["total"] == 16_500
	assert told["rows"][1] == {"income_tax": 0, "local_tax": 0, "net": 0, "income_code": "A59"}


def test_the_form_of_another_facility_is_told_nothing(home):
	stranger = make_user(
		f"stranger-{frappe.generate_hash(length=6)}@example.com", home.facility, ["Social Worker"]
	)
	with acting_as(stranger), pytest.raises(FacilityAccessError):
		api.withhold(home.facility, "[]")


def test_the_paper_shows_the_payees(home):
	doc = approve(lecture(home, payee(home, name=person(home, "박강사"))))
	with acting_as(home.accountant):
		text = plain("".join(pages(print_documents(Job(doc.doctype, [doc.name])).content)))
	assert "박강사" in text and "967,000" in text and "원천징수합계(1명)" in text


class TestResidentNumber:
	def test_it_is_stored_encrypted_and_shown_masked(self, home):
		name = person(home, resident_no=LECTURER)
		row = frappe.db.get_value("Counterparty", name, ["resident_no", "resident_no_secret"], as_dict=True)
		assert row.resident_no == "900101-9******"
		assert "9000013" not in str(row.resident_no_secret)

	def test_who_pays_people_reads_it_for_a_purpose_and_is_logged(self, home):
		name = person(home, resident_no=LECTURER)
		with acting_as(home.accountant):
			assert api.reveal_resident_no(name, "지급명세서 작성") == LECTURER
			with refused(frappe.ValidationError):
				api.reveal_resident_no(name, " ")
		logged = frappe.get_all(
			"Access Log", {"reference_document": name, "method": "reveal_resident_no"}, ["user", "filters"]
		)
		assert [(row.user, row.filters) for row in logged] == [(home.accountant, "지급명세서 작성")]

	def test_others_do_not(self, home):
		name = person(home, resident_no=LECTURER)
		worker = make_user(
			f"worker-{frappe.generate_hash(length=6)}@example.com", home.facility, ["Social Worker"]
		)
		for user in (worker, home.head):
			with acting_as(user), pytest.raises(frappe.PermissionError):
				api.reveal_resident_no(name, "궁금함")

	def test_a_wrong_one_is_refused(self, home):
		with refused(frappe.ValidationError, "주민등록번호"):
			person(home, resident_no="900101-9000014")
		assert person(home, resident_no="900101-9000014", resident_no_is_new=1)

	def test_a_firm_has_none(self, home):
		name = person(home, kind="Business", resident_no=LECTURER)
		assert frappe.db.get_value("Counterparty", name, "resident_no") is None


def _entries(doc):
	return frappe.get_all(
		"Ledger Entry",
		{"voucher_type": doc.doctype, "voucher_no": doc.name, "entry_kind": posting.NORMAL},
		["amount", "bank_account"],
		order_by="entry_no",
	)
