"""Resident registration numbers of payees and employees: stored encrypted, shown by birthday and sex, read in full for a stated purpose."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.core.doctype.access_log.access_log import make_access_log
from frappe.model.document import Document
from frappe.utils import getdate

from huimang.errors import obey
from huimang.rules import identifiers


def protect_resident_no(doc: Document) -> None:
	"""Put a newly typed `resident_no` into the encrypted field and leave its mask in its place."""
	typed = (doc.resident_no or "").strip() if doc.get("kind") in (None, "Individual") else ""
	if not typed:
		doc.resident_no = doc.resident_no_secret = None
	elif "*" not in typed:
		digits = obey(identifiers.read_resident_no, typed, getdate(), bool(doc.resident_no_is_new))
		# The framework encrypts a Password field when it saves; the column itself keeps asterisks.
		doc.resident_no_secret = digits
		doc.resident_no = identifiers.mask_resident_no(digits)
	elif doc.is_new() or doc.has_value_changed("resident_no"):
		frappe.throw(_("Please enter the whole resident registration number, without asterisks."))


def reveal_resident_no(doc: Document, purpose: str) -> str:
	"""Return the whole resident registration number of a payee or an employee and log who read it and why.

	:param purpose: what the reader needs it for, in their own words.
	"""
	purpose = (purpose or "").strip()
	if len(purpose) < 2:
		frappe.throw(_("Please state what you need the resident registration number for."))
	if not doc.resident_no:
		frappe.throw(_("There is no resident registration number for {0}.").format(doc.get_title()))
	number = doc.get_password("resident_no_secret")
	make_access_log(doctype=doc.doctype, document=doc.name, method="reveal_resident_no", filters=purpose)
	return f"{number[:6]}-{number[6:]}"
