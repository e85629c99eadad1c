"""Which papers go with a settlement: T3 and T4, and the list of 재가장기요양기관 (section 10)."""

from datetime import date

import pytest

from huimang.rules.settlement_papers import required
from huimang.rules.statement_forms import CORPORATION, FACILITY, HOME_CARE

DAY = date(2026, 12, 31)


def numbers(*args, **kw):
	return sorted({paper.no for paper in required(*args, DAY, **kw)})


def test_t3_a_corporation_with_double_entry_needs_all_23():
	assert numbers(CORPORATION, False, double_entry=True) == list(range(1, 24))


def test_t4_single_entry_leaves_out_4_to_13():
	assert numbers(CORPORATION, False) == [1, 2, 3, *range(14, 24)]


def test_t3_what_corporations_alone_have_is_not_asked_of_facilities():
	assert numbers(FACILITY, False) == [1, 2, 3, *range(15, 23)]


def test_t4_a_small_facility_needs_the_first_and_the_17th_only():
	assert numbers(FACILITY, True) == [1, 17]
	assert [paper.statement for paper in required(FACILITY, True, DAY)] == [
		"revenue_settlement",
		"expense_settlement",
		*(
			f"donation_report:{part}"
			for part in ("Money In", "Goods In", "Money Used", "Goods Used", "Accounts")
		),
	]


def test_t4_a_corporation_is_never_small():
	assert numbers(CORPORATION, True) == numbers(CORPORATION, False)


def test_section_10_home_care_has_a_list_of_nine_small_or_not():
	assert numbers(HOME_CARE, False) == numbers(HOME_CARE, True) == list(range(1, 10))


@pytest.mark.parametrize(("day", "count"), [(date(2021, 9, 29), 11), (date(2021, 9, 30), 9)])
def test_before_its_own_rule_home_care_had_the_general_list(day, count):
	assert len({paper.no for paper in required(HOME_CARE, False, day)}) == count


def test_every_paper_says_where_the_rule_asks_for_it():
	assert all(paper.article.startswith("제") and paper.title for paper in required(FACILITY, False, DAY))
	assert required(FACILITY, False, date(2019, 9, 26)) == []


def test_a_care_institution_lists_its_remuneration_in_place_of_its_staff_costs():
	"""제20조제2항 단서: 별지 제4호의2 in place of 별지 제20호; a small one needs neither (T4)."""
	papers = {paper.no: paper for paper in required(FACILITY, False, DAY, long_term_care=True)}
	assert (papers[19].form, papers[19].statement) == ("별지 제4호의2", "remuneration")
	assert papers.keys() == {paper.no for paper in required(FACILITY, False, DAY)}
	assert {paper.no for paper in required(FACILITY, True, DAY, long_term_care=True)} == {1, 17}
