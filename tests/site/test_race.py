"""Many people at once: nobody spends a won twice, no number is lost, and nobody waits in a circle."""

from collections import Counter
from multiprocessing import get_context

import factory
import frappe
import house
import pytest
from connections import at_once
from ledger_books import Books, make_books

from huimang.approval import service, stages
from huimang.errors import BudgetExceededError, ClosedPeriodError, LedgerError
from huimang.ledger import budget, closing, numbering, posting
from huimang.ledger.budget import BudgetStatus
from huimang.ledger.keys import REVENUE
from huimang.ledger.verify import verify_committed
from huimang.resolutions import queries

pytestmark = pytest.mark.long

CONNECTIONS = 16


def committed_books(**kw) -> Books:
	"""Books that other connections see; they stay on the test site."""
	books = make_books(**kw)
	frappe.db.commit()
	return books


def all_of(counters: list[Counter]) -> Counter:
	"""The sum of what every connection counted; and this one sees what they have committed."""
	frappe.db.rollback()
	return sum(counters, Counter())


def test_a_line_that_can_pay_ten_pays_ten(ledger_alone):
	"""16 connections ask for 1,000 expenses; the line has money for ten, and some won more that pay none."""
	requests, payable, price = 1_000, 10, 70_000
	budgeted = payable * price + price - 1
	books = committed_books(appropriated=budgeted)

	def ask(number: int) -> Counter:
		results = Counter()
		for request in range(number, requests, CONNECTIONS):
			try:
				budget.reserve([(books.key(), price)])
				frappe.db.commit()
				label = str(numbering.next_number(books.facility, books.year, "Race"))
				posting.post(books.voucher(f"{books.facility}-{request}", label=label), [books.line(price)])
				frappe.db.commit()
				results["paid"] += 1
			except BudgetExceededError:
				frappe.db.rollback()
				results["refused"] += 1
		return results

	assert all_of(at_once(CONNECTIONS, ask)) == {"paid": payable, "refused": requests - payable}
	assert budget.status(books.key()) == BudgetStatus(budgeted, 0, payable * price)
	entries = books.entries("entry_no", "amount", "voucher_label")
	assert [(no, amount) for no, amount, _label in entries] == [(no, price) for no in range(1, payable + 1)]
	assert sorted(int(label) for _no, _amount, label in entries) == list(range(1, payable + 1))
	assert verify_committed(books.facility) == []


def test_lines_in_any_order_and_first_rows_of_all_kinds(ledger_alone):
	"""Vouchers name the same lines in opposite orders, while balances, numbers and heads get their very first rows.

	Whoever took locks in the order of the voucher's lines, or looked for a row before inserting it, would meet a
	deadlock here; the database ends one of the two with an error, which fails the test.
	"""
	books = committed_books()
	for subject in (books.other_mok, books.expense_semok):
		if subject != books.expense_semok:
			budget.appropriate(books.key(subject), 1_000_000)
	frappe.db.commit()
	subjects = [books.expense_mok, books.expense_semok, books.other_mok]

	def post(number: int) -> Counter:
		mine = subjects if number % 2 else subjects[::-1]
		for count in range(10):
			numbering.next_number(books.facility, books.year, "Race")
			budget.reserve([(books.key(subject), 10) for subject in mine])
			posting.post(
				books.voucher(f"{books.facility}-{number}-{count}"), [books.line(10, s) for s in mine]
			)
			posting.post(
				books.voucher(f"{books.facility}-{number}-{count}-in", day=f"2026-{count + 1:02d}-01"),
				[books.line(5, side=REVENUE, fund=(books.fund, books.other_fund)[number % 2])],
			)
			frappe.db.commit()
		return Counter(posted=10)

	posted = all_of(at_once(CONNECTIONS, post))["posted"]
	assert budget.status(books.key()).actual == posted * 20
	assert budget.status(books.key(books.other_mok)).actual == posted * 10
	assert numbering.next_number(books.facility, books.year, "Race") == posted + 1
	assert len(books.entries("name")) == posted * 4
	assert verify_committed(books.facility) == []


def test_one_voucher_posted_by_many(ledger_alone):
	"""A double click: one of 16 posts the voucher, the others are told that it is posted."""
	books = committed_books()
	budget.reserve([(books.key(), 100)])
	frappe.db.commit()

	def post(_number: int) -> Counter:
		try:
			posting.post(books.voucher(f"{books.facility}-double"), [books.line(100)])
			frappe.db.commit()
			return Counter(posted=1)
		except LedgerError as refusal:
			frappe.db.rollback()
			return Counter({str(refusal).split(" ", 1)[1]: 1})

	results = all_of(at_once(CONNECTIONS, post))
	assert results == {"posted": 1, "문서는 이미 기장되었습니다.": CONNECTIONS - 1}
	assert budget.status(books.key()) == BudgetStatus(1_000_000, 0, 100)
	assert verify_committed(books.facility) == []


def test_a_month_closes_while_others_post_into_it(ledger_alone):
	"""After the month is closed not one entry more gets into it, and none that was taken is lost."""
	books = committed_books()
	day = "2026-01-15"

	def post_or_close(number: int) -> Counter:
		results = Counter()
		for count in range(20):
			if number == 0 and count == 10:
				factory.close_month(books.year, 1)
				frappe.db.commit()
				return results
			try:
				voucher = books.voucher(f"{books.facility}-{number}-{count}", day=day)
				posting.post(voucher, [books.line(1)], reserved=False)
				frappe.db.commit()
				results["posted"] += 1
			except ClosedPeriodError:
				frappe.db.rollback()
				results["refused"] += 1
		return results

	results = all_of(at_once(8, post_or_close))
	sealed = frappe.db.get_value("Month Closing", {"accounting_year": books.year}, "ledger_last_no")
	assert results["refused"], "the month was closed too late to refuse anything"
	assert len(books.entries("name")) == results["posted"] == sealed
	assert verify_committed(books.facility) == []


def test_a_month_closes_while_somebody_decides():
	"""Who decides holds the document and needs the year, who closes holds the year and asks for the documents."""
	place = house.build()
	doc = place.expense()
	with factory.acting_as(doc.owner):
		service.move_to(doc.doctype, doc.name, stages.IN_APPROVAL)
	frappe.db.commit()
	context = get_context("fork")
	decided, asked = context.Event(), context.Event()

	def decide_or_close(number: int) -> str:
		if number == 0:
			frappe.get_doc("Expense Resolution", doc.name, for_update=True)
			decided.set()
			assert asked.wait(60)
			closing.require_open(place.year, frappe.utils.today())
			frappe.db.commit()
			return "decided"
		assert decided.wait(60)
		frappe.get_doc("Accounting Year", place.year, for_update=True)
		month = frappe.utils.getdate()
		said = list(
			queries.undecided_in_month(place.facility, place.year, month.replace(month=1, day=1), month)
		)
		frappe.db.rollback()
		asked.set()
		return said[0]

	assert at_once(2, decide_or_close) == [
		"decided",
		"지금 지출결의서를 결재하는 사람이 있습니다. 잠시 뒤에 다시 마감해 주십시오.",
	]


def test_budgets_change_while_others_spend(ledger_alone):
	"""Supplementary budgets and expenses at once: what is left never falls below nothing."""
	books = committed_books(appropriated=10_000)

	def spend_or_cut(number: int) -> Counter:
		results = Counter()
		for count in range(20):
			try:
				if number % 4 == 0:
					budget.appropriate(books.key(), -100)
					results["cut"] += 1
				else:
					voucher = books.voucher(f"{books.facility}-{number}-{count}")
					posting.post(voucher, [books.line(100)], reserved=False)
					results["spent"] += 1
				frappe.db.commit()
			except BudgetExceededError:
				frappe.db.rollback()
		return results

	results = all_of(at_once(CONNECTIONS, spend_or_cut))
	assert results["cut"] + results["spent"] == 100
	assert budget.status(books.key()) == BudgetStatus(
		10_000 - results["cut"] * 100, 0, results["spent"] * 100
	)
	assert verify_committed(books.facility) == []


def test_a_thousand_resolutions_and_a_line_that_can_pay_ten():
	"""The same race through the documents: 16 people write 1,000 resolutions and request them; ten go all the way."""
	requests, payable, price = 1_000, 10, 20_000
	place = house.build()
	left = payable * price + price - 1
	large = place.expense(
		place.line(house.BUDGET - left), evidence_waiver_reason="경합 시험을 위한 지출입니다."
	)
	factory.settle(factory.approve(large))
	frappe.db.commit()

	def write_and_ask(number: int) -> Counter:
		results = Counter()
		frappe.set_user(place.accountant)
		for _request in range(number, requests, CONNECTIONS):
			doc = place.expense(place.line(price))
			frappe.db.commit()
			try:
				factory.approve(doc)
				frappe.db.commit()
				factory.settle(doc)
				frappe.db.commit()
				results["paid"] += 1
			except BudgetExceededError:
				frappe.db.rollback()
				results["refused"] += 1
		return results

	assert all_of(at_once(CONNECTIONS, write_and_ask)) == {"paid": payable, "refused": requests - payable}
	assert budget.status(place.key()) == BudgetStatus(house.BUDGET, 0, house.BUDGET - price + 1)
	of_facility = {"facility": place.facility}
	stages = Counter(frappe.get_all("Expense Resolution", of_facility, pluck="stage"))
	assert stages == {"Settled": payable + 1, "Draft": requests - payable}
	numbers = frappe.get_all("Expense Resolution", {**of_facility, "stage": "Settled"}, pluck="resolution_no")
	assert sorted(numbers) == [f"2026-{number:05d}" for number in range(1, payable + 2)]
	amounts = frappe.get_all(
		"Ledger Entry", of_facility, ["entry_no", "amount"], order_by="entry_no", as_list=True
	)
	assert amounts[1:] == tuple((number, price) for number in range(2, payable + 2))
	assert verify_committed(place.facility) == []
