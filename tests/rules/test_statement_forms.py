"""Which form prescribes which statement (T5, B11, L2, and section 10 for 재가장기요양기관)."""

from datetime import date

import pytest

from huimang.rules import statement_forms
from huimang.rules.statement_forms import books_kind, find

DAY = date(2026, 12, 31)


@pytest.mark.parametrize(
	("statement", "books", "number"),
	[
		("budget_details", "Facility", "별지 제1호"),
		("revenue_settlement", "Corporation", "별지 제5호"),
		("expense_settlement", "Corporation", "별지 제5호의2"),
		("revenue_settlement", "Facility", "별지 제5호의3"),
		("expense_settlement", "Facility", "별지 제5호의4"),
		("transfer_statement", "Facility", "별지 제6호"),
		("contingency_statement", "Corporation", "별지 제7호"),
		("cash_and_deposits", "Corporation", "별지 제8호"),
		("program_revenue", "Facility", "별지 제17호"),
		("subsidy_details", "Facility", "별지 제18호"),
		("personnel_costs", "Facility", "별지 제20호"),
		("program_costs", "Facility", "별지 제21호"),
		("other_costs", "Facility", "별지 제22호"),
		("cash_book", "Corporation", "별지 제24호"),
		("cash_book", "Facility", "별지 제24호의2"),
		("general_ledger", "Corporation", "별지 제25호"),
		("general_ledger", "Facility", "별지 제25호의2"),
	],
)
def test_t5_b11_l2_each_statement_has_the_form_of_its_books(statement, books, number):
	assert find(statement, books, DAY).number == number


@pytest.mark.parametrize(
	("statement", "number"),
	[("revenue_settlement", "별지 제4호"), ("cash_book", "별지 제11호"), ("general_ledger", "별지 제12호")],
)
def test_home_care_has_the_forms_of_its_own_rule(statement, number):
	form = find(statement, "Home Care", DAY)
	assert form.number == number and "장기요양기관 재무·회계 규칙" in form.legal_basis


def test_home_care_borrows_what_its_rule_does_not_have():
	assert find("personnel_costs", "Home Care", DAY).number == "별지 제20호"


def test_what_no_rule_prescribes_has_no_form():
	assert find("daily_totals", "Facility", DAY) is None
	assert find("cash_book", "Facility", date(2019, 9, 26)) is None
	assert find("cash_book", "Facility", date(2019, 9, 27)) is not None


@pytest.mark.parametrize(
	("unit", "group", "act", "kind"),
	[
		("Facility", "Welfare Center", "노인복지법 제36조", "Facility"),
		("Facility", "Long-term Care", "노인복지법 제34조", "Facility"),
		("Facility", "Long-term Care", "노인장기요양보험법 제32조", "Home Care"),
		("Corporation", "Long-term Care", "노인장기요양보험법 제32조", "Corporation"),
		("Profit Business", "Facility", "", "Corporation"),
	],
)
def test_g4_the_kind_of_books_follows_unit_and_act(unit, group, act, kind):
	assert books_kind(unit, group, act) == kind


def test_every_row_says_how_sure_it_is():
	assert {form.columns_confidence for form in statement_forms.load()} == {"high", "medium", "low"}
