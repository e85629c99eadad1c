"""과목전용조서 (C9, 별지 제6호) and 예비비사용조서 (C4, 별지 제7호), from the documents to the paper."""

import frappe
import pytest
from factory import approve
from paper_helpers import pages, plain
from test_budget_transfer import Place
from test_contingency_use import contingency, use
from test_contingency_use import home as contingency_home  # noqa: F401 (a fixture)

from huimang.rules.statement_forms import find
from huimang.statements import engine, paper
from huimang.statements.contingency_statement import table as contingency_table
from huimang.statements.definition import RowKind
from huimang.statements.subjects import Chart, Subject
from huimang.statements.transfer_statement import table

MONEY = ("budget", "moved", "effective", "spent", "unspent")


@pytest.fixture
def place():
	return Place()


def draw(name, facility, year, **filters):
	return engine.draw(name, {"facility": facility, "accounting_year": year, **filters})


def money(drawn):
	return [
		(row.values.get("mok"), *[row.values.get(key) for key in MONEY])
		for row in drawn.rows
		if row.kind is RowKind.ENTRY
	]


def test_c9_form_6_two_lines_a_transfer(place):
	"""보내는 과목은 음수, 받는 과목은 양수; 예산현액 = 예산액 ± 전용액; the second transfer starts from what the first left."""
	first = place.draft(place.line("131", "132", 300_000), reason="출장 감소")
	place.decide(place.ask(first), place.director, place.head)
	second = place.draft(place.line("132", "131", 50_000), reason="다시 늘어남")
	place.decide(place.ask(second), place.director, place.head)
	drawn = draw("transfer_statement", place.facility, place.year)
	assert money(drawn) == [
		("여비", 1_000_000, -300_000, 700_000, None, None),
		("수용비 및 수수료", 1_000_000, 300_000, 1_300_000, None, None),
		("수용비 및 수수료", 1_300_000, -50_000, 1_250_000, 0, 1_250_000),
		("여비", 700_000, 50_000, 750_000, 0, 750_000),
	]
	assert drawn.rows[-1].values == {"gwan": "합계", "moved": 0}
	assert [row.values.get("remarks") for row in drawn.rows[:4]] == ["출장 감소", None, "다시 늘어남", None]
	assert drawn.rows[0].link == ("Budget Transfer", first.name)
	assert drawn.form.legal_basis.endswith("[별지 제6호서식]")
	text = plain(pages(paper.to_pdf(drawn))[0])
	assert "과목전용조서" in text and "△300,000" in text and "출장감소" in text


def test_c9_what_was_never_approved_or_was_taken_back_is_left_out(place):
	place.draft(place.line("131", "132", 300_000))
	assert draw("transfer_statement", place.facility, place.year).rows == []


def test_c9_columns_are_those_of_the_forms(place):
	for name in ("transfer_statement", "contingency_statement"):
		statutory = find(name, "Facility", frappe.utils.getdate("2026-12-31")).columns
		labels = [column.label for column in draw(name, place.facility, place.year).form.columns]
		assert labels == [label.replace("과목(", "").rstrip(")") for label in statutory]


def test_c9_only_those_between_gwan_and_hang_on_request():
	"""A narrow transfer counts for the budgets even where it is not shown."""
	titles = {"a": "여비", "b": "수용비", "c": "급여"}
	chart = Chart([Subject(name, title, "Expense", 2, None, name) for name, title in titles.items()])
	lines = [
		frappe._dict(
			name="T1", from_mok="a", to_mok="b", amount=10, scope="Within Hang", transfer_date=None, reason=""
		),
		frappe._dict(
			name="T2", from_mok="c", to_mok="b", amount=5, scope="Between Hang", transfer_date=None, reason=""
		),
	]
	effective = {"a": 90, "b": 115, "c": 95}
	rows = list(table(chart, lines, effective, {"b": 15}, lambda line: line.scope != "Within Hang"))
	assert [tuple(row.values.get(key) for key in ("mok", *MONEY)) for row in rows] == [
		("급여", 100, -5, 95, 0, 95),
		("수용비", 110, 5, 115, 15, 100),
		(None, None, 0, None, None, None),
	]


def test_c4_form_7_from_the_document_to_the_paper(contingency_home):  # noqa: F811
	home = contingency_home
	doc = use(home, 300_000)
	approve(doc)
	drawn = draw("contingency_statement", home.facility, home.year)
	row, total = drawn.rows
	assert (row.values["amount"], row.values["reason"], row.values["remarks"]) == (
		300_000,
		"예측하지 못한 출장",
		"재해 현장 지원 여비",
	)
	assert row.values["note"].endswith(" 300,000원") and row.link == ("Contingency Use", doc.name)
	assert total.values["amount"] == 300_000
	assert dict(drawn.heading.details) == {"예비비 예산액": "500,000원", "잔액": "200,000원"}
	assert "별지제7호서식" in plain(pages(paper.to_pdf(drawn))[0])
	assert contingency(home)


def test_c4_a_use_for_several_subjects_has_a_line_for_each():
	lines = [
		frappe._dict(
			name="R1",
			use_date=None,
			total_amount=30,
			reason="재해",
			usage="복구",
			subject_name=name,
			amount=amount,
		)
		for name, amount in (("여비", 10), ("시설비", 20))
	]
	rows = list(contingency_table(lines))
	assert [row.values.get("note") for row in rows] == ["여비 10원", "시설비 20원", None]
	assert (rows[1].rule, rows[-1].values["amount"]) == ("", 30)
