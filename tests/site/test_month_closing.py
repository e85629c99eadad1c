"""통제 8: a month closes when books and bank statements agree; who closed, reopened and why stays on record."""

import factory
import frappe
import ledger_books
import pytest

from huimang.errors import ClosedPeriodError, LedgerError
from huimang.ledger import api, closing, verify

pytestmark = pytest.mark.usefixtures("ledger_alone")


built, clean_slate, books = ledger_books.once()


def draft(books, month: int = 1):
	values = {"facility": books.facility, "accounting_year": books.year, "month": month}
	return frappe.get_doc({"doctype": "Month Closing", **values}).insert()


def title(books) -> str:
	return frappe.db.get_value("Facility Bank Account", books.bank, "account_title")


def test_control_8_the_accounts_are_those_in_use_with_what_the_books_say(books):
	books.receive(500_000, day="2026-01-05")
	books.spend(120_000, day="2026-01-20")
	books.receive(70_000, day="2026-02-01")
	rows = draft(books).balances
	assert [(row.bank_account, row.book_balance, row.difference) for row in rows] == [
		(books.bank, 380_000, 380_000)
	]


@pytest.mark.parametrize("stated", [379_999, 380_001, 0])
def test_control_8_a_difference_of_one_won_stands_against_closing(books, stated):
	books.receive(380_000, day="2026-01-05")
	with pytest.raises(LedgerError, match="380,000"):
		factory.close_month(books.year, 1, {title(books): stated})


def test_control_8_a_difference_that_is_explained_does_not(books):
	books.receive(380_000, day="2026-01-05")
	doc = draft(books)
	doc.balances[0].update({"statement_balance": 370_000, "reason": "1월 31일 이체 수수료 미기장"})
	doc.submit()
	assert (doc.balances[0].difference, doc.balances[0].reason) == (10_000, "1월 31일 이체 수수료 미기장")


def test_control_8_the_last_month_agrees_whatever_the_reason(books):
	year = frappe.get_doc("Accounting Year", books.year)
	year.db_set({"closed_through": "2026-11-30", "end_date": "2026-12-31"})
	books.receive(380_000, day="2026-12-05")
	doc = draft(books, 12)
	doc.balances[0].update({"statement_balance": 1, "reason": "모름"})
	with pytest.raises(LedgerError, match="연말"):
		doc.submit()


def test_what_a_client_sends_as_book_balance_does_not_count(books):
	books.receive(380_000, day="2026-01-05")
	doc = draft(books)
	doc.balances[0].update({"book_balance": 1, "statement_balance": 1, "difference": 0})
	with pytest.raises(LedgerError, match="380,000"):
		doc.submit()


def test_a_month_that_is_not_over_stays_open(books):
	frappe.db.set_value("Accounting Year", books.year, "closed_through", "2026-11-30")
	with pytest.raises(LedgerError, match="2026-12-31|12월 31일"):
		factory.close_month(books.year, 12)


def test_entry_is_closed_before_the_month_is(books):
	"""입력마감 → 마감 (workflows.md §7): nothing is booked while the month is looked over."""
	books.receive(100_000, day="2026-01-05")
	doc = draft(books)
	doc.balances[0].statement_balance = 100_000
	doc.save()
	api.close_entry(doc.name)
	with pytest.raises(ClosedPeriodError, match="입력"):
		books.receive(1, day="2026-01-31")
	books.receive(1, day="2026-02-01")
	api.reopen_entry(doc.name)
	books.receive(1, day="2026-01-31")
	doc = frappe.get_doc("Month Closing", doc.name)
	with pytest.raises(LedgerError, match="100,001"):
		api.close_entry(doc.name)
	closing.reopen_entry(books.year)
	doc.balances[0].statement_balance = 100_001
	doc.save()
	api.close_entry(doc.name)
	doc.reload()
	assert doc.entry_closed_by == "Administrator"
	doc.submit()
	with pytest.raises(ClosedPeriodError):
		books.receive(1, day="2026-01-31")
	with pytest.raises(LedgerError):
		api.reopen_entry(doc.name)


def test_who_closed_the_entry_cannot_be_entered(books):
	doc = draft(books)
	doc.update({"entry_closed_by": "Administrator", "entry_closed_at": "2026-02-01 09:00:00"})
	doc.save()
	assert not doc.entry_closed_at


def test_reopening_stays_on_record(books):
	"""Every closing that was taken back is shown on the month's next one, with who, when and why."""
	first = factory.close_month(books.year, 1)
	api.reopen_month(first.name, "카드 전표가 빠졌습니다.")
	second = factory.close_month(books.year, 1)
	api.reopen_month(second.name, "이자를 기장합니다.")
	third = draft(books)
	third.onload()
	history = third.get_onload("history")
	assert [row.reason_to_reopen for row in history] == ["이자를 기장합니다.", "카드 전표가 빠졌습니다."]
	assert {row.name for row in history} == {first.name, second.name}
	with pytest.raises(LedgerError):
		frappe.get_doc("Month Closing", first.name).delete()


def test_sums_of_the_budget_agree_with_the_ledger(books):
	"""누계 = 총계정원장 (제20조, 검산): a budget line whose spent sum was changed behind the ledger's back is found."""
	books.spend(1_000, day="2026-01-10")
	frappe.db.sql(
		"UPDATE `tabBudget Balance` SET actual = actual + 1 WHERE side = 'Expense' AND facility = %s",
		books.facility,
	)
	assert [finding.kind for finding in verify.verify_actuals(books.year)] == ["budget"]
	with pytest.raises(LedgerError, match="1,001"):
		factory.close_month(books.year, 1)


def test_nobody_opens_a_year_by_saving_it(books):
	"""Status and days of a year are the ledger's: REST leaves them as they are, whoever asks."""
	factory.close_month(books.year, 1)
	frappe.db.set_value("Accounting Year", books.year, "status", "Closed")
	year = frappe.get_doc("Accounting Year", books.year)
	year.update({"status": "Open", "closed_through": None, "entry_closed_through": None})
	year.save()
	year.reload()
	assert (year.status, str(year.closed_through)) == ("Closed", "2026-01-31")
