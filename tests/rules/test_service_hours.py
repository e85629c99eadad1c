"""When an answer is due: service hours of working days, and what people may not write in full."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huimang.rules import personal_text, service_hours
from huimang.rules.errors import RuleViolation
from huimang.rules.service_hours import ServiceHours

HOURS = ServiceHours(time(9), time(18), time(12), time(13))
STRAIGHT = ServiceHours()
# Monday 23 November 2026; the Wednesday is made a holiday
HOLIDAYS = frozenset({date(2026, 11, 25)})


def at(day: int, hour: int, minute: int = 0) -> datetime:
	return datetime(2026, 11, day, hour, minute)


@pytest.mark.parametrize(
	("asked", "hours", "answered_by"),
	[
		(at(23, 10), 1, at(23, 11)),
		(at(23, 11), 1, at(23, 12)),  # the last minute before the rest
		(at(23, 11, 30), 1, at(23, 13, 30)),  # the rest does not count
		(at(23, 12, 30), 1, at(23, 14)),
		(at(23, 17), 1, at(23, 18)),  # the last minute of the day
		(at(23, 17), 2, at(24, 10)),
		(at(23, 7), 1, at(23, 10)),  # before opening
		(at(23, 18), 1, at(24, 10)),  # at closing
		(at(24, 17), 8, at(26, 17)),  # a holiday between
		(at(27, 17), 2, at(30, 10)),  # a weekend between
		(at(28, 15), 4, at(30, 14)),  # asked on a Saturday
		(at(23, 10), 0, at(23, 10)),
	],
)
def test_answers_are_due_in_service_hours(asked, hours, answered_by):
	assert service_hours.due(asked, timedelta(hours=hours), HOURS, HOLIDAYS) == answered_by


@pytest.mark.parametrize(
	("moment", "is_open"),
	[
		(at(23, 8, 59), False),
		(at(23, 9), True),
		(at(23, 11, 59), True),
		(at(23, 12), False),
		(at(23, 13), True),
		(at(23, 17, 59), True),
		(at(23, 18), False),
		(at(25, 10), False),
		(at(28, 10), False),
		(at(29, 10), False),
	],
)
def test_somebody_answers_in_service_hours(moment, is_open):
	assert service_hours.is_open(moment, HOURS, HOLIDAYS) is is_open


def test_hours_follow_one_another():
	for hours in (
		(time(18), time(9)),
		(time(9), time(9)),
		(time(9), time(18), time(19), time(20)),
		(time(9), time(18), time(13), time(12)),
		(time(9), time(18), time(9), time(18)),
	):
		with pytest.raises(RuleViolation):
			ServiceHours(*hours)


def test_without_an_open_day_nothing_is_due():
	always = {date(2026, 11, 1) + timedelta(days=n) for n in range(500)}
	with pytest.raises(RuleViolation):
		service_hours.due(at(23, 10), timedelta(hours=1), HOURS, always)


moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)).map(lambda m: m.replace(microsecond=0))
spans = st.integers(0, 100 * 60).map(lambda minutes: timedelta(minutes=minutes))
kinds = st.sampled_from([HOURS, STRAIGHT, ServiceHours(time(8, 30), time(17, 30))])
days_off = st.frozensets(st.dates(date(2026, 1, 1), date(2027, 3, 1)), max_size=20)


@given(moments, spans, kinds, days_off)
def test_what_was_allowed_has_passed_when_it_is_due(start, allowed, hours, holidays):
	end = service_hours.due(start, allowed, hours, holidays)
	assert end >= start
	assert service_hours.passed(start, end, hours, holidays) == allowed
	assert any(a <= end <= b for a, b in hours.spans(end.date(), holidays))


@given(moments, spans, spans, kinds, days_off)
def test_time_adds_up(start, first, second, hours, holidays):
	middle = service_hours.due(start, first, hours, holidays)
	end = service_hours.due(start, first + second, hours, holidays)
	assert middle <= end
	assert service_hours.passed(start, middle, hours, holidays) + service_hours.passed(
		middle, end, hours, holidays
	) == (first + second)


@given(moments, moments, kinds, days_off)
def test_a_day_has_no_more_than_its_hours(one, other, hours, holidays):
	start, end = sorted((one, other))
	passed = service_hours.passed(start, end, hours, holidays)
	assert timedelta() <= passed <= end - start
	assert service_hours.passed(end, start, hours, holidays) <= timedelta()


@pytest.mark.parametrize(
	("written", "kept"),
	[
		("900101-1234567 님의 급여", "900101-1****** 님의 급여"),
		("9001011234567", "900101-1******"),
		("카드 1234-5678-9012-3456", "카드 1234-****-****-3456"),
		("카드 1234567890123456", "카드 ************3456"),
		("계좌 110-123-456789", "계좌 ********6789"),
		("계좌 12345601234567 입니다", "계좌 **********4567 입니다"),
		("전화 010-0000-0000", "전화 010-0000-0000"),
		("고유번호 999-82-12347", "고유번호 999-82-12347"),
		("잘못 적은 번호 999-82-12348", "잘못 적은 번호 ******2348"),
		("2026-11-23 지출 2026-00001", "2026-11-23 지출 2026-00001"),
		("20261123-0001 묶음", "20261123-0001 묶음"),
		("금액 1,200,000원", "금액 1,200,000원"),
		("문서 F00001-2026-0", "문서 F00001-2026-0"),
	],
)
def test_numbers_of_persons_are_masked(written, kept):
	assert personal_text.mask(written) == kept
	assert personal_text.mask(kept) == kept
