"""비과세 급여: each kind below, at and above its limit, and by the dates of its changes."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huimang.rules.errors import RuleViolation
from huimang.rules.tax_free import CAR, CHILDCARE, KINDS, MEAL, OVERTIME, RESEARCH, WHOLE, tax_free

DAY = date(2026, 11, 22)


@pytest.mark.parametrize("kind", [MEAL, CAR, RESEARCH])
@pytest.mark.parametrize(
	("paid", "free"), [(0, 0), (199_999, 199_999), (200_000, 200_000), (200_001, 200_000)]
)
def test_200000_won_a_month(kind, paid, free):
	found = tax_free(kind, paid, DAY)
	assert (found.free, found.taxed) == (free, paid - free)


def test_meals_in_kind_leave_no_room_for_meal_money():
	assert tax_free(MEAL, 140_000, DAY, meals_served=True).free == 0


def test_what_was_used_in_the_month_counts():
	assert tax_free(MEAL, 140_000, DAY, used=100_000).free == 100_000
	assert tax_free(MEAL, 140_000, DAY, used=300_000).free == 0


@pytest.mark.parametrize(
	("on", "children", "free"),
	[
		(date(2023, 12, 31), 1, 100_000),
		(date(2024, 1, 1), 1, 200_000),
		(date(2025, 12, 31), 2, 200_000),
		(date(2026, 1, 1), 1, 200_000),
		(date(2026, 1, 1), 2, 400_000),
		(date(2026, 1, 1), 3, 500_000),
		(date(2026, 1, 1), 0, 0),
	],
)
def test_childcare(on, children, free):
	assert tax_free(CHILDCARE, 500_000, on, children=[date(2022, 5, 5)] * children).free == free


@pytest.mark.parametrize(
	("born", "counts"),
	[
		(date(2019, 1, 1), False),  # seven on the first day of 2026
		(date(2019, 1, 2), True),
		(date(2026, 11, 22), True),
		(date(2026, 11, 23), False),
	],
)
def test_children_of_six_when_the_year_begins(born, counts):
	assert (tax_free(CHILDCARE, 200_000, DAY, children=[born]).free > 0) is counts


@pytest.mark.parametrize(
	("on", "monthly", "last_year", "free"),
	[
		(DAY, 2_600_000, 37_000_000, 300_000),
		(DAY, 2_600_001, 37_000_000, 0),
		(DAY, 2_600_000, 37_000_001, 0),
		(date(2025, 12, 31), 2_100_000, 30_000_000, 300_000),
		(date(2025, 12, 31), 2_100_001, 30_000_000, 0),
		(date(2026, 1, 1), 2_100_001, 30_000_001, 300_000),
		(DAY, None, 0, 0),
		(DAY, 0, None, 0),
	],
)
def test_overtime_of_manual_workers(on, monthly, last_year, free):
	facts = {"monthly_pay": monthly, "last_year_pay": last_year}
	assert tax_free(OVERTIME, 300_000, on, manual_worker=True, **facts).free == free
	assert tax_free(OVERTIME, 300_000, on, **facts).free == 0


def test_overtime_up_to_2400000_won_a_year():
	facts = {"manual_worker": True, "monthly_pay": 2_000_000, "last_year_pay": 24_000_000}
	found = tax_free(OVERTIME, 300_000, DAY, used=2_200_000, **facts)
	assert (found.free, found.taxed) == (200_000, 100_000)
	assert found.step.formula == "min(300,000, 2,400,000 − 2,200,000) → 200,000"


def test_without_a_limit():
	assert tax_free(WHOLE, 5_000_000, DAY).free == 5_000_000


def test_impossible_entries_are_refused():
	for kind, paid, used in (("", 1, 0), (MEAL, -1, 0), (MEAL, 1, -1)):
		with pytest.raises(RuleViolation):
			tax_free(kind, paid, DAY, used=used)
	with pytest.raises(RuleViolation):
		tax_free(MEAL, 1, date(2022, 12, 31))


@given(st.sampled_from(KINDS), st.integers(0, 10_000_000), st.integers(0, 5_000_000))
def test_both_parts_make_the_whole(kind, paid, used):
	found = tax_free(kind, paid, DAY, used=used, children=[DAY])
	assert found.free + found.taxed == paid
	assert found.free >= 0 and found.taxed >= 0
	assert found.step.amount == found.free and found.step.article
