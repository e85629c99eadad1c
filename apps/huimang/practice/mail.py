"""Mails of practice stay in the house: they are queued as ever, never sent, and shown to whoever practises."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import escape_html

from huimang.facility import scope
from huimang.facility.grants import MADE_UP, is_practising
from huimang.practice import marks


def hold_back(mail, method: str | None = None) -> None:
	"""Before a mail is queued (hook): one of practice bears a state from which nothing is sent."""
	if not _is_of_practice(mail):
		return
	mail.status = "Error"
	mail.error = "practice: not sent"
	told = _("Practice: this mail would have gone to {0}. Nothing was sent.").format(
		escape_html(", ".join(row.recipient for row in mail.recipients))
	)
	if mail.reference_doctype and mail.reference_name:
		frappe.get_doc(
			{
				"doctype": "Comment",
				"comment_type": "Info",
				"reference_doctype": mail.reference_doctype,
				"reference_name": mail.reference_name,
				"content": told,
			}
		).insert(ignore_permissions=True)
	if getattr(frappe.local, "request", None):
		frappe.msgprint(told, alert=True, indicator="orange")


def _is_of_practice(mail) -> bool:
	if is_practising(frappe.session.user):
		return True
	if mail.recipients and all(row.recipient.endswith(MADE_UP) for row in mail.recipients):
		return True
	field = scope.facility_field(mail.reference_doctype or "")
	if not field or not mail.reference_name:
		return False
	return marks.is_practice(frappe.db.get_value(mail.reference_doctype, mail.reference_name, field))
