"""지정용도: what designated gifts are for, in the words of the books. Changed with the donors' consent only once there are gifts."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from huimang.donation import books, settings
from huimang.donation.settings import DESIGNATED
from huimang.money import won

PURPOSE = "Donation Purpose"


def complete(doc: Document) -> None:
	"""Complete and check a purpose."""
	doc.purpose_name = " ".join((doc.purpose_name or "").split())
	doc.fund_source = doc.fund_source or settings.fund_source(doc.facility, DESIGNATED)
	kind = settings.FUND_KINDS[DESIGNATED]
	if not doc.fund_source or frappe.get_cached_value("Fund Source", doc.fund_source, "kind") != kind:
		frappe.throw(_("Please choose a fund source of the kind {0}.").format(_(kind)))
	if doc.from_date and doc.to_date and getdate(doc.to_date) < getdate(doc.from_date):
		frappe.throw(_("The last day lies before the first one."))
	for row in doc.subjects:
		side = frappe.get_cached_value("Account Subject", row.account_subject, "side")
		if side != "Expense":
			frappe.throw(
				_("Line {0}: {1}").format(row.idx, _("Please choose an account subject of expense."))
			)
	_require_consent(doc)


def _require_consent(doc: Document) -> None:
	"""D10: once gifts were received for it, a purpose is widened or moved with the donors' written consent only."""
	before = doc.get_doc_before_save()
	if not before or not frappe.db.exists("Donation", {"purpose": doc.name, "designation": DESIGNATED}):
		return
	if any(doc.get(field) != before.get(field) for field in ("program", "fund_source")):
		frappe.throw(
			_(
				"Gifts were received for this purpose, so its program and fund source stay. Please add a new purpose."
			)
		)
	if before.subjects and not doc.subjects:
		frappe.throw(_("Gifts were received for this purpose, so it cannot be opened to every subject."))
	known = {(row.account_subject, row.use) for row in before.subjects}
	for row in doc.subjects:
		if before.subjects and (row.account_subject, row.use) not in known:
			if not (row.consent_on and row.consent_file):
				frappe.throw(
					_("Line {0}: {1}").format(
						row.idx,
						_(
							"Gifts were received for this purpose: a new subject needs the day on which the donors agreed, and their agreement as a file."
						),
					)
				)


def refuse_deletion(doc: Document) -> None:
	"""Keep a purpose that something was given or promised for."""
	if any(frappe.db.exists(name, {"purpose": doc.name}) for name in ("Donation", "Donation Pledge")):
		frappe.throw(_("There are gifts or pledges for this purpose. It may be set inactive, not deleted."))


def standing(doc: Document) -> dict | None:
	"""Return what this year's books say of a purpose: received, used and left, with all that share its fund source and program."""
	today = getdate()
	year = frappe.db.get_value(
		"Accounting Year",
		{
			"facility": doc.facility,
			"accounting_unit": "Facility",
			"start_date": ("<=", today),
			"end_date": (">=", today),
		},
		["name", "year"],
		as_dict=True,
	)
	if not year:
		return None
	sums = books.standing(year.name, doc.fund_source, doc.program)
	others = frappe.get_all(
		PURPOSE,
		{
			"facility": doc.facility,
			"fund_source": doc.fund_source,
			"program": doc.program,
			"name": ("!=", doc.name),
			"is_active": 1,
		},
		pluck="purpose_name",
	)
	return {
		"year": year.year,
		"received": won(sums.received),
		"used": won(sums.used),
		"left": sums.left,
		"shared_with": others,
	}
