"""Who may issue donation receipts, with which number, and when they must be electronic (donations.md 4; D5–D7)."""

from datetime import date

import pytest

from huimang.rules.donation_receipts import (
	EXCLUDED,
	GENERAL,
	Amounts,
	amounts,
	basis_of_form,
	electronic_due,
	electronic_only,
	issuer_basis,
	published_until,
	serial,
)
from huimang.rules.errors import RuleViolation


def test_a_corporation_issues_by_the_first_item():
	assert issuer_basis("Corporation", "DIS-4", "") == "법인세법 시행령 제39조제1항제1호가목"


def test_d5_a_shop_for_disabled_peoples_goods_may_not():
	with pytest.raises(RuleViolation):
		issuer_basis("Individual", "DIS-4", "")


def test_what_depends_on_who_pays_waits_for_the_facilitys_word():
	with pytest.raises(RuleViolation):
		issuer_basis("Individual", "ELD-2", " ")
	assert issuer_basis("Individual", "ELD-2", " 확인한 조항 ") == "확인한 조항"
	assert issuer_basis("Individual", "ELD-5", "") == "법인세법 시행령 제39조제1항제4호"


@pytest.mark.parametrize(
	("issued", "must"), [(299_999_999, False), (300_000_000, False), (300_000_001, True)]
)
def test_d6_d7_above_300_million_receipts_are_electronic(issued, must):
	assert electronic_only(issued, date(2025, 12, 31)) is must
	assert electronic_due(2025) == date(2026, 1, 10)


def test_what_is_excluded_is_no_deduction():
	assert amounts(GENERAL, 100) == Amounts(100, 100, 0)
	assert amounts(EXCLUDED, 100) == Amounts(100, 0, 100)


def test_persons_and_corporations_have_a_form_of_their_own():
	assert "제45호의2" in basis_of_form(True) and "제63호의3" in basis_of_form(False)


def test_numbers_are_told_apart_by_year_and_facility():
	assert serial(2026, "F00001", 7) == "2026-F00001-000007"


@pytest.mark.parametrize(
	("first", "last"),
	[
		(date(2026, 3, 31), date(2026, 6, 30)),
		(date(2026, 11, 30), date(2027, 2, 28)),
		(date(2026, 4, 1), date(2026, 7, 1)),
	],
)
def test_d9_a_report_is_public_for_three_months(first, last):
	assert published_until(first) == last
