"""The framework's menus, less what was switched off and in the order that was set. Nothing is added: rights stay what they are."""

from __future__ import annotations

import json

import frappe
from frappe import _

from huimang.menus import settings
from huimang.menus.catalogue import CARD, LINK, SHORTCUT, WORKSPACE, Menu
from huimang.menus.settings import Switchboard

_NAMES = {"shortcut": (SHORTCUT, "shortcut_name"), "card": (CARD, "card_name")}


def pages(shown: list[dict], user: str) -> list[dict]:
	"""Return the workspaces of the side bar as they were set for a user; all of them rather than none."""
	board = settings.of(user)
	if not board:
		return shown
	kept = [page for page in shown if not board.hides(_of_page(page))] or shown
	for page in kept:
		if page.get("content"):
			page["content"] = json.dumps(_blocks(json.loads(page["content"]), page["name"], board))
	return board.sort(kept, _of_page)


def desktop_page(shown: dict, workspace: str, user: str) -> dict:
	"""Return what stands on a workspace as it was set for a user."""
	board = settings.of(user)
	if not board or not shown:
		return shown
	shortcuts = _by_told(workspace, SHORTCUT, board)
	items = shown["shortcuts"]["items"]
	shown["shortcuts"]["items"] = [item for item in items if not shortcuts(item)]
	cards = shown["cards"]["items"]
	for card in cards:
		card["links"] = _links(workspace, card, board)
	shown["cards"]["items"] = [card for card in cards if card["links"]]
	return shown


def _links(workspace: str, card: dict, board: Switchboard) -> list[dict]:
	label = _label(workspace, CARD, card["label"])

	def menu(link: dict) -> Menu:
		return Menu(LINK, workspace, _label(workspace, LINK, link["label"]), label)

	return board.sort([link for link in card["links"] if not board.hides(menu(link))], menu)


def _by_told(workspace: str, kind: str, board: Switchboard):
	return lambda item: board.hides(Menu(kind, workspace, _label(workspace, kind, item["label"])))


def _label(workspace: str, kind: str, told: str) -> str:
	"""Return the label of a menu, which the framework has translated already."""
	doc = frappe.get_cached_doc("Workspace", workspace)
	rows = (
		doc.shortcuts
		if kind == SHORTCUT
		else [row for row in doc.links if (row.type == "Card Break") == (kind == CARD)]
	)
	return next((row.label for row in rows if told in (row.label, _(row.label))), told)


def _of_page(page: dict) -> Menu:
	return Menu(WORKSPACE, page["name"], page["name"])


def _blocks(blocks: list[dict], workspace: str, board: Switchboard) -> list[dict]:
	"""Return the blocks of a workspace without hidden menus, and without headings under which nothing is left."""

	def menu(block: dict) -> Menu | None:
		kind, field = _NAMES.get(block["type"], (None, None))
		return Menu(kind, workspace, block["data"][field]) if kind else None

	left = [block for block in blocks if not ((found := menu(block)) and board.hides(found))]
	for kind in _NAMES:
		left = board.sort(left, lambda block, kind=kind: menu(block) if block["type"] == kind else None)
	return left if len(left) == len(blocks) else _without_bare_headings(left)


def _without_bare_headings(blocks: list[dict]) -> list[dict]:
	kept: list[dict] = []
	for block in reversed(blocks):
		below = next((other for other in reversed(kept) if other["type"] != "spacer"), None)
		if block["type"] != "header" or (below and below["type"] != "header"):
			kept.append(block)
	return kept[::-1]
