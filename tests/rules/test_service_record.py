"""인사기록: what orders make of a person, from which day on."""

from datetime import date

import pytest

from huimang.rules.errors import RuleViolation
from huimang.rules.service_record import (
	AT_WORK,
	HIRE,
	LEAVE,
	LEFT,
	ON_LEAVE,
	PROMOTION,
	REGISTERED,
	REINSTATEMENT,
	RETIREMENT,
	STEP_INCREASE,
	Change,
	Entry,
	Terms,
	employed,
	length,
	recognised_months,
	record,
	state_on,
)

HIRED = date(2024, 3, 1)
OPENING = [Entry(HIRED, REGISTERED, AT_WORK, Terms(position="사회복지사", step=3))]


def change(kind, day, number="2026-0001", **terms):
	return Change(kind, day, number, terms)


def test_an_order_changes_what_it_names_from_its_day_on():
	entries = record("김", OPENING, [change(STEP_INCREASE, date(2026, 3, 1), step=5)])
	assert state_on(entries, date(2024, 2, 29)) is None
	assert state_on(entries, date(2026, 2, 28)).terms == Terms(position="사회복지사", step=3)
	assert state_on(entries, date(2026, 3, 1)).terms == Terms(position="사회복지사", step=5)


def test_an_order_of_the_past_takes_its_place_before_later_ones():
	later = change(STEP_INCREASE, date(2026, 3, 1), "2026-0001", step=5)
	backdated = change(PROMOTION, date(2025, 1, 1), "2026-0002", position="선임사회복지사", step=4)
	entries = record("김", OPENING, [later, backdated])
	assert [(e.terms.position, e.terms.step) for e in entries] == [
		("사회복지사", 3),
		("선임사회복지사", 4),
		("선임사회복지사", 5),
	]


def test_who_retires_is_at_work_on_the_last_day():
	entries = record("김", OPENING, [change(RETIREMENT, date(2026, 6, 30))])
	assert state_on(entries, date(2026, 6, 30)).standing == AT_WORK
	assert state_on(entries, date(2026, 7, 1)).standing == LEFT
	assert employed(entries) == [(HIRED, date(2026, 6, 30))]


def test_leave_and_return():
	orders = [change(LEAVE, date(2026, 1, 1)), change(REINSTATEMENT, date(2026, 7, 1), "2026-0002")]
	entries = record("김", OPENING, orders)
	assert [state_on(entries, day).standing for day in (date(2026, 6, 30), date(2026, 7, 1))] == [
		ON_LEAVE,
		AT_WORK,
	]
	assert employed(entries) == [(HIRED, None)]


def test_who_left_may_be_hired_again():
	orders = [change(RETIREMENT, date(2025, 12, 31)), change(HIRE, date(2026, 3, 1), "2026-0002", step=1)]
	entries = record("김", OPENING, orders)
	assert employed(entries) == [(HIRED, date(2025, 12, 31)), (date(2026, 3, 1), None)]


@pytest.mark.parametrize(
	("orders", "code"),
	[
		([change(PROMOTION, date(2026, 1, 1), position="팀장")], "NOT_EMPLOYED"),
		([change(HIRE, HIRED), change(HIRE, date(2026, 1, 1), "2026-0002")], "AT_WORK"),
		([change(HIRE, HIRED), change(REINSTATEMENT, date(2026, 1, 1))], "AT_WORK"),
		([change(HIRE, HIRED), change(LEAVE, date(2026, 1, 1)), change(LEAVE, date(2026, 2, 1))], "ON_LEAVE"),
		(
			[
				change(HIRE, HIRED),
				change(RETIREMENT, date(2026, 1, 1)),
				change(STEP_INCREASE, date(2026, 1, 2), step=9),
			],
			"NOT_EMPLOYED",
		),
		(
			[
				change(HIRE, HIRED),
				change(RETIREMENT, date(2026, 1, 1)),
				change(HIRE, date(2026, 1, 1), "2026-0002"),
			],
			"AT_WORK",
		),
	],
)
def test_orders_that_do_not_fit(orders, code):
	with pytest.raises(RuleViolation) as refusal:
		record("김", [], orders)
	assert refusal.value.code == code


def test_no_order_before_what_was_registered():
	with pytest.raises(RuleViolation, match="registered"):
		record("김", OPENING, [change(STEP_INCREASE, date(2024, 2, 29), step=4)])


@pytest.mark.parametrize(
	("first", "last", "told"),
	[
		(date(2024, 3, 1), date(2024, 3, 1), (0, 0, 1)),
		(date(2024, 3, 1), date(2025, 2, 27), (0, 11, 27)),
		(date(2024, 3, 1), date(2025, 2, 28), (1, 0, 0)),
		(date(2020, 1, 15), date(2026, 11, 22), (6, 10, 8)),
	],
)
def test_length_of_service(first, last, told):
	assert length(first, last) == told


def test_recognised_career():
	assert recognised_months(date(2020, 1, 1), date(2021, 12, 31), 100) == 24
	assert recognised_months(date(2020, 1, 1), date(2021, 12, 30), 100) == 23
	assert recognised_months(date(2020, 1, 1), date(2021, 12, 31), 80) == 19
	with pytest.raises(RuleViolation):
		recognised_months(date(2021, 1, 1), date(2020, 1, 1), 100)
	with pytest.raises(RuleViolation):
		recognised_months(date(2020, 1, 1), date(2021, 1, 1), 101)
