"""세금계산서·계산서·현금영수증: lists of Hometax taken over whole or not at all, and linked to what paid them."""

import base64

import frappe
import house
import pytest
from factory import acting_as, approve, make_user, settle
from refusals import refused
from sheets import workbook

from huimang.errors import FacilityAccessError
from huimang.migration import api as uploads
from huimang.rules import identifiers
from huimang.tax import api

SELLER = "999-86-01004"
HEAD = [
	"작성일자",
	"승인번호",
	"공급자사업자등록번호",
	"상호",
	"공급받는자사업자등록번호",
	"상호",
	"합계금액",
	"공급가액",
	"세액",
	"전자세금계산서분류",
]


@pytest.fixture
def home():
	home = house.standing()
	yield home
	house.leave(home)


def own_no(home) -> str:
	return identifiers.show_business_no(
		frappe.db.get_value("Facility", home.facility, "unique_no").replace("-", "")
	)


def line(home, number: int, total: int = 22_000, *, issued: bool = False, day: str = "2026-11-10") -> list:
	supply = total * 10 // 11
	sides = [(SELLER, "희망문구"), (own_no(home), "행복노인복지관")]
	seller, buyer = reversed(sides) if issued else sides
	return [
		day,
		f"2026111041000000{number:08d}",
		*seller,
		*buyer,
		total,
		supply,
		total - supply,
		"세금계산서",
	]


def upload(home, method, *rows):
	content = base64.b64encode(workbook(*rows, header=HEAD)).decode()
	with acting_as(home.accountant):
		return method("tax_invoices", home.facility, content)


def records(home) -> list:
	return frappe.get_all(
		"Tax Invoice Record",
		{"facility": home.facility},
		["direction", "counterparty_no", "total_amount", "vat_use"],
		order_by="approval_no",
	)


def seller(home) -> str:
	values = {
		"doctype": "Counterparty",
		"facility": home.facility,
		"counterparty_name": "희망문구",
		"kind": "Business",
		"business_no": SELLER,
	}
	with acting_as(home.accountant):
		return frappe.get_doc(values).insert().name


def record(home, total: int = 22_000, **kw):
	supply = total * 10 // 11
	values = {
		"doctype": "Tax Invoice Record",
		"facility": home.facility,
		"direction": "Received",
		"kind": "Tax Invoice",
		"issued_on": frappe.utils.nowdate(),
		"counterparty_name": "희망문구",
		"counterparty_no": SELLER,
		"supply_amount": supply,
		"tax_amount": total - supply,
		**kw,
	}
	with acting_as(home.accountant):
		return frappe.get_doc(values).insert()


def test_checking_a_list_changes_nothing(home):
	told = upload(home, uploads.check, line(home, 1), line(home, 2, 33_000, issued=True))
	assert (told["is_clean"], told["new"], told["taken"]) == (True, 2, None)
	assert told["notes"] == ["매입 1건, 매출 1건, 합계 55,000원입니다."]
	assert records(home) == []


def test_a_list_is_taken_over_once(home):
	rows = [line(home, 1), line(home, 2, 33_000, issued=True)]
	assert upload(home, uploads.take, *rows)["taken"] == 2
	assert [(r.direction, r.counterparty_no, r.total_amount) for r in records(home)] == [
		("Received", SELLER, 22_000),
		("Issued", SELLER, 33_000),
	]
	again = upload(home, uploads.take, *rows, line(home, 3))
	assert (again["taken"], again["known"]) == (1, 2)
	assert upload(home, uploads.take, *rows)["taken"] == 0


def test_one_wrong_row_takes_nothing(home):
	wrong = line(home, 2)
	wrong[6] = 1
	stranger = line(home, 3)
	stranger[4] = "999-82-99999"
	told = upload(home, uploads.take, line(home, 1), wrong, stranger, line(home, 1))
	assert [(fault["row"], fault["column"]) for fault in told["faults"]] == [
		(3, "합계금액"),
		(4, "공급받는자사업자등록번호"),
		(5, "승인번호"),
	]
	assert told["taken"] is None and records(home) == []


def test_what_is_no_list_is_refused(home):
	content = base64.b64encode(workbook(["a"])).decode()
	with acting_as(home.accountant), refused(frappe.ValidationError, "홈택스"):
		uploads.check("tax_invoices", home.facility, content)


def test_who_keeps_no_books_uploads_nothing(home):
	for user in (
		home.head,
		make_user(f"w-{frappe.generate_hash(length=6)}@example.com", home.facility, ["Social Worker"]),
	):
		with acting_as(user), pytest.raises(FacilityAccessError):
			uploads.check("tax_invoices", home.facility, "")
		with acting_as(user), pytest.raises(FacilityAccessError):
			api.link_invoices(home.facility)


def test_an_approval_number_is_there_once(home):
	record(home, approval_no="20261110-41000000-00000001")
	with refused(frappe.DuplicateEntryError):
		record(home, approval_no="202611104100000000000001")


def test_paper_has_no_number(home):
	record(home)
	assert record(home).record_key is None


def test_what_an_invoice_comes_to(home):
	doc = record(home, total_amount=1)
	assert (doc.total_amount, doc.counterparty_no, doc.is_linked) == (22_000, SELLER, 0)
	exempt = record(home, kind="Invoice")
	assert (exempt.tax_amount, exempt.total_amount) == (0, 20_000)
	receipt = record(home, kind="Cash Receipt", service_amount=500)
	receipt.save()
	assert receipt.total_amount == 22_500


def test_the_resolution_of_its_amount_is_suggested_its_counterparty_first(home):
	firm = seller(home)
	other = home.expense(home.line(22_000))
	right = home.expense(home.line(22_000, counterparty=firm))
	home.expense(home.line(21_000, counterparty=firm))
	doc = record(home)
	assert doc.counterparty == firm
	with acting_as(home.accountant):
		found = api.invoice_candidates(doc.name)
	assert [(row.name, row.same_counterparty) for row in found] == [(right.name, True), (other.name, False)]


def test_records_without_doubt_are_linked(home):
	firm = seller(home)
	paid = settle(approve(home.expense(home.line(22_000, counterparty=firm))))
	for _n in range(2):
		home.expense(home.line(11_000, counterparty=firm))
	sure, unsure = record(home), record(home, 11_000)
	with acting_as(home.accountant):
		assert api.link_invoices(home.facility) == {"linked": 1, "open": 1}
		assert api.link_invoices(home.facility) == {"linked": 0, "open": 1}
	assert frappe.db.get_value("Tax Invoice Record", sure.name, ["expense_resolution", "is_linked"]) == (
		paid.name,
		1,
	)
	assert not frappe.db.get_value("Tax Invoice Record", unsure.name, "expense_resolution")


def test_invoices_of_a_resolution_come_to_no_more_than_it_pays(home):
	paid = home.expense(home.line(22_000))
	record(home, 11_000, expense_resolution=paid.name)
	record(home, 11_000, expense_resolution=paid.name)
	with refused(frappe.ValidationError, "결의서"):
		record(home, 11, expense_resolution=paid.name)


def test_a_link_goes_the_way_of_the_money(home):
	got = home.income(33_000)
	spent = home.expense(home.line(33_000), evidence_waiver_reason="없음")
	doc = record(
		home,
		33_000,
		direction="Issued",
		income_resolution=got.name,
		expense_resolution=spent.name,
		vat_use="Deductible",
	)
	assert (doc.income_resolution, doc.expense_resolution, doc.is_linked, doc.vat_use) == (
		got.name,
		None,
		1,
		"Not Deductible",
	)
