"""보조금 정산: reported, fixed by the granting body, paid back to the won; on paper and in a portal's columns."""

import io

import factory
import frappe
import house
import openpyxl
import pytest
import subsidy_house as subsidy
from factory import acting_as, approve, settle
from refusals import refused
from subsidy_house import budgeted, granted, receive, told

from huimang.approval import service
from huimang.statements import engine
from huimang.statements.definition import RowKind
from huimang.subsidy import portal, queries, settlements

PORTAL = "시·군·구 정산서 집행명세"


_spent: dict[str, str] = {}


@pytest.fixture
def home():
	"""A house whose grant is spent; it stands committed, for it takes long to spend, and each test undoes what it does."""
	home = house.standing("subsidies")
	if not _spent:
		_spent["grant"] = spend_grant(home)
		frappe.db.commit()
	yield home
	house.leave(home)


@pytest.fixture
def grant(home):
	return frappe.get_doc("Subsidy Grant", _spent["grant"])


def spend_grant(home) -> str:
	"""S1 in small: 700,000 of subsidy and 100,000 of own funds, 760,000 spent, interest of 1,235."""
	grant = granted(home)
	interest = subsidy.statutory(home, "Revenue", "기타예금이자수입")
	budgeted(home, "Revenue", interest, home.subsidy, 10_000)
	budgeted(home, "Expense", subsidy.statutory(home, "Expense", "반환금"), home.subsidy, 500_000)
	budgeted(home, "Expense", home.supplies, home.own, 200_000)
	receive(home, grant, 700_000)
	receive(home, grant, 1_235, account_subject=interest)
	spend(home, subsidy.line(home, grant, 665_000))
	spend(home, subsidy.line(home, grant, 95_000, fund_source=home.own), bank_account=home.operating_bank)
	return grant.name


def spend(home, *lines, **kw):
	return settle(approve(home.expense(*lines, **{"evidence_waiver_reason": "시험", **kw})))


def draft(home, grant, **kw):
	values = {
		"doctype": "Subsidy Settlement",
		"facility": home.facility,
		"subsidy_grant": grant.name,
		"result": "어르신 20명 참여",
		**kw,
	}
	with acting_as(home.accountant):
		return frappe.get_doc(values).insert()


def fix(home, doc, amount):
	with acting_as(home.accountant):
		settlements.finalise(
			doc.name, {"final_amount": amount, "final_no": "복지과-9", "finalised_on": "2026-11-20"}
		)
	return frappe.get_doc(doc.doctype, doc.name)


def by_source(doc, field) -> list[int]:
	return [int(row.get(field)) for row in doc.shares]


def pay_back(home, doc):
	with acting_as(home.accountant):
		return settlements.return_draft(doc.name).insert()


def status(grant) -> str:
	return frappe.db.get_value("Subsidy Grant", grant.name, "status")


def test_a_settlement_is_filled_in_from_the_books(home, grant):
	"""S1: the rest of 40,000 and the interest, by share; the report is due two months after the end."""
	doc = draft(home, grant)
	assert (doc.received_amount, doc.spent_amount, doc.interest_amount) == (700_000, 760_000, 1_235)
	assert by_source(doc, "rest") == [10_500, 24_500, 5_000]
	assert by_source(doc, "interest") == [371, 864, 0]
	assert doc.return_amount == 35_000 + 1_235
	assert str(doc.report_due_on) == "2027-02-28"


def test_what_is_not_accepted_raises_what_goes_back(home, grant):
	"""S3."""
	name = frappe.db.get_value(
		"Ledger Entry", {"reference_name": grant.name, "side": "Expense"}, "voucher_no"
	)
	row = {"resolution": name, "kind": "Evidence Missing", "amount": 80_000}
	doc = draft(home, grant, disallowances=[row])
	assert (doc.accepted_amount, doc.return_amount) == (680_000, 105_000 + 1_235)
	doc.disallowances[0].amount = 665_001
	with refused(frappe.ValidationError, "결의서"), acting_as(home.accountant):
		doc.save()
		service.move_to(doc.doctype, doc.name, "In Approval")


def test_what_is_under_way_keeps_a_grant_open(home, grant):
	with acting_as(home.accountant):
		waiting = home.expense(subsidy.line(home, grant, 20_000))
		service.move_to(waiting.doctype, waiting.name, "In Approval")
	with refused(frappe.ValidationError, "처리 중"):
		approve(draft(home, grant))


def test_reported_fixed_and_paid_back(home, grant):
	doc = approve(draft(home, grant))
	assert status(grant) == "Reported"
	with refused(frappe.ValidationError, "정산"):
		approve(home.expense(subsidy.line(home, grant)))
	paid = frappe.db.get_value(
		"Ledger Entry", {"reference_name": grant.name, "side": "Expense"}, "voucher_no"
	)
	with refused(frappe.ValidationError, "정산보고를 마친"), acting_as(home.head):
		service.decide("Expense Resolution", paid, "Cancel Resolution", "착오")
	doc = fix(home, doc, 665_000)
	assert (status(grant), doc.return_amount, doc.outstanding_amount) == ("Finalised", 36_235, 36_235)
	back = pay_back(home, doc)
	assert [(row.description, row.amount) for row in back.lines] == [
		("시·도비 집행잔액", 10_500),
		("시·도비 이자", 371),
		("시·군·구비 집행잔액", 24_500),
		("시·군·구비 이자", 864),
	]
	back = settle(approve(back))
	assert (status(grant), told(grant, "returned_amount")) == ("Repaid", (36_235,))
	assert frappe.db.get_value(doc.doctype, doc.name, "outstanding_amount") == 0
	assert not queries.differences(home.facility)
	with acting_as(home.head):
		service.decide(back.doctype, back.name, "Cancel Resolution", "계좌 착오")
	assert status(grant) == "Finalised"
	assert not queries.differences(home.facility)


def test_s5_no_more_goes_back_than_is_due(home, grant):
	doc = approve(draft(home, grant))
	with refused(frappe.ValidationError, "금액확정"), acting_as(home.accountant):
		back = home.expense(
			subsidy.line(home, grant, 1, subject=subsidy.statutory(home, "Expense", "반환금"))
		)
		service.move_to(back.doctype, back.name, "In Approval")
	with refused(frappe.ValidationError, "교부받은"):
		fix(home, doc, 700_001)
	doc = fix(home, doc, 600_000)
	assert by_source(doc, "return_amount") == [30_371, 70_864, 0]
	too_much = pay_back(home, doc)
	too_much.lines[0].amount += 1
	with refused(frappe.ValidationError, "101,235"):
		approve(too_much.save())


def test_a_receipt_that_is_refunded_within_the_year_counts_as_paid_back(home, grant):
	doc = fix(home, approve(draft(home, grant)), 665_000)
	receipt = frappe.get_doc("Income Resolution", {"bank_account": home.bank, "total_amount": 700_000})
	settle(approve(factory.refund(receipt, [30_000])))
	assert frappe.db.get_value(doc.doctype, doc.name, "outstanding_amount") == 6_235
	assert sum(row.amount for row in pay_back(home, doc).lines) == 6_235
	with refused(frappe.ValidationError, "많습니다"):
		settle(approve(factory.refund(receipt, [6_236])))


def test_a_report_that_is_taken_back_opens_the_grant(home, grant):
	doc = approve(draft(home, grant))
	with acting_as(home.head):
		service.decide(doc.doctype, doc.name, "Cancel Resolution", "다시 작성")
	assert status(grant) == "Running"
	assert draft(home, grant).name == f"{grant.name}-S2"


def test_c9_what_falls_due_stands_in_the_calendar(home, grant):
	"""정산보고 two months after the end, 반납 by the letter's day; done by the documents that see to them."""

	def task(code):
		name = f"{home.facility}-{code}-{grant.name}"
		return frappe.db.get_value("Filing Task", name, ["status", "statutory_date"])

	status, due = task("SUBSIDY-REPORT")
	assert (status, str(due)) == ("Open", "2027-02-28")
	doc = fix(home, approve(draft(home, grant)), 665_000)
	assert task("SUBSIDY-REPORT")[0] == "Done"
	assert task("SUBSIDY-RETURN")[0] == "Open"
	settle(approve(pay_back(home, doc)))
	assert task("SUBSIDY-RETURN")[0] == "Done"


class TestStatements:
	def draw(self, home, grant, name):
		filters = {"facility": home.facility, "accounting_year": home.year, "subsidy_grant": grant.name}
		return engine.draw(name, filters)

	def totals(self, drawn, *keys):
		row = next(row for row in drawn.rows if row.kind in (RowKind.TOTAL, RowKind.SUBTOTAL))
		return tuple(row.values.get(key) for key in keys)

	def test_every_paper_says_what_the_ledger_says(self, home, grant):
		books = queries.books(grant.name)
		assert self.totals(self.draw(home, grant, "subsidy_status"), "received", "spent", "left") == (
			*(books.total_received, books.total_spent),
			800_000 - books.total_spent,
		)
		drawn = self.draw(home, grant, "subsidy_report")
		assert self.totals(drawn, "received", "spent", "interest", "to_return") == (
			700_000,
			760_000,
			1_235,
			36_235,
		)
		drawn = self.draw(home, grant, "subsidy_execution")
		assert self.totals(drawn, "amount", "subsidy", "own") == (760_000, 665_000, 95_000)
		assert len(drawn.rows) == 3
		assert self.totals(self.draw(home, grant, "subsidy_interest"), "amount") == (1_235,)

	def test_a_portal_gets_the_columns_that_an_operator_wants(self, home, grant):
		layout = frappe.get_doc("Subsidy Portal Format", PORTAL)
		layout.append("columns", {"heading": "사업구분", "fixed_text": "노인복지"})
		layout.save()
		page = openpyxl.load_workbook(io.BytesIO(portal.to_xlsx(grant.name, PORTAL))).active
		rows = list(page.iter_rows(values_only=True))
		assert rows[0][:3] == ("연번", "집행일", "비목")
		assert [(row[0], row[6], row[11], row[-1]) for row in rows[1:]] == [
			(1, 665_000, 665_000, "노인복지"),
			(2, 95_000, 0, "노인복지"),
		]
