"""사업수입 · 정부보조금 · 인건비 · 사업비 · 기타비용명세서 (T5; 별지 제17호, 제18호, 제20호–제22호)."""

import factory
import frappe
import pytest
from paper_helpers import pages, plain

from huimang.ledger import balances, budget, posting
from huimang.ledger.keys import BudgetKey, Posting, Voucher
from huimang.rules.statement_forms import find
from huimang.statements import engine, paper
from huimang.statements.definition import RowKind

YEAR = 2026
COSTS = ("personnel_costs", "program_costs", "other_costs")


class Place:
	"""A 노인복지관 with entries on the subjects that these statements tell apart."""

	def __init__(self, **kw):
		self.facility = factory.make_facility(**kw)
		self.year = factory.books(self.facility, YEAR)
		self.program = f"{self.facility}-공통(운영)"
		self.fund = f"{self.facility}-보조금"
		self.bank = (
			frappe.get_doc(
				{
					"doctype": "Facility Bank Account",
					"facility": self.facility,
					"account_title": "통장",
					"purpose": "Subsidy",
				}
			)
			.insert()
			.name
		)
		self._count = 0

	def subject(self, name: str, side: str = "Expense", level: str = "Mok") -> str:
		return frappe.db.get_value(
			"Account Subject", {"facility": self.facility, "side": side, "level": level, "subject_name": name}
		)

	def add(self, parent: str, name: str, level: str = "Mok", side: str = "Expense") -> str:
		doc = {"doctype": "Account Subject", "facility": self.facility, "side": side, "level": level}
		return frappe.get_doc({**doc, "parent_subject": parent, "subject_name": name}).insert().name

	def other_program(self, name: str) -> str:
		doc = frappe.copy_doc(frappe.get_doc("Welfare Program", self.program))
		return doc.update({"program_name": name}).insert().name

	def book(self, side: str, subject: str, amount: int, day: str = "2026-03-10", program=None, **kw) -> None:
		program = program or self.program
		budget.appropriate(
			BudgetKey(self.facility, self.year, side, subject, program, self.fund), abs(amount) * 2
		)
		self._count += 1
		name = f"{self.facility}-v{self._count}"
		kind = "Income Resolution" if side == "Revenue" else "Expense Resolution"
		voucher = Voucher(self.facility, "Facility", self.year, day, kind, name, name)
		posting.post(
			voucher, [Posting(side, subject, program, self.fund, self.bank, amount, **kw)], reserved=False
		)

	def draw(self, name: str):
		return engine.draw(name, {"facility": self.facility, "accounting_year": self.year})


@pytest.fixture
def place():
	return Place()


def amounts(drawn):
	return [(row.values["title"], row.values["amount"]) for row in drawn.rows if row.kind is RowKind.ENTRY]


def test_t5_forms_20_to_22_share_every_expense_among_them(place):
	"""인건비 by its 항, 사업비 by its 관, the rest is 기타비용: together they are the year's expenses, none twice."""
	business = place.add(place.subject("일반사업비", level="Hang"), "밑반찬사업비")
	for subject, amount in (
		(place.subject("급여"), 2_000_000),
		(place.subject("각종 수당"), 300_000),
		(business, 40_000),
		(place.subject("회의비"), 5_000),
		(place.subject("반환금"), 600),
	):
		place.book("Expense", subject, amount)
	totals = {name: place.draw(name).rows[-1].values["amount"] for name in COSTS}
	assert totals == {"personnel_costs": 2_300_000, "program_costs": 40_000, "other_costs": 5_600}
	assert sum(totals.values()) == balances.totals(place.year, (), side="Expense")[0].amount


def test_t5_form_21_is_ordered_by_program(place):
	business = place.add(place.subject("일반사업비", level="Hang"), "밑반찬사업비")
	trip = place.add(place.subject("일반사업비", level="Hang"), "나들이사업비")
	meals = place.other_program("가 경로식당")
	place.book("Expense", business, 1_000)
	place.book("Expense", business, 70, program=meals)
	place.book("Expense", trip, 20, program=meals)
	drawn = place.draw("program_costs")
	assert [
		(row.values.get("group"), row.values.get("title"), row.values["amount"]) for row in drawn.rows
	] == [
		("가 경로식당", "밑반찬사업비", 70),
		(None, "나들이사업비", 20),
		(None, "가 경로식당 계", 90),
		("공통(운영)", "밑반찬사업비", 1_000),
		("합계", None, 1_090),
	]


def test_t5_form_17_holds_program_revenue_only(place):
	fees = place.add(place.subject("사업수입", "Revenue", "Hang"), "이용료수입", side="Revenue")
	place.book("Revenue", fees, 120_000)
	place.book("Revenue", place.subject("시·군·구보조금", "Revenue"), 9_000_000)
	drawn = place.draw("program_revenue")
	assert amounts(drawn) == [("이용료수입", 120_000)] and drawn.rows[-1].values["amount"] == 120_000
	assert drawn.rows[0].values["basis"] == "결의 1건"


def test_t5_form_18_lists_every_subsidy_with_who_gave_it(place):
	giver = frappe.get_doc(
		{
			"doctype": "Counterparty",
			"facility": place.facility,
			"kind": "Public Body",
			"counterparty_name": "중구청",
		}
	).insert()
	grant = place.subject("시·군·구보조금", "Revenue")
	place.book("Revenue", grant, 500_000, "2026-01-12", counterparty=giver.name, remarks="운영비 1분기")
	place.book("Revenue", place.subject("시·도보조금", "Revenue"), 300_000, "2026-02-12", remarks="기능보강")
	place.book("Revenue", grant, -20_000, "2026-03-12", remarks="과오납 반납")
	place.book("Revenue", place.subject("비지정후원금", "Revenue"), 1)
	drawn = place.draw("subsidy_details")
	assert [
		tuple(row.values.get(key) for key in ("category", "remarks", "amount", "giver")) for row in drawn.rows
	] == [
		("시·군·구보조금", "운영비 1분기", 500_000, "중구청"),
		("시·도보조금", "기능보강", 300_000, None),
		("시·군·구보조금", "과오납 반납", -20_000, None),
		("시·도보조금 계", None, 300_000, None),
		("시·군·구보조금 계", None, 480_000, None),
		("합계", None, 780_000, None),
	]
	assert drawn.rows[0].link[0] == "Income Resolution"


def test_the_budget_says_how_an_amount_was_reckoned(place):
	pay = place.subject("급여")
	semok = place.add(pay, "기본급", "Semok")
	line = {
		"program": place.program,
		"fund_source": place.fund,
		"quantity": 8,
		"frequency": 12,
		"unit": "명, 월",
	}
	factory.approved_budget(
		place.facility,
		YEAR,
		[
			{**line, "side": "Expense", "account_subject": semok, "unit_price": 1_000, "description": "8명"},
			{
				**line,
				"side": "Revenue",
				"account_subject": place.subject("시·도보조금", "Revenue"),
				"unit_price": 1_000,
			},
		],
	)
	place.book("Expense", semok, 90_000)
	place.book("Expense", pay, 5_000)
	rows = [
		tuple(row.values.get(key) for key in ("title", "amount", "basis"))
		for row in place.draw("personnel_costs").rows
	]
	assert rows == [
		("공통(운영)", 5_000, "결의 1건"),
		("공통(운영) 기본급 (8명)", 90_000, "1,000원 × 8명 × 12월 = 96,000원"),
		("급여 계", 95_000, None),
		(None, 95_000, None),
	]


@pytest.mark.parametrize("name", ["program_revenue", "subsidy_details", *COSTS])
def test_t5_columns_and_paper_are_those_of_the_form(place, name):
	place.book("Expense", place.subject("급여"), 1_234_567)
	drawn = place.draw(name)
	statutory = find(name, "Facility", frappe.utils.getdate("2026-12-31"))
	assert tuple(column.label for column in drawn.form.columns) == statutory.columns
	text = plain(pages(paper.to_pdf(drawn))[0])
	assert plain(f"[{statutory.number}서식]") in text and statutory.title in text and "합계" in text


def test_home_care_uses_the_forms_of_its_own_rule():
	place = Place(type_name="재가장기요양기관")
	assert "「장기요양기관 재무·회계 규칙」 [별지 제9호서식]" == place.draw("program_costs").form.legal_basis
	assert (
		"「장기요양기관 재무·회계 규칙」 [별지 제4호서식]"
		== place.draw("revenue_settlement").form.legal_basis
	)
