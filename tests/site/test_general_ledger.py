"""총계정원장 (L1, L2): 별지 제25호의2 for a facility, 별지 제25호 for a corporation."""

from itertools import pairwise

import frappe
import ledger_books
import pytest
from ledger_books import make_books
from paper_helpers import pages, plain

from huimang.ledger import balances, budget, posting
from huimang.ledger.keys import EXPENSE, Posting
from huimang.rules.statement_forms import find
from huimang.statements import engine, paper
from huimang.statements.definition import RowKind

built, clean_slate, books = ledger_books.once(lambda: make_books(appropriated=1_000_000, revenue=5_000_000))


def draw(books, **filters):
	return engine.draw(
		"general_ledger", {"facility": books.facility, "accounting_year": books.year, **filters}
	)


def words(row):
	return tuple(row.values.get(key) for key in ("remarks", "income", "expense", "balance"))


def test_l2_form_25_2_by_hand(books):
	"""One subject over two months: carried in, booked on the 목 and a 세목, taken back, added up."""
	books.spend(100_000, day="2026-01-10")
	books.spend(30_000, books.expense_semok, day="2026-02-05")
	back = books.spend(50_000, day="2026-02-10")
	posting.reverse(back.doctype, back.name, "2026-03-03")
	drawn = draw(books, from_month=2, to_month=3, side="Expense")
	above, name = frappe.db.get_value("Account Subject", books.expense_mok, ["path_label", "subject_name"])
	assert [words(row) for row in drawn.rows] == [
		(f"[세출] {above} > {name}", None, None, None),
		("전월이월", None, None, 100_000),
		("[검사용 세목]", None, 30_000, 130_000),
		("", None, 50_000, 180_000),
		("2월 월계", None, 80_000, 180_000),
		("2월 누계", None, 180_000, 180_000),
		("", None, -50_000, 130_000),
		("3월 월계", None, -50_000, 130_000),
		("3월 누계", None, 130_000, 130_000),
		("세출 합계", None, 30_000, 130_000),
	]
	assert drawn.form.legal_basis.endswith("[별지 제25호의2서식]")


@pytest.mark.parametrize("unit", ["Facility", "Corporation"])
def test_l2_columns_are_those_of_the_form(books, unit):
	frappe.db.set_value("Accounting Year", books.year, "accounting_unit", unit)
	statutory = find("general_ledger", unit, frappe.utils.getdate("2026-12-31"))
	assert tuple(column.label for column in draw(books).form.columns) == statutory.columns


def test_l2_form_25_of_a_corporation_says_on_which_side_a_balance_stands(books):
	frappe.db.set_value("Accounting Year", books.year, "accounting_unit", "Corporation")
	frappe.db.set_value("Account Subject", {"facility": books.facility}, "accounting_unit", "Corporation")
	books.receive(10_000)
	books.spend(4_000)
	marks = [row.values["mark"] for row in draw(books).rows if row.kind is RowKind.ENTRY]
	assert marks == ["대", "차"]


def test_control_8_its_months_are_those_of_the_cash_book(books):
	"""월계·누계 = 총계정원장 합계 (section 7, 검산): month by month, both books add up to the same won."""
	budget.appropriate(books.key(books.other_mok), 500_000)
	for month in range(1, 5):
		books.receive(10_000 * month, f"2026-{month:02}-03")
		books.spend(1_000 * month, day=f"2026-{month:02}-20")
		books.spend(7 * month, books.other_mok, day=f"2026-{month:02}-21")
	cash = engine.draw("cash_book", {"facility": books.facility, "accounting_year": books.year})
	months = [row.values for row in cash.rows if row.kind is RowKind.SUBTOTAL]
	for month in range(1, 5):
		totals = [
			row.values
			for row in draw(books, from_month=month, to_month=month).rows
			if row.kind is RowKind.TOTAL
		]
		assert (totals[0]["income"], totals[1]["expense"]) == (
			months[month - 1]["income"],
			months[month - 1]["expense"],
		)


def test_every_balance_is_the_one_of_the_ledger(books):
	budget.appropriate(books.key(books.other_mok), 500_000)
	for day, amount in (("2026-01-05", 10), ("2026-04-05", 300), ("2026-04-06", 7)):
		books.spend(amount, day=day)
		books.spend(amount + 1, books.other_mok, day=day)
	drawn = draw(books, from_month=4, to_month=12)
	kept = {row.mok: row.amount for row in balances.totals(books.year, ("mok",), side=EXPENSE)}
	subject, last = None, {}
	for row in drawn.rows:
		if row.kind is RowKind.SECTION:
			subject = row.link[1]
			last[subject] = row.values.get("balance")
		elif row.kind is not RowKind.TOTAL:
			last[subject] = row.values["balance"]
	assert last == kept


def test_what_did_not_move_takes_one_line(books):
	books.spend(10_000, day="2026-01-05")
	drawn = draw(books, from_month=2, side="Expense")
	assert [(row.kind, row.values["balance"]) for row in drawn.rows] == [
		(RowKind.SECTION, 10_000),
		(RowKind.TOTAL, 10_000),
	]


def test_one_subject_can_be_chosen_a_mok_or_a_semok(books):
	books.spend(10_000)
	books.spend(2_000, books.expense_semok)
	books.receive(5)
	both = [words(row)[2] for row in draw(books, account_subject=books.expense_mok).rows if row.link]
	assert both == [None, 10_000, 2_000]
	one = draw(books, account_subject=books.expense_semok, side="Expense")
	assert [words(row)[2] for row in one.rows if row.kind is RowKind.ENTRY] == [2_000]
	assert one.heading.details[0][0] == "계정과목"


def test_transfers_between_own_accounts_are_on_no_subject(books):
	other = frappe.copy_doc(frappe.get_doc("Facility Bank Account", books.bank))
	other.account_title = "다른 통장"
	other.insert()
	moves = [
		Posting("Transfer", None, None, None, bank, won) for bank, won in ((books.bank, -5), (other.name, 5))
	]
	posting.post(books.voucher(), moves)
	assert [row.kind for row in draw(books).rows] == [RowKind.TOTAL, RowKind.TOTAL]


def test_a_long_subject_names_itself_on_every_page(books):
	for _i in range(3):
		posting.post(books.voucher(), [books.line(10 + i) for i in range(40)], reserved=False)
	name = plain(frappe.db.get_value("Account Subject", books.expense_mok, "subject_name"))
	text = [plain(page) for page in pages(paper.to_pdf(draw(books, side="Expense")))]
	assert len(text) > 2
	for number, page in enumerate(text, 1):
		assert name in page and "별지제25호의2서식" in page and f"-{number}/{len(text)}-" in page
		assert ("전쪽이월" in page) == (number > 1)


def test_a_subject_that_begins_a_page_takes_nothing_from_the_one_before(books):
	"""The pages of a book with many subjects: what is carried over belongs to the subject that goes on."""
	moks = frappe.get_all(
		"Account Subject", {"facility": books.facility, "side": EXPENSE, "level": "Mok"}, pluck="name"
	)
	budget.appropriate_many([(books.key(mok), 1_000) for mok in moks])
	posting.post(books.voucher(), [books.line(10, mok) for mok in moks for _i in range(3)], reserved=False)
	text = [plain(page) for page in pages(paper.to_pdf(draw(books, side="Expense")))]
	assert len(text) > 2
	for page, following in pairwise(text):
		assert ("다음쪽으로" in page) == ("전쪽이월" in following)
