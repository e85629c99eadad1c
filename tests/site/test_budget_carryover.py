"""예산 이월 (C10, 제17조): expense budget of a year that the next one spends, beside the revenue that pays for it."""

import factory
import frappe
import house
import past_year
import pytest
from factory import acting_as
from refusals import refused

from huimang.approval import service as approval
from huimang.approval.stages import APPROVED, IN_APPROVAL
from huimang.budget import carryover_queries
from huimang.errors import BudgetExceededError, ClosedPeriodError, EvidenceMissingError
from huimang.ledger import budget as ledger
from huimang.ledger.keys import BudgetKey
from huimang.ledger.verify import verify

YEAR = 2026


class Place:
	"""A facility run by a corporation, with 시설비 of 3,000,000 in its budget."""

	def __init__(self):
		self.facility = factory.make_facility()
		self.accountant, self.head = (self._appoint(role) for role in ("Accountant", "Facility Head"))
		lines = [("Expense", "211", 3_000_000), ("Expense", "711", 100_000), ("Revenue", "313", 3_100_000)]
		factory.approved_budget(
			self.facility,
			YEAR,
			[
				{
					"side": side,
					"account_subject": f"{self.facility}-{side[0]}-{code}",
					"fund_source": self.fund,
					"amount": amount,
				}
				for side, code, amount in lines
			],
		)
		self.year, self.next_year = f"{self.facility}-{YEAR}", f"{self.facility}-{YEAR + 1}"

	def _appoint(self, role: str) -> str:
		email = f"{role.split()[-1].lower()}-{frappe.generate_hash(length=6)}@example.com"
		return factory.make_user(email, self.facility, [role])

	@property
	def fund(self) -> str:
		return f"{self.facility}-보조금"

	def key(self, code: str, year: str | None = None, side: str = "Expense") -> BudgetKey:
		subject = f"{self.facility}-{side[0]}-{code}"
		return BudgetKey(
			self.facility, year or self.year, side, subject, f"{self.facility}-공통(운영)", self.fund
		)

	def left(self, code: str, year: str | None = None) -> int:
		return ledger.status(self.key(code, year)).left

	def draft(self, amount: int = 1_000_000, code: str = "211", **kw):
		line = {
			"from_subject": f"{self.facility}-E-{code}",
			"from_program": f"{self.facility}-공통(운영)",
			"fund_source": self.fund,
			"amount": amount,
		}
		values = {
			"doctype": "Budget Carryover",
			"facility": self.facility,
			"accounting_year": self.year,
			"carryover_date": "2026-11-22",
			"reason": "공사 기간이 다음 연도까지 이어짐",
			"lines": [line],
			**kw,
		}
		with acting_as(self.accountant):
			return frappe.get_doc(values).insert()


def people(place: Place) -> tuple[str, ...]:
	return (place.accountant, place.head)


built, clean_slate, place = house.once(Place, people)


def test_c10_the_next_year_gets_what_this_one_sets_aside(place):
	doc = place.draft()
	assert (doc.name, doc.title) == (f"{place.year}-C1", "2026년 시설회계 제1차 예산 이월")
	assert (doc.next_year, doc.kind) == (place.next_year, "Stated")
	assert doc.lines[0].revenue_subject == f"{place.facility}-R-711", "전년도이월금"
	doc = factory.approve(doc)
	assert doc.stage == APPROVED
	assert place.left("211") == 2_000_000
	assert ledger.status(place.key("211")).appropriated == 3_000_000, "예산현액 stays what it was"
	assert place.left("211", place.next_year) == 1_000_000
	revenue = ledger.status(place.key("711", place.next_year, "Revenue"))
	assert revenue.appropriated == 1_000_000
	assert verify(place.facility) == []
	carried = carryover_queries.carried(place.year)
	assert [(row.revenue_subject, int(row.amount)) for row in carried] == [
		(f"{place.facility}-R-711", 1_000_000)
	]


def test_c10_the_facilitys_own_subject_receives_it(place):
	with acting_as(place.accountant):
		own = frappe.get_doc(
			{
				"doctype": "Account Subject",
				"facility": place.facility,
				"parent_subject": f"{place.facility}-R-H71",
				"subject_name": "승강기공사이월사업비",
			}
		).insert()
	assert place.draft().lines[0].revenue_subject == own.name


def test_c10_committee_and_board_come_first(place):
	doc = place.draft()
	with acting_as(place.accountant):
		approval.move_to(doc.doctype, doc.name, IN_APPROVAL)
	with acting_as(place.head):
		doc = approval.decide(doc.doctype, doc.name, "Approve")
		assert doc.stage == IN_APPROVAL
		with refused(EvidenceMissingError, "운영위원회", "이사회"):
			approval.decide(doc.doctype, doc.name, "Put into Effect")


def test_c10_no_more_than_is_left_is_carried_over(place):
	ledger.reserve([(place.key("211"), 2_500_000)])
	doc = place.draft(500_001)
	with acting_as(place.accountant), refused(BudgetExceededError, "시설비", "500,000"):
		approval.move_to(doc.doctype, doc.name, IN_APPROVAL)
	factory.approve(place.draft(500_000))
	with refused(BudgetExceededError, "시설비"):
		ledger.reserve([(place.key("211"), 1)])


def test_c10_an_accidental_one_was_obliged_within_the_year(place):
	doc = place.draft()
	with acting_as(place.accountant):
		doc.kind = "Accidental"
		doc.cause_date = "2027-01-01"
		doc.save()
		with refused(ClosedPeriodError, "원인행위"):
			approval.move_to(doc.doctype, doc.name, IN_APPROVAL)
		doc.reload()
		doc.cause_date = "2026-11-01"
		doc.save()
		assert approval.move_to(doc.doctype, doc.name, IN_APPROVAL).stage == IN_APPROVAL


def test_c10_the_contingency_is_not_carried_over(place):
	with refused(frappe.ValidationError, "예비비"):
		place.draft(1, "711")


def test_c10_revenue_comes_in_on_a_subject_of_carry_over(place):
	doc = place.draft()
	with acting_as(place.accountant), refused(frappe.ValidationError, "이월금"):
		doc.lines[0].revenue_subject = f"{place.facility}-R-313"
		doc.save()


def test_c10_it_is_undone_while_the_next_year_has_not_spent_it(place):
	doc = factory.approve(place.draft())
	ledger.reserve([(place.key("211", place.next_year), 1)])
	with acting_as(place.head), refused(BudgetExceededError, "시설비"):
		approval.decide(doc.doctype, doc.name, "Cancel Resolution", "착오")
	ledger.release([(place.key("211", place.next_year), 1)])
	with acting_as(place.head):
		approval.decide(doc.doctype, doc.name, "Cancel Resolution", "착오")
	assert (place.left("211"), place.left("211", place.next_year)) == (3_000_000, 0)
	assert verify(place.facility) == []


def test_c10_the_next_years_budget_comes_beside_it(place):
	"""The original of the next year neither counts it again nor takes it away."""
	factory.approve(place.draft())
	lines = [
		{
			"side": side,
			"account_subject": f"{place.facility}-{side[0]}-{code}",
			"fund_source": place.fund,
			"amount": 400_000,
		}
		for side, code in (("Expense", "211"), ("Revenue", "313"))
	]
	with acting_as(place.accountant):
		budget = factory.budget(place.facility, YEAR + 1, lines)
	factory.approve(budget)
	assert place.left("211", place.next_year) == 1_400_000
	assert verify(place.facility) == []


@pytest.fixture
def settled(ledger_alone):
	"""A past year with 100,000 of its subsidies carried over before it is closed."""
	past = past_year.make().lived()
	line = {
		"from_subject": past.supplies,
		"from_program": past.program,
		"fund_source": past.subsidy,
		"amount": 100_000,
	}
	with acting_as(past.accountant):
		doc = frappe.get_doc(
			{
				"doctype": "Budget Carryover",
				"facility": past.facility,
				"accounting_year": past.year,
				"carryover_date": "2025-12-20",
				"reason": "납품 지연",
				"lines": [line],
			}
		).insert()
	factory.approve(doc)
	return past.close_months()


def test_c10_c11_the_settlement_hands_it_over_once(settled):
	"""What is carried over is part of the rest of its fund source, and not counted again in the next year's budget."""
	doc = past_year.confirm(settled)
	assert sum(row.amount for row in doc.carryovers) == 560_000
	budget = frappe.get_doc("Facility Budget", doc.next_budget)
	given = {(line.account_subject, line.fund_source): line.amount for line in budget.revenue_lines}
	usual = {row.fund_source: row.account_subject for row in doc.carryovers}
	assert given == {
		(usual[settled.subsidy], settled.subsidy): 260_000,
		(usual[settled.donation], settled.donation): 200_000,
	}
