"""Papers that leave the house by mail: each locked, in a mail of its own."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import validate_email_address

from huimang.printing.locked import lock


def require_account() -> None:
	"""Refuse to promise mails where the site has no account to send them from."""
	if not frappe.db.exists("Email Account", {"enable_outgoing": 1, "default_outgoing": 1}):
		frappe.throw(_("No mail account for sending has been set up. Please ask the operator of the site."))


def problem_of(address: str | None) -> str:
	"""Return what is wrong with an address, in words; nothing where mail may go to it."""
	if not address:
		return _("There is no mail address.")
	return "" if validate_email_address(address) else _("The mail address is none.")


def send(doc, address: str, subject: str, message: str, paper: tuple[str, bytes], password: str) -> None:
	"""Queue a mail with a locked PDF, in the caller's transaction.

	:param doc: the document that it is about.
	:param message: HTML.
	:param paper: what the file is called, without an ending, and the PDF.
	"""
	title, content = paper
	frappe.sendmail(
		recipients=[address],
		subject=subject,
		message=message,
		attachments=[{"fname": f"{title}.pdf", "fcontent": lock(content, password)}],
		reference_doctype=doc.doctype,
		reference_name=doc.name,
		with_container=False,
	)
