"""Receipts by mail: locked, once each, and who got none with the reason."""

from __future__ import annotations

import re
from collections.abc import Callable

import frappe
from frappe import _
from frappe.utils import getdate, now_datetime

from huimang.donation.receipts import gifts, paper
from huimang.donation.receipts.service import DOCTYPE, ISSUED
from huimang.printing import mailing


def send_batch(batch: str, tell: Callable[[int], None] = lambda ready: None) -> int:
	"""Mail the receipts of a batch that have not been mailed; return how many of the batch are on their way.

	A receipt is marked and its mail queued in one transaction, and looked at under its lock: neither a stopped batch nor two
	workers send one twice.
	"""
	waiting = frappe.get_all(
		DOCTYPE,
		{"batch": batch, "status": ISSUED, "mailed_on": ("is", "not set")},
		pluck="name",
		order_by="number",
		limit_page_length=0,
	)
	for ready, name in enumerate(waiting, 1):
		if not frappe.db.get_value(DOCTYPE, name, "mailed_on", for_update=True):
			send(name)
		frappe.db.commit()
		tell(ready)
	return frappe.db.count(DOCTYPE, {"batch": batch, "mailed_on": ("is", "set")})


def send(name: str) -> bool:
	"""Queue the mail of a receipt; what stands against it is noted with the receipt."""
	doc = frappe.get_doc(DOCTYPE, name, for_update=True)
	problem = mailing.problem_of(doc.email)
	password = password_of(doc)
	if not problem and not password:
		problem = _("There is nothing to lock the receipt with: neither a birthday nor a business number.")
	if problem:
		doc.db_set("mail_problem", problem, update_modified=False)
		return False
	issuer = doc.issuer_name
	subject = _("[{0}] Donation receipt of {1}").format(issuer, doc.year)
	paper_of = (f"기부금영수증_{doc.receipt_no}", paper.one(doc))
	mailing.send(doc, doc.email, subject, _text(doc), paper_of, password)
	doc.db_set({"mailed_on": now_datetime(), "mail_problem": None}, update_modified=False)
	return True


def password_of(doc) -> str:
	"""Return what opens a donor's receipt: six digits of the birthday, or the ten of the business number."""
	if doc.donor_type != gifts.PERSON:
		return re.sub(r"\D", "", doc.identity_no or "")
	digits = re.sub(r"\D", "", (doc.identity_no or "").split("-")[0])
	if len(digits) == 6:
		return digits
	born = frappe.db.get_value("Donor", doc.donor, "birth_date")
	return f"{getdate(born):%y%m%d}" if born else ""


def _text(doc) -> str:
	name, issuer = frappe.utils.escape_html(doc.donor_name), frappe.utils.escape_html(doc.issuer_name)
	opens = (
		_("The attached file opens with your birthday in six digits (for example 900101).")
		if doc.donor_type == gifts.PERSON
		else _("The attached file opens with the ten digits of your business number.")
	)
	thanks = _("{0}, thank you for your gifts to {1} in {2}. The donation receipt is attached.").format(
		name, issuer, doc.year
	)
	return f"<p>{thanks}</p><p>{opens}</p>"
