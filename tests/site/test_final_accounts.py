"""세입결산서 · 세출결산서 (T5): 별지 제5호의3 · 제5호의4 for a facility, 별지 제5호 · 제5호의2 for a corporation."""

import frappe
import ledger_books
import pytest
from ledger_books import make_books
from paper_helpers import pages, plain

from huimang.ledger import balances, budget
from huimang.ledger.keys import EXPENSE, REVENUE
from huimang.rules.statement_forms import find
from huimang.statements import engine, paper, screen

built, clean_slate, books = ledger_books.once(lambda: make_books(appropriated=1_000_000, revenue=5_000_000))


def draw(name, books):
	return engine.draw(name, {"facility": books.facility, "accounting_year": books.year})


def three(drawn, title):
	"""The three lines of a subject or of 총계 as (division, subsidy, own, donation, total)."""
	keys = ("gwan", "hang", "mok")
	index = next(i for i, row in enumerate(drawn.rows) if title in [row.values.get(key) for key in keys])
	return [
		tuple(row.values[key] for key in ("division", "subsidy", "own", "donation", "total"))
		for row in drawn.rows[index : index + 3]
	]


def kind(books, fund, value):
	frappe.db.set_value("Fund Source", fund, "kind", value)


def test_t5_form_5_4_by_hand(books):
	"""Two funds on one 목, the effective budget against what was spent, difference = 결산 − 예산."""
	kind(books, books.fund, "Subsidy")
	kind(books, books.other_fund, "Undesignated Donation")
	budget.appropriate(books.key(fund=books.other_fund), 70_000)
	books.spend(300_000, books.expense_semok)
	books.spend(200_000)
	drawn = draw("expense_settlement", books)
	expected = [
		("예산", 1_000_000, 0, 70_000, 1_070_000),
		("결산", 500_000, 0, 0, 500_000),
		("증감", -500_000, 0, -70_000, -570_000),
	]
	title = frappe.db.get_value("Account Subject", books.expense_mok, "subject_name")
	assert three(drawn, "총계") == three(drawn, title) == expected
	assert drawn.form.legal_basis.endswith("[별지 제5호의4서식]")


def test_t5_form_5_3_shows_more_received_than_planned(books):
	kind(books, books.fund, "Own Funds")
	books.receive(5_200_000)
	drawn = draw("revenue_settlement", books)
	assert three(drawn, "총계") == [
		("예산", 0, 5_000_000, 0, 5_000_000),
		("결산", 0, 5_200_000, 0, 5_200_000),
		("증감", 0, 200_000, 0, 200_000),
	]
	assert drawn.form.legal_basis.endswith("[별지 제5호의3서식]")


@pytest.mark.parametrize(("name", "side"), [("revenue_settlement", REVENUE), ("expense_settlement", EXPENSE)])
def test_t5_totals_are_the_sums_of_the_books(books, name, side):
	budget.appropriate(books.key(books.other_mok), 500_000)
	books.receive(900_000)
	books.spend(123_457)
	books.spend(1, books.other_mok)
	drawn = draw(name, books)
	lines = balances.budget_lines(books.year, side=side)
	total = three(drawn, "총계")
	assert total[0][-1] == sum(line.appropriated for line in lines)
	assert total[1][-1] == sum(row.amount for row in balances.totals(books.year, (), side=side))
	moks = [row for row in drawn.rows if row.level == 2 and row.values.get("mok")]
	assert sum(row.values["total"] for row in moks) == total[0][-1]


@pytest.mark.parametrize("unit", ["Facility", "Corporation"])
@pytest.mark.parametrize("name", ["revenue_settlement", "expense_settlement"])
def test_t5_columns_are_those_of_the_form(books, name, unit):
	frappe.db.set_value("Accounting Year", books.year, "accounting_unit", unit)
	drawn = draw(name, books)
	statutory = find(name, unit, frappe.utils.getdate("2026-12-31"))
	assert tuple(column.label for column in drawn.form.columns) == tuple(
		label.replace("과목(", "").rstrip(")") if label.startswith("과목(") else label
		for label in statutory.columns
	)


def test_t5_form_5_2_of_a_corporation_has_one_line_a_subject(books):
	for doctype, name in (("Accounting Year", books.year),):
		frappe.db.set_value(doctype, name, "accounting_unit", "Corporation")
	frappe.db.set_value("Account Subject", {"facility": books.facility}, "accounting_unit", "Corporation")
	books.spend(250_000)
	drawn = draw("expense_settlement", books)
	assert drawn.rows[0].values == {
		"gwan": "총계",
		"budget": 1_000_000,
		"actual": 250_000,
		"change": -750_000,
	}
	assert drawn.form.signers[-1] == "대표이사"
	assert drawn.form.legal_basis.endswith("[별지 제5호의2서식]")


def test_an_open_year_is_marked_as_provisional(books):
	assert "[가결산]" in draw("expense_settlement", books).form.note
	frappe.db.set_value("Accounting Year", books.year, "status", "Closed")
	assert "[가결산]" not in draw("expense_settlement", books).form.note


def test_its_paper_keeps_the_three_lines_of_a_subject_together(books):
	"""A long name runs on beside the lines below it, and no page ends within a subject."""
	frappe.db.set_value(
		"Account Subject",
		books.expense_mok,
		"subject_name",
		"아주 길고 길어서 세 줄에 걸치는 목의 이름입니다",
	)
	moks = frappe.get_all(
		"Account Subject", {"facility": books.facility, "side": EXPENSE, "level": "Mok"}, pluck="name"
	)
	budget.appropriate_many([(books.key(mok), 1_000) for mok in moks])
	text = [plain(page) for page in pages(paper.to_pdf(draw("expense_settlement", books)))]
	assert len(text) > 2
	for page in text:
		assert page.count("예산") >= page.count("증감") - 1
		assert "별지제5호의4서식" in page
		assert page.count("결산") - page.count("결산서") - page.count("가결산") - ("=결산" in page) == (
			page.count("예산") - ("−예산" in page)
		)
	assert "걸치는" in text[0]


def test_on_screen_the_three_lines_of_a_subject_fold_away_with_it(books):
	books.spend(1)
	filters = {"facility": books.facility, "accounting_year": books.year}
	_columns, rows, _note = screen.execute("expense_settlement", filters)
	assert [row["indent"] for row in rows] == [0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4]
