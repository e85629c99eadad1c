"""원천징수이행상황신고서: from the payments of a month to the tax offices, with the books even to the won."""

import io

import frappe
import house
import pytest
from factory import acting_as, approve, settle
from frappe.utils import getdate
from openpyxl import load_workbook
from paper_helpers import pages, plain
from refusals import refused

from huimang.approval import service
from huimang.errors import FacilityAccessError
from huimang.ledger import balances, posting, verify
from huimang.printing.service import Job, print_documents
from huimang.tax import clearing, filing, return_sheet

OCTOBER, NOVEMBER = "2026-10-20", "2026-11-05"


@pytest.fixture
def home():
	home = house.standing()
	yield home
	house.leave(home)


def person(home, name="김강사") -> str:
	values = {
		"doctype": "Counterparty",
		"facility": home.facility,
		"counterparty_name": name,
		"kind": "Individual",
	}
	with acting_as(home.accountant):
		return frappe.get_doc(values).insert().name


def paid(home, gross: int, on: str = OCTOBER, kind: str = "Business Income", payee: str | None = None, **kw):
	"""A resolution that paid a person on a day of the past."""
	row = {"payee": payee or person(home), "income_kind": kind, "gross": gross}
	doc = approve(
		home.expense(home.line(gross), withholdings=[row], evidence_waiver_reason="강의확인서", **kw)
	)
	doc = settle(doc)
	# the ledger is dated today; only the day that the return looks at lies in the past
	frappe.db.set_value(doc.doctype, doc.name, "payment_date", on)
	return frappe.get_doc(doc.doctype, doc.name)


def tax_return(home, month: int = 10, **kw):
	with acting_as(home.accountant):
		values = {
			"doctype": "Withholding Return",
			"facility": home.facility,
			"year": 2026,
			"month": str(month),
		}
		return frappe.get_doc({**values, **kw}).insert()


def cash(home, account: str) -> int:
	rows = balances.totals(home.year, (), bank_account=account)
	return rows[0].cash_amount if rows else 0


def held(home) -> str:
	return clearing.account_of(home.facility, "Facility")


def rows(doc) -> dict:
	return {row.code: (row.people, row.paid, row.income_tax, row.payable) for row in doc.rows}


def test_a_month_is_reported_by_rows(home):
	lecturer = person(home)
	paid(home, 300_000, payee=lecturer)
	paid(home, 200_000, payee=lecturer)
	paid(home, 400_000, kind="Other Income", payee=person(home, "이연사"))
	paid(home, 100_000, NOVEMBER)
	doc = tax_return(home)
	assert rows(doc) == {
		"A25": (1, 500_000, 15_000, 0),
		"A30": (1, 500_000, 15_000, 15_000),
		"A59": (1, 400_000, 32_000, 0),
		"A40": (1, 400_000, 32_000, 32_000),
		"A99": (2, 900_000, 47_000, 47_000),
	}
	assert [(row.code, row.tax_base, row.payable) for row in doc.local_rows] == [
		("13", 15_000, 1_500),
		("16", 32_000, 3_200),
	]
	assert (doc.total_amount, doc.purpose) == (51_700, "2026년 10월 지급분 원천징수이행상황신고서")
	assert (str(doc.due_on), doc.accounting_year) == ("2026-11-10", home.year)


def test_paying_it_clears_what_was_withheld(home):
	paid(home, 500_000)
	bank, total = cash(home, home.bank), balances.totals(home.year, ())[0].cash_amount
	assert cash(home, held(home)) == -16_500
	filing.make_tasks(home.facility, getdate("2026-11-05"))
	doc = settle(approve(tax_return(home)))
	assert (cash(home, held(home)), cash(home, home.bank)) == (0, bank - 16_500)
	assert balances.totals(home.year, ())[0].cash_amount == total
	assert doc.resolution_no and doc.payer == home.accountant
	task = frappe.get_doc("Filing Task", filing.task_name(home.facility, "WITHHOLDING", "2026-10"))
	assert (task.status, task.document_name) == ("Done", doc.name)
	assert verify.verify(home.facility) == []


def test_every_account_pays_what_it_kept_back(home):
	paid(home, 500_000)
	own = home.line(300_000, fund_source=home.subsidy)
	row = {"payee": person(home, "박강사"), "income_kind": "Business Income", "gross": 300_000}
	second = frappe.get_doc(
		{
			"doctype": "Facility Bank Account",
			"facility": home.facility,
			"account_title": "보조금 통장 2",
			"purpose": "Subsidy",
			"accounting_unit": "Facility",
		}
	).insert()
	other = settle(
		approve(
			home.expense(own, withholdings=[row], evidence_waiver_reason="없음", bank_account=second.name)
		)
	)
	frappe.db.set_value(other.doctype, other.name, "payment_date", OCTOBER)
	doc = tax_return(home)
	assert {(r.bank_account, r.income_tax, r.local_tax) for r in doc.payments} == {
		(home.bank, 15_000, 1_500),
		(second.name, 9_000, 900),
	}
	before = cash(home, second.name)
	settle(approve(doc))
	assert cash(home, second.name) == before - 9_900
	assert cash(home, held(home)) == 0


def test_cancelling_a_paid_return_owes_the_tax_again(home):
	paid(home, 500_000)
	filing.make_tasks(home.facility, getdate("2026-11-05"))
	doc = settle(approve(tax_return(home)))
	with acting_as(home.head):
		service.decide(doc.doctype, doc.name, "Cancel Resolution", "잘못 신고함")
	assert cash(home, held(home)) == -16_500
	assert (
		frappe.db.get_value(
			"Filing Task", filing.task_name(home.facility, "WITHHOLDING", "2026-10"), "status"
		)
		== "Open"
	)
	assert tax_return(home).total_amount == 16_500
	assert verify.verify(home.facility) == []


def test_a_month_without_payments_is_filed_and_posts_nothing(home):
	doc = settle(approve(tax_return(home, 9)))
	assert (doc.stage, doc.total_amount, [row.code for row in doc.rows]) == ("Settled", 0, ["A99"])
	assert not frappe.db.exists("Ledger Entry", {"voucher_type": doc.doctype, "voucher_no": doc.name})


def test_a_payment_taken_back_later_is_set_off_in_its_month(home):
	lecture = paid(home, 500_000)
	settle(approve(tax_return(home)))
	with acting_as(home.head):
		service.decide(lecture.doctype, lecture.name, "Cancel Resolution", "강의 취소")
	frappe.db.set_value(lecture.doctype, lecture.name, "cancellation_date", NOVEMBER)
	paid(home, 200_000, NOVEMBER)
	doc = tax_return(home, 11)
	assert rows(doc)["A30"] == (2, -300_000, -9_000, 0)
	assert (doc.general_refund, doc.carried_over, doc.total_amount, doc.local_carried_over) == (
		9_000,
		9_000,
		0,
		900,
	)
	assert cash(home, held(home)) == 9_900  # what the tax office owes the facility


def test_refunds_are_taken_over_from_the_month_before(home):
	first = approve(tax_return(home, 9, carried_refund=5_000, local_carried=500))
	assert first.carried_over == 5_000
	paid(home, 500_000)
	doc = tax_return(home, 10, carried_refund=1)
	assert (doc.carried_refund, doc.adjusted_refund, doc.income_tax_total, doc.local_tax_total) == (
		5_000,
		5_000,
		10_000,
		1_000,
	)
	with refused(frappe.ValidationError, "10월"), acting_as(home.head):
		approve(doc)
		service.decide(first.doctype, first.name, "Cancel Resolution", "다시 신고")


def test_nothing_is_paid_into_a_month_that_is_filed(home):
	paid(home, 300_000)
	approve(tax_return(home))
	row = {"payee": person(home, "늦은강사"), "income_kind": "Business Income", "gross": 100_000}
	late = approve(home.expense(home.line(100_000), withholdings=[row], evidence_waiver_reason="없음"))
	frappe.db.set_value(
		"Withholding Return",
		{"facility": home.facility},
		{"period_start": "2026-11-01", "period_end": "2026-11-30"},
	)
	with refused(frappe.ValidationError, "신고"):
		settle(late)


def test_a_return_that_payments_have_overtaken_is_not_confirmed(home):
	paid(home, 300_000)
	doc = tax_return(home)
	with acting_as(home.accountant):
		service.move_to(doc.doctype, doc.name, "In Approval")
	late = paid(home, 100_000, NOVEMBER)
	frappe.db.set_value(late.doctype, late.name, "payment_date", OCTOBER)
	with acting_as(home.director):
		service.decide(doc.doctype, doc.name, "Approve")
	with acting_as(home.head), refused(frappe.ValidationError, "달라졌"):
		service.decide(doc.doctype, doc.name, "Approve")


def test_one_return_a_month(home):
	tax_return(home)
	with refused(frappe.DuplicateEntryError):
		tax_return(home)


def test_a_month_that_is_not_over_is_not_filed(home):
	month = getdate()
	with refused(frappe.ValidationError, "끝나지"):
		approve(tax_return(home, month.month))


def test_no_more_is_paid_than_was_withheld(home):
	paid(home, 500_000)
	doc = approve(tax_return(home))
	voucher = posting.Voucher(home.facility, "Facility", home.year, getdate(), "Fund Transfer", "x", "x")
	posting.post(voucher, clearing.move(held(home), home.bank, -16_500, "x"), reserved=False)
	with refused(frappe.ValidationError, "16,500"):
		settle(doc)


def test_half_yearly_payers_report_six_months(home):
	frappe.db.set_value("Facility", home.facility, "withholding_half_yearly", 1)
	frappe.clear_document_cache("Facility", home.facility)
	paid(home, 300_000, "2026-03-03")
	doc = tax_return(home, 2)
	assert (doc.month, str(doc.period_start), str(doc.period_end), str(doc.due_on)) == (
		"6",
		"2026-01-01",
		"2026-06-30",
		"2026-07-10",
	)
	assert doc.purpose == "2026년 상반기 지급분 원천징수이행상황신고서"
	assert doc.total_amount == 9_900
	frappe.clear_document_cache("Facility", home.facility)


def test_what_a_client_sends_as_figures_does_not_count(home):
	paid(home, 500_000)
	doc = tax_return(home, rows=[{"code": "A99", "payable": 1}], total_amount=1, payments=[])
	assert (doc.total_amount, len(doc.payments)) == (16_500, 1)


def test_other_modules_add_their_payments_by_the_hook(home, monkeypatch):
	from huimang.rules.withholding_return import Paid
	from huimang.tax import sources

	hooks = [*frappe.get_hooks(sources.HOOK), f"{__name__}.wages"]
	get_hooks = frappe.get_hooks
	monkeypatch.setattr(
		frappe,
		"get_hooks",
		lambda hook=None, *a, **k: hooks if hook == sources.HOOK else get_hooks(hook, *a, **k),
	)
	get_attr = frappe.get_attr

	def wages(*_asked):
		return [Paid("A01", "직원", 3_000_000, 84_850, 8_480, home.bank)]

	monkeypatch.setattr(frappe, "get_attr", lambda path: wages if path.endswith(".wages") else get_attr(path))
	doc = tax_return(home)
	assert rows(doc)["A10"] == (1, 3_000_000, 84_850, 84_850)
	assert [(row.code, row.payable) for row in doc.local_rows] == [("14", 8_480)]


def test_the_paper_is_the_statutory_form(home):
	paid(home, 500_000)
	doc = approve(tax_return(home))
	with acting_as(home.accountant):
		content = print_documents(Job(doc.doctype, [doc.name])).content
	text = [plain(page) for page in pages(content)]
	assert len(text) == 2
	assert "원천징수이행상황신고서" in text[0] and "매월징수A25" in text[0] and "15,000" in text[0]
	assert "지방소득세특별징수" in text[1] and "1,500" in text[1]


def test_the_workbook_has_both_returns(home):
	paid(home, 500_000)
	doc = tax_return(home)
	book = load_workbook(io.BytesIO(return_sheet.to_xlsx(doc)))
	assert book.sheetnames == ["원천징수이행상황신고서", "지방소득세 특별징수"]
	by_code = {row[1].value: [cell.value for cell in row] for row in book.worksheets[0].iter_rows(min_row=5)}
	assert by_code["A25"][2:5] == [1, 500_000, 15_000]
	assert by_code["A99"][-2] == 15_000


def test_others_do_not_reach_it(home):
	doc = tax_return(home)
	from huimang.tax import api

	with acting_as(home.colleague):
		assert api.return_defaults(home.facility)["year"]
	stranger = house.factory.make_user(
		f"s-{frappe.generate_hash(length=6)}@example.com", home.facility, ["Social Worker"]
	)
	with acting_as(stranger), pytest.raises((frappe.PermissionError, FacilityAccessError)):
		api.download_return(doc.name, "xlsx")
	with acting_as(stranger), pytest.raises(FacilityAccessError):
		api.return_defaults(home.facility)
