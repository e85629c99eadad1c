"""Gifts: receipts of goods, shares of costs, names."""

from datetime import date
from fractions import Fraction

import pytest

from huimang.rules import donations
from huimang.rules.errors import RuleViolation

TODAY = date(2026, 11, 23)


def test_goods_on_a_receipt():
	"""D2: a person's by market value; D3: a business's by book value; D4: a related party's by the higher one."""
	assert donations.receipt_value("Individual", 250_000) == 250_000
	assert donations.receipt_value("For-profit Corporation", 1_200_000, 800_000) == 800_000
	assert donations.receipt_value("For-profit Corporation", 1_200_000, 800_000, True) == 1_200_000
	assert donations.receipt_value("For-profit Corporation", 1_200_000) == 0


def test_shares_are_dated_data():
	assert donations.indirect_limit(TODAY) == 50
	assert donations.administration_limit(TODAY) == 15


@pytest.mark.parametrize("indirect", [0, 499_999, 500_000])
def test_indirect_costs_up_to_their_share(indirect):
	donations.check_indirect(1_000_000, indirect, Fraction(50))


def test_d13_indirect_costs_beyond_it():
	with pytest.raises(RuleViolation):
		donations.check_indirect(1_000_000, 500_001, Fraction(50))


def test_d14_administration_of_designated_gifts():
	donations.check_administration(1_000_000, 150_000, Fraction(15), "아동 간식비")
	with pytest.raises(RuleViolation):
		donations.check_administration(1_000_000, 150_001, Fraction(15), "아동 간식비")


def test_costs_of_a_gwan():
	assert donations.is_indirect("사무비", TODAY)
	assert not donations.is_indirect("사업비", TODAY) and not donations.is_indirect("준비금", TODAY)


def test_what_is_left_of_gifts():
	donations.check_designated_left(10, 10, "아동 간식비")
	donations.check_undesignated_left(10, 10)
	with pytest.raises(RuleViolation):
		donations.check_designated_left(10, 11, "아동 간식비")
	with pytest.raises(RuleViolation):
		donations.check_undesignated_left(10, 11)


@pytest.mark.parametrize(
	("written", "key"),
	[
		("(주) 한빛전력", "한빛전력"),
		("㈜한빛 전력", "한빛전력"),
		("주식회사 한빛전력", "한빛전력"),
		("홍길동 님", "홍길동"),
		("홍길동대표", "홍길동"),
		("김씨", "김씨"),
		("ＫＢ 후원회", "kb후원회"),
		("", ""),
	],
)
def test_names_as_they_are_compared(written, key):
	assert donations.name_key(written) == key


def test_how_somebody_gives():
	day = date(2026, 10, 1)
	assert donations.way_of_giving(False, [], TODAY) == donations.NOTHING_YET
	assert donations.way_of_giving(True, [], TODAY) == donations.REGULAR
	assert donations.way_of_giving(False, [day, day, day], TODAY) == donations.OCCASIONAL
	months = [date(2026, month, 25) for month in (8, 9, 10)]
	assert donations.way_of_giving(False, months, TODAY) == donations.REGULAR
	assert donations.way_of_giving(False, months, date(2027, 3, 1)) == donations.OCCASIONAL
