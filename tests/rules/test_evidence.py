"""Evidence: needed above 30,000 won, and what counts as such."""

import pytest

from huimang.rules.errors import RuleViolation
from huimang.rules.evidence import ExpenseLine, check_evidence

LIMIT = 30_001


def test_small_expenses_need_none():
	check_evidence([ExpenseLine(30_000)], [], LIMIT)


@pytest.mark.parametrize("amounts", [[30_001], [15_000, 15_001]])
def test_at_the_limit_evidence_is_needed_for_the_whole_resolution(amounts):
	lines = [ExpenseLine(amount) for amount in amounts]
	with pytest.raises(RuleViolation, match="30,001"):
		check_evidence(lines, [], LIMIT)
	check_evidence(lines, ["Tax Invoice"], LIMIT)


def test_payroll_needs_none_but_does_not_cover_the_rest():
	check_evidence([ExpenseLine(3_000_000, exempt=True), ExpenseLine(30_000)], [], LIMIT)
	with pytest.raises(RuleViolation):
		check_evidence([ExpenseLine(3_000_000, exempt=True), ExpenseLine(30_001)], [], LIMIT)


@pytest.mark.parametrize("paper", ["Simple Receipt", "Quotation", "Contract", "Inspection Report"])
def test_accompanying_papers_alone_do_not_prove(paper):
	with pytest.raises(RuleViolation):
		check_evidence([ExpenseLine(LIMIT)], [paper], LIMIT)
	check_evidence([ExpenseLine(LIMIT)], [paper, "Card Slip"], LIMIT)


@pytest.mark.parametrize(
	"paper", ["Tax Invoice", "Invoice", "Card Slip", "Cash Receipt", "Statement", "Other"]
)
def test_papers_that_prove(paper):
	check_evidence([ExpenseLine(LIMIT)], [paper], LIMIT)


def test_a_reason_stands_in_for_evidence_and_blanks_are_no_reason():
	check_evidence([ExpenseLine(LIMIT)], [], LIMIT, waiver_reason="농가에서 직접 구입")
	with pytest.raises(RuleViolation):
		check_evidence([ExpenseLine(LIMIT)], [], LIMIT, waiver_reason="  ")
