"""When a budget is handed in and published, and what goes with it (B5, B8, B9, B10, C3)."""

from datetime import date

import pytest

from huimang.rules import budget_deadlines

START = date(2027, 1, 1)


def test_b5_an_original_five_days_before_its_year():
	assert budget_deadlines.submission_due(True, START, None) == date(2026, 12, 27)
	assert budget_deadlines.submission_due(True, START, date(2027, 2, 1)) == date(2026, 12, 27)
	assert budget_deadlines.submission_due(True, START, None, lead_days=6) == date(2026, 12, 26)


def test_c3_a_supplementary_seven_days_after_its_confirmation():
	assert budget_deadlines.submission_due(False, START, date(2027, 6, 28)) == date(2027, 7, 5)
	assert budget_deadlines.submission_due(False, START, None) is None


@pytest.mark.parametrize(
	("submitted", "first", "last", "found"),
	[
		(date(2026, 12, 27), date(2027, 1, 16), date(2027, 2, 4), []),
		(date(2026, 12, 28), None, None, ["submitted"]),
		(date(2026, 12, 27), date(2027, 1, 17), date(2027, 2, 5), ["began"]),
		(date(2026, 12, 27), date(2027, 1, 16), date(2027, 2, 3), ["published for 19"]),
		(None, None, None, []),
	],
)
def test_b8_what_does_not_keep_to_the_deadlines(submitted, first, last, found):
	due = budget_deadlines.submission_due(True, START, None)
	messages = [
		message.format(*places)
		for message, *places in budget_deadlines.deviations(submitted, due, first, last)
	]
	assert len(messages) == len(found)
	assert all(part in message for part, message in zip(found, messages, strict=True))


def test_b9_b10_papers_of_a_budget():
	assert budget_deadlines.papers(is_small=False) == ("General Provisions", "Pay List", "Minutes")
	assert budget_deadlines.papers(is_small=True) == ("Minutes",)
