"""후원금 공개 (제41조의6): what the public sees of a year's gifts is drawn once, when it is published, and stays so."""

from __future__ import annotations

from collections.abc import Callable

import frappe
from frappe import _
from frappe.utils import getdate

from huimang.donation.disclosure import figures
from huimang.practice import marks
from huimang.rules.donation_receipts import published_until

DOCTYPE = "Donation Disclosure"
DRAFT, PUBLISHED, WITHDRAWN = "Draft", "Public", "Withdrawn"
CACHE = "huimang_disclosure"
"""Key of the cache: pages by facility."""


def complete(doc) -> None:
	"""Check that the year is the facility's own, and that what is public stays as it is."""
	if frappe.db.get_value("Accounting Year", doc.accounting_year, "facility") != doc.facility:
		frappe.throw(_("Please choose an accounting year of this facility."))
	before = doc.get_doc_before_save()
	if before and before.status == PUBLISHED and before.message != doc.message:
		frappe.throw(_("What is public stays as it was published. Please withdraw it first."))
	doc.address = f"/disclosure/{doc.facility}"


def require_draft(doc) -> None:
	"""Refuse to delete what has been public."""
	if doc.status != DRAFT:
		frappe.throw(_("This has been published and is kept as a record. Please withdraw it instead."))


def publish(name: str) -> None:
	"""Draw the figures of the year as they are now and show them to everybody for three months."""
	doc = frappe.get_doc(DOCTYPE, name, for_update=True)
	if doc.status == PUBLISHED:
		frappe.throw(_("This is public already."))
	today = getdate()
	doc.content = frappe.as_json(figures.draw(doc.facility, doc.accounting_year))
	doc.update(
		{
			"status": PUBLISHED,
			"published_on": today,
			"published_until": published_until(today),
			"published_by": frappe.session.user,
		}
	)
	doc.save()
	forget(doc.facility)


def withdraw(name: str) -> None:
	"""Take a page back before its time is over."""
	doc = frappe.get_doc(DOCTYPE, name, for_update=True)
	if doc.status != PUBLISHED:
		frappe.throw(_("This is not public."))
	doc.status = WITHDRAWN
	doc.save()
	forget(doc.facility)


def forget(facility: str) -> None:
	"""Let the next visitor see the page anew, once the transaction ends."""
	frappe.cache().hdel(CACHE, facility)
	frappe.db.after_commit.add(lambda: frappe.cache().hdel(CACHE, facility))


def kept_page(facility: str, draw: Callable[[list[dict]], str]) -> str | None:
	"""Return the page that a facility shows the public today, drawn once a day; None where it shows nothing.

	Only facilities that publish something are kept: a name that somebody made up fills no cache.
	"""
	today = str(getdate())
	kept = frappe.cache().hget(CACHE, facility)
	if kept and kept["on"] == today:
		return kept["html"]
	pages = public(facility)
	if not pages:
		return None
	html = draw(pages)
	frappe.cache().hset(CACHE, facility, {"on": today, "html": html})
	return html


def public(facility: str) -> list[dict]:
	"""Return what a facility shows the public today, the newest year first. Reads nothing but published figures."""
	today = getdate()
	rows = frappe.get_all(
		DOCTYPE,
		{
			"facility": facility,
			"status": PUBLISHED,
			"published_on": ("<=", today),
			"published_until": (">=", today),
		},
		["content", "message", "published_on", "published_until"],
		order_by="accounting_year desc",
	)
	if rows and marks.is_practice(facility):
		# what is published in practice is seen in practice alone
		return []
	return [
		{
			**frappe.parse_json(row.content),
			"message": row.message or "",
			"published_on": str(row.published_on),
			"published_until": str(row.published_until),
		}
		for row in rows
	]
