"""T1, T2, A1, A3: order, papers and days of the annual settlement."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huimang.rules import settlement
from huimang.rules.errors import RuleViolation
from huimang.rules.settlement import AUDIT, BOARD, COMMITTEE, Proof

END = date(2026, 12, 31)
TODAY = date(2027, 3, 31)


def proofs(audit=None, committee=None, board=None) -> dict[str, Proof]:
	days = {AUDIT: audit, COMMITTEE: committee, BOARD: board}
	return {name: Proof(day and date.fromisoformat(day), "paper") for name, day in days.items()}


@pytest.mark.parametrize(
	"end, due",
	[
		(date(2026, 12, 31), date(2027, 3, 31)),
		(date(2027, 2, 28), date(2027, 5, 31)),
		(date(2028, 2, 29), date(2028, 5, 31)),
	],
)
def test_t1_due_on_31_march_and_for_child_care_centres_on_31_may(end, due):
	assert settlement.report_due(end) == due


@pytest.mark.parametrize(
	"unit, operated_by, required",
	[
		("Facility", "Corporation", (AUDIT, COMMITTEE, BOARD)),
		("Facility", "Individual", (COMMITTEE,)),
		("Facility", "Government", (COMMITTEE,)),
		("Corporation", "Corporation", (AUDIT, BOARD)),
		("Profit Business", "Corporation", (AUDIT, BOARD)),
	],
)
def test_t1_a1_who_must_have_seen_it(unit, operated_by, required):
	assert settlement.required_proofs(unit, operated_by) == required


def test_t1_a_meeting_counts_with_its_minutes_only():
	given_ = {AUDIT: Proof(END, "report"), COMMITTEE: Proof(END, ""), BOARD: Proof(None, "minutes")}
	assert settlement.missing_proofs((AUDIT, COMMITTEE, BOARD), given_) == [COMMITTEE, BOARD]


def test_t1_reported_to_the_committee_before_the_board_decides():
	settlement.check_order(END, TODAY, proofs(committee="2027-03-10", board="2027-03-10"))
	with pytest.raises(RuleViolation):
		settlement.check_order(END, TODAY, proofs(committee="2027-03-11", board="2027-03-10"))


def test_a3_audited_before_the_board_decides():
	settlement.check_order(END, TODAY, proofs(audit="2027-03-10", board="2027-03-10"))
	with pytest.raises(RuleViolation):
		settlement.check_order(END, TODAY, proofs(audit="2027-03-11", board="2027-03-10"))


@pytest.mark.parametrize("day, is_right", [("2026-12-31", False), ("2027-01-01", True), ("2027-03-31", True)])
def test_t1_after_the_year_and_not_in_the_future(day, is_right):
	if is_right:
		settlement.check_order(END, TODAY, proofs(committee=day))
		return
	with pytest.raises(RuleViolation):
		settlement.check_order(END, TODAY, proofs(committee=day))
	with pytest.raises(RuleViolation):
		settlement.check_order(END, TODAY, proofs(board="2027-04-01"))


@given(st.integers(-5, 60), st.integers(0, 60))
def test_t2_within_20_days_for_at_least_20_days(wait, length):
	submitted = date(2027, 3, 31)
	first = submitted + timedelta(days=wait)
	last = first + timedelta(days=length)
	faults = list(settlement.publication_faults(submitted, first, last))
	assert len(faults) == (wait > 20) + (length + 1 < 20)


def test_numbers_hold_from_a_day_on():
	with pytest.raises(RuleViolation):
		settlement.report_due(date(2000, 12, 31))
