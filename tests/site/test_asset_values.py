"""Whatever happens to an asset: each year opens with what the one before closed with, and no won is left over or made up."""

from datetime import date, timedelta

import frappe
from hypothesis import given, settings
from hypothesis import strategies as st

from huimang.property import values
from huimang.property.values import Event, Settings
from huimang.rules.depreciation import BOOK, METHODS, STRAIGHT_LINE, TAX_TABLE
from huimang.statements.asset_values import year_of

FIRST, LAST = 2018, 2045


@st.composite
def lives(draw):
	"""A card, the events of its asset in their order, and how its facility depreciates."""
	profile = draw(st.sampled_from((TAX_TABLE, BOOK)))
	start = date(2018, 1, 1) + timedelta(days=draw(st.integers(0, 1_500)))
	quantity = draw(st.integers(1, 12))
	card = frappe._dict(
		name="X",
		acquired_on=start,
		in_service_on=start + timedelta(days=draw(st.integers(0, 60))),
		quantity=quantity,
		cost=draw(st.integers(0, 10**10)),
		subsidy_amount=0,
		is_depreciable=draw(st.booleans()),
		is_expensed=0,
		useful_life_years=draw(st.integers(2, 20)),
		method=draw(st.sampled_from(METHODS)) if profile == TAX_TABLE else STRAIGHT_LINE,
	)
	events, day, left = [], card.in_service_on, quantity
	for kind in draw(st.lists(st.sampled_from(("Scrapping", "Loss of Asset", "Sale")), max_size=4)):
		if not left:
			break
		day += timedelta(days=draw(st.integers(0, 900)))
		part = draw(st.integers(1, left))
		left -= part
		events.append(Event(day, kind, part))
	facility = Settings(profile, STRAIGHT_LINE, draw(st.booleans()), draw(st.sampled_from((1, 3))))
	return card, events, facility


@settings(max_examples=150, deadline=None)
@given(lives())
def test_v21_years_follow_one_another_and_add_up(life):
	card, events, facility = life
	held = values.holding(card, events, facility)
	month = facility.year_starts_month
	before = after = removed = dropped = taken = 0
	for year in range(FIRST - 1, LAST):
		found = year_of(held, date(year, month, 1), date(year + 1, month, 1) - timedelta(days=1))
		assert (found.opening, found.before) == (before, after)
		assert min(found.taken, found.value, found.removed, found.dropped, found.added) >= 0
		before, after = found.closing, found.after
		removed, dropped, taken = removed + found.removed, dropped + found.dropped, taken + found.taken
	assert removed + before == card.cost
	assert taken == dropped + after <= card.cost
	if sum(event.quantity for event in events) == card.quantity:
		assert before == after == 0


@settings(max_examples=60, deadline=None)
@given(lives(), st.integers(0, 9_000))
def test_v21_a_value_on_any_day_lies_between_nothing_and_the_cost(life, days):
	card, events, facility = life
	held = values.holding(card, events, facility)
	day = card.acquired_on + timedelta(days=days)
	assert 0 <= held.book_value(day) <= held.cost(day) <= card.cost
	assert values.holding(card, events, facility).book_value(day) == held.book_value(day)
