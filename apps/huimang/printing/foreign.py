"""Documents of the framework and of other apps on paper, for who is not trusted with the framework's own way.

That way hands the page, with whatever a user has typed into it, to a browser on the server, which opens every address that
stands there: of this machine, of its files, of its neighbours. Here the page loads what `resources` lets it load.
"""

from __future__ import annotations

import frappe
from frappe.utils import cint
from frappe.www.printview import validate_print_permission

from huimang.printing import pdf


def is_trusted() -> bool:
	"""Whether the framework's own way is open to the user: to those who administer the site."""
	return "System Manager" in frappe.get_roles()


def print_documents(doctype: str, names: list[str], options: dict) -> bytes:
	"""Return a PDF of documents that the user may print, each by the framework's page for it."""
	return pdf.render([_page(doctype, name, options) for name in names], title=names[0])


def _page(doctype: str, name: str, options: dict) -> str:
	doc = frappe.get_doc(doctype, name)
	validate_print_permission(doc)
	return frappe.get_print(
		doctype,
		name,
		options.get("format"),
		doc=doc,
		letterhead=options.get("letterhead"),
		no_letterhead=cint(options.get("no_letterhead")),
	)
