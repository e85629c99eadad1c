"""인건비 비율 of long-term care institutions (B7, 제10조③3호)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huimang.rules import personnel_share

WON = st.integers(0, 999_999_999_999)


@pytest.mark.parametrize(
	("personnel", "care_cost", "shown"),
	[(601, 1000, "60.10"), (2, 3, "66.66"), (1000, 1000, "100.00"), (0, 1, "0.00"), (1, 0, None)],
)
def test_b7_the_share_is_never_shown_higher_than_it_is(personnel, care_cost, shown):
	share = personnel_share.share(personnel, care_cost)
	assert share == (Decimal(shown) if shown else None)


@pytest.mark.parametrize(
	("personnel", "care_cost", "missing"),
	[(610, 1000, 0), (611, 1000, 0), (609, 1000, 1), (0, 1001, 611), (0, 0, 0)],
)
def test_b7_what_is_missing_to_the_least(personnel, care_cost, missing):
	assert personnel_share.missing(personnel, care_cost, Decimal("61")) == missing


@given(WON, WON, st.decimals(0, 100, places=2))
def test_b7_what_is_missing_is_just_enough(personnel, care_cost, least):
	short = personnel_share.missing(personnel, care_cost, least)
	assert (personnel + short) * 100 >= care_cost * least
	assert not short or (personnel + short - 1) * 100 < care_cost * least


def test_b7_parts_are_subjects_of_the_table():
	from huimang.rules import account_subjects

	(rows,) = account_subjects.load(personnel_share.GROUP).values()
	known = {(row.side, row.hang, row.mok) for row in rows} | {(row.side, row.hang, "") for row in rows}
	assert all((part.side, part.hang, part.mok) in known for part in personnel_share.parts())
