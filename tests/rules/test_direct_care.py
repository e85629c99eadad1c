"""직접비 and 간접비 of the staff of a long-term care institution (별지 제4호의2)."""

from datetime import date

import pytest

from huimang.rules.direct_care import is_direct


@pytest.mark.parametrize(
	("job", "direct"),
	[
		("요양보호사", True),
		("요양보호사 1급", True),
		("간호조무사", True),
		("사회 복지사", True),
		("물리치료사", True),
		("시설장", False),
		("조리원", False),
		("사무원", False),
		("", False),
	],
)
def test_those_who_serve_residents_are_a_direct_cost(job, direct):
	assert is_direct(job, date(2026, 12, 31)) is direct


def test_before_the_rule_there_is_none():
	assert not is_direct("요양보호사", date(2019, 9, 26))
	assert is_direct("요양보호사", date(2019, 9, 27))
