"""관리전환 within a corporation: out of one register and into the other for the same won, decided there and taken over here."""

import asset_house
import factory
import frappe
import house
import pytest
from factory import acting_as

from huimang.approval import service as approval
from huimang.errors import FacilityAccessError
from huimang.property import api, values
from huimang.statements import engine


def make():
	home = house.build(with_director=False)
	corporation = frappe.db.get_value("Facility", home.facility, "corporation")
	home.sister = factory.make_facility(corporation=corporation)
	factory.books(home.sister)
	tag = frappe.generate_hash(length=6)
	home.keeper = factory.make_user(f"keeper-{tag}@example.com", home.sister, ["Accountant"])
	home.stranger = factory.make_user(f"s-{tag}@example.com", factory.make_facility(), ["Accountant"])
	return home


built, clean_slate, home = house.once(make, ())


def hand_over(home, *names, **kw):
	return asset_house.happen(home, "Handover", *names, to_facility=home.sister, **kw)


def take(home, event, **given):
	with acting_as(home.keeper):
		return api.take_over(home.sister, event.name, given)


def test_what_leaves_one_register_comes_into_the_other_for_the_same_won(home):
	desk = asset_house.card(home, cost=1_234_567, subsidy_amount=300_000, restricted_until="2027-01-01")
	dishes = asset_house.card(home, cost=1_000_000, units=10)
	event = hand_over(home, desk, permit_no="제2026-1호")
	some = hand_over(home, dishes, quantity=4)
	with acting_as(home.keeper):
		told = api.handed_over()
		notes = frappe.get_all("Notification Log", {"for_user": home.keeper}, pluck="subject")
	assert [row["name"] for row in told] == [event.name, some.name] and len(notes) == 2
	made = [*take(home, event, department="사무실"), *take(home, some)]
	with acting_as(home.keeper):
		assert api.handed_over() == []
	ours = {each.card.name: each for each in values.holdings(home.facility)}
	theirs = values.holdings(home.sister, fields=("former_no", "acquisition_type", "restricted_until"))
	assert [each.card.name for each in theirs] == made
	for each in theirs:
		removal = ours[each.card.former_no].removals[-1]
		assert each.schedule.cost == removal.book_value and each.card.acquisition_type == "Takeover"
		assert each.card.quantity == removal.before - removal.left
	assert str(theirs[0].card.restricted_until) == "2027-01-01" and theirs[0].card.useful_life_years >= 2
	went = _total(home.facility, "removed") - sum(held.removals[-1].accumulated for held in ours.values())
	assert went == _total(home.sister, "added") == sum(each.schedule.cost for each in theirs)


def _total(facility, column) -> int:
	drawn = engine.draw("property_changes", {"facility": facility, "accounting_year": f"{facility}-2026"})
	return drawn.rows[-1].values[column]


def test_it_is_taken_over_once_and_only_by_whom_it_was_handed_to(home):
	event = hand_over(home, asset_house.card(home))
	for user in (home.stranger, home.accountant):
		with acting_as(user), pytest.raises(FacilityAccessError):
			api.take_over(home.sister, event.name, {})
	other = frappe.db.get_value("Facility Membership", {"user": home.stranger}, "facility")
	with acting_as(home.stranger), pytest.raises(frappe.ValidationError):
		api.take_over(other, event.name, {})
	take(home, event)
	with pytest.raises(frappe.ValidationError, match="이미"):
		take(home, event)


def test_it_is_taken_back_only_while_nobody_has_taken_it_over(home):
	desk = asset_house.card(home)
	event = hand_over(home, desk)
	[card] = take(home, event)
	with acting_as(home.head), pytest.raises(frappe.ValidationError):
		approval.move_to(event.doctype, event.name, "Cancelled", comment="착오")
	with acting_as(home.keeper):
		frappe.delete_doc("Facility Asset", card)
	assert frappe.db.exists("Facility Asset", desk)
	with acting_as(home.head):
		approval.move_to(event.doctype, event.name, "Cancelled", comment="착오")
	assert asset_house.state(desk) == ("In Use", 1)
	with acting_as(home.keeper):
		assert api.handed_over() == []


def test_only_facilities_of_the_corporation_are_handed_to(home):
	with acting_as(home.accountant):
		assert [row["value"] for row in api.sisters(home.facility)] == [home.sister]
	other = factory.make_facility()
	with pytest.raises(frappe.ValidationError):
		asset_house.event(home, "Handover", asset_house.card(home), to_facility=other)
	moved = asset_house.event(
		home, "Condemnation", asset_house.card(home), to_facility=home.sister, explanation="고장"
	)
	assert not moved.to_facility
