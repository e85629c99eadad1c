"""품의 → 지출결의: the reservation is made once and handed over to the won, forth and back, also by many at once."""

from collections import Counter

import frappe
import house
import pytest
from connections import at_once
from factory import acting_as, approve, settle
from refusals import refused

from huimang.approval import service
from huimang.errors import BudgetExceededError
from huimang.ledger import budget, verify
from huimang.ledger.verify import verify_committed
from huimang.resolutions import api, claims, requests


@pytest.fixture
def home():
	home = house.standing()
	yield home
	house.leave(home)


def ask(doc):
	with acting_as(doc.owner):
		return service.move_to(doc.doctype, doc.name, "In Approval")


def cancel(home, doc):
	with acting_as(home.head):
		return service.decide(doc.doctype, doc.name, "Cancel Resolution", "잘못 작성함")


def resolution(home, request, *amounts, **kw):
	"""A draft resolution of a request: of each of its lines the amount, or all that is left."""
	with acting_as(home.accountant):
		doc = requests.resolution_of(request.name)
		doc.update(
			{
				"bank_account": home.bank,
				"payment_method": "Bank Transfer",
				"evidence_waiver_reason": "시험",
				**kw,
			}
		)
		for row, amount in zip(doc.lines, amounts, strict=False):
			row.amount = amount
		for row in doc.lines:
			row.counter_subject = home.grant
		return doc.insert()


def sums(home) -> tuple[int, int]:
	status = budget.status(home.key())
	return status.reserved, status.actual


def rest(request) -> int:
	return int(frappe.db.get_value(request.doctype, request.name, "remaining_amount"))


class TestRequest:
	def test_x2_reserves_and_is_the_cause(self, home):
		"""상신: reserved. 결재완료: a number and the day of the cause (지출원인행위일자)."""
		doc = ask(home.request(home.line(300_000)))
		assert sums(home) == (300_000, 0)
		doc = approve(home.request(home.line(100_000)))
		assert (doc.request_no, str(doc.cause_date), doc.remaining_amount) == (
			"2026-00001",
			frappe.utils.nowdate(),
			100_000,
		)
		assert sums(home) == (400_000, 0)
		assert not verify.verify(home.facility)

	def test_x2_not_beyond_the_budget(self, home):
		ask(home.request(home.line(house.BUDGET - 1)))
		with refused(BudgetExceededError):
			ask(home.request(home.line(2)))

	def test_items_add_up_to_the_lines(self, home):
		items = [{"item": "복사용지", "spec": "A4", "unit": "상자", "quantity": 3, "unit_price": 25_000}]
		doc = home.request(home.line(75_000), items=items)
		assert doc.items[0].amount == 75_000
		ask(doc)
		with refused(frappe.ValidationError, "75,000", "80,000"):
			ask(home.request(home.line(80_000), items=items))

	def test_numbers_have_no_gaps(self, home):
		assert [approve(home.request()).request_no for _ in range(2)] == ["2026-00001", "2026-00002"]


class TestHandOver:
	def test_to_the_won_in_parts(self, home):
		"""1차 120,000 and 2차 180,000 of 300,000: the sum reserved never changes until they are paid."""
		request = approve(home.request(home.line(300_000)))
		first = approve(resolution(home, request, 120_000))
		assert (sums(home), rest(request)) == ((300_000, 0), 180_000)
		assert first.cause_date == request.cause_date
		settle(first)
		assert sums(home) == (180_000, 120_000)
		second = resolution(home, request)
		assert second.total_amount == 180_000
		settle(approve(second))
		assert (sums(home), rest(request)) == ((0, 300_000), 0)
		with refused(frappe.ValidationError, "남아 있지 않습니다"):
			requests.resolution_of(request.name)
		assert not verify.verify(home.facility)

	def test_a_full_budget_line_still_pays_its_request(self, home):
		request = approve(home.request(home.line(house.BUDGET)))
		settle(approve(resolution(home, request)))
		assert sums(home) == (0, house.BUDGET)

	def test_not_more_than_the_request_has(self, home):
		request = approve(home.request(home.line(100_000)))
		ask(resolution(home, request, 60_000))
		with refused(frappe.ValidationError, "40,000"):
			ask(resolution(home, request, 40_001))

	def test_what_the_request_lacks_is_reserved_by_the_resolution(self, home):
		"""The price rose: 100,000 of the request, and a line of its own for 20,000 more."""
		request = approve(home.request(home.line(100_000)))
		doc = resolution(home, request)
		doc.append("lines", home.line(20_000))
		with acting_as(home.accountant):
			doc.save()
		ask(doc)
		assert sums(home) == (120_000, 0)
		with acting_as(home.director):
			service.decide(doc.doctype, doc.name, "Return to Writer", "다시")
		assert (sums(home), rest(request)) == ((100_000, 0), 100_000)
		assert not verify.verify(home.facility)

	def test_paid_and_cancelled_it_is_the_requests_again(self, home):
		request = approve(home.request(home.line(100_000)))
		cancel(home, settle(approve(resolution(home, request, 70_000))))
		assert (sums(home), rest(request)) == ((100_000, 0), 100_000)
		cancel(home, approve(resolution(home, request, 70_000)))
		assert (sums(home), rest(request)) == ((100_000, 0), 100_000)
		assert not verify.verify(home.facility)

	def test_c5_lines_stand_on_the_requests_subject(self, home):
		request = approve(home.request(home.line(100_000)))
		doc = resolution(home, request)
		doc.lines[0].account_subject = home.travel
		with acting_as(home.accountant):
			doc.save()
		assert doc.lines[0].account_subject == home.supplies

	def test_only_of_an_approved_request_of_this_facility(self, home):
		request = approve(home.request(home.line(100_000)))
		doc = resolution(home, request)
		cancel(home, request)
		with refused(frappe.ValidationError, "품의"):
			ask(doc)


class TestTheEnd:
	def test_finished_early_it_releases_the_rest(self, home):
		request = approve(home.request(home.line(100_000)))
		paid = settle(approve(resolution(home, request, 70_000)))
		with acting_as(home.accountant):
			api.finish_request(request.name, "값을 깎음")
			with refused(frappe.ValidationError):
				api.finish_request(request.name, "다시")
		assert (sums(home), rest(request)) == ((0, 70_000), 0)
		cancel(home, paid)
		assert sums(home) == (0, 0)
		assert not verify.verify(home.facility)

	def test_finished_while_a_resolution_is_on_its_way(self, home):
		request = approve(home.request(home.line(100_000)))
		doc = approve(resolution(home, request, 70_000))
		with acting_as(home.accountant):
			api.finish_request(request.name, "더 사지 않음")
		assert sums(home) == (70_000, 0)
		cancel(home, doc)
		assert sums(home) == (0, 0)
		assert not verify.verify(home.facility)

	def test_cancelled_it_releases_all(self, home):
		request = approve(home.request(home.line(100_000)))
		doc = approve(resolution(home, request, 70_000))
		with refused(frappe.ValidationError, "지출결의서"):
			cancel(home, request)
		cancel(home, doc)
		cancel(home, request)
		assert sums(home) == (0, 0)

	def test_who_may_not_write_may_not_finish(self, home):
		request = approve(home.request(home.line(100_000)))
		with acting_as(home.head), refused(frappe.PermissionError):
			api.finish_request(request.name, "그만")


def test_eight_resolutions_at_once_take_what_the_request_has():
	"""Eight connections each ask for 30,000 of a request of 100,000: three get it, and the sum reserved stays."""
	home = house.build()
	request = approve(home.request(home.line(100_000)))
	drafts = [resolution(home, request, 30_000).name for _ in range(8)]
	frappe.db.commit()

	def take(number: int) -> Counter:
		frappe.set_user(home.accountant)
		try:
			service.move_to("Expense Resolution", drafts[number], "In Approval")
			frappe.db.commit()
			return Counter(asked=1)
		except frappe.ValidationError:
			frappe.db.rollback()
			return Counter(refused=1)

	assert sum(at_once(8, take), Counter()) == {"asked": 3, "refused": 5}
	frappe.db.rollback()
	assert sum(claims.taken(request.doctype, request.name).values()) == 90_000
	assert (rest(request), sums(home)) == (10_000, (100_000, 0))
	assert verify_committed(home.facility) == []
