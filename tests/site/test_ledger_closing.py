"""A closed month takes no entry, by whatever road it comes."""

import factory
import frappe
import ledger_books
import pytest
from ledger_books import make_books

from huimang.errors import ClosedPeriodError, LedgerError
from huimang.ledger import closing, posting
from huimang.ledger.api import next_to_close, reopen_month

pytestmark = pytest.mark.usefixtures("ledger_alone")


built, clean_slate, books = ledger_books.once()


def close(books, month: int):
	return factory.close_month(books.year, month)


def closed_through(books) -> str:
	return str(frappe.db.get_value("Accounting Year", books.year, "closed_through"))


def test_months_close_in_order(books):
	with pytest.raises(LedgerError, match="1월"):
		close(books, 2)
	first = close(books, 1)
	assert (first.name, first.title) == (f"{books.year}-01", "2026년 시설회계 1월 마감")
	assert closed_through(books) == "2026-01-31"
	close(books, 2)
	assert closed_through(books) == "2026-02-28"
	with pytest.raises(ClosedPeriodError):
		close(books, 1)


def test_a_closed_month_takes_nothing(books):
	voucher = books.spend(1_000, day="2026-01-31")
	close(books, 1)
	with pytest.raises(ClosedPeriodError, match="마감"):
		books.spend(1_000, day="2026-01-31")
	with pytest.raises(ClosedPeriodError):
		books.receive(1_000, day="2026-01-01")
	with pytest.raises(ClosedPeriodError):
		posting.reverse(voucher.doctype, voucher.name, "2026-01-31")
	with pytest.raises(ClosedPeriodError):
		closing.require_open(books.year, "2026-01-15")
	posting.reverse(voucher.doctype, voucher.name, "2026-02-01")
	books.spend(1_000, day="2026-02-01")


def test_days_outside_the_year(books):
	for day in ("2025-12-31", "2027-01-01"):
		with pytest.raises(ClosedPeriodError, match="회계연도"):
			books.spend(1_000, day=day)


def test_a_closed_year_takes_nothing(books):
	frappe.db.set_value("Accounting Year", books.year, "status", "Closed")
	with pytest.raises(ClosedPeriodError):
		books.spend(1_000, day="2026-12-31")
	with pytest.raises(ClosedPeriodError):
		closing.reopen_month(books.year, 12)


def test_the_head_reopens_the_last_month_with_a_reason(books):
	first, second = close(books, 1), close(books, 2)
	first.reload()
	with pytest.raises(LedgerError):
		first.update({"reason_to_reopen": "두 번째가 먼저"}).cancel()
	with pytest.raises(LedgerError, match="사유"):
		frappe.get_doc("Month Closing", second.name).cancel()
	reopen_month(second.name, "누락된 영수증을 기장합니다.")
	assert closed_through(books) == "2026-01-31"
	second.reload()
	assert (second.docstatus, second.reason_to_reopen) == (2, "누락된 영수증을 기장합니다.")
	assert second.reopened_by == "Administrator"
	books.spend(1_000, day="2026-02-10")
	assert close(books, 2).name == f"{books.year}-02-1"


def test_reopening_the_first_month_opens_the_year_from_its_start(books):
	reopen_month(close(books, 1).name, "첫 달 다시 엶")
	assert closed_through(books) == "None"
	books.spend(1_000, day="2026-01-01")


def test_only_the_facility_head_reopens(books):
	closing_doc = close(books, 1)
	tag = frappe.generate_hash(length=6)
	accountant = factory.make_user(f"accountant-{tag}@example.com", books.facility, ["Accountant"])
	head = factory.make_user(f"head-{tag}@example.com", books.facility, ["Facility Head"])
	with factory.acting_as(accountant), pytest.raises(frappe.PermissionError):
		reopen_month(closing_doc.name, "제가 열겠습니다.")
	with factory.acting_as(head):
		reopen_month(closing_doc.name, "시설장이 엽니다.")
	with factory.acting_as(accountant):
		close(books, 1)


def test_a_year_that_starts_in_march():
	"""어린이집: March is the first month, the February after it the last (제3조)."""
	year = frappe._dict(start_date=frappe.utils.getdate("2026-03-01"))
	assert [str(day) for day in closing.month_bounds(year, 3)] == ["2026-03-01", "2026-03-31"]
	assert [str(day) for day in closing.month_bounds(year, 2)] == ["2027-02-01", "2027-02-28"]


def test_modules_above_may_object(books, monkeypatch):
	"""Sentences of the hook are shown, and the month stays open."""
	asked = []

	def object_to(facility, year, first, last):
		asked.append((facility, year, str(first), str(last)))
		return ["결재 중인 지출결의서가 2건 있습니다."]

	monkeypatch.setattr(frappe, "get_hooks", lambda key: ["anything"] if key == closing.HOOK else [])
	monkeypatch.setattr(frappe, "get_attr", lambda path: object_to)
	with pytest.raises(LedgerError, match="2건"):
		closing.close_month(books.year, 1)
	assert asked == [(books.facility, books.year, "2026-01-01", "2026-01-31")]


def test_a_balance_that_differs_from_its_entries_stands_against_closing(books):
	books.spend(1_000, day="2026-01-10")
	frappe.db.sql("UPDATE `tabLedger Balance` SET amount = amount + 1 WHERE facility = %s", books.facility)
	with pytest.raises(LedgerError, match="1,001"):
		close(books, 1)


def test_the_form_offers_the_month_that_is_next(books):
	frappe.db.set_value("Accounting Year", books.year, "status", "Open")
	accountant = factory.make_user(
		f"accountant-{frappe.generate_hash(length=6)}@example.com", books.facility, ["Accountant"]
	)
	stranger = make_books()
	with factory.acting_as(accountant):
		expected = {"facility": books.facility, "accounting_year": books.year, "month": 1}
		assert next_to_close() == next_to_close(books.facility) == expected
		close(books, 1)
		assert next_to_close()["month"] == 2
		assert next_to_close(stranger.facility) == {}
