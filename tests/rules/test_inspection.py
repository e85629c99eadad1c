"""재물조사: what a count says (제40조의2)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huimang.rules import inspection
from huimang.rules.inspection import Count


def test_A3_what_was_disposed_of_after_the_base_date_is_not_missing():
	"""100 on the sheet, 97 counted, 2 scrapped since: one is missing."""
	counts = [Count(1, 1)] * 97 + [Count(1, 0, disposed_since=1)] * 2 + [Count(1, 0)]
	assert sum(map(inspection.difference, counts)) == -1
	assert [inspection.finding(count) for count in counts].count(inspection.SHORT) == 1


@pytest.mark.parametrize(
	("count", "found"),
	[
		(Count(1, 1), "Agreed"),
		(Count(20, 18), "Too Few"),
		(Count(20, 21), "Too Many"),
		(Count(0, 1), "Unregistered"),
		(Count(1, 1, is_elsewhere=True), "Elsewhere"),
		(Count(1, 0, is_elsewhere=True), "Too Few"),
		(Count(1, 1, condition="Needs Repair"), "Poor Condition"),
		(Count(1, 1, condition="To Be Condemned", label_is_good=False), "Poor Condition"),
		(Count(1, 1, label_is_good=False), "Label Damaged"),
	],
)
def test_the_gravest_finding_is_told(count, found):
	assert inspection.finding(count) == found


def test_what_is_usually_decided():
	assert inspection.proposed("Too Few") == "Report the Loss"
	assert inspection.proposed("Poor Condition", "To Be Condemned") == "Condemn"
	assert inspection.proposed("Poor Condition", "Needs Repair") == "Repair"
	assert inspection.proposed("Agreed") is None


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_6_4_a_difference_never_goes_unnoticed(book, counted, disposed):
	count = Count(book, counted, min(disposed, book))
	if book and inspection.difference(count):
		assert inspection.finding(count) in inspection.OF_QUANTITY
