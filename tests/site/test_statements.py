"""예산대비 집행현황 and 현금출납부: right to the won, on screen, on paper and as a spreadsheet."""

import io
import json
from datetime import date, datetime

import factory
import frappe
import house
import openpyxl
import pytest
from counting import at_most
from hypothesis import given
from hypothesis import strategies as st
from ledger_books import Books, make_books
from paper_helpers import body, pages, person, plain, request

from huimang.errors import FacilityAccessError
from huimang.ledger import balances, budget, posting
from huimang.ledger.keys import EXPENSE, REVENUE
from huimang.statements import engine, paper, screen, sheet
from huimang.statements.cash_book import Names, Sums, book
from huimang.statements.definition import RowKind

STRANGER, ACCOUNTANT, PAYER = (f"{name}@statements.test" for name in ("stranger", "accountant", "payer"))


def make() -> Books:
	"""Books with their readers, and an accountant of another facility."""
	books = make_books(appropriated=1_000_000, revenue=5_000_000)
	factory.make_user(ACCOUNTANT, books.facility, ["Accountant"])
	factory.make_user(PAYER, books.facility, ["HR Manager"])
	factory.make_user(STRANGER, factory.make_facility(), ["Accountant"])
	return books


built, clean_slate, books = house.once(make, (STRANGER, ACCOUNTANT, PAYER))


def draw(name, books, **filters):
	return engine.draw(name, {"facility": books.facility, "accounting_year": books.year, **filters})


def figures(row, *keys):
	return tuple(row.values.get(key) for key in keys)


def of_kind(drawn, kind):
	return [row for row in drawn.rows if row.kind is kind]


class TestCashBook:
	COLUMNS = ("remarks", "income", "expense", "balance")

	def test_a_month_by_hand(self, books):
		books.receive(1_000_000, "2026-01-05")
		books.spend(300_000, day="2026-01-10")
		back = books.spend(50_000, day="2026-01-20")
		posting.reverse(back.doctype, back.name, "2026-02-03")
		books.receive(40_000, "2026-02-01")
		drawn = draw("cash_book", books, from_month="1", to_month="2")
		assert [figures(row, *self.COLUMNS[1:]) for row in of_kind(drawn, RowKind.ENTRY)] == [
			(1_000_000, None, 1_000_000),
			(None, 300_000, 700_000),
			(None, 50_000, 650_000),
			(40_000, None, 690_000),
			(None, -50_000, 740_000),
		]
		assert [figures(row, *self.COLUMNS) for row in drawn.rows if row.kind is not RowKind.ENTRY] == [
			("전월이월", None, None, 0),
			("1월 월계", 1_000_000, 350_000, 650_000),
			("1월 누계", 1_000_000, 350_000, 650_000),
			("2월 월계", 40_000, -50_000, 740_000),
			("2월 누계", 1_040_000, 300_000, 740_000),
		]

	def test_a_later_month_opens_with_what_the_earlier_ones_left(self, books):
		books.receive(1_000_000, "2026-01-05")
		books.spend(300_000, day="2026-02-10")
		books.spend(100_000, day="2026-03-10")
		drawn = draw("cash_book", books, from_month=3, to_month=3)
		assert [figures(row, *self.COLUMNS) for row in drawn.rows if row.kind is not RowKind.ENTRY] == [
			("전월이월", None, None, 700_000),
			("3월 월계", 0, 100_000, 600_000),
			("3월 누계", 1_000_000, 400_000, 600_000),
		]

	def test_the_book_of_one_account_holds_its_entries_only(self, books):
		other = frappe.copy_doc(frappe.get_doc("Facility Bank Account", books.bank))
		other.account_title = "다른 통장"
		other.insert()
		posting.post(books.voucher(), [books.line(70_000, side=REVENUE, bank=other.name)])
		books.receive(5_000)
		drawn = draw("cash_book", books, bank_account=other.name)
		assert [row.values["balance"] for row in of_kind(drawn, RowKind.ENTRY)] == [70_000]
		assert drawn.heading.details == (("통장", "다른 통장"),)

	def test_it_agrees_with_the_balances(self, books):
		for month in range(1, 7):
			books.receive(10_000 * month, f"2026-{month:02}-03")
			books.spend(1_000 * month, day=f"2026-{month:02}-20")
		drawn = draw("cash_book", books)
		totals = {row.side: row.amount for row in balances.totals(books.year, ("side",))}
		last = of_kind(drawn, RowKind.RUNNING)[-1]
		assert figures(last, *self.COLUMNS[1:]) == (
			totals[REVENUE],
			totals[EXPENSE],
			totals[REVENUE] - totals[EXPENSE],
		)
		assert last.values["balance"] == balances.totals(books.year, ())[0].cash_amount

	def test_an_entry_leads_to_its_voucher(self, books):
		voucher = books.spend(1_000)
		(row,) = of_kind(draw("cash_book", books), RowKind.ENTRY)
		assert row.link == (voucher.doctype, voucher.name)

	def test_facilities_and_corporations_have_their_own_forms(self, books):
		assert "별지 제24호의2서식" in draw("cash_book", books).form.legal_basis
		frappe.db.set_value("Accounting Year", books.year, "accounting_unit", "Corporation")
		form = draw("cash_book", books).form
		assert "별지 제24호서식" in form.legal_basis
		assert [column.label for column in form.columns] == [
			"연월일",
			"적요",
			"수입금액",
			"지출금액",
			"차인잔액",
		]

	def test_remarks_say_with_whom_and_a_corporations_also_for_what(self, books):
		party = {
			"doctype": "Counterparty",
			"facility": books.facility,
			"kind": "Individual",
			"counterparty_name": "홍길동",
		}
		line = books.line(
			1_000, side=REVENUE, remarks="강사비", counterparty=frappe.get_doc(party).insert().name
		)
		posting.post(books.voucher(), [line])
		(row,) = of_kind(draw("cash_book", books), RowKind.ENTRY)
		assert row.values["remarks"] == "강사비 (홍길동)"
		frappe.db.set_value("Accounting Year", books.year, "accounting_unit", "Corporation")
		subject = frappe.db.get_value("Account Subject", books.revenue_mok, "subject_name")
		(row,) = of_kind(draw("cash_book", books), RowKind.ENTRY)
		assert row.values["remarks"] == f"[{subject}] 강사비 (홍길동)"

	def test_a_child_care_centres_year_runs_from_march(self, books):
		dates = {"start_date": "2026-03-01", "end_date": "2027-02-28"}
		frappe.db.set_value("Accounting Year", books.year, dates)
		frappe.clear_document_cache("Accounting Year", books.year)
		drawn = draw("cash_book", books, from_month=12, to_month=2)
		assert [row.values["remarks"] for row in of_kind(drawn, RowKind.SUBTOTAL)] == [
			"12월 월계",
			"1월 월계",
			"2월 월계",
		]
		assert drawn.heading.period == "2026. 12. 01. ~ 2027. 02. 28."

	def test_transfers_between_own_accounts_are_neither_receipt_nor_payment(self):
		moves = [_entry("Transfer", -500), _entry("Transfer", 500)]
		assert [row.values["balance"] for row in book(Sums(), moves, [1], Names())] == [0, 0, 0]
		shown = list(book(Sums(), moves[:1], [1], Names(), with_transfers=True))
		assert figures(shown[1], "income", "expense", "balance") == (None, 500, -500)

	@given(
		st.lists(
			st.tuples(st.integers(1, 12), st.sampled_from([REVENUE, EXPENSE]), st.integers(-(10**9), 10**9))
		)
	)
	def test_months_add_up_to_the_year(self, moves):
		moves.sort(key=lambda move: move[0])
		entries = [_entry(side, cash, month) for month, side, cash in moves]
		rows = list(book(Sums(), entries, range(1, 13), Names()))
		subtotals = [row.values for row in rows if row.kind is RowKind.SUBTOTAL]
		running = [row.values for row in rows if row.kind is RowKind.RUNNING]
		assert len(subtotals) == 12
		for key in ("income", "expense"):
			assert sum(values[key] for values in subtotals) == running[-1][key]
		assert (
			running[-1]["income"] - running[-1]["expense"]
			== running[-1]["balance"]
			== sum(move[2] for move in moves)
		)
		assert sum(row.kind is RowKind.ENTRY for row in rows) == len(moves)


class TestBudgetExecution:
	COLUMNS = ("budget", "month", "actual", "reserved", "left", "rate")

	def row(self, drawn, subject):
		(row,) = [row for row in drawn.rows if row.link == ("Account Subject", subject)]
		return row

	def test_a_year_by_hand(self, books):
		books.spend(200_000, day="2026-02-10")
		books.spend(50_000, day="2026-03-10")
		budget.reserve([(books.key(), 30_000)])
		books.receive(4_000_000, "2026-03-02")
		drawn = draw("budget_execution", books, month=3)
		assert figures(self.row(drawn, books.expense_mok), *self.COLUMNS) == (
			1_000_000,
			50_000,
			250_000,
			30_000,
			720_000,
			25.0,
		)
		assert figures(self.row(drawn, books.revenue_mok), *self.COLUMNS) == (
			5_000_000,
			4_000_000,
			4_000_000,
			0,
			1_000_000,
			80.0,
		)

	def test_later_months_are_left_out(self, books):
		books.spend(200_000, day="2026-02-10")
		books.spend(50_000, day="2026-03-10")
		row = self.row(draw("budget_execution", books, month="2"), books.expense_mok)
		assert figures(row, "month", "actual") == (200_000, 200_000)

	def test_each_level_is_the_sum_of_the_one_below(self, books):
		budget.appropriate(books.key(books.other_mok), 500_000)
		budget.appropriate(books.key(fund=books.other_fund), 70_000)
		books.spend(200_000, books.expense_semok)
		books.spend(10_000, books.other_mok)
		drawn = draw("budget_execution", books)
		for side, label in ((REVENUE, "세입 합계"), (EXPENSE, "세출 합계")):
			(total,) = [row for row in drawn.rows if row.values.get("gwan") == label]
			for level in ("Gwan", "Hang", "Mok"):
				names = frappe.get_all(
					"Account Subject",
					{"facility": books.facility, "side": side, "level": level},
					pluck="name",
				)
				rows = [row for row in drawn.rows if row.link and row.link[1] in names]
				for key in self.COLUMNS[:5]:
					assert sum(row.values[key] for row in rows) == total.values[key]

	def test_a_semok_is_shown_below_its_mok_and_not_counted_twice(self, books):
		books.spend(200_000, books.expense_semok)
		drawn = draw("budget_execution", books)
		mok, semok = self.row(drawn, books.expense_mok), self.row(drawn, books.expense_semok)
		assert (mok.level, semok.level) == (2, 3)
		assert mok.values["actual"] == semok.values["actual"] == 200_000
		assert (semok.values["budget"], semok.values["left"]) == (None, None)
		assert not [row for row in draw("budget_execution", books, level="Mok").rows if row.level == 3]

	def test_filters_narrow_every_figure(self, books):
		budget.appropriate(books.key(fund=books.other_fund), 70_000)
		books.spend(200_000)
		drawn = draw("budget_execution", books, fund_source=books.other_fund, side="Expense")
		assert figures(self.row(drawn, books.expense_mok), "budget", "actual") == (70_000, 0)
		assert [row.values["gwan"] for row in of_kind(drawn, RowKind.SECTION)] == ["세출"]
		assert dict(drawn.heading.details)["자금원천"] != "전체"

	@pytest.mark.parametrize(("group_by", "column"), [("Program", "program"), ("Fund Source", "fund_source")])
	def test_it_tells_programs_and_fund_sources_apart(self, books, group_by, column):
		"""Each has its own trees, and together they are the figures that are not told apart."""
		program = frappe.copy_doc(frappe.get_doc("Welfare Program", books.program))
		program.program_name = "다른 사업"
		program.insert()
		key = books.key(fund=books.other_fund)._replace(program=program.name)
		budget.appropriate(key, 70_000)
		budget.reserve([(key, 20_000)])
		books.spend(200_000, books.expense_semok)
		whole = {
			row.values["gwan"]: row.values for row in of_kind(draw("budget_execution", books), RowKind.TOTAL)
		}
		drawn = draw("budget_execution", books, group_by=group_by)
		assert {row.values["gwan"]: row.values for row in of_kind(drawn, RowKind.TOTAL)} == whole
		parts = [
			row.values for row in of_kind(drawn, RowKind.SUBTOTAL) if row.values["gwan"].endswith("세출 계")
		]
		assert sorted(tuple(part[key] for key in self.COLUMNS[:5]) for part in parts) == [
			(70_000, 0, 0, 20_000, 50_000),
			(1_000_000, 0, 200_000, 0, 800_000),
		]
		one = draw(
			"budget_execution", books, side="Expense", **{column: key[4 if column == "program" else 5]}
		)
		assert figures(of_kind(one, RowKind.TOTAL)[0], "budget", "reserved") == (70_000, 20_000)

	def test_subjects_stand_in_the_order_of_their_codes(self, books):
		rows = [row for row in draw("budget_execution", books).rows if row.level is not None]
		keys = [frappe.db.get_value("Account Subject", row.link[1], "sort_key") for row in rows]
		assert keys == sorted(keys, key=lambda key: (key[0] != "R", key)) or keys == sorted(keys)


class TestAccess:
	@pytest.mark.parametrize("name", sorted(engine.STATEMENTS))
	def test_strangers_are_refused(self, books, name):
		with factory.acting_as(STRANGER), pytest.raises(FacilityAccessError):
			draw(name, books)

	def test_roles_without_the_books_are_refused(self, books):
		worker = person(books.facility, "Social Worker")
		with factory.acting_as(worker), pytest.raises(FacilityAccessError):
			draw("cash_book", books)

	def test_ones_own_facility_does_not_open_anothers_books(self, books):
		home = house.build()
		with factory.acting_as(home.accountant):
			for name, filters in (
				("cash_book", {"accounting_year": books.year}),
				("budget_execution", {"accounting_year": books.year}),
				("cash_book", {"accounting_year": home.year, "bank_account": books.bank}),
				("budget_execution", {"accounting_year": home.year, "program": books.program}),
				("budget_execution", {"accounting_year": home.year, "fund_source": books.fund}),
			):
				with pytest.raises(frappe.ValidationError):
					engine.draw(name, {"facility": home.facility, **filters})

	@pytest.mark.parametrize(
		"filters",
		[
			{"facility": None},
			{"facility": ["in", []]},
			{"accounting_year": None},
			{"accounting_year": {"x": 1}},
			{"from_month": 13},
			{"to_month": "둘"},
			{"from_month": 5, "to_month": 4},
			{"bank_account": "none"},
			{"bank_account": ["like", "%"]},
		],
	)
	def test_filters_that_make_no_sense_are_refused(self, books, filters):
		with pytest.raises(frappe.ValidationError):
			draw("cash_book", books, **filters)

	def test_unknown_statements_are_refused(self, books):
		with pytest.raises(frappe.ValidationError):
			draw("os", books)


class TestCost:
	@pytest.mark.parametrize("name", sorted(engine.STATEMENTS))
	def test_queries_do_not_grow_with_the_entries(self, books, name):
		limit = 20 if name == "duties_list" else 12  # that one asks every area for what it hands over
		counted = []
		for entries in (1, 20, 20):
			posting.post(books.voucher(), [books.line(1) for _i in range(entries)], reserved=False)
			draw(name, books, from_month=2)  # what posting has made the caches forget is read again
			with at_most(limit) as statements:
				draw(name, books, from_month=2)
			counted.append(len(statements))
		assert counted[-1] <= counted[0]


class TestScreen:
	def test_the_report_shows_figures_as_numbers(self, books):
		books.spend(200_000, day="2026-03-10")
		columns, rows, _note = screen.execute(
			"cash_book", {"facility": books.facility, "accounting_year": books.year}
		)
		assert [column["label"] for column in columns][:3] == ["연월일", "계정과목", "적요"]
		entry = next(row for row in rows if row["kind"] == "entry")
		assert (entry["day"], entry["expense"], entry["balance"]) == (date(2026, 3, 10), 200_000, -200_000)

	def test_a_tree_has_one_column_with_indentation(self, books):
		books.spend(200_000, books.expense_semok)
		filters = {"facility": books.facility, "accounting_year": books.year, "side": "Expense"}
		columns, rows, note = screen.execute("budget_execution", filters)
		assert columns[0]["fieldname"] == "tree" and note
		assert [row["indent"] for row in rows] == [0, 1, 2, 3, 4, 0]

	@pytest.mark.parametrize("name", sorted(engine.STATEMENTS))
	def test_no_column_takes_the_place_of_what_the_screen_says_of_a_row(self, books, name):
		keys = {column.key for column in draw(name, books).form.columns}
		assert not keys & {"kind", "link", "indent", screen.TREE}

	@pytest.mark.parametrize("name", sorted(engine.STATEMENTS))
	def test_desk_runs_it(self, books, name):
		"""Through the framework's own report road, as somebody whose user permissions it applies to rows."""
		from frappe.desk.query_report import run

		books.spend(200_000)
		filters = {"facility": books.facility, "accounting_year": books.year}
		reader = PAYER if engine.get(name).doctype == "Employee Pay" else ACCOUNTANT
		with factory.acting_as(reader):
			answer = run(engine.get(name).report, json.dumps(filters))
			assert len(answer["result"]) == len(engine.draw(name, filters).rows)


class TestPaper:
	def test_a_long_cash_book_has_its_head_on_every_page(self, books):
		books.receive(1_000_000, "2026-03-01")
		for _i in range(4):
			posting.post(books.voucher(), [books.line(1_000 + i) for i in range(40)], reserved=False)
		text = [
			plain(page) for page in pages(paper.to_pdf(draw("cash_book", books, from_month=3, to_month=3)))
		]
		assert len(text) > 3
		facility = plain(frappe.db.get_value("Facility", books.facility, "facility_name"))
		for number, page in enumerate(text, 1):
			for words in (
				"현금출납부",
				"차인잔액",
				"(단위:원)",
				"별지제24호의2서식",
				facility,
				f"-{number}/{len(text)}-",
			):
				assert words in page
			assert ("다음쪽으로" in page) == (number < len(text))
			assert ("전쪽이월" in page) == (number > 1)
		assert "수입원지출원시설장" in text[0] and "수입원지출원" not in text[1]

	def test_a_budget_execution_lies_on_its_side(self, books):
		books.spend(200_000)
		(text,) = pages(paper.to_pdf(draw("budget_execution", books)))
		for words in ("예산대비집행현황", "세입합계", "세출합계", "예산현액", "집행률", "잔액=예산현액"):
			assert words in plain(text)

	def test_what_users_type_is_text(self, books):
		hostile = "<img src=x onerror=alert(1)></pre><b>"
		posting.post(books.voucher(), [books.line(1, side=REVENUE, remarks=hostile)])
		assert "onerror" in plain(pages(paper.to_pdf(draw("cash_book", books)))[0])


class TestSheet:
	def open(self, drawn):
		return openpyxl.load_workbook(io.BytesIO(sheet.to_xlsx(drawn))).active

	def test_figures_are_numbers_and_dates_are_dates(self, books):
		books.receive(1_000_000, "2026-01-05")
		voucher = books.spend(300_000, day="2026-01-10")
		posting.reverse(voucher.doctype, voucher.name, "2026-01-11")
		page = self.open(draw("cash_book", books, to_month=1))
		cells = {cell.value: cell for row in page.iter_rows() for cell in row}
		assert cells[-300_000].number_format == '#,##0;"△"#,##0'
		assert cells[datetime(2026, 1, 5)].number_format == "yyyy-mm-dd"
		assert page.freeze_panes == "A5" and page.print_title_rows == "$4:$4"
		assert (page.page_setup.orientation, page.page_setup.paperSize) == ("portrait", 9)

	def test_it_adds_up_to_what_the_statement_says(self, books):
		for day in ("2026-01-05", "2026-02-05"):
			books.receive(70_000, day)
			books.spend(30_000, day=day)
		page = self.open(draw("cash_book", books))
		rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=5)]
		entries = [row for row in rows if isinstance(row[0], datetime)]
		last = [row for row in rows if str(row[2]).endswith("누계")][-1]
		assert (sum(row[3] or 0 for row in entries), sum(row[4] or 0 for row in entries)) == (
			last[3],
			last[4],
		)

	@pytest.mark.parametrize(
		"text", ["=1+1", "+82-2", "-1", "@SUM(A1)", '=HYPERLINK("http://evil.example")', "\x01글"]
	)
	def test_text_is_never_a_formula(self, books, text):
		posting.post(books.voucher(), [books.line(1, side=REVENUE, remarks=text)])
		page = self.open(draw("cash_book", books))
		(cell,) = [row[2] for row in page.iter_rows(min_row=6) if isinstance(row[0].value, datetime)]
		assert cell.data_type == "s" and cell.value == text.replace("\x01", "")
		assert bool(cell.quotePrefix) == (text[0] in "=+-@")

	def test_groups_of_columns_are_joined(self, books):
		page = self.open(draw("budget_execution", books))
		assert page.page_setup.orientation == "landscape"
		assert "F4:G4" in {str(joined) for joined in page.merged_cells.ranges}


class TestDownload:
	@pytest.fixture
	def api(self, site):
		from huimang.statements import api

		return api

	@pytest.mark.parametrize(("file_format", "begins"), [("pdf", b"%PDF"), ("xlsx", b"PK")])
	def test_a_file_under_its_korean_name(self, books, api, file_format, begins):
		filters = json.dumps({"facility": books.facility, "accounting_year": books.year})
		with factory.acting_as(ACCOUNTANT), request():
			answer = api.download("cash_book", filters, file_format)
		assert body(answer).startswith(begins)
		assert "filename*=UTF-8''%ED%98%84%EA%B8%88" in answer.headers["Content-Disposition"]

	def test_strangers_get_no_file(self, books, api):
		filters = json.dumps({"facility": books.facility, "accounting_year": books.year})
		with factory.acting_as(STRANGER), request(), pytest.raises(FacilityAccessError):
			api.download("cash_book", filters, "pdf")

	@pytest.mark.parametrize(("filters", "file_format"), [("[]", "pdf"), ("{}", "pdf"), ("{}", "exe")])
	def test_nonsense_is_refused(self, api, filters, file_format):
		with pytest.raises(frappe.ValidationError):
			api.download("cash_book", filters, file_format)

	def test_a_report_opens_with_the_users_own_books(self, books, api):
		with factory.acting_as(ACCOUNTANT):
			values = api.defaults("cash_book")
		assert (values["facility"], values["accounting_year"]) == (books.facility, books.year)

	def test_without_a_facility_it_opens_with_nothing(self, books, api):
		with factory.acting_as("Guest"):
			assert api.defaults("cash_book") == {}


def _entry(side, cash, month=1):
	return frappe._dict(
		posting_date=date(2026, month, 15),
		side=side,
		account_subject=None,
		counterparty=None,
		remarks="",
		amount=abs(cash),
		cash_amount=cash,
		voucher_type="Expense Resolution",
		voucher_no="x",
	)
