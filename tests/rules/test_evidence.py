"""Evidence: needed above 30,000 won, and what counts as such."""

from datetime import date

import pytest

from huimang.rules.errors import RuleViolation
from huimang.rules.evidence import (
	CONTRACTS,
	FIGURES,
	ContractLimits,
	ExpenseLine,
	check_contract_papers,
	check_evidence,
	check_kind_is_told,
	check_quotations,
	contract_limits,
	required_from,
	sufficient,
)

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


def test_what_tax_is_withheld_from_is_proved_by_its_return():
	"""법인세법 시행령 제158조제2항: a lecturer's fee needs no further proof, what is bought beside it does."""
	lines = [ExpenseLine(500_000), ExpenseLine(30_000)]
	check_evidence(lines, [], LIMIT, withheld_from=500_000)
	with pytest.raises(RuleViolation):
		check_evidence([*lines, ExpenseLine(1)], [], LIMIT, withheld_from=500_000)


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


@pytest.mark.parametrize("method", ["Card", "Dedicated Card"])
def test_a_card_leaves_a_slip(method):
	lines = [ExpenseLine(LIMIT)]
	check_evidence(lines, ["Card Slip"], LIMIT, payment_method=method)
	for paper in ("Statement", "Cash Receipt", "Other"):
		with pytest.raises(RuleViolation, match="card slip"):
			check_evidence(lines, [paper], LIMIT, payment_method=method)


def test_cash_leaves_a_receipt():
	lines = [ExpenseLine(LIMIT)]
	check_evidence(lines, ["Cash Receipt"], LIMIT, payment_method="Cash")
	with pytest.raises(RuleViolation, match="cash receipt"):
		check_evidence(lines, ["Card Slip"], LIMIT, payment_method="Cash")


def test_a_means_of_payment_that_an_operator_added_takes_what_any_takes():
	assert {"Card Slip", "Tax Invoice", "Cash Receipt"} <= sufficient("제로페이")


TODAY = date(2026, 11, 22)
LIMITS = ContractLimits(quotations=20_000_000, contract=50_000_000, inspection=30_000_000)


def test_x7_every_figure_says_where_it_stands():
	assert contract_limits(TODAY) == LIMITS
	assert contract_limits(TODAY, 5_000_000, None, 0).quotations == 5_000_000
	assert required_from(TODAY) == LIMIT
	for key in (
		"required_from",
		"two_quotations_above",
		"contract_above",
		"inspection_above",
		"advance_rate",
	):
		held = FIGURES.held(TODAY, key)
		assert held.source and held.confidence


@pytest.mark.parametrize("kind", sorted(CONTRACTS))
def test_x7_papers_of_a_contract_by_its_amount(kind):
	quotations = ["Quotation", "Quotation"]
	check_contract_papers(kind, 20_000_000, [], LIMITS)
	for papers in ([], ["Quotation"]):
		with pytest.raises(RuleViolation, match="two quotations"):
			check_contract_papers(kind, 20_000_001, papers, LIMITS)
	check_contract_papers(kind, 30_000_000, quotations, LIMITS)
	with pytest.raises(RuleViolation, match="inspection"):
		check_contract_papers(kind, 30_000_001, quotations, LIMITS)
	check_contract_papers(kind, 50_000_000, [*quotations, "Inspection Report"], LIMITS)
	with pytest.raises(RuleViolation, match="written contract"):
		check_contract_papers(kind, 50_000_001, [*quotations, "Inspection Report"], LIMITS)
	check_contract_papers(kind, 50_000_001, [*quotations, "Inspection Report", "Contract"], LIMITS)


def test_x7_a_request_needs_its_quotations_only():
	with pytest.raises(RuleViolation, match="two quotations"):
		check_quotations("Goods", 60_000_000, ["Contract"], LIMITS)
	check_quotations("Goods", 60_000_000, ["Quotation"] * 2, LIMITS)


@pytest.mark.parametrize("kind", ["Other", ""])
def test_x7_what_is_no_contract_needs_no_papers_and_a_reason_stands_in_for_them(kind):
	check_contract_papers(kind, 90_000_000, [], LIMITS)
	check_contract_papers("Goods", 90_000_000, [], LIMITS, "수의계약 사유서")


def test_x7_a_large_expense_tells_its_kind_unless_it_is_payroll():
	check_kind_is_told([ExpenseLine(20_000_000), ExpenseLine(90_000_000, exempt=True)], LIMITS)
	with pytest.raises(RuleViolation, match="20,000,000"):
		check_kind_is_told([ExpenseLine(20_000_000), ExpenseLine(1)], LIMITS)
