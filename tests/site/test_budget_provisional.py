"""준예산 (C1, 제12조): a year that begins without a budget spends what the law leaves open, until the original absorbs it."""

import factory
import frappe
import pytest
from factory import acting_as
from refusals import refused

from huimang.approval import service as approval
from huimang.approval.stages import APPROVED, IN_APPROVAL
from huimang.budget import api
from huimang.budget.service import open_books
from huimang.errors import BudgetExceededError
from huimang.ledger import budget as ledger
from huimang.ledger.keys import BudgetKey
from huimang.ledger.verify import verify

LAST, YEAR = 2025, 2026
# 급여 and 여비 stay open; 회의비 (업무추진비) and 시설비 do not
LINES = {"111": 5_000_000, "131": 1_000_000, "123": 500_000, "211": 1_500_000}
TOLD = {
	"provisional_reason": "이사회 미개최",
	"provisional_report_no": "행복-2026-1",
	"provisional_reported_on": "2026-01-02",
}


class Place:
	"""A facility with a budget of last year, and none of this one."""

	def __init__(self):
		self.facility = factory.make_facility(operated_by="Individual", capacity=30)
		self.accountant, self.head = (self._appoint(role) for role in ("Accountant", "Facility Head"))
		lines = [self.line("Expense", code, amount) for code, amount in LINES.items()]
		factory.approved_budget(
			self.facility, LAST, [*lines, self.line("Revenue", "313", sum(LINES.values()))]
		)
		self.year = open_books(self.facility, YEAR)

	def _appoint(self, role: str) -> str:
		email = f"{role.split()[-1].lower()}-{frappe.generate_hash(length=6)}@example.com"
		return factory.make_user(email, self.facility, [role])

	def line(self, side: str, code: str, amount: int) -> dict:
		subject = f"{self.facility}-{side[0]}-{code}"
		return {
			"side": side,
			"account_subject": subject,
			"fund_source": f"{self.facility}-자부담",
			"amount": amount,
		}

	def key(self, code: str) -> BudgetKey:
		facility = self.facility
		return BudgetKey(
			facility,
			self.year,
			"Expense",
			f"{facility}-E-{code}",
			f"{facility}-공통(운영)",
			f"{facility}-자부담",
		)

	def left(self, code: str) -> int:
		return ledger.status(self.key(code)).left

	def provisional(self, **kw):
		with acting_as(self.accountant):
			doc = frappe.get_doc("Facility Budget", api.make_provisional(self.year))
			return doc.update({**TOLD, **kw}).save()

	def original(self, **amounts: int):
		lines = {**LINES, **{code.lstrip("_"): amount for code, amount in amounts.items()}}
		with acting_as(self.accountant):
			return factory.budget(
				self.facility,
				YEAR,
				[
					*(self.line("Expense", code, amount) for code, amount in lines.items()),
					self.line("Revenue", "313", sum(lines.values())),
				],
			)


@pytest.fixture
def place():
	return Place()


def test_c1_it_holds_what_the_law_leaves_open_of_last_years_budget(place):
	doc = place.provisional()
	assert (doc.name, doc.title) == (f"{place.year}-P", "2026년 시설회계 준예산")
	assert {line.account_subject.split("-")[-1]: line.amount for line in doc.expense_lines} == {
		"111": 5_000_000,
		"131": 1_000_000,
	}
	assert doc.revenue_total == sum(LINES.values())
	doc = factory.approve(doc)
	assert (doc.stage, doc.meetings_open) == (APPROVED, False)
	assert (place.left("111"), place.left("123")) == (5_000_000, 0)
	assert frappe.db.get_value("Accounting Year", place.year, "status") == "Open"
	assert verify(place.facility) == []
	with refused(BudgetExceededError, "회의비"):
		ledger.reserve([(place.key("123"), 1)])


def test_c1_the_original_absorbs_it_without_counting_twice(place):
	factory.approve(place.provisional())
	ledger.reserve([(place.key("111"), 400_000)])
	original = place.original()
	assert (original.version, original.budget_type) == (0, "Original")
	factory.approve(original)
	assert place.left("111") == 5_000_000 - 400_000
	assert (place.left("131"), place.left("123")) == (1_000_000, 500_000)
	ledger.release([(place.key("111"), 400_000)])
	assert verify(place.facility) == []


def test_c1_the_original_covers_what_was_spent_under_it(place):
	factory.approve(place.provisional())
	ledger.reserve([(place.key("111"), 400_001)])
	original = place.original(_111=400_000)
	with refused(BudgetExceededError, "급여"):
		factory.approve(original)


def test_c1_the_original_may_wait_beside_it_and_ends_it(place):
	original = place.original()
	doc = place.provisional()
	factory.approve(original)
	assert place.left("111") == 5_000_000
	with refused(frappe.ValidationError, "확정되어"):
		factory.approve(doc)
	with acting_as(place.accountant), refused(frappe.ValidationError, "확정되어"):
		api.make_provisional(place.year)


def test_c1_subjects_that_stay_closed_and_more_than_last_year(place):
	doc = place.provisional()
	with acting_as(place.accountant):
		doc.append(
			"expense_lines",
			{**doc.expense_lines[0].as_dict(), "name": None, "account_subject": f"{place.facility}-E-123"},
		)
		with refused(frappe.ValidationError, "회의비", "성립"):
			doc.save()
		doc.reload()
		doc.expense_lines[0].amount += 1
		with refused(frappe.ValidationError, "급여", "5,000,000"):
			doc.save()


def test_c1_the_local_government_is_told_why(place):
	doc = place.provisional(provisional_report_no=None)
	with acting_as(place.accountant), refused(frappe.MandatoryError, "보고 문서번호"):
		approval.move_to(doc.doctype, doc.name, IN_APPROVAL)


def test_c1_it_begins_with_its_year(place):
	open_books(place.facility, YEAR + 1)
	year = f"{place.facility}-{YEAR + 1}"
	factory.approve(place.original())
	with acting_as(place.accountant):
		doc = frappe.get_doc("Facility Budget", api.make_provisional(year)).update(TOLD).save()
	with refused(frappe.ValidationError, "2027"):
		factory.approve(doc)


def test_c1_there_is_one_of_a_year_and_none_in_a_closed_one(place):
	place.provisional()
	with acting_as(place.accountant), refused(frappe.DuplicateEntryError, "준예산"):
		api.make_provisional(place.year)


def test_c1_transfers_keep_to_what_is_open(place):
	factory.approve(place.provisional())
	line = {
		"from_subject": f"{place.facility}-E-111",
		"from_program": f"{place.facility}-공통(운영)",
		"from_fund_source": f"{place.facility}-자부담",
		"to_subject": f"{place.facility}-E-123",
		"amount": 1,
	}
	with acting_as(place.accountant):
		doc = frappe.get_doc(
			{
				"doctype": "Budget Transfer",
				"facility": place.facility,
				"accounting_year": place.year,
				"transfer_date": "2026-11-22",
				"reason": "부족",
				"lines": [line],
			}
		).insert()
		with refused(frappe.ValidationError, "회의비", "성립"):
			approval.move_to(doc.doctype, doc.name, IN_APPROVAL)
