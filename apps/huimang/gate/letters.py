"""What staff may send as e-mail from a document: their own letter, with papers that they can open themselves."""

from __future__ import annotations

from email.utils import parseaddr

import frappe
from frappe import _

from huimang.errors import GateError
from huimang.facility.files import is_readable

MAKE = "frappe.core.doctype.communication.email.make"


def check(form: dict) -> None:
	"""Refuse a letter in somebody else's name, with a page of one's own to be made a PDF, or with files out of reach.

	Raises:
		GateError: the sentence says which.
	"""
	sender = parseaddr(form.get("sender") or "")[1]
	if sender and sender.lower() != frappe.session.user.lower():
		frappe.throw(_("A letter is sent in one's own name."), GateError)
	if form.get("print_html"):
		frappe.throw(_("Only papers of the document itself can be attached."), GateError)
	for name in _attached(form.get("attachments")):
		if not isinstance(name, str) or not is_readable(name):
			frappe.throw(_("You do not have access to this file. Please upload it again."), GateError)


def _attached(value: object) -> list:
	try:
		value = frappe.parse_json(value or "[]")
	except ValueError:
		value = [value]
	return value if isinstance(value, list) else [value]
