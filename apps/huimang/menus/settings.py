"""What operators and heads have switched off or moved, for one user.

A user holds roles in facilities. A menu is hidden where every role that brings it, in every facility, hides it: nobody loses
a menu of one job by a setting for another. A setting for a facility goes before the one of that role for all facilities.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar

import frappe

from huimang.facility.grants import grants
from huimang.facility.roles import FACILITY_ROLES
from huimang.menus import catalogue
from huimang.menus.catalogue import CARD, LINK, Menu

DOCTYPE = "Menu Setting"
T = TypeVar("T")


class Setting(NamedTuple):
	"""The menus of a role, as they were set: each with its place and whether it is shown."""

	role: str
	menus: dict[Menu, tuple[int, bool]]


class Switchboard:
	"""The settings that hold for a user, the higher roles first.

	Args:
		settings: a setting or nothing for each role and facility of the user, as (role, setting).
	"""

	def __init__(self, settings: list[tuple[str, Setting | None]]):
		self._settings = settings

	def __bool__(self) -> bool:
		return any(setting for _role, setting in self._settings)

	def hides(self, menu: Menu) -> bool:
		"""Tell whether the user does not see a menu that their rights would give them."""
		if self._is_off(menu):
			return True
		if menu.kind == LINK:
			return self._is_off(Menu(CARD, menu.workspace, menu.card))
		if menu.kind == CARD:
			links = catalogue.groups_of(frappe.get_cached_doc("Workspace", menu.workspace)).get(menu.label)
			return bool(links) and all(
				self._is_off(Menu(LINK, menu.workspace, row.label, menu.label)) for row in links
			)
		return False

	def sort(self, items: list[T], menu_of: Callable[[T], Menu | None]) -> list[T]:
		"""Return items in the order that was set; those that no setting knows keep their places."""
		ranks = [self._rank(menu) if (menu := menu_of(item)) else None for item in items]
		places = [at for at, rank in enumerate(ranks) if rank is not None]
		ordered = list(items)
		for place, at in zip(places, sorted(places, key=lambda at: ranks[at]), strict=True):
			ordered[place] = items[at]
		return ordered

	def _is_off(self, menu: Menu) -> bool:
		relevant = self._relevant(menu.workspace)
		return bool(relevant) and all(
			setting and not setting.menus.get(menu, (0, True))[1] for setting in relevant
		)

	def _rank(self, menu: Menu) -> tuple[int, int] | None:
		for rank, setting in enumerate(self._relevant(menu.workspace)):
			if setting and menu in setting.menus:
				return rank, setting.menus[menu][0]
		return None

	def _relevant(self, workspace: str) -> list[Setting | None]:
		roles = catalogue.roles_of(workspace)
		return [setting for role, setting in self._settings if not roles or role in roles]


def of(user: str) -> Switchboard:
	"""Return what was set for a user. One query where nothing was."""
	known = _read()
	if not known:
		return Switchboard([])
	held = grants(user)["all"]
	pairs = [(role, facility) for role in FACILITY_ROLES for facility in sorted(held.get(role, ()))]
	by_hand = {role for role, _facility in known} - set(FACILITY_ROLES)
	pairs += [(role, "") for role in sorted(by_hand.intersection(frappe.get_roles(user)))]
	return Switchboard(
		[(role, known.get((role, facility)) or known.get((role, ""))) for role, facility in pairs]
	)


def forget() -> None:
	"""Let everybody's next page be made anew: the framework keeps what a page starts with."""

	def drop() -> None:
		frappe.cache.delete_value("bootinfo")

	drop()
	frappe.db.after_commit.add(drop)


def _read() -> dict[tuple[str, str], Setting]:
	setting, row = frappe.qb.DocType(DOCTYPE), frappe.qb.DocType("Menu Setting Item")
	query = (
		frappe.qb.from_(setting)
		.join(row)
		.on((row.parent == setting.name) & (row.parenttype == DOCTYPE))
		.select(
			setting.role, setting.facility, row.kind, row.workspace, row.label, row.card, row.idx, row.shown
		)
		.where(setting.enabled == 1)
		.orderby(row.idx)
	)
	return _grouped(query.run())


def _grouped(rows: Iterable[tuple]) -> dict[tuple[str, str], Setting]:
	found: dict[tuple[str, str], Setting] = {}
	for role, facility, kind, workspace, label, card, place, shown in rows:
		setting = found.setdefault((role, facility or ""), Setting(role, {}))
		setting.menus[Menu(kind, workspace, label, card or "")] = (place, bool(shown))
	return found
