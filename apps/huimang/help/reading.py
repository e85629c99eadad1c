"""Which pages somebody reads, and what they are shown of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import frappe
from frappe import _

from huimang import __version__
from huimang.facility.roles import UNSCOPED_ROLES
from huimang.help.rendering import as_html

DOCTYPE = "Manual Page"


def readable(roles: Iterable[str], fields: tuple[str, ...] = ()) -> list[dict]:
	"""The published pages that people of these roles read, in the order of the book. Operators read all of them."""
	pages = frappe.get_all(
		DOCTYPE,
		filters={"published": 1},
		fields=["name", "title", "section", "position", *fields],
		order_by="position, name",
	)
	held, readers = set(roles), _readers()
	if held & set(UNSCOPED_ROLES):
		return pages
	return [page for page in pages if not readers[page.name] or readers[page.name] & held]


def contents(roles: Iterable[str]) -> dict:
	"""The table of contents: chapters, each with its pages; and of which version the manual is."""
	chapters: dict[str, list[dict]] = {}
	for page in readable(roles):
		chapters.setdefault(page.section, []).append({"name": page.name, "title": page.title})
	listed = [{"title": title, "pages": pages} for title, pages in chapters.items()]
	return {"version": __version__, "chapters": listed}


def shown(name: str, roles: Iterable[str]) -> dict:
	"""One page, with its neighbours in the book.

	Raises:
		frappe.DoesNotExistError: there is none of this name for these readers.
	"""
	pages = readable(roles)
	at = next((at for at, page in enumerate(pages) if page.name == name), None)
	if at is None:
		frappe.throw(_("The manual has no such page."), frappe.DoesNotExistError)
	page = frappe.get_cached_doc(DOCTYPE, name)
	return {
		"name": name,
		"title": page.title,
		"section": page.section,
		"html": as_html(page.content),
		"before": pages[at - 1] if at else None,
		"after": pages[at + 1] if at + 1 < len(pages) else None,
		"changed_on": str(page.modified)[:10],
	}


def page_about(kind: str, name: str, roles: Iterable[str]) -> str | None:
	"""The page that is the help of a form, report, page or workspace."""
	about = frappe.get_all(
		"Manual Page Subject", {"subject_type": kind, "subject": name, "parenttype": DOCTYPE}, pluck="parent"
	)
	return next((page.name for page in readable(roles) if page.name in about), None)


def _readers() -> dict[str, set[str]]:
	"""For each page that is not for everybody, the roles that it is for."""
	rows = frappe.get_all("Has Role", {"parenttype": DOCTYPE}, ["parent", "role"])
	readers = defaultdict(set)
	for row in rows:
		readers[row.parent].add(row.role)
	return readers
