"""신고 달력: what falls due when, and how it moves to a working day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huimang.rules.filing_dates import (
	BUDGET,
	SUPPLEMENTARY,
	Facts,
	due_after,
	dues,
	period_in_words,
	rules,
	working_day,
)

MONTHLY = Facts(1, frozenset({"monthly_withholding", "no_vat"}))
HOLIDAYS = {date(2026, 5, 25), date(2026, 8, 17), date(2026, 10, 5), date(2026, 12, 25), date(2027, 1, 1)}


def due(code, first, last, facts=MONTHLY):
	found = [d for d in dues(facts, first, last, HOLIDAYS) if d.rule.code == code]
	return [(str(d.on), d.period) for d in found]


def year_of(code, year=2026, facts=MONTHLY):
	return due(code, date(year, 1, 1), date(year, 12, 31), facts)


def test_withholding_is_filed_on_the_10th_of_the_next_month():
	assert due("WITHHOLDING", date(2026, 12, 1), date(2026, 12, 31)) == [("2026-12-10", "2026-11")]
	assert due("WITHHOLDING", date(2027, 1, 1), date(2027, 1, 31)) == [("2027-01-11", "2026-12")]  # a Sunday
	assert len(year_of("WITHHOLDING")) == len(year_of("LOCAL-TAX")) == 12


def test_half_yearly_payers_file_twice_a_year():
	half = Facts(1, frozenset({"half_yearly_withholding"}))
	assert year_of("WITHHOLDING-HALF", facts=half) == [("2026-01-12", "2025-H2"), ("2026-07-10", "2026-H1")]
	assert year_of("WITHHOLDING", facts=half) == []


@pytest.mark.parametrize(
	("day", "roll", "moved"),
	[
		(date(2026, 11, 10), "Next", date(2026, 11, 10)),
		(date(2026, 10, 10), "Next", date(2026, 10, 12)),  # Saturday
		(date(2026, 5, 24), "Next", date(2026, 5, 26)),  # Sunday, then a holiday
		(date(2026, 12, 27), "Previous", date(2026, 12, 24)),  # Sunday, Saturday, Christmas
		(date(2026, 12, 31), "Next", date(2026, 12, 31)),
	],
)
def test_deadlines_move_to_a_working_day(day, roll, moved):
	assert working_day(day, roll, HOLIDAYS) == moved


def test_B2_B3_B5_the_budget_is_prepared_before_the_year():
	corporation = Facts(1, frozenset({"corporation"}))
	assert year_of("B3") == [("2026-10-30", "2027")]  # 31 October is a Saturday
	assert year_of("B2", facts=corporation) == [("2026-11-30", "2027")]
	assert year_of("B5") == [("2026-12-24", "2027")]
	assert year_of("B5", facts=Facts(days={"B5": -10})) == [("2026-12-22", "2027")]  # as the office asks
	assert year_of("B2") == []


def test_T1_settlement_is_due_three_months_after_the_year():
	assert year_of("T1", 2027) == [("2027-03-31", "2026")]
	assert year_of("T1", 2027, Facts(3)) == [("2027-05-31", "2026")]


def test_T1_of_a_year_that_starts_in_march():
	assert [period for _on, period in year_of("T1", 2026, Facts(3))] == ["2025"]


def test_L3_is_for_long_term_care():
	assert year_of("L3") == []
	assert year_of("L3", facts=Facts(1, frozenset({"long_term_care"}))) == [("2026-07-15", "2025")]


def test_C3_a_supplementary_budget_is_handed_in_within_7_days():
	found = due_after(SUPPLEMENTARY, date(2026, 11, 16), "F00001-2026-1", HOLIDAYS)
	assert [(d.rule.code, d.on, d.period) for d in found] == [("C3", date(2026, 11, 23), "F00001-2026-1")]


def test_B8_a_budget_is_published_within_20_days():
	found = due_after(BUDGET, date(2026, 11, 16), "F00001-2026-1", HOLIDAYS)
	assert [(d.rule.code, d.on) for d in found] == [("B8", date(2026, 12, 7))]  # 6 December is a Sunday


def test_wage_statements_become_monthly_in_2027():
	assert year_of("SIMPLE-WAGE-HALF") == [("2026-02-02", "2025-H2"), ("2026-07-31", "2026-H1")]
	assert year_of("SIMPLE-WAGE-HALF", 2027) == [("2027-02-01", "2026-H2")]
	assert year_of("SIMPLE-WAGE", 2026) == []
	assert year_of("SIMPLE-WAGE", 2027)[0] == ("2027-03-01", "2027-01")


def test_the_last_employment_total_is_that_of_2026():
	assert year_of("EMPLOYMENT-TOTAL", 2027) == [("2027-03-15", "2026")]
	assert year_of("EMPLOYMENT-TOTAL", 2028) == []


def test_vat_or_the_list_of_purchases():
	vat = Facts(1, frozenset({"vat"}))
	assert year_of("VAT-PURCHASES") == [("2026-01-26", "2025-H2"), ("2026-07-27", "2026-H1")]
	assert year_of("VAT") == []
	assert [p for _on, p in year_of("VAT-PRELIMINARY", facts=vat)] == ["2026-Q1", "2026-Q3"]


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.integers(1, 400), st.sampled_from([1, 3]))
def test_two_looks_at_the_calendar_find_what_one_look_finds(first, days, month):
	facts = Facts(month, frozenset({"monthly_withholding", "no_vat", "corporation", "long_term_care"}))
	middle, last = first + timedelta(days=days // 2), first + timedelta(days=days)
	halves = dues(facts, first, middle, ()) + dues(facts, middle + timedelta(days=1), last, ())
	assert halves == dues(facts, first, last, ())


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)))
def test_a_due_day_is_a_working_day_and_its_key_is_its_own(first):
	found = dues(MONTHLY, first, first + timedelta(days=370), HOLIDAYS)
	assert all(d.on.weekday() < 5 and d.on not in HOLIDAYS for d in found)
	assert len({(d.rule.code, d.period) for d in found}) == len(found)


def test_every_rule_says_where_it_comes_from():
	assert all(
		rule.law and rule.confidence in {"high", "medium"} and rule.roll in {"Next", "Previous"}
		for rule in rules()
	)
	assert len({rule.code for rule in rules()}) == len(rules())


@pytest.mark.parametrize(
	("period", "words"),
	[
		("2026-10", "2026년 10월분"),
		("2026-H1", "2026년 상반기분"),
		("2026-Q3", "2026년 3분기분"),
		("2026", "2026년분"),
		("F00001-2026-1", "F00001-2026-1"),
	],
)
def test_periods_in_words(period, words):
	assert period_in_words(period) == words
