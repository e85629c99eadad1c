"""What is registered as what, what may happen to it, and what an event must show (재무·회계 규칙 제38조–제41조)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huimang.rules import assets, dated
from huimang.rules.assets import CONSUMABLE, DURABLE, LOW_VALUE, Case, missing, status_after
from huimang.rules.errors import RuleViolation

DAY = date(2026, 5, 1)


@pytest.mark.parametrize(
	("price", "facts", "found"),
	[
		(499_999, {}, LOW_VALUE),
		(500_000, {}, DURABLE),
		(500_001, {}, DURABLE),
		(300_000, {"is_equipment": False}, CONSUMABLE),
		(900_000, {"lasts_months": 11}, CONSUMABLE),
		(900_000, {"lasts_months": 12}, DURABLE),
		(900_000, {"used_up": True}, CONSUMABLE),
		(300_000, {"threshold": 300_000}, DURABLE),
		(299_999, {"threshold": 300_000}, LOW_VALUE),
	],
)
def test_a1_a2_what_a_thing_is(price, facts, found):
	assert assets.classify(price, DAY, **facts) == found


@given(st.integers(0, 10**12), st.integers(1, 500))
def test_units_cost_together_what_was_paid_and_differ_by_a_won_at_most(total, units):
	costs = assets.unit_costs(total, units)
	assert sum(costs) == total and len(costs) == units
	assert max(costs) - min(costs) <= 1


@given(st.integers(0, 10**12), st.lists(st.integers(1, 50), min_size=1, max_size=6))
def test_the_shares_of_what_goes_add_up_to_the_whole(amount, parts):
	"""Whatever goes in turn, the last takes the rest: nothing is left on the books."""
	whole, left, gone = sum(parts), sum(parts), 0
	for part in parts:
		before = assets.share(amount, left, whole)
		left -= part
		gone += before - assets.share(amount, left, whole)
	assert gone == amount


def test_goods_go_by_way_of_their_condemnation_and_real_property_does_not():
	with pytest.raises(RuleViolation, match="condemned before"):
		status_after("Sale", "In Use", "Equipment")
	assert status_after("Sale", "Condemned", "Equipment") == "Sold"
	assert status_after("Sale", "In Use", "Land") == "Sold"
	assert status_after("Scrapping", "In Use", "Equipment", is_part=True) == "In Use"


@pytest.mark.parametrize("kind", assets.KINDS)
@pytest.mark.parametrize("status", assets.GONE)
def test_nothing_happens_to_what_is_gone(kind, status):
	with pytest.raises(RuleViolation):
		status_after(kind, status, "Equipment")


def test_a_repair_that_is_over_leaves_a_thing_in_use():
	assert status_after("Repair", "In Use", "Equipment", finished=False) == "Under Repair"
	assert status_after("Repair", "Under Repair", "Equipment", finished=True) == "In Use"
	assert status_after("Repair", "Stored", "Equipment", finished=True) == "Stored"


@pytest.mark.parametrize(
	("case", "count"),
	[
		(Case(kind="Sale", on=DAY, restricted_until=DAY), 1),
		(Case(kind="Sale", on=DAY, restricted_until=date(2026, 4, 30)), 0),
		(Case(kind="Sale", on=DAY, restricted_until=DAY, permit_no="12"), 0),
		(Case(kind="Lending", on=DAY, is_basic=True), 1),
		(Case(kind="Relocation", on=DAY, is_basic=True), 0),
		(Case(kind="Condemnation", on=DAY, service_ends=date(2026, 5, 2)), 1),
		(Case(kind="Condemnation", on=DAY, service_ends=DAY), 0),
		(Case(kind="Condemnation", on=DAY, service_ends=date(2027, 1, 1), explanation="고장"), 0),
		(Case(kind="Scrapping", on=DAY, holds_data=True), 1),
		(Case(kind="Scrapping", on=DAY, holds_data=True, has_wipe_proof=True), 0),
		(Case(kind="Loss of Asset", on=DAY), 2),
		(Case(kind="Loss of Asset", on=DAY, has_paper=True, liability="없음"), 0),
	],
)
def test_a4_a10_what_an_event_lacks(case, count):
	assert len(list(missing(case))) == count


def test_classes_have_lives_within_their_range_and_say_where_they_come_from():
	rows = dated.read("asset_classes.csv")
	assert len({row["class_name"] for row in rows}) == len(rows) > 80
	for row in rows:
		assert row["asset_group"] in assets.GROUPS and row["source"] and len(row["category_code"]) == 2
		if row["is_depreciable"] == "1":
			least, life, most = (int(row[key]) for key in ("life_least", "useful_life_years", "life_most"))
			assert 1 <= least <= life <= most <= 60, row["class_name"]
