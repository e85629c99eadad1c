"""The menus that a role has by its rights: what an operator sees in the form and switches, in the order in which it stands."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import NamedTuple

import frappe
from frappe import _
from frappe.modules.utils import get_module_app

from huimang.facility import rights
from huimang.facility.roles import FACILITY_STAFF

WORKSPACE, SHORTCUT, CARD, LINK = "Workspace", "Shortcut", "Menu Group", "Menu Link"


class Menu(NamedTuple):
	"""A menu.

	Attributes:
		kind: WORKSPACE, SHORTCUT, CARD (a group of links) or LINK.
		workspace: on which it stands, or which it is.
		label: by which the workspace knows it, in English; that of the workspace is its name.
		card: the group of a link.
	"""

	kind: str
	workspace: str
	label: str
	card: str = ""


def of_role(role: str) -> list[Menu]:
	"""Return the menus of a role: each workspace, its shortcuts, its groups, and the links of each."""
	found, held = [], _Rights(role)
	for name in workspaces_of(role):
		doc = frappe.get_cached_doc("Workspace", name)
		found.append(Menu(WORKSPACE, name, name))
		found += _shortcuts(doc, held)
		for card, links in _cards(doc, held):
			found += [Menu(CARD, name, card), *(Menu(LINK, name, link, card) for link in links)]
	return found


def workspaces_of(role: str) -> list[str]:
	"""Return the workspaces that are for a role or for everybody, in their order."""
	public = frappe.get_all(
		"Workspace", {"public": 1, "is_hidden": 0}, ["name", "module"], order_by="sequence_id"
	)
	ours = [row.name for row in public if not row.module or get_module_app(row.module) != "frappe"]
	return [name for name in ours if not (roles := roles_of(name)) or role in roles]


def roles_of(workspace: str) -> frozenset[str]:
	"""Return the roles that have a workspace; none where everybody has it."""
	return frozenset(row.role for row in frappe.get_cached_doc("Workspace", workspace).roles)


def groups_of(doc) -> dict[str, list]:
	"""Return the groups of links of a workspace: {label: its links}, in their order."""
	groups: dict[str, list] = {}
	for row in doc.links:
		if row.type == "Card Break":
			groups[row.label] = links = []
		elif groups:
			links.append(row)
	return groups


def _shortcuts(doc, held: _Rights) -> Iterator[Menu]:
	known = {row.label: row for row in doc.shortcuts}
	for name in _blocks(doc, "shortcut"):
		row = known.get(name)
		if row and held.opens(row.type, row.link_to):
			yield Menu(SHORTCUT, doc.name, name)


def _cards(doc, held: _Rights) -> Iterator[tuple[str, list[str]]]:
	groups = groups_of(doc)
	for name in _blocks(doc, "card"):
		links = [row.label for row in groups.get(name, ()) if held.opens(row.link_type, row.link_to)]
		if links:
			yield name, links


def _blocks(doc, kind: str) -> list[str]:
	blocks = json.loads(doc.content or "[]")
	return [block["data"][f"{kind}_name"] for block in blocks if block["type"] == kind]


class _Rights:
	"""What a role may open, all of it read at once: a role has a hundred menus."""

	def __init__(self, role: str):
		self._roles = {role, FACILITY_STAFF, "All", "Desk User"}
		self._readers = rights.of_all()
		self._holders: dict[tuple[str, str], set[str]] = {}
		held = frappe.get_all(
			"Has Role", {"parenttype": ("in", ("Page", "Report"))}, ["parenttype", "parent", "role"]
		)
		for row in held:
			self._holders.setdefault((row.parenttype, row.parent), set()).add(row.role)

	def opens(self, kind: str | None, name: str | None) -> bool:
		"""Tell whether the role may open what a menu leads to; what knows no roles anybody may."""
		if kind == "DocType":
			return not self._roles.isdisjoint(self._readers.get(name, {}).get("read", ()))
		holders = self._holders.get((kind, name))
		return not holders or not self._roles.isdisjoint(holders)


def told(menu: Menu) -> str:
	"""Return a menu as the form names it, indented by where it stands."""
	depth = {WORKSPACE: 0, SHORTCUT: 1, CARD: 1, LINK: 2}[menu.kind]
	return "　" * depth + _(menu.label)
