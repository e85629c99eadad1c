"""Dated tables: which row holds on a day, and that every row says since when, from where and how sure."""

import csv
from datetime import date
from fractions import Fraction

import pytest

from huimang.rules.dated import DATA, DatedTable
from huimang.rules.errors import RuleViolation

TABLES = {
	"depreciation.csv": ("key",),
	"depreciation_rates.csv": ("method", "years"),
	"income_tax/above.csv": ("over",),
	"income_tax/bands.csv": ("table", "over"),
	"income_tax/tables.csv": (),
	"income_tax/values.csv": ("key",),
	"leave.csv": ("key",),
	"minimum_wage.csv": ("key",),
	"pay_items.csv": ("item_name",),
	"salary_grid.csv": ("authority", "grade", "step"),
	"severance.csv": ("key",),
	"social_insurance.csv": ("key",),
	"tax_free.csv": ("key",),
	"working_time.csv": ("key",),
}
CONFIDENCE = {"high", "medium-high", "medium", "low"}


@pytest.mark.parametrize("file", TABLES)
def test_every_row_says_since_when_from_where_and_how_sure(file):
	with (DATA / file).open(encoding="utf-8", newline="") as opened:
		rows = list(csv.DictReader(opened))
	assert rows
	seen = set()
	for row in rows:
		name = date.fromisoformat(row["effective_from"]), *(row[column] for column in TABLES[file])
		assert name not in seen, name
		seen.add(name)
		assert row["source"].strip() and row["confidence"] in CONFIDENCE, row
		assert None not in row and None not in row.values(), row
		Fraction(row.get("value", "0"))


def test_a_row_holds_until_the_next_one_begins():
	table = DatedTable("social_insurance.csv")
	assert table.value(date(2025, 12, 31), "pension.rate") == Fraction("0.045")
	assert table.value(date(2026, 1, 1), "pension.rate") == Fraction("0.0475")
	held = table.held(date(2026, 12, 31), "pension.rate")
	assert (held.effective_from, held.confidence) == (date(2026, 1, 1), "high")
	assert table.amount(date(2026, 7, 1), "pension.income_max") == 6_590_000


def test_days_before_the_table_and_unknown_names():
	table = DatedTable("minimum_wage.csv")
	with pytest.raises(RuleViolation):
		table.value(date(2022, 12, 31), "hourly")
	with pytest.raises(KeyError):
		table.value(date(2026, 1, 1), "daily")
