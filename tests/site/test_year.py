"""A year of 1,200 resolutions, from the first budget to the settlement, through the API; everything adds up to the won.

Rules on the way: B1, C2, C4, C6 (budget), R7 (여입), X2 (budget left), 통제 8 (closings), T1, C11 (settlement), T5 (its forms).
"""

from datetime import date

import factory
import frappe
import past_year
import pytest
from books_invariants import must_hold, seal
from busy_year import YEAR, BusyYear
from frappe.client import insert

from huimang.approval.api import decide
from huimang.database import bulk
from huimang.demo import clock
from huimang.errors import ClosedPeriodError, LedgerError
from huimang.ledger import balances, closing, month_balances
from huimang.ledger.keys import EXPENSE, REVENUE
from huimang.settlement import api
from huimang.statements import engine

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def lived(site):
	"""The year, lived once for all tests of the module; the connection's transaction holds it and is undone at the end."""
	frappe.set_user("Administrator")
	frappe.local.lang = "ko"
	year = BusyYear().live()
	frappe.db.savepoint("lived")
	yield year
	frappe.db.rollback()


@pytest.fixture(autouse=True)
def clean_slate(lived):
	"""Each test starts where the year ended: in its own savepoint instead of a transaction of its own."""
	frappe.set_user("Administrator")
	frappe.local.lang = "ko"
	yield
	frappe.db.rollback(save_point="lived")
	frappe.set_user("Administrator")
	frappe.clear_messages()
	frappe.clear_document_cache("Accounting Year", lived.year)


def settled(year: BusyYear):
	"""The year as everybody whose turn it is has settled it, in March, with next year's budget made in December."""
	shadow = year.shadow
	with clock.on(date(YEAR, 12, 22)):
		rest = 1_000_000
		lines = [
			{"side": "Revenue", "account_subject": subject, "fund_source": fund, "amount": rest}
			for subject, fund in (
				(year.opening["전년도이월금"], year.subsidy),
				(year.opening["전년도이월금(후원금)"], year.donation),
			)
		]
		lines.append(
			{
				"side": "Expense",
				"account_subject": year.supplies,
				"fund_source": year.subsidy,
				"amount": 2 * rest,
			}
		)
		with factory.acting_as(year.accountant):
			draft = year._with_minutes(year._budget(YEAR + 1, lines))
		factory.approve(draft)
	with clock.on(date(YEAR + 1, 3, 25)):
		with factory.acting_as(year.accountant):
			name = insert(
				{"doctype": "Annual Settlement", "facility": year.facility, "accounting_year": year.year}
			).name
			decide("Annual Settlement", name, "Request Approval")
		with factory.acting_as(year.head):
			decide("Annual Settlement", name, "Approve")
		doc = past_year.report(frappe.get_doc("Annual Settlement", name), year.accountant)
		with factory.acting_as(year.head):
			decide("Annual Settlement", name, "Confirm Settlement")
	assert sum(shadow.rests.values()) == sum(shadow.accounts.values())
	return frappe.get_doc(doc.doctype, doc.name)


def test_1200_resolutions_are_in_the_ledger(lived):
	vouchers = frappe.db.sql(
		"SELECT COUNT(DISTINCT voucher_type, voucher_no) FROM `tabLedger Entry` WHERE facility = %s",
		lived.facility,
	)
	assert lived.count == vouchers[0][0] == 1_200
	must_hold(lived.facility, verified=True)


def test_every_month_was_closed_with_what_the_bank_said(lived):
	"""통제 8: twelve closings, and no account differs from what the shadow says that its bank says."""
	assert frappe.db.count("Month Closing", {"accounting_year": lived.year, "docstatus": 1}) == 12
	assert {account: won for account, won in month_balances.book_balances(lived.year, 12).items() if won} == {
		account: won for account, won in lived.shadow.accounts.items() if won
	}
	assert not frappe.get_all(
		"Month Closing Balance", {"parent": ("like", f"{lived.year}-%"), "difference": ("!=", 0)}
	)


def test_the_books_say_what_the_shadow_says(lived):
	"""By fund source, by subject and by month, both sides."""
	shadow = lived.shadow
	for side, sums in ((REVENUE, shadow.revenue), (EXPENSE, shadow.expense)):
		rows = balances.totals(lived.year, ("fund_source",), side=side)
		assert {row.fund_source: row.amount for row in rows} == dict(sums)
	rows = balances.totals(lived.year, ("side", "mok"))
	assert {row.mok: row.amount for row in rows if row.mok} == dict(shadow.by_subject)
	months = {month: [0, 0] for month in range(1, 13)}
	for row in balances.totals(lived.year, ("side", "month")):
		if row.side != "Transfer":
			months[row.month][row.side == EXPENSE] = row.amount
	assert months == dict(shadow.by_month)


def test_the_statements_say_what_the_shadow_says(lived, monkeypatch):
	"""현금출납부, 총계정원장, 세입·세출결산서 (T5): the books that are handed in agree with each other and with the shadow."""
	# the cash book reads entries over a connection of its own, which does not see what is not committed
	monkeypatch.setattr(bulk, "fetch", lambda query, values=None: frappe.db.sql(query, values))
	revenue, expense = (sum(sums.values()) for sums in (lived.shadow.revenue, lived.shadow.expense))
	filters = {"facility": lived.facility, "accounting_year": lived.year}
	cash_book = engine.draw("cash_book", filters).rows[-1].values
	assert (cash_book["income"], cash_book["expense"], cash_book["balance"]) == (
		revenue,
		expense,
		revenue - expense,
	)
	total = engine.draw("general_ledger", filters).rows[-1].values
	assert total["expense"] == expense
	for name, total in (("revenue_settlement", revenue), ("expense_settlement", expense)):
		rows = engine.draw(name, filters).rows
		first = next(at for at, row in enumerate(rows) if "총계" in str(row.values.get("gwan")))
		assert rows[first + 1].values["total"] == total


def test_t1_c11_the_settlement_adds_up_to_the_won(lived):
	"""Revenue, expenses, the rest of every fund source and every account; the next year opens with just that."""
	shadow = lived.shadow
	doc = settled(lived)
	assert (doc.docstatus, doc.revenue_total, doc.expense_total) == (
		1,
		sum(shadow.revenue.values()),
		sum(shadow.expense.values()),
	)
	assert {row.fund_source: row.balance for row in doc.fund_balances} == shadow.rests
	assert {row.bank_account: row.book_balance for row in doc.accounts} == dict(shadow.accounts)
	assert doc.carried_over == doc.balance_total == sum(shadow.rests.values())
	following = f"{lived.facility}-{YEAR + 1}"
	by_fund = balances.totals(following, ("fund_source",), side=REVENUE)
	assert {row.fund_source: row.amount for row in by_fund} == {
		fund: won for fund, won in shadow.rests.items() if won
	}
	assert {row.bank_account: row.cash_amount for row in balances.totals(following, ("bank_account",))} == {
		account: won for account, won in shadow.accounts.items() if won
	}
	must_hold(lived.facility, verified=True)
	draft = frappe.get_doc("Facility Budget", doc.next_budget)
	put = {
		row.fund_source: row.amount
		for row in draft.revenue_lines
		if row.account_subject in lived.opening.values()
	}
	assert put == {fund: won for fund, won in shadow.rests.items() if won}


def test_a_settled_year_never_changes_whatever_is_tried(lived):
	"""By API, as anybody: no document of the year is asked for, decided on, refunded, cancelled or reopened."""
	doc = settled(lived)
	before = seal(lived.facility)
	name, *_rest = lived.paid[-1]
	line = {**lived._line(lived.supplies, lived.subsidy, 1_000), "counter_subject": lived.grant}
	values = {"payment_method": "Bank Transfer", "bank_account": lived.subsidy_bank, "lines": [line]}

	def write():
		written = lived._insert("Expense Resolution", **values)
		decide("Expense Resolution", written, "Request Approval")

	def give_back():
		refund = factory.refund(frappe.get_doc("Expense Resolution", name))
		decide(refund.doctype, refund.name, "Request Approval")

	tries = (
		write,
		give_back,
		lambda: decide("Expense Resolution", name, "Cancel Resolution", "지움"),
		lambda: decide("Annual Settlement", doc.name, "Return to Writer", "다시"),
		lambda: frappe.get_doc("Annual Settlement", doc.name).cancel(),
		lambda: frappe.delete_doc("Annual Settlement", doc.name),
		lambda: frappe.call("huimang.ledger.api.reopen_month", name=f"{lived.year}-12", reason="다시"),
		lambda: frappe.client.set_value("Accounting Year", lived.year, "status", "Open"),
		lambda: frappe.client.set_value("Accounting Year", lived.year, "closed_through", None),
		lambda: insert(
			{"doctype": "Facility Budget", "facility": lived.facility, "accounting_year": lived.year}
		),
		lambda: factory.close_month(lived.year, 12),
	)
	for user in (lived.accountant, lived.head, "Administrator"):
		for attempt in tries:
			frappe.db.savepoint("attempt")
			try:
				with factory.acting_as(user):
					attempt()
			except (frappe.ValidationError, frappe.PermissionError):
				frappe.db.rollback(save_point="attempt")
				frappe.clear_messages()
			assert seal(lived.facility) == before
	with pytest.raises((ClosedPeriodError, LedgerError)):
		closing.close_year(lived.year)
	with factory.acting_as(lived.accountant):
		assert api.carry_over(doc.name) == 0
	must_hold(lived.facility, verified=True)
