"""What is left of leave, what absences do to it, and which hours of work are of which kind."""

from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huimang.rules import hours_of_work, leave, leave_facts, leave_kinds, working_time
from huimang.rules.errors import RuleViolation
from huimang.rules.leave_use import Pot, set_off
from huimang.rules.working_time import Hours

JAN, FEB, DEC = date(2026, 1, 1), date(2026, 2, 28), date(2026, 12, 31)
MONDAY = date(2026, 11, 23)


def pot(name: str, first: date, last: date, hours: int) -> Pot:
	return Pot(name, first, last, Fraction(hours))


def at(day: date, hour: int, minute: int = 0) -> datetime:
	return datetime(day.year, day.month, day.day) + timedelta(hours=hour, minutes=minute)


# ---- what is left


def test_what_expires_first_is_used_first():
	reckoned = set_off([pot("long", JAN, DEC, 80), pot("short", JAN, FEB, 8)], [(date(2026, 2, 1), 12)])
	assert {one.name: one.left for one in reckoned.pots} == {"short": 0, "long": 76}
	assert reckoned.missing == ()


@pytest.mark.parametrize(
	("day", "missing"), [(JAN - timedelta(1), 8), (JAN, 0), (FEB, 0), (FEB + timedelta(1), 8)]
)
def test_leave_is_there_from_its_first_day_to_its_last(day, missing):
	reckoned = set_off([pot("one", JAN, FEB, 8)], [(day, 8)])
	assert sum(hours for _day, hours in reckoned.missing) == missing
	assert reckoned.lapsed_before(FEB + timedelta(1)) == missing


@given(
	st.lists(st.tuples(st.integers(0, 300), st.integers(0, 60), st.integers(0, 40)), max_size=6),
	st.lists(st.tuples(st.integers(0, 360), st.integers(1, 16)), max_size=12),
)
def test_no_hour_is_lost_or_made(pots, taken):
	made = [
		pot(str(n), JAN + timedelta(first), JAN + timedelta(first + days), hours)
		for n, (first, days, hours) in enumerate(pots)
	]
	reckoned = set_off(made, [(JAN + timedelta(day), Fraction(hours)) for day, hours in taken])
	given_out = sum(one.hours - one.left for one in reckoned.pots)
	assert all(0 <= one.left <= one.hours for one in reckoned.pots)
	assert given_out + sum(hours for _day, hours in reckoned.missing) == sum(hours for _day, hours in taken)


# ---- absences


def test_a_month_with_an_absence_gives_no_day():
	"""제60조②: of eleven months, the one with an absence gives none."""
	facts = leave_facts.of_absences(JAN, DEC, [date(2026, 3, 10)], (), leave.HIRE_DATE)
	assert facts["missed_months"] == {3}
	assert len(leave.grants(JAN, DEC, **facts)) == 10


@pytest.mark.parametrize(("absent", "days"), [(52, 15), (53, 7)])
def test_eighty_percent_of_the_working_days(absent, days):
	"""제60조①·②: 2027 has 261 days from Monday to Friday; 208.8 are 80 %. Below, months of perfect attendance count."""
	weekdays = [day for n in range(365) if (day := date(2027, 1, 1) + timedelta(n)).weekday() < 5]
	missed = weekdays[:20] + weekdays[-(absent - 20) :]
	hired = date(2026, 1, 1)
	facts = leave_facts.of_absences(hired, date(2028, 1, 1), missed, (), leave.HIRE_DATE)
	granted = {grant.granted_on: grant.days for grant in leave.grants(hired, date(2028, 1, 1), **facts)}
	perfect = facts["perfect_months"][2]
	assert granted[date(2028, 1, 1)] == (15 if days == 15 else perfect)


def test_nobody_absent_has_the_usual_case():
	assert leave_facts.of_absences(JAN, DEC, [], (), leave.FISCAL_YEAR) == {}


# ---- kinds of leave


def test_a_kind_changes_with_the_law_on_its_day():
	"""배우자 출산휴가: 10 days, 20 from 2025-02-23 (남녀고용평등법 제18조의2)."""
	days = [
		next(kind.days for kind in leave_kinds.kinds(day) if kind.code == "PATERNITY")
		for day in (date(2025, 2, 22), date(2025, 2, 23))
	]
	assert days == [10, 20]


def test_every_kind_names_its_source():
	assert all(kind.source and kind.confidence for kind in leave_kinds.kinds(DEC))
	assert {kind.period for kind in leave_kinds.kinds(DEC)} <= {"Event", "Year", "Month"}


# ---- hours


@pytest.mark.parametrize(
	("start", "end", "hours"),
	[
		((21, 0), (22, 0), 0),
		((21, 0), (22, 1), Fraction(1, 60)),
		((22, 0), (30, 0), 8),
		((5, 0), (6, 30), 1),
		((6, 0), (22, 0), 0),
	],
)
def test_night_is_from_22_to_6(start, end, hours):
	"""제56조③."""
	assert hours_of_work.night_hours(at(MONDAY, *start), at(MONDAY, *end)) == hours


@pytest.mark.parametrize(("end", "holiday", "beyond"), [(17, 8, 0), (18, 8, 1)])
def test_holiday_work_beyond_eight_hours_stands_apart(end, holiday, beyond):
	"""제56조②."""
	kinds = hours_of_work.beyond_contract(at(MONDAY, 9), at(MONDAY, end), 0, on_holiday=True)
	assert (kinds.overtime, kinds.holiday, kinds.holiday_beyond) == (0, holiday, beyond)


@pytest.mark.parametrize(("hours", "minutes"), [("3.99", 0), ("4", 30), ("7.99", 30), ("8", 60)])
def test_the_least_break(hours, minutes):
	"""제54조."""
	assert hours_of_work.least_break(Fraction(hours), MONDAY) == minutes


def test_times_that_cannot_be_are_refused():
	for start, end, rest in ((9, 9, 0), (9, 8, 0), (9, 34, 0), (9, 10, 60), (9, 10, -1)):
		with pytest.raises(RuleViolation):
			hours_of_work.hours_between(at(MONDAY, start), at(MONDAY, end), rest)


def test_leave_in_compensation_has_the_premium_in_it():
	"""제57조: 2 hours of overtime, one of them at night, are 3.5 hours of leave; 2 beyond 8 on a holiday are 4."""
	assert working_time.in_leave(Hours(overtime=2, night=1), MONDAY) == Fraction(7, 2)
	assert working_time.in_leave(Hours(holiday_beyond=2), MONDAY) == 4
