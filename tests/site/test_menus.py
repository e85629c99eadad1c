"""Operators and heads hide and reorder menus, by role and facility, and grant nothing by it."""

import itertools
import json
from types import SimpleNamespace

import factory
import frappe
import house
import pytest
from factory import acting_as

from huimang import desk
from huimang.errors import FacilityAccessError
from huimang.facility import access
from huimang.facility.roles import ACCOUNTANT, FACILITY_HEAD, PLATFORM_OPERATOR, SOCIAL_WORKER
from huimang.menus import api, catalogue

KIM, HEAD, BOTH, TWO = "kim@menus.test", "head@menus.test", "both@menus.test", "two@menus.test"
OPERATOR = "operator@menus.test"
SETTING = "Menu Setting"
HOME, ASSETS = "Accountant", "Assets and Supplies"


def make() -> SimpleNamespace:
	"""Two facilities: an accountant, a head, one who is two things in one facility, one who is an accountant in both."""
	here, there = factory.make_facility(), factory.make_facility()
	factory.make_user(KIM, here, [ACCOUNTANT])
	factory.make_user(HEAD, here, [FACILITY_HEAD])
	factory.make_user(BOTH, here, [ACCOUNTANT, SOCIAL_WORKER])
	for facility in (here, there):
		factory.make_user(TWO, facility, [ACCOUNTANT])
	factory.make_operator(OPERATOR)
	return SimpleNamespace(here=here, there=there)


built, clean_slate, world = house.once(make, (KIM, HEAD, BOTH, TWO, OPERATOR))


def setting(role: str = ACCOUNTANT, facility: str | None = None, hide=(), first=None):
	"""Set the menus of a role: those in `hide` are off, `first` stands before all of its kind."""
	with acting_as(OPERATOR):
		doc = frappe.get_doc(
			{"doctype": SETTING, "role": role, "facility": facility, "items": api.menus(role)}
		)
		for row in doc.items:
			row.shown = int(not any(row.label == label and row.kind == kind for kind, label in hide))
		doc.items.sort(key=lambda row: row.label != first)
		return doc.insert()


def pages(user: str) -> list[str]:
	with acting_as(user):
		return [page["name"] for page in desk.get_workspace_sidebar_items()["pages"]]


def blocks(user: str, kind: str, name: str = HOME) -> list[str]:
	with acting_as(user):
		page = next(page for page in desk.get_workspace_sidebar_items()["pages"] if page["name"] == name)
	return [block["data"][f"{kind}_name"] for block in json.loads(page["content"]) if block["type"] == kind]


def on_page(user: str, name: str = HOME) -> dict:
	with acting_as(user):
		return desk.get_desktop_page(json.dumps({"name": name, "title": name, "public": 1}))


def links(user: str, card: str) -> list[str]:
	cards = on_page(user)["cards"]["items"]
	return next(([link["link_to"] for link in row["links"]] for row in cards if row["label"] == card), [])


def card_of() -> tuple[str, list[str]]:
	"""A group of links of the accountant's, with its links."""
	menus = [menu for menu in catalogue.of_role(ACCOUNTANT) if menu.workspace == HOME]
	card = next(menu.label for menu in menus if menu.kind == catalogue.CARD)
	return card, [menu.label for menu in menus if menu.kind == catalogue.LINK and menu.card == card]


def test_without_settings_nothing_is_asked_of_them():
	assert HOME in pages(KIM) and ASSETS in pages(KIM)
	assert blocks(KIM, "shortcut") and on_page(KIM)["shortcuts"]["items"]


def test_a_workspace_is_hidden_and_moved():
	before = pages(KIM)
	setting(hide=[("Workspace", ASSETS)])
	assert pages(KIM) == [name for name in before if name != ASSETS]
	assert pages(HEAD).count(ASSETS) == 1  # the head's role was not asked about
	frappe.delete_doc(SETTING, ACCOUNTANT)
	setting(first=ASSETS)
	after = pages(KIM)
	assert after.index(ASSETS) < after.index(HOME) and sorted(after) == sorted(before)


def test_a_shortcut_is_hidden_and_moved():
	before = blocks(KIM, "shortcut")
	setting(hide=[("Shortcut", before[0])], first=before[-1])
	assert blocks(KIM, "shortcut") == [before[-1], *before[1:-1]]
	shown = {item["label"] for item in on_page(KIM)["shortcuts"]["items"]}
	assert frappe._(before[0]) not in shown and frappe._(before[1]) in shown


def test_links_and_groups_are_hidden_and_moved():
	card, names = card_of()
	told = frappe._(card)
	opened = links(KIM, told)
	setting(hide=[("Menu Link", names[0])], first=names[-1])
	left = links(KIM, told)
	assert len(left) == len(opened) - 1 and left[0] == opened[-1] and opened[0] not in left
	frappe.delete_doc(SETTING, ACCOUNTANT)
	setting(hide=[("Menu Group", card)])
	assert links(KIM, told) == [] and card not in blocks(KIM, "card")
	frappe.delete_doc(SETTING, ACCOUNTANT)
	setting(hide=[("Menu Link", name) for name in names])
	assert card not in blocks(KIM, "card")  # nothing is left in it


def test_no_heading_stands_over_nothing():
	setting(hide=[("Menu Group", name) for name in blocks(KIM, "card")])
	with acting_as(KIM):
		page = next(page for page in desk.get_workspace_sidebar_items()["pages"] if page["name"] == HOME)
	kinds = [block["type"] for block in json.loads(page["content"]) if block["type"] != "spacer"]
	assert kinds[-1] != "header" and ("header", "header") not in set(itertools.pairwise(kinds))


def test_a_menu_of_one_job_is_not_lost_by_a_setting_for_another():
	setting(ACCOUNTANT, hide=[("Workspace", ASSETS)])
	assert ASSETS in pages(BOTH)  # which is for social workers as well
	setting(SOCIAL_WORKER, hide=[("Workspace", ASSETS)])
	assert ASSETS not in pages(BOTH) and HOME in pages(BOTH)


def test_a_facility_has_its_own(world):
	setting(facility=world.here, hide=[("Workspace", ASSETS)])
	assert ASSETS not in pages(KIM)
	assert ASSETS in pages(TWO)  # who works elsewhere also
	setting(hide=[("Workspace", ASSETS)])
	assert ASSETS not in pages(TWO)
	doc = frappe.get_doc(SETTING, f"{world.here}-{ACCOUNTANT}")
	for row in doc.items:
		row.shown = 1
	doc.save()
	assert ASSETS in pages(KIM)
	doc.update({"enabled": 0}).save()
	assert ASSETS not in pages(KIM)


def test_nobody_is_left_without_a_workspace():
	before = pages(KIM)
	for role in (ACCOUNTANT, "Facility Staff"):
		setting(role, hide=[("Workspace", name) for name in before])
	assert sorted(pages(KIM)) == sorted(before)


def test_a_setting_grants_nothing():
	with acting_as(KIM):
		before = frappe.has_permission("Facility Employee", "write")
	doc = setting()
	row = doc.append(
		"items", {"kind": "Workspace", "workspace": "HR Manager", "label": "HR Manager", "shown": 1}
	)
	doc.save()
	assert row not in doc.items  # the role does not have it
	assert "HR Manager" not in pages(KIM)
	frappe.get_doc(
		{
			"doctype": "Menu Setting Item",
			"parent": doc.name,
			"parenttype": SETTING,
			"parentfield": "items",
			**{"kind": "Workspace", "workspace": "HR Manager", "label": "HR Manager", "shown": 1, "idx": 1},
		}
	).db_insert()
	assert "HR Manager" not in pages(KIM)
	with acting_as(KIM):
		assert frappe.has_permission("Facility Employee", "write") == before


def test_what_a_new_version_brings_is_shown():
	doc = setting()
	gone = next(row for row in doc.items if row.kind == "Shortcut")
	doc.remove(gone)
	doc.save()
	back = frappe.get_doc(SETTING, doc.name).items[-1]
	assert (back.label, back.shown) == (gone.label, 1)


class TestWhoMay:
	def test_a_head_sets_the_menus_of_the_facility(self, world):
		with acting_as(HEAD):
			values = {"doctype": SETTING, "role": ACCOUNTANT, "items": api.menus(ACCOUNTANT)}
			doc = frappe.get_doc({**values, "facility": world.here}).insert()
			assert doc.name == f"{world.here}-{ACCOUNTANT}"
			with pytest.raises(frappe.PermissionError):
				frappe.get_doc({**values, "facility": world.there}).insert()
			with pytest.raises(FacilityAccessError):
				frappe.get_doc(values).validate()

	def test_that_of_all_facilities_is_the_operators(self):
		doc = setting()
		with acting_as(HEAD):
			for right in ("read", "write", "delete"):
				assert not frappe.has_permission(SETTING, right, doc=doc)
			assert not frappe.get_list(SETTING)
			assert access.is_out_of_reach(HEAD, SETTING, doc.name)

	@pytest.mark.parametrize("user", [KIM, BOTH])
	def test_others_set_nothing(self, world, user):
		doc = setting(facility=world.here)
		with acting_as(user):
			assert not frappe.has_permission(SETTING, "read", doc=doc)
			with pytest.raises(frappe.PermissionError):
				api.menus(ACCOUNTANT)

	def test_roles_of_nobodys_job_are_refused(self, world):
		for role, facility in (("All", None), ("Guest", None), (PLATFORM_OPERATOR, world.here)):
			with acting_as(OPERATOR), pytest.raises(frappe.ValidationError):
				frappe.get_doc({"doctype": SETTING, "role": role, "facility": facility}).insert()

	def test_who_draws_workspaces_sees_all(self):
		setting(hide=[("Workspace", ASSETS)])
		assert ASSETS in pages("Administrator")


def test_pages_that_are_open_begin_anew():
	frappe.cache.hset("bootinfo", KIM, {"kept": 1})
	setting()
	assert not frappe.cache.hget("bootinfo", KIM)
