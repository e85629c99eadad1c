"""여입 and 반납: into the line that paid or received, never more than was paid, also when many ask at once."""

from collections import Counter

import factory
import frappe
import house
import pytest
from connections import at_once
from factory import acting_as, approve, settle
from refusals import refused

from huimang.approval import service
from huimang.errors import BudgetExceededError, ClosedPeriodError
from huimang.ledger import balances, budget, verify
from huimang.ledger.verify import verify_committed
from huimang.resolutions import claims, refunds


@pytest.fixture
def home():
	home = house.standing()
	yield home
	house.leave(home)


def request(doc):
	with acting_as(doc.owner):
		return service.move_to(doc.doctype, doc.name, "In Approval")


def cancel(home, doc):
	with acting_as(home.head):
		return service.decide(doc.doctype, doc.name, "Cancel Resolution", "잘못 작성함")


def paid(home, *amounts):
	lines = [
		home.line(amount, subject)
		for amount, subject in zip(amounts, (home.supplies, home.travel), strict=False)
	]
	return settle(approve(home.expense(*lines, evidence_waiver_reason="시험")))


class TestExpenseRefund:
	def test_r7_the_line_that_paid_gets_its_money_back(self, home):
		"""여입 of 30,000 of 100,000: 집행 falls, 잔액 and the account rise, on the same subject and fund source."""
		original = paid(home, 100_000, 50_000)
		doc = settle(approve(factory.refund(original, [30_000, 0])))
		status = budget.status(home.key())
		assert (status.actual, status.left) == (70_000, house.BUDGET - 70_000)
		assert balances.cash_of(home.year, home.bank) == -120_000
		entry = frappe.get_all("Ledger Entry", {"voucher_no": doc.name}, ["*"])[0]
		assert (entry.side, entry.amount, entry.cash_amount) == ("Expense", -30_000, 30_000)
		assert (entry.account_subject, entry.program, entry.fund_source) == (
			home.supplies,
			home.program,
			home.subsidy,
		)
		assert (entry.counter_subject, entry.reference_name) == (home.grant, original.name)
		assert (doc.resolution_no, doc.original_no, doc.handler) == (
			"2026-00001",
			original.resolution_no,
			home.colleague,
		)
		assert not verify.verify(home.facility)

	def test_r7_all_refunds_of_a_line_stay_within_it(self, home):
		original = paid(home, 100_000)
		settle(approve(factory.refund(original, [60_000])))
		with refused(frappe.ValidationError, "40,000"):
			request(factory.refund(original, [40_001]))
		request(factory.refund(original, [40_000]))
		with refused(frappe.ValidationError, "0원까지"):
			request(factory.refund(original, [1]))

	def test_one_refund_may_not_name_a_line_twice_to_get_more(self, home):
		original = paid(home, 100_000)
		row = original.lines[0].name
		doc = factory.refund(original, lines=[{"original_row": row, "amount": 60_000}] * 2)
		with refused(frappe.ValidationError, "100,000"):
			request(doc)

	def test_returned_or_cancelled_it_can_be_refunded_again(self, home):
		original = paid(home, 100_000)
		doc = request(factory.refund(original))
		with acting_as(home.director):
			service.decide(doc.doctype, doc.name, "Return to Writer", "다시")
		cancel(home, approve(doc))
		doc = settle(approve(factory.refund(original)))
		cancel(home, doc)
		assert budget.status(home.key()).actual == 100_000
		assert not any(claims.taken(original.doctype, original.name).values())
		assert [line["amount"] for line in refunds.refundable(original.doctype, original.name)] == [100_000]
		assert not verify.verify(home.facility)

	def test_what_was_refunded_and_spent_again_cannot_be_taken_back(self, home):
		original = paid(home, house.BUDGET)
		doc = settle(approve(factory.refund(original)))
		paid(home, house.BUDGET)
		with refused(BudgetExceededError):
			cancel(home, doc)

	def test_a_refunded_resolution_is_not_cancelled(self, home):
		original = paid(home, 100_000)
		doc = approve(factory.refund(original, [1]))
		with refused(frappe.ValidationError, "여입"):
			cancel(home, original)
		cancel(home, doc)
		cancel(home, original)

	def test_the_original_decides_on_subject_program_and_fund_source(self, home):
		original = paid(home, 100_000)
		row = {
			"original_row": original.lines[0].name,
			"amount": 1_000,
			"account_subject": home.travel,
			"fund_source": home.own,
		}
		doc = factory.refund(original, lines=[row])
		assert (doc.lines[0].account_subject, doc.lines[0].fund_source) == (home.supplies, home.subsidy)

	def test_only_what_was_paid_can_be_refunded(self, home):
		original = approve(home.expense())
		with refused(frappe.ValidationError, "출납"):
			request(factory.refund(original))

	def test_x3_a_subsidy_comes_back_to_an_account_for_subsidies(self, home):
		original = paid(home, 100_000)
		with refused(frappe.ValidationError, "보조금"):
			request(factory.refund(original, bank_account=home.operating_bank))

	def test_r3_the_revenue_officer_takes_it_in(self, home):
		doc = approve(factory.refund(paid(home, 100_000)))
		with acting_as(home.accountant), refused(frappe.PermissionError, "수입원"):
			service.move_to(doc.doctype, doc.name, "Settled")

	def test_r6_after_the_year_it_is_revenue_of_a_past_year(self, home):
		original = paid(home, 100_000)
		frappe.db.set_value("Accounting Year", home.year, "status", "Closed")
		frappe.clear_document_cache("Accounting Year", home.year)
		with refused(ClosedPeriodError, "과년도수입"):
			request(factory.refund(original))


class TestRevenueRefund:
	def test_r8_goes_out_of_the_revenue_that_it_came_in_by(self, home):
		original = settle(approve(home.income(500_000)))
		doc = settle(approve(factory.refund(original, [120_000])))
		assert budget.status(home.key(side="Revenue")).actual == 380_000
		assert balances.cash_of(home.year, home.bank) == 380_000
		assert doc.handler == home.accountant
		with refused(frappe.ValidationError, "380,000"):
			request(factory.refund(original, [380_001]))
		assert not verify.verify(home.facility)


def test_r7_eight_refunds_at_once_never_exceed_the_original():
	"""Eight connections each ask for a refund of 30,000 out of 100,000 paid: three are made."""
	home = house.build()
	original = settle(approve(home.expense(home.line(100_000), evidence_waiver_reason="시험")))
	drafts = [factory.refund(original, [30_000]).name for _ in range(8)]
	frappe.db.commit()

	def ask(number: int) -> Counter:
		frappe.set_user(home.accountant)
		try:
			service.move_to("Refund Resolution", drafts[number], "In Approval")
			frappe.db.commit()
			return Counter(asked=1)
		except frappe.ValidationError:
			frappe.db.rollback()
			return Counter(refused=1)

	assert sum(at_once(8, ask), Counter()) == {"asked": 3, "refused": 5}
	frappe.db.rollback()
	assert sum(claims.taken(original.doctype, original.name).values()) == 90_000
	assert verify_committed(home.facility) == []
