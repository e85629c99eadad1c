"""Who is told of a budget, who decides, and which transfers need them (B4, C6, C7, C8; 제10조, 제16조)."""

from datetime import date

import pytest

from huimang.rules import facility_size, meetings, transfers
from huimang.rules.errors import RuleViolation
from huimang.rules.meetings import Held, Meetings
from huimang.rules.transfers import Path

TODAY = date(2026, 1, 6)
DAY = date(2026, 1, 5)


@pytest.mark.parametrize(
	("unit", "operated_by", "needed"),
	[
		("Corporation", "Corporation", Meetings(board=True)),
		("Profit Business", "Corporation", Meetings(board=True)),
		("Facility", "Corporation", Meetings(committee=True, board=True)),
		("Facility", "Individual", Meetings(committee=True)),
		("Facility", "Government", Meetings(committee=True)),
	],
)
def test_b4_meetings_of_a_budget(unit, operated_by, needed):
	assert meetings.required(unit, operated_by) == needed


@pytest.mark.parametrize(
	("committee", "board", "missing"),
	[
		(Held(), Held(), ["Operating Committee", "Board"]),
		(Held(DAY), Held(DAY, True), ["Operating Committee"]),
		(Held(None, True), Held(DAY, True), ["Operating Committee"]),
		(Held(DAY, True), Held(DAY, True), []),
	],
)
def test_b4_a_meeting_is_proven_by_its_day_and_minutes(committee, board, missing):
	assert meetings.missing(Meetings(True, True), committee, board) == missing
	assert meetings.missing(Meetings(), committee, board) == []


@pytest.mark.parametrize(
	("committee", "board", "allowed"),
	[
		(None, None, True),
		(DAY, None, True),
		(None, DAY, True),
		(DAY, DAY, True),
		(DAY, TODAY, True),
		(TODAY, DAY, False),
		(date(2026, 1, 7), None, False),
		(None, date(2026, 1, 7), False),
	],
)
def test_b4_the_committee_is_told_before_the_board_decides(committee, board, allowed):
	"""제10조①: 운영위원회 보고 후 이사회 의결; nothing is registered that is still to come."""
	if allowed:
		meetings.check_days(committee, board, TODAY)
	else:
		with pytest.raises(RuleViolation):
			meetings.check_days(committee, board, TODAY)


@pytest.mark.parametrize(
	("operated_by", "capacity", "small"),
	[
		("Individual", 19, True),
		("Individual", 20, True),
		("Individual", 21, False),
		("Individual", 0, False),
		("Individual", None, False),
		("Corporation", 20, False),
		("Government", 5, False),
	],
)
def test_b10_small_facilities(operated_by, capacity, small):
	assert facility_size.is_small(operated_by, capacity, TODAY) is small


def test_no_rule_holds_before_its_day():
	assert not facility_size.is_small("Individual", 20, date(2019, 9, 26))


TRAVEL = Path("01", "13", "131")


@pytest.mark.parametrize(
	("target", "scope"),
	[
		(Path("01", "13", "131", "131-01"), transfers.WITHIN_HANG),
		(Path("01", "13", "132"), transfers.WITHIN_HANG),
		(Path("01", "11", "111"), transfers.BETWEEN_HANG),
		(Path("03", "13", "131"), transfers.BETWEEN_GWAN),
	],
)
def test_c6_c7_how_far_a_transfer_goes(target, scope):
	assert transfers.scope(TRAVEL, target) == transfers.scope(target, TRAVEL) == scope


def test_c7_the_widest_line_decides():
	assert transfers.widest([transfers.BETWEEN_HANG, transfers.BETWEEN_GWAN]) == transfers.BETWEEN_GWAN
	assert transfers.widest([transfers.WITHIN_HANG, transfers.BETWEEN_HANG]) == transfers.BETWEEN_HANG
	assert transfers.widest([]) == transfers.WITHIN_HANG


@pytest.mark.parametrize("scope", transfers.SCOPES)
@pytest.mark.parametrize("small", [True, False])
def test_c6_c7_meetings_of_a_transfer(scope, small):
	needed = Meetings(True, True)
	expected = needed if scope != transfers.WITHIN_HANG and not small else Meetings()
	assert transfers.meetings(scope, needed, small) == expected


@pytest.mark.parametrize("kind", [transfers.RESTRICTED, transfers.CUT])
@pytest.mark.parametrize("barred", ["01", "13", "131", "131-01"])
def test_c8_a_bar_holds_for_what_stands_below_it(kind, barred):
	target = Path("01", "13", "131", "131-01")
	with pytest.raises(RuleViolation) as refusal:
		transfers.check_target(target, {barred: kind}, {barred: "여비"})
	assert refusal.value.params == ("여비",)
	transfers.check_target(Path("02", "21", "211"), {barred: kind}, {})


@pytest.mark.parametrize(
	("source", "target", "allowed"),
	[
		(("보조금", "Subsidy"), ("보조금", "Subsidy"), True),
		(("시비", "Subsidy"), ("도비", "Subsidy"), False),
		(("보조금", "Subsidy"), ("자부담", "Own Funds"), False),
		(("자부담", "Own Funds"), ("지정후원금", "Designated Donation"), False),
		(("자부담", "Own Funds"), ("법인전입금", "Own Funds"), True),
		(("기타", "Other"), ("자부담", "Own Funds"), True),
	],
)
def test_money_that_was_given_for_something_keeps_its_name(source, target, allowed):
	"""사회복지사업법 제42조②, 재무·회계규칙 제41조의7."""
	if allowed:
		transfers.check_sources(*source, *target)
	else:
		with pytest.raises(RuleViolation):
			transfers.check_sources(*source, *target)
