"""Posting costs the same few statements, however many lines a voucher has and however long the ledger is."""

import factory
import frappe
import house
import pytest
from counting import at_most
from ledger_books import make_books

from huimang.approval import service, stages
from huimang.ledger import balances, budget, numbering, posting

pytestmark = pytest.mark.usefixtures("ledger_alone")


@pytest.fixture
def books():
	return make_books(appropriated=100_000_000)


def test_reserving(books):
	books.spend(10)
	with at_most(3):
		budget.reserve([(books.key(), 10)])
	with at_most(3):
		budget.reserve(
			[(books.key(subject), 10) for subject in [books.expense_mok, books.expense_semok] * 10]
		)


def test_posting(books):
	books.spend(10)
	budget.reserve([(books.key(), 1_010)])
	with at_most(11) as few:
		posting.post(books.voucher(), [books.line(10)])
	with at_most(11) as many:
		posting.post(books.voucher(), [books.line(10, voucher_row=str(i)) for i in range(100)])
	assert len(few) == len(many)


def test_posting_on_a_long_ledger(books):
	"""The statements are the same, and each finds its rows through an index."""
	for _i in range(40):
		posting.post(books.voucher(), [books.line(1) for _j in range(50)], reserved=False)
	budget.reserve([(books.key(), 10)])
	with at_most(11):
		posting.post(books.voucher(), [books.line(10)])


def test_reversing(books):
	voucher = books.spend(10)
	with at_most(11):
		posting.reverse(voucher.doctype, voucher.name, "2026-03-31")


def test_numbering(books):
	with at_most(1):
		numbering.next_number(books.facility, books.year, "Expense")


def test_status_of_many_lines(books):
	with at_most(2):
		budget.statuses([books.key(), books.key(books.expense_semok), books.key(books.other_mok)])


def test_readers_of_statements(books):
	books.spend(10)
	books.receive(10)
	frappe.get_cached_doc("Accounting Year", books.year)
	with at_most(1):
		balances.totals(books.year, ("mok", "account_subject"), side="Expense", months=[1, 2, 3])
	with at_most(1):
		balances.budget_lines(books.year, side="Expense")
	days = frappe.utils.getdate("2026-03-01"), frappe.utils.getdate("2026-03-31")
	with at_most(1):
		assert [row.amount for row in balances.entries(books.year, *days)] == [10, 10]


def test_a_whole_life_of_a_resolution():
	"""Insert, three approvals and payment; what is in the caches by then is asked of nobody again."""
	place = house.build()
	factory.settle(factory.approve(place.expense()))
	with at_most(55) as short:
		_live(place, lines=2)
	with at_most(75) as long:
		_live(place, lines=12)
	# each further line is inserted with a statement of its own, and that is all
	assert len(long) <= len(short) + 10


def _live(place: house.House, lines: int) -> None:
	"""One life, by those whose turn it is."""
	with factory.acting_as(place.accountant):
		doc = place.expense(*[place.line(1_000) for _line in range(lines)])
		service.move_to(doc.doctype, doc.name, stages.IN_APPROVAL)
	for user in (place.director, place.head):
		with factory.acting_as(user):
			service.decide(doc.doctype, doc.name, "Approve")
	with factory.acting_as(place.accountant):
		service.move_to(doc.doctype, doc.name, stages.SETTLED)
