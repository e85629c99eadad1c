"""간이세액: every cell of the official table, above it and beyond its columns, with the published worked examples."""

import csv
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huimang.rules import income_tax
from huimang.rules.errors import RuleViolation
from huimang.rules.income_tax import (
	OPTIONS,
	bonus_months,
	bonus_withholding,
	child_amount,
	explain,
	is_child,
	local_income_tax,
	monthly_withholding,
)

DAY = date(2026, 11, 22)
OLD = date(2026, 2, 28)
TABLE = Path(income_tax.__file__).parent / "data" / "income_tax" / "table_2024-03-01.csv"

# 월급여, 가족 수, 자녀 수, 비율, 소득세: published examples of the table in force from 2026-03-01.
EXAMPLES = """
769999 1 0 100 0
1000000 1 0 100 0
1059999 1 0 100 0
1060000 1 0 100 1040
1110000 1 0 100 1740
2150000 1 0 100 24340
2150000 3 0 100 9570
2150000 4 0 100 6200
2376900 1 0 100 31410
2375000 6 1 100 0
2000000 4 2 100 0
3000000 1 0 100 74350
3000000 2 0 100 56850
3000000 3 0 100 31940
3000000 3 1 100 11110
3000000 6 0 100 17100
3000000 10 0 100 3600
3000000 11 0 100 0
3019999 1 0 100 74350
3510000 4 0 100 49340
3510000 4 1 100 28510
3510000 4 2 100 3510
3510000 4 2 80 2800
3510000 4 2 120 4210
4000000 5 0 100 78550
4000000 10 0 100 28320
4240000 2 0 100 199810
4240000 4 0 100 120180
5000000 1 0 100 335470
5000000 4 0 100 219100
5000000 9 0 100 125350
5000000 11 0 100 87850
5000000 12 0 100 69100
5840000 1 0 100 470380
5840000 11 0 100 222100
8000000 1 0 100 959500
8040000 3 0 100 777000
9980000 1 0 100 1503990
10000000 1 0 100 1507400
10000000 3 0 100 1200840
12000000 1 0 100 2218400
14000000 1 0 100 2904400
"""


def rows():
	with TABLE.open(encoding="utf-8", newline="") as file:
		return list(csv.DictReader(file))


@pytest.mark.parametrize("line", EXAMPLES.split("\n")[1:-1])
def test_published_examples(line):
	pay, dependants, children, option, tax = map(int, line.split())
	assert monthly_withholding(pay, dependants, children, DAY, option) == tax


def test_published_local_taxes():
	taxes = (74350, 17100, 78550, 28320, 219100, 125350, 2218400, 28510, 959500, 9570, 120180, 1503990, 69100)
	local = (7430, 1710, 7850, 2830, 21910, 12530, 221840, 2850, 95950, 950, 12010, 150390, 6910)
	assert tuple(map(local_income_tax, taxes)) == local
	assert local_income_tax(0) == 0


@pytest.mark.parametrize("day", [date(2024, 3, 1), OLD, date(2026, 3, 1), DAY])
def test_all_cells_of_the_official_table(day):
	cells = 0
	for row in rows():
		low, high = int(row["pay_from_thousand"]) * 1000, int(row["pay_to_thousand"]) * 1000
		for dependants in range(1, 12):
			tax = int(row[f"f{dependants}"])
			assert monthly_withholding(low, dependants, 0, day) == tax
			if high > low:
				assert monthly_withholding(high - 1, dependants, 0, day) == tax
				cells += 1
	assert cells == 7106


def annual_tax(base):
	for over, tax, rate in (
		(150_000_000, 37_060_000, 38),
		(88_000_000, 15_360_000, 35),
		(50_000_000, 6_240_000, 24),
		(14_000_000, 840_000, 15),
	):
		if base > over:
			return tax + (base - over) * Fraction(rate, 100)
	return max(base, 0) * Fraction(6, 100)


def earned_income_deduction(gross):
	for over, amount, rate in (
		(100_000_000, 14_750_000, 2),
		(45_000_000, 12_000_000, 5),
		(15_000_000, 7_500_000, 15),
		(5_000_000, 3_500_000, 40),
	):
		if gross > over:
			return amount + (gross - over) * Fraction(rate, 100)
	return gross * Fraction(70, 100)


def special_deduction(gross, dependants):
	n = min(dependants, 3)
	base = {1: 3_100_000, 2: 3_600_000, 3: 5_000_000}[n]
	low, middle, high = {1: (40, 15, 5), 2: (40, 20, 10), 3: (70, 50, 30)}[n]
	extra = max(gross - 40_000_000, 0) * Fraction(4, 100) if n == 3 and gross > 30_000_000 else 0
	if gross <= 45_000_000:
		amount = base + gross * Fraction(low, 1000)
		return amount - max(gross - 30_000_000, 0) * Fraction(5, 100) + extra
	return base + gross * Fraction(middle if gross <= 70_000_000 else high, 1000) + extra


def credit(gross, tax):
	most = 660_000
	if gross > 70_000_000:
		most = max(630_000 - (gross - 70_000_000) / 2, 500_000)
	elif gross > 55_000_000:
		most = max(660_000 - (gross - 55_000_000) / 2, 630_000)
	return min(
		tax * Fraction(55, 100) if tax <= 500_000 else 275_000 + (tax - 500_000) * Fraction(3, 10), most
	)


def test_the_table_is_what_the_annual_rules_give():
	"""The formula behind the table (연 소득세의 12분의 1) agrees with each of its cells."""
	for row in rows():
		middle = Fraction(int(row["pay_from_thousand"]) + int(row["pay_to_thousand"]), 2) * 1000
		gross = middle * 12
		income = gross - earned_income_deduction(gross)
		pension = min(max(middle // 1000 * 1000, 290_000), 4_490_000) * Fraction(45, 1000) // 10 * 10 * 12
		for n in range(1, 12):
			base = max(income - 1_500_000 * n - pension - special_deduction(gross, n), Fraction())
			tax = annual_tax(base)
			month = (tax - credit(gross, tax)) / 12 // 10 * 10
			assert int(row[f"f{n}"]) == (month if month >= 1000 else 0)


@pytest.mark.parametrize(
	("pay", "tax"),
	[
		(9_999_999, 1_503_990),
		(10_000_000, 1_507_400),
		(10_000_001, 1_532_400),  # 25,000.343 more
		(14_000_000, 1_507_400 + 1_397_000),
		(14_000_100, 1_507_400 + 1_397_030),  # 37.24
		(28_000_000, 1_507_400 + 6_610_600),
		(28_000_100, 1_507_400 + 6_610_630),
		(30_000_000, 1_507_400 + 7_394_600),
		(30_000_100, 1_507_400 + 7_394_640),
		(45_000_000, 1_507_400 + 13_394_600),
		(45_000_100, 1_507_400 + 13_394_640),
		(87_000_000, 1_507_400 + 31_034_600),
		(87_000_100, 1_507_400 + 31_034_640),
		(100_000_000, 1_507_400 + 36_884_600),
	],
)
def test_above_the_table(pay, tax):
	assert monthly_withholding(pay, 1, 0, DAY) == tax


def test_beyond_eleven_dependants():
	assert monthly_withholding(5_000_000, 12, 0, DAY) == 87_850 - 18_750
	assert monthly_withholding(5_000_000, 13, 0, DAY) == 87_850 - 2 * 18_750
	assert monthly_withholding(5_000_000, 15, 0, DAY) == 12_850
	assert monthly_withholding(5_000_000, 16, 0, DAY) == 0
	assert monthly_withholding(12_000_000, 13, 0, DAY) == 960_840 - 2 * 30_000 + 711_000


@pytest.mark.parametrize(
	("day", "amounts"),
	[
		(date(2023, 3, 1), (0, 12_500, 25_000, 50_000, 75_000)),
		(date(2024, 2, 29), (0, 12_500, 25_000, 50_000, 75_000)),
		(date(2024, 3, 1), (0, 12_500, 29_160, 54_160, 79_160)),
		(OLD, (0, 12_500, 29_160, 54_160, 79_160)),
		(date(2026, 3, 1), (0, 20_830, 45_830, 79_160, 112_490)),
	],
)
def test_child_amounts_of_each_date(day, amounts):
	assert tuple(child_amount(n, day) for n in range(5)) == amounts


def test_the_day_of_payment_decides_the_child_amount():
	assert monthly_withholding(3_510_000, 4, 2, OLD) == 20_180
	assert monthly_withholding(3_510_000, 4, 2, date(2026, 3, 1)) == 3_510


def test_a_tax_below_1000_won_is_not_withheld():
	assert monthly_withholding(1_060_000, 1, 0, DAY, 80) == 0  # 832
	assert monthly_withholding(1_060_000, 1, 0, DAY, 120) == 1_240  # 1,248
	assert explain(1_060_000, 1, 0, DAY, 80).local_income_tax == 0


@pytest.mark.parametrize(
	("pay", "dependants", "children", "option"),
	[(-1, 1, 0, 100), (1, 0, 0, 100), (1, 1, 1, 100), (1, 2, -1, 100), (1, 2, 2, 100), (1, 1, 0, 90)],
)
def test_impossible_entries_are_refused(pay, dependants, children, option):
	with pytest.raises(RuleViolation):
		monthly_withholding(pay, dependants, children, DAY, option)


def test_days_before_the_tables_are_refused():
	with pytest.raises(RuleViolation):
		monthly_withholding(3_000_000, 1, 0, date(2023, 2, 28))
	assert monthly_withholding(3_000_000, 1, 0, date(2023, 3, 1)) == 74_350


@pytest.mark.parametrize(
	("born", "counts"),
	[
		(date(2018, 12, 31), True),
		(date(2019, 1, 1), False),
		(date(2006, 1, 1), True),
		(date(2005, 12, 31), False),
	],
)
def test_who_is_a_child_of_8_to_20_years(born, counts):
	assert is_child(born, DAY) is counts


def test_steps_tell_how_the_tax_came_about():
	found = explain(3_510_000, 4, 2, DAY, 80)
	assert [step.amount for step in found.steps] == [49_340, 3_510, 2_808, 2_800, 280]
	assert [step.formula for step in found.steps] == [
		"49,340",
		"49,340 − 45,830",
		"3,510 × 80%",
		"2,808 → 2,800",
		"2,800 × 10%",
	]
	assert all(step.article for step in found.steps)
	assert found.steps[0].inputs == (("Taxable pay", 3_510_000), ("Dependants", 4))
	high = explain(12_000_000, 12, 0, DAY).steps[0]
	assert (
		high.formula == "960,840 − (990,840 − 960,840) × 1 + 25,000 + (12,000,000 − 10,000,000) × 98% × 35%"
	)
	assert high.article.endswith("제4호 제6호")


class TestBonus:
	def test_a_month_of_bonus_is_taxed_with_the_average_pay(self):
		# (1,200,000 + 3 × 3,000,000) ÷ 3 = 3,400,000 → 3 × its tax − 3 × 74,350
		of_share = monthly_withholding(3_400_000, 1, 0, DAY)
		found = bonus_withholding(1_200_000, 3, 9_000_000, 3 * 74_350, (1, 0), DAY)
		assert found.income_tax == 3 * of_share - 3 * 74_350
		assert found.local_income_tax == local_income_tax(found.income_tax)
		assert found.steps[0].amount == 3_400_000

	def test_no_bonus_owes_nothing(self):
		assert bonus_withholding(0, 6, 18_000_000, 6 * 74_350, (1, 0), DAY).total == 0

	def test_what_was_withheld_too_much_is_not_given_back_here(self):
		assert bonus_withholding(100_000, 1, 3_000_000, 500_000, (1, 0), DAY).total == 0

	@pytest.mark.parametrize("months", [0, 13])
	def test_periods_are_1_to_12_months(self, months):
		with pytest.raises(RuleViolation):
			bonus_withholding(1, months, 1, 0, (1, 0), DAY)
		assert bonus_withholding(1, 12, 1, 0, (1, 0), DAY).total == 0

	def test_a_bonus_without_a_period_runs_from_january_or_the_last_bonus(self):
		assert bonus_months(date(2026, 9, 20)) == 9
		assert bonus_months(date(2026, 9, 20), date(2026, 2, 10)) == 7
		assert bonus_months(date(2026, 2, 10), date(2025, 9, 20)) == 2
		assert bonus_months(date(2026, 9, 20), date(2026, 9, 1)) == 1
		with pytest.raises(RuleViolation):
			bonus_months(date(2026, 9, 20), date(2026, 9, 21))


pays = st.integers(0, 200_000_000)
families = st.integers(1, 20).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n - 1)))
days = st.dates(date(2024, 3, 1), date(2027, 12, 31))


@given(pays, families, days, st.sampled_from(OPTIONS))
def test_taxes_are_tens_of_won_and_less_than_the_pay(pay, family, day, option):
	found = explain(pay, *family, day, option)
	assert found.income_tax % 10 == found.local_income_tax % 10 == 0
	assert found.income_tax == 0 or 1000 <= found.income_tax < pay
	assert found.steps[-1].amount == found.local_income_tax
	assert 0 <= found.income_tax - 10 * found.local_income_tax < 100


@given(pays, st.integers(0, 100_000), families, days, st.sampled_from(OPTIONS))
def test_who_earns_more_pays_no_less(pay, more, family, day, option):
	assert monthly_withholding(pay, *family, day, option) <= monthly_withholding(
		pay + more, *family, day, option
	)


@given(pays, st.integers(1, 20), days)
def test_a_larger_family_pays_no_more(pay, dependants, day):
	assert monthly_withholding(pay, dependants + 1, 0, day) <= monthly_withholding(pay, dependants, 0, day)
	if dependants > 1:
		assert monthly_withholding(pay, dependants, 1, day) <= monthly_withholding(pay, dependants, 0, day)
