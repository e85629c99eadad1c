"""The day up to which a year's books were kept elsewhere: set by the head, and what it opens and closes.

Up to that day documents come by list, decided and paid elsewhere; after it they are the facility's own, decided here. The two never
mix: lists are taken while the year has no document of its own and no closed month, and own money never moves on a day of the list.
"""

from __future__ import annotations

from datetime import date

import frappe
from frappe import _
from frappe.utils import formatdate, getdate

from huimang.donation import booking
from huimang.errors import ClosedPeriodError, FacilityAccessError
from huimang.facility.grants import holds_role
from huimang.ledger import closing
from huimang.resolutions.kinds import DOCTYPES, EXPENSE, INCOME, TRANSFER

YEAR = "Accounting Year"
KINDS = {kind.side: kind for kind in (INCOME, EXPENSE, TRANSFER)}
"""What a list may hold, by the side of the ledger."""
HEAD = "Facility Head"


def require_head(accounting_year: str) -> str:
	"""Return the facility of a year whose head is asking. Raises FacilityAccessError for everybody else."""
	facility = frappe.db.get_value(YEAR, accounting_year, "facility")
	if not facility or not holds_role(facility, frappe.session.user, HEAD):
		frappe.throw(_("Only the facility head decides that books are taken over."), FacilityAccessError)
	return facility


def set_day(accounting_year: str, day: date | str | None, reason: str) -> None:
	"""Let the books of a year be taken over up to a day, or no longer.

	Raises ValidationError where the year has documents of its own already, or some of a list after the day; ClosedPeriodError where a
	month is closed.
	"""
	year = closing.lock_year(accounting_year)
	until, reason = getdate(day) if day else None, (reason or "").strip()
	_refuse_begun(year)
	if until:
		if not year.start_date <= until <= min(year.end_date, getdate()):
			frappe.throw(
				_("The day must lie between {0} and {1}.").format(
					formatdate(year.start_date), formatdate(min(year.end_date, getdate()))
				)
			)
		if not reason:
			frappe.throw(_("Please write down why the books are taken over."))
	if (last := last_day(accounting_year)) and (not until or until < last):
		frappe.throw(
			_("Documents up to {0} were taken over already. Please undo their import first.").format(
				formatdate(last)
			)
		)
	frappe.db.set_value(
		YEAR,
		accounting_year,
		{
			"taken_over_until": until,
			"taken_over_reason": reason if until else None,
			"taken_over_by": frappe.session.user if until else None,
		},
	)
	booking.renew_history(accounting_year)
	text = _("Books are taken over until {0}: {1}").format(formatdate(until), reason) if until else ""
	frappe.get_doc(YEAR, accounting_year).add_comment("Info", text or _("Books are no longer taken over."))


def to_fill(facility: str, accounting_year: str | None) -> frappe._dict:
	"""Return the year of a facility whose books may be taken over now. Raises ValidationError with what stands against it."""
	fields = ["name", "facility", "accounting_unit", "year", "start_date", "end_date", "status"]
	fields += ["closed_through", "entry_closed_through", "taken_over_until"]
	year = frappe.db.get_value(YEAR, accounting_year, fields, as_dict=True) if accounting_year else None
	if not year or year.facility != facility:
		frappe.throw(_("Please choose the accounting year."))
	if not year.taken_over_until:
		frappe.throw(
			_("The facility head has not said yet until which day the books of this year are taken over.")
		)
	_refuse_begun(year)
	return year


def last_day(accounting_year: str, opening: bool = False) -> date | None:
	"""Return the last day on which money moved by documents that were taken over.

	:param opening: only by those that hold the sums up to a day.
	"""
	days = []
	for kind in KINDS.values():
		table = frappe.qb.DocType(kind.doctype)
		query = (
			frappe.qb.from_(table)
			.select(frappe.query_builder.functions.Max(table[kind.day_field]))
			.where((table.accounting_year == accounting_year) & (table.taken_over == 1))
			.where(table.docstatus == 1)
		)
		if opening:
			query = query.where(table.import_key.like(f"{OPENING}/%"))
		days += [getdate(day) for (day,) in query.run() if day]
	return max(days, default=None)


OPENING = "O"
"""How the keys of documents begin that hold the sums up to a day."""


def refuse_own_day(accounting_year: str, day: date) -> None:
	"""Refuse that the facility's own money moves on a day whose books come from elsewhere."""
	until = frappe.get_cached_value(YEAR, accounting_year, "taken_over_until")
	if until and day <= getdate(until):
		frappe.throw(
			_(
				"The books through {0} were taken over from the former system. Please use a later date."
			).format(formatdate(until)),
			ClosedPeriodError,
		)


def _refuse_begun(year: frappe._dict) -> None:
	if year.status == "Closed" or year.closed_through or year.get("entry_closed_through"):
		frappe.throw(
			_("A month of this year is closed, so no books are taken over into it any more."),
			ClosedPeriodError,
		)
	for doctype in DOCTYPES:
		own = {"accounting_year": year.name, "docstatus": (">", 0)}
		if frappe.get_meta(doctype).has_field("taken_over"):
			own["taken_over"] = 0
		if name := frappe.db.exists(doctype, own):
			frappe.throw(
				_(
					"The year has a document of its own already ({0}), so no books are taken over into it or taken back any more."
				).format(
					frappe.utils.get_link_to_form(
						doctype, name, frappe.db.get_value(doctype, name, "resolution_no")
					)
				)
			)
