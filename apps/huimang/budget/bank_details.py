"""Account numbers: stored encrypted, shown by their last four digits, read in full for a stated purpose
only.
"""

from __future__ import annotations

import frappe
from frappe import _
from frappe.core.doctype.access_log.access_log import make_access_log
from frappe.model.document import Document

from huimang.errors import obey
from huimang.rules import identifiers

DOCTYPES = ("Facility Bank Account", "Counterparty", "Facility Employee")
"""Documents with an `account_number` and its encrypted `account_number_secret`."""


def protect_account_number(doc: Document) -> None:
	"""Put a newly typed `account_number` into the encrypted field and leave its mask in its place."""
	typed = (doc.account_number or "").strip()
	if not typed:
		doc.account_number = doc.account_number_secret = None
	elif "*" not in typed:
		digits = obey(identifiers.read_account_no, typed)
		# The framework encrypts a Password field when it saves; the column itself keeps asterisks.
		doc.account_number_secret = digits
		doc.account_number = identifiers.mask_account_no(digits)
	elif doc.is_new() or doc.has_value_changed("account_number"):
		frappe.throw(_("Please enter the whole account number, without asterisks."))


def reveal_account_number(doc: Document, purpose: str) -> str:
	"""Return the whole account number of a document and log who read it and why.

	:param purpose: what the reader needs it for, in their own words.
	"""
	purpose = (purpose or "").strip()
	if len(purpose) < 2:
		frappe.throw(_("Please state what you need the account number for."))
	if not doc.account_number:
		frappe.throw(_("There is no account number for {0}.").format(doc.get_title()))
	number = doc.get_password("account_number_secret")
	make_access_log(doctype=doc.doctype, document=doc.name, method="reveal_account_number", filters=purpose)
	return number
