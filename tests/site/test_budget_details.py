"""세입·세출명세서 (B9, B11; C2): 별지 제1호, a budget beside the one before it."""

import factory
import frappe
import pytest
from ledger_books import make_books
from paper_helpers import pages, plain

from huimang.budget.service import open_books
from huimang.rules.statement_forms import find
from huimang.statements import engine, paper
from huimang.statements.budget_details import Amounts, basis_of, table
from huimang.statements.subjects import Chart, Subject


@pytest.fixture
def books():
	return make_books(appropriated=0)


def line(books, subject, price, quantity=1, frequency=1, **kw):
	return {
		"account_subject": subject,
		"program": books.program,
		"fund_source": books.fund,
		"unit_price": price,
		"quantity": quantity,
		"frequency": frequency,
		**kw,
	}


def make(books, revenue, expense, year=None, version=None, docstatus=1):
	"""A budget with these lines, written past its approval."""
	budget = frappe.get_doc(
		{
			"doctype": "Facility Budget",
			"facility": books.facility,
			"accounting_year": year or books.year,
			"revenue_lines": revenue,
			"expense_lines": expense,
		}
	).insert()
	if docstatus:
		frappe.db.set_value("Facility Budget", budget.name, {"docstatus": 1, "stage": "Approved"})
		frappe.db.set_value("Facility Budget Line", {"parent": budget.name}, "docstatus", 1)
	return budget.name


def draw(books, **filters):
	return engine.draw(
		"budget_details", {"facility": books.facility, "accounting_year": books.year, **filters}
	)


def amounts(drawn, subject):
	title = frappe.db.get_value("Account Subject", subject, "subject_name")
	(row,) = [row for row in drawn.rows if row.values.get("mok") == title and row.link]
	return tuple(row.values[key] for key in ("before", "now", "change"))


def totals(drawn):
	return {
		row.values["gwan"]: tuple(row.values[key] for key in ("before", "now", "change"))
		for row in drawn.rows
		if row.kind == "total"
	}


def test_b11_form_1_beside_last_years_final_budget(books):
	"""당해연도 beside 전년도: the last confirmed version of the year before counts, subject by subject."""
	last_year = open_books(books.facility, 2025)
	make(books, [line(books, books.revenue_mok, 500)], [line(books, books.expense_mok, 500)], last_year)
	make(
		books,
		[line(books, books.revenue_mok, 700)],
		[line(books, books.expense_mok, 300), line(books, books.other_mok, 400)],
		last_year,
	)
	make(books, [line(books, books.revenue_mok, 1_000)], [line(books, books.expense_mok, 1_000)])
	drawn = draw(books)
	assert amounts(drawn, books.revenue_mok) == (700, 1_000, 300)
	assert amounts(drawn, books.expense_mok) == (300, 1_000, 700)
	assert amounts(drawn, books.other_mok) == (400, 0, -400)
	assert totals(drawn) == {"세입 총계": (700, 1_000, 300), "세출 총계": (700, 1_000, 300)}
	assert drawn.form.legal_basis.endswith("[별지 제1호서식]")


def test_b11_columns_are_those_of_the_form(books):
	labels = [column.label for column in draw(books).form.columns]
	statutory = find("budget_details", "Facility", frappe.utils.getdate("2026-12-31")).columns
	assert labels == [label.replace("과목(", "").rstrip(")") for label in statutory]


def test_c2_a_supplementary_budget_stands_beside_the_version_before(books):
	make(books, [line(books, books.revenue_mok, 1_000)], [line(books, books.expense_mok, 1_000)])
	first = make(books, [line(books, books.revenue_mok, 1_500)], [line(books, books.expense_mok, 1_500)])
	draft = make(
		books,
		[line(books, books.revenue_mok, 1_200)],
		[line(books, books.expense_mok, 900), line(books, books.other_mok, 300)],
		docstatus=0,
	)
	in_force = draw(books)
	assert amounts(in_force, books.expense_mok) == (1_000, 1_500, 500), (
		"the budget in force unless told otherwise"
	)
	assert {"기정예산액", "추경예산액"} <= {column.label for column in in_force.form.columns}
	assert in_force.rows[1].link == ("Facility Budget", first)
	drawn = draw(books, budget=draft)
	assert amounts(drawn, books.expense_mok) == (1_500, 900, -600)
	assert amounts(drawn, books.other_mok) == (0, 300, 300)
	assert dict(drawn.heading.details)["예산"].endswith("(작성 중)")


def test_c1_an_original_after_a_provisional_budget_stands_beside_last_years(books):
	"""준예산 is no budget to compare with: 본예산 shows 전년도 예산액, and what follows it shows 기정예산액."""
	last_year = open_books(books.facility, 2025)
	make(books, [line(books, books.revenue_mok, 700)], [line(books, books.expense_mok, 700)], last_year)
	stopgap = make(books, [line(books, books.revenue_mok, 50)], [line(books, books.expense_mok, 50)])
	frappe.db.set_value("Facility Budget", stopgap, "budget_type", "Provisional")
	original = make(books, [line(books, books.revenue_mok, 900)], [line(books, books.expense_mok, 900)])
	frappe.db.set_value("Facility Budget", original, "budget_type", "Original")
	drawn = draw(books)
	assert amounts(drawn, books.expense_mok) == (700, 900, 200)
	assert "전년도 예산액" in {column.label for column in drawn.form.columns}
	assert amounts(draw(books, budget=stopgap), books.expense_mok) == (700, 50, -650)


def test_lines_of_a_subject_are_added_up_and_each_says_how_it_was_reckoned(books):
	make(
		books,
		[line(books, books.revenue_mok, 7_000)],
		[
			line(books, books.expense_mok, 1_000, 2, 3, description="소식지", unit="부, 월"),
			line(books, books.expense_semok, 0, description="행사", amount=1_000),
		],
	)
	drawn = draw(books)
	assert amounts(drawn, books.expense_mok) == (0, 7_000, 7_000)
	fund = frappe.db.get_value("Fund Source", books.fund, "fund_source_name")
	assert [row.values["basis"] for row in drawn.rows if row.values.get("basis")][-2:] == [
		f"소식지 1,000원 × 2부 × 3월 = 6,000원 [{fund}]",
		f"(검사용 세목) 행사 1,000원 [{fund}]",
	]


@pytest.mark.parametrize(("quantity", "shown"), [(1_234_567, "1,234,567명"), (0.5, "0.5명"), (12.0, "12명")])
def test_a_reckoning_shows_its_numbers_as_they_were_entered(quantity, shown):
	line = frappe._dict(
		unit_price=10,
		quantity=quantity,
		frequency=1,
		unit="명",
		amount=10 * int(quantity),
		fund_source_name="보조금",
	)
	assert f"10원 × {shown} =" in basis_of(line, with_program=False)


def test_a_year_without_a_budget_is_an_empty_form(books):
	drawn = draw(books)
	assert drawn.rows == [] and dict(drawn.heading.details) == {"예산": "예산 없음"}
	assert "세입·세출명세서" in plain(pages(paper.to_pdf(drawn))[0])


def test_the_budget_of_another_year_is_refused(books):
	other = make(
		books,
		[line(books, books.revenue_mok, 1)],
		[line(books, books.expense_mok, 1)],
		open_books(books.facility, 2025),
	)
	with pytest.raises(frappe.ValidationError):
		draw(books, budget=other)


def test_the_budget_of_another_facility_is_refused(books):
	stranger = make_books(appropriated=0)
	other = make(
		stranger, [line(stranger, stranger.revenue_mok, 1)], [line(stranger, stranger.expense_mok, 1)]
	)
	with factory.acting_as("Administrator"), pytest.raises(frappe.ValidationError):
		draw(books, budget=other)


def test_its_paper_lies_on_its_side_and_goes_on_without_lines_between_reckonings(books):
	make(
		books,
		[line(books, books.revenue_mok, 60_000)],
		[line(books, books.expense_mok, 1_000, description=f"{i}번 근거") for i in range(60)],
	)
	text = [plain(page) for page in pages(paper.to_pdf(draw(books)))]
	assert len(text) > 1
	name = plain(frappe.db.get_value("Account Subject", books.expense_mok, "subject_name"))
	for page in text:
		assert "별지제1호서식" in page and "산출근거" in page and name in page
	assert all(f"{i}번근거" in "".join(text) for i in range(60))


def test_the_table_is_pure():
	chart = Chart(
		[Subject(str(i), f"과목{i}", "Expense", i, str(i - 1) if i else None, str(i)) for i in range(3)]
	)
	rows = list(table(chart, {"2": Amounts(5, 3, ["하나", "둘"])}, "b"))
	assert [row.values.get("change") for row in rows] == [0, -2, -2, -2, -2, None]
	assert (rows[-1].rule, rows[-1].values) == ("", {"basis": "둘"})
