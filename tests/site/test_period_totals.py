"""월계표 · 일계표: they agree with the cash book and the general ledger (section 7 검산, 통제 8)."""

import frappe
import ledger_books
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger_books import make_books
from paper_helpers import pages, plain

from huimang.ledger import balances, budget, posting
from huimang.ledger.keys import EXPENSE, REVENUE, Posting
from huimang.statements import engine, paper
from huimang.statements.definition import RowKind
from huimang.statements.period_totals import Moves, totals
from huimang.statements.subjects import Chart, Subject

COLUMNS = ("carried", "income", "expense", "transfer", "sum")


def make():
	books = make_books(appropriated=1_000_000, revenue=5_000_000)
	budget.appropriate(books.key(books.other_mok), 500_000)
	return books


built, clean_slate, books = ledger_books.once(make)


def draw(name, books, **filters):
	return engine.draw(name, {"facility": books.facility, "accounting_year": books.year, **filters})


def figures(drawn, label):
	(row,) = [row for row in drawn.rows if label in (row.values.get("gwan"), row.values.get("mok"))]
	return tuple(row.values.get(key) for key in COLUMNS)


def move(books, won):
	"""Move money to another account of the facility, and return that account's name."""
	other = frappe.copy_doc(frappe.get_doc("Facility Bank Account", books.bank))
	other.account_title = "다른 통장"
	other.insert()
	legs = [
		Posting("Transfer", None, None, None, bank, amount)
		for bank, amount in ((books.bank, -won), (other.name, won))
	]
	posting.post(books.voucher(), legs)
	return other.name


def test_a_month_by_hand(books):
	books.receive(1_000_000, "2026-02-03")
	books.spend(100_000, day="2026-02-10")
	books.receive(50_000, "2026-03-05")
	books.spend(30_000, day="2026-03-10")
	books.spend(7_000, books.other_mok, day="2026-03-11")
	move(books, 200_000)
	drawn = draw("monthly_totals", books, month=3)
	assert figures(drawn, "세입 합계")[:3] == (1_000_000, 50_000, None)
	assert figures(drawn, "세출 합계") == (100_000, None, 37_000, None, 137_000)
	assert figures(drawn, "운영비 통장") == (900_000, 50_000, 37_000, -200_000, 713_000)
	assert figures(drawn, "다른 통장") == (0, 0, 0, 200_000, 200_000)
	assert figures(drawn, "통장 합계") == (900_000, 50_000, 37_000, 0, 913_000)


def test_a_day_by_hand(books):
	books.receive(1_000_000, "2026-02-03")
	books.spend(100_000, day="2026-03-09")
	books.spend(30_000, day="2026-03-10")
	books.spend(7_000, books.other_mok, day="2026-03-11")
	drawn = draw("daily_totals", books, day="2026-03-10")
	assert figures(drawn, "세출 합계") == (100_000, None, 30_000, None, 130_000)
	assert figures(drawn, "세입 합계") == (1_000_000, None, None, None, 1_000_000)
	assert figures(drawn, "통장 합계") == (900_000, 0, 30_000, 0, 870_000)
	assert len([row for row in drawn.rows if row.level == 2]) == 1, "only what moved has a line"


def test_what_is_taken_back_is_taken_off(books):
	back = books.spend(50_000, day="2026-01-20")
	posting.reverse(back.doctype, back.name, "2026-02-03")
	assert figures(draw("monthly_totals", books, month=2), "세출 합계") == (50_000, None, -50_000, None, 0)


@pytest.mark.parametrize("month", range(1, 5))
def test_control_8_months_agree_with_the_cash_book_and_the_accounts(books, month):
	for i in range(1, 5):
		books.receive(10_000 * i, f"2026-{i:02}-03")
		books.spend(1_000 * i, day=f"2026-{i:02}-20")
	drawn = draw("monthly_totals", books, month=month)
	cash = draw("cash_book", books, from_month=month, to_month=month)
	of_month, of_year = cash.rows[-2].values, cash.rows[-1].values
	assert figures(drawn, "세입 합계")[1] == of_month["income"]
	assert figures(drawn, "세출 합계")[2] == of_month["expense"]
	assert figures(drawn, "세입 합계")[4] - figures(drawn, "세출 합계")[4] == of_year["balance"]
	assert figures(drawn, "통장 합계")[4] == of_year["balance"]


def test_the_days_of_a_month_add_up_to_the_month(books):
	for day in (1, 2, 2, 28, 31):
		books.receive(1_000 * day, f"2026-03-{day:02}")
		books.spend(10 * day, day=f"2026-03-{day:02}")
	days = [draw("daily_totals", books, day=f"2026-03-{day:02}") for day in (1, 2, 28, 31)]
	month = draw("monthly_totals", books, month=3)
	assert sum(figures(day, "세입 합계")[1] for day in days) == figures(month, "세입 합계")[1]
	assert sum(figures(day, "세출 합계")[2] for day in days) == figures(month, "세출 합계")[2]
	assert figures(days[-1], "통장 합계")[4] == figures(month, "통장 합계")[4]


def test_the_last_month_holds_what_the_ledger_holds(books):
	books.receive(10_000, "2026-12-31")
	books.spend(3, day="2026-01-01")
	kept = {row.side: row.amount for row in balances.totals(books.year, ("side",))}
	drawn = draw("monthly_totals", books)
	assert (figures(drawn, "세입 합계")[4], figures(drawn, "세출 합계")[4]) == (kept[REVENUE], kept[EXPENSE])


@pytest.mark.parametrize("day", ["2025-12-31", "2027-01-01", "오늘", {"x": 1}])
def test_a_day_outside_the_year_is_refused(books, day):
	with pytest.raises(frappe.ValidationError):
		draw("daily_totals", books, day=day)


def test_an_account_leads_to_its_document_and_a_subject_to_its_entries(books):
	books.spend(1)
	links = {row.link for row in draw("monthly_totals", books, month=3).rows}
	assert ("Facility Bank Account", books.bank) in links and ("Account Subject", books.expense_mok) in links


@pytest.mark.parametrize(("name", "title"), [("monthly_totals", "월계표"), ("daily_totals", "일계표")])
def test_its_paper(books, name, title):
	books.spend(1_234_567 // 10)
	filters = {"day": "2026-03-10"} if name == "daily_totals" else {"month": 3}
	(text,) = pages(paper.to_pdf(draw(name, books, **filters)))
	for words in (title, "세입합계", "세출합계", "통장합계", "123,456", "△123,456", "누계·잔액"):
		assert words in plain(text)


@given(st.lists(st.tuples(st.integers(0, 3), *[st.integers(-(10**9), 10**9)] * 2), max_size=30))
def test_every_level_is_the_sum_of_the_one_below(moves):
	subjects = [Subject("g", "관", EXPENSE, 0, None, "1"), Subject("h", "항", EXPENSE, 1, "g", "11")]
	subjects += [Subject(str(i), f"목{i}", EXPENSE, 2, "h", f"11{i}") for i in range(4)]
	sums = {}
	for mok, carried, spent in moves:
		sums.setdefault(str(mok), Moves()).add(Moves(carried, 0, spent))
	rows = list(totals(Chart(subjects), sums, [], {}, Moves))
	total = next(row for row in rows if row.values.get("gwan") == "세출 합계")
	assert total.kind is RowKind.TOTAL
	for level in range(3):
		shown = [row for row in rows if row.level == level]
		assert (
			sum(row.values["sum"] for row in shown) == total.values["sum"] == sum(c + s for _m, c, s in moves)
		)
