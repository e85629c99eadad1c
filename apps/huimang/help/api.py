"""What the Desk may call of the manual: everybody who has a login reads it, operators change it."""

from __future__ import annotations

from dataclasses import asdict

import frappe
from frappe import _
from werkzeug.wrappers import Response

from huimang.help import book, reading, search, seeding
from huimang.printing.response import file_response


@frappe.whitelist(methods=["GET", "POST"])
def contents() -> dict:
	"""The chapters and pages of the manual, and which edition of it this is."""
	roles = _roles()
	return reading.contents(roles) | {"edition": book.edition(roles)}


@frappe.whitelist(methods=["GET", "POST"])
def page(name: str) -> dict:
	"""One page of the manual as HTML."""
	return reading.shown(name, _roles())


@frappe.whitelist(methods=["GET", "POST"])
def page_about(kind: str, name: str) -> dict | None:
	"""The page that is the help of a form, a list, a report, a page or a workspace; nothing where there is none."""
	roles = _roles()
	key = reading.page_about(kind, name, roles)
	return reading.shown(key, roles) if key else None


@frappe.whitelist(methods=["GET", "POST"])
def find(text: str) -> list[dict]:
	"""The pages in which these words stand."""
	return [asdict(hit) for hit in search.pages(text[:100], _roles())]


@frappe.whitelist(methods=["GET", "POST"])
def download(edition: str) -> Response:
	"""An edition of the manual as one PDF: the one that the contents were told of."""
	return file_response(book.pdf(_roles(), edition), _("Huimang Manual"), "pdf")


@frappe.whitelist(methods=["POST"])
def restore(name: str) -> None:
	"""Give a page the text of the product again."""
	frappe.get_doc(seeding.DOCTYPE, name).check_permission("write")
	seeding.restore(name)


def _roles() -> list[str]:
	"""The roles of who asks, who must have a login."""
	if frappe.session.user == "Guest":
		raise frappe.PermissionError
	return frappe.get_roles()
