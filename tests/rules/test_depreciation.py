"""감가상각: the worked vectors to the won (V1–V20), values within a year, and what holds for every asset (V21)."""

import csv
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from depreciation_vectors import VECTORS
from hypothesis import given
from hypothesis import strategies as st

from huimang.rules import depreciation
from huimang.rules.depreciation import (
	BOOK,
	DECLINING_BALANCE,
	METHODS,
	PROFILES,
	STRAIGHT_LINE,
	TAX_TABLE,
	MethodChange,
	Opening,
	Spending,
	life_range,
	memo_value,
	schedule,
	second_hand_lives,
)
from huimang.rules.errors import RuleViolation

SL, DB = STRAIGHT_LINE, DECLINING_BALANCE
RATES = Path(depreciation.__file__).parent / "data" / "depreciation_rates.csv"


def years(found):
	return [(row.fiscal_year, row.months, row.depreciation, row.closing) for row in found.rows]


@pytest.mark.parametrize("name", VECTORS)
def test_worked_vectors(name):
	asset, facts, rows = VECTORS[name]
	assert years(schedule(*asset, **facts)) == rows


def test_v11_sale_in_the_year():
	asset, facts, _rows = VECTORS["V11"]
	found = schedule(*asset, **facts).disposal
	assert (found.book_value, found.gain) == (2_900_000, 300_000)
	without = schedule(*asset, **facts, disposal_month_counts=False)
	assert without.rows[-1].depreciation == 700_000
	assert (without.disposal.book_value, without.disposal.gain) == (3_000_000, 200_000)


def test_v12_scrapping_in_the_year():
	asset, facts, _rows = VECTORS["V12"]
	assert schedule(*asset, **facts).disposal.gain == -1_351_257


def test_v13_the_subsidy_bears_its_share():
	found = schedule(20_000_000, 5, SL, date(2025, 4, 5), subsidy=15_000_000)
	assert [row.depreciation for row in found.rows] == [3_000_000] + [4_000_000] * 4 + [999_000]
	assert [row.offset for row in found.rows] == [2_250_000] + [3_000_000] * 4 + [749_250]
	gone = schedule(20_000_000, 5, SL, date(2025, 4, 5), subsidy=15_000_000, disposed_on=date(2040, 1, 1))
	assert (gone.disposal.book_value, gone.disposal.subsidy_left) == (1_000, 750)


def test_v20_what_is_not_depreciated():
	land = schedule(100_000_000, 40, SL, date(2020, 1, 1), depreciable=False)
	assert (land.rows, land.book_value(date(2060, 1, 1))) == ((), 100_000_000)
	stored = schedule(1_000_000, 5, SL, date(2020, 1, 1), in_use=False)
	assert (stored.rows, stored.book_value(date(2026, 1, 1))) == ((), 1_000_000)
	small = schedule(900_000, 5, SL, date(2026, 5, 6), expensed=True)
	assert years(small) == [(2026, 1, 900_000, 0)]
	assert small.book_value(date(2026, 12, 31)) == 0


class TestRates:
	def test_every_life_of_the_table(self):
		with RATES.open(encoding="utf-8", newline="") as file:
			rates = {(row["method"], int(row["years"])): row["value"] for row in csv.DictReader(file)}
		assert set(rates) == {(method, years) for method in METHODS for years in range(2, 61)}
		for (method, life), rate in rates.items():
			permille = round(float(rate) * 1000)
			found = schedule(1_000_000_000, life, method, date(2020, 1, 1)).rows[0]
			assert (found.depreciation, found.permille) == (permille * 1_000_000, permille)
			if method == DB:
				# 1 − 0.05^(1/n) to three places upwards, checked in whole numbers
				assert (1000 - permille) ** life * 20 <= 1000**life < (1001 - permille) ** life * 20

	@pytest.mark.parametrize(
		("cost", "memo"), [(0, 0), (19_999, 999), (20_000, 1_000), (20_001, 1_000), (15, 0)]
	)
	def test_memo_value(self, cost, memo):
		assert memo_value(cost, date(2026, 1, 1)) == memo

	@pytest.mark.parametrize(
		("standard", "lives"), [(5, (4, 6)), (20, (15, 25)), (40, (30, 50)), (12, (9, 15)), (4, (3, 5))]
	)
	def test_lives_to_choose_from(self, standard, lives):
		found = life_range(standard, date(2026, 1, 1))
		assert (found[0], found[-1]) == lives

	def test_used_assets(self):
		assert list(second_hand_lives(5, date(2026, 1, 1))) == [2, 3, 4, 5]


class TestValue:
	ASSET = schedule(1_234_567, 5, SL, date(2024, 7, 15))

	@pytest.mark.parametrize(
		("on", "value"),
		[
			(date(2024, 7, 14), 0),
			(date(2024, 7, 15), 1_234_567),
			(date(2024, 7, 30), 1_234_567),
			(date(2024, 7, 31), 1_234_567 - 20_576),
			(date(2024, 11, 30), 1_234_567 - 5 * 20_576),
			(date(2024, 12, 30), 1_234_567 - 5 * 20_576),
			(date(2024, 12, 31), 1_111_111),
			(date(2025, 12, 31), 864_198),
			(date(2029, 12, 31), 1_000),
			(date(2100, 1, 1), 1_000),
		],
	)
	def test_on_any_day(self, on, value):
		assert self.ASSET.book_value(on) == value

	def test_from_its_disposal_on_it_is_worth_nothing(self):
		asset, facts, _rows = VECTORS["V11"]
		found = schedule(*asset, **facts)
		assert found.book_value(date(2025, 8, 16)) == 3_700_000 - 7 * 100_000
		assert found.book_value(date(2025, 8, 17)) == 0

	def test_spending_counts_from_its_day(self):
		asset, facts, _rows = VECTORS["V10"]
		found = schedule(*asset, **facts)
		assert found.book_value(date(2024, 6, 1)) - found.book_value(date(2024, 5, 31)) == 3_000_000
		assert found.row(2024).spent == 3_000_000
		assert found.row(2030) is None

	def test_use_begins_later_than_the_asset_is_bought(self):
		found = schedule(3_000_000, 5, SL, date(2024, 11, 1), in_service_on=date(2025, 2, 3))
		assert years(found)[0] == (2025, 11, 550_000, 2_450_000)
		assert found.book_value(date(2025, 2, 27)) == 3_000_000

	def test_years_that_begin_in_march(self):
		found = schedule(3_000_000, 5, SL, date(2025, 2, 10), year_starts_month=3)
		assert years(found)[:2] == [(2024, 1, 50_000, 2_950_000), (2025, 12, 600_000, 2_350_000)]
		assert found.book_value(date(2026, 2, 28)) == 2_350_000


class TestTakenOver:
	@pytest.mark.parametrize("name", ["V1", "V2", "V3", "V6", "V9", "V10", "V15", "V18"])
	def test_a_register_goes_on_as_it_had_been(self, name):
		asset, facts, rows = VECTORS[name]
		whole = schedule(*asset, **facts)
		for row in whole.rows[1:3]:
			taken = whole.accumulated(date(row.fiscal_year - 1, 12, 31))
			if name != "V18" or row.fiscal_year <= 2023:
				going_on = schedule(*asset, **facts, opening=Opening(row.fiscal_year, taken))
				assert years(going_on) == [r for r in rows if r[0] >= row.fiscal_year]
				assert going_on.book_value(date(2026, 12, 31)) == whole.book_value(date(2026, 12, 31))


def test_spending_on_what_is_depreciated_already():
	found = schedule(1_000_000, 2, SL, date(2020, 1, 1), spending=[Spending(date(2025, 3, 1), 500_000)])
	assert years(found) == [
		(2020, 12, 500_000, 500_000),
		(2021, 12, 499_000, 1_000),
		(2025, 12, 500_000, 1_000),
	]
	book = schedule(
		1_000_000, 2, SL, date(2020, 1, 1), spending=[Spending(date(2025, 3, 1), 500_000)], profile=BOOK
	)
	assert book.rows[-1].closing == 1_000


def test_what_is_taken_down_and_kept_keeps_its_value():
	asset, facts, rows = VECTORS["V11"]
	found = schedule(*asset, stopped_on=date(2025, 8, 17))
	assert years(found) == rows
	assert found.book_value(date(2030, 1, 1)) == 2_900_000
	sold = schedule(*asset, **{**facts, "disposed_on": date(2030, 3, 1)}, stopped_on=date(2025, 8, 17))
	assert (years(sold), sold.disposal.gain) == (rows, 300_000)
	excluded = schedule(
		*asset, stopped_on=date(2025, 8, 17), disposed_on=date(2025, 9, 1), disposal_month_counts=False
	)
	assert years(excluded) == rows


def test_steps():
	found = schedule(6_000_000, 5, SL, date(2023, 2, 1))
	assert found.rows[0].step.formula == "6,000,000 × 0.2 × 11/12 → 1,100,000"
	assert found.rows[-1].step.formula == "100,000 − 1,000 → 99,000"
	assert all(row.step.article and row.step.amount == row.depreciation for row in found.rows)


DAY = date(2025, 1, 2)


@pytest.mark.parametrize(
	("asset", "facts"),
	[
		((-1, 5, SL, DAY), {}),
		((1, 1, SL, DAY), {}),
		((1, 61, SL, DAY), {}),
		((1, 5, "", DAY), {}),
		((1, 5, SL, DAY), {"profile": ""}),
		((1, 5, DB, DAY), {"profile": BOOK}),
		((1, 5, SL, DAY), {"changed": MethodChange(2026, "")}),
		((1, 5, SL, DAY), {"subsidy": 2}),
		((1, 5, SL, DAY), {"proceeds": -1}),
		((1, 5, SL, DAY), {"in_service_on": date(2025, 1, 1)}),
		((1, 5, SL, DAY), {"disposed_on": date(2025, 1, 1)}),
		((1, 5, SL, DAY), {"spending": [Spending(DAY, -1)]}),
		((1, 5, SL, DAY), {"spending": [Spending(date(2026, 1, 2), 1)], "disposed_on": date(2026, 1, 1)}),
		((1, 5, SL, DAY), {"spending": [Spending(date(2026, 1, 2), 1)], "stopped_on": date(2026, 1, 1)}),
		((1, 5, SL, DAY), {"stopped_on": date(2025, 1, 1)}),
		((1, 5, SL, DAY), {"spending": [Spending(DAY, 1)], "expensed": True}),
		((1, 5, SL, DAY), {"opening": Opening(2026, 2)}),
	],
)
def test_impossible_entries_are_refused(asset, facts):
	with pytest.raises(RuleViolation):
		schedule(*asset, **facts)


costs = st.one_of(st.integers(0, 100_000), st.integers(0, 999_999_999_999))
lives = st.integers(2, 60)
starts = st.dates(date(1990, 1, 1), date(2040, 12, 31))


@st.composite
def assets(draw):
	cost, life, start = draw(costs), draw(lives), draw(starts)
	method = draw(st.sampled_from(METHODS))
	profile = draw(st.sampled_from(PROFILES)) if method == SL else TAX_TABLE
	spending = draw(
		st.lists(st.builds(Spending, st.dates(start, start + timedelta(9000)), costs), max_size=3)
	)
	return (cost, life, method, start), {
		"profile": profile,
		"spending": spending,
		"subsidy": draw(st.integers(0, cost)),
		"year_starts_month": draw(st.sampled_from((1, 3))),
	}


@given(assets())
def test_all_is_depreciated_but_the_memo_value(asset):
	(cost, life, method, start), facts = asset
	found = schedule(cost, life, method, start, **facts)
	total = cost + sum(each.amount for each in facts["spending"])
	assert sum(row.depreciation for row in found.rows) == total - found.memo_value
	assert found.book_value(date(2300, 1, 1)) == found.memo_value <= 1_000
	assert 0 <= sum(row.offset for row in found.rows) <= facts["subsidy"]
	before = cost
	for row in found.rows:
		assert row.opening == before
		assert row.closing == row.opening + row.spent - row.depreciation
		assert row.depreciation >= 0 and row.closing >= 0 and row.offset >= 0
		assert 0 <= row.months <= 12
		before = row.closing


@given(assets(), st.integers(0, 20_000), st.integers(0, 10**12), st.booleans())
def test_what_is_disposed_of_is_worth_nothing_and_all_of_it_is_accounted_for(asset, days, proceeds, counts):
	(cost, life, method, start), facts = asset
	day = start + timedelta(days)
	facts = {**facts, "spending": [each for each in facts["spending"] if each.on <= day]}
	found = schedule(
		cost, life, method, start, disposed_on=day, proceeds=proceeds, disposal_month_counts=counts, **facts
	)
	total = cost + sum(each.amount for each in facts["spending"])
	taken = sum(row.depreciation for row in found.rows)
	assert taken + found.disposal.book_value == total
	assert found.disposal.gain == proceeds - found.disposal.book_value
	assert found.disposal.book_value >= 0 and found.disposal.subsidy_left >= 0
	assert found.book_value(day) == 0


@given(costs, lives, starts)
def test_straight_line_never_rises_and_declining_balance_falls(cost, life, start):
	level = [row.depreciation for row in schedule(cost, life, SL, start).rows][1:]
	assert all(one >= two for one, two in pairwise(level))
	falling = [row.depreciation for row in schedule(cost, life, DB, start).rows][1:-1]
	assert all(one >= two for one, two in pairwise(falling))


@given(assets(), st.integers(-50, 10_000))
def test_the_value_falls_from_day_to_day_and_is_never_negative(asset, days):
	(cost, life, method, start), facts = asset
	found = schedule(cost, life, method, start, **{**facts, "spending": []})
	day = start + timedelta(days)
	today, tomorrow = found.book_value(day), found.book_value(day + timedelta(1))
	assert 0 <= tomorrow <= today or day < start
	assert today + (found.accumulated(day) if day >= start else 0) == (cost if day >= start else 0)


@given(costs, lives, starts)
def test_equal_parts_end_with_the_useful_life(cost, life, start):
	found = schedule(cost, life, SL, start, profile=BOOK)
	assert sum(row.months for row in found.rows) <= 12 * life
	if found.rows:
		assert found.rows[-1].fiscal_year <= start.year + life
