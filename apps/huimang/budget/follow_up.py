"""What comes after a budget is confirmed: handing it in to 시·군·구 and publishing it (B5, B8–B10, C3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import formatdate, getdate

from huimang.budget import meetings
from huimang.budget.provisional import PROVISIONAL
from huimang.errors import EvidenceMissingError
from huimang.rules import budget_deadlines

if TYPE_CHECKING:
	from datetime import date

	from huimang.huimang.doctype.facility_budget.facility_budget import FacilityBudget

_DAYS = ("submitted_on", "accepted_on", "published_from", "published_to")


def complete(doc: FacilityBudget) -> None:
	"""Reckon the deadline of a confirmed budget, and where it stands after its confirmation."""
	if doc.budget_type == PROVISIONAL or not doc.confirmed_on:
		doc.submission_due = doc.standing = None
		return
	doc.submission_due = submission_due(doc)
	if doc.published_from:
		over = doc.published_to and getdate(doc.published_to) < getdate()
		doc.standing = "Published" if over else "Being Published"
	else:
		doc.standing = "Submitted" if doc.submitted_on else "To Be Submitted"


def submission_due(doc: FacilityBudget) -> date | None:
	"""Return the last day for handing a budget in, as the facility's local government counts it."""
	start = frappe.get_cached_value("Accounting Year", doc.accounting_year, "start_date")
	lead_days = frappe.get_cached_value("Facility", doc.facility, "budget_submission_days")
	confirmed_on = getdate(doc.confirmed_on) if doc.confirmed_on else None
	return budget_deadlines.submission_due(doc.version == 0, getdate(start), confirmed_on, lead_days)


def check(doc: FacilityBudget) -> None:
	"""Refuse days in a wrong order, a submission without its papers, and a missed deadline without a reason."""
	submitted, accepted, first, last = (
		getdate(doc.get(field)) if doc.get(field) else None for field in _DAYS
	)
	for field, day in (("submitted_on", submitted), ("accepted_on", accepted)):
		if day and not getdate(doc.confirmed_on) <= day <= getdate():
			frappe.throw(
				_("{0} is a day between the confirmation ({1}) and today.").format(
					_(doc.meta.get_label(field)), formatdate(doc.confirmed_on)
				)
			)
	if first and last and last < first:
		frappe.throw(_("A publication cannot end before it begins. Please correct one of the dates."))
	if submitted:
		_require_papers(doc)
	due = getdate(doc.submission_due) if doc.submission_due else None
	found = [
		_(message).format(*places)
		for message, *places in budget_deadlines.deviations(submitted, due, first, last)
	]
	if found and not doc.deviation_reason:
		frappe.throw(
			_("{0} Please enter the reason for the delay.").format(" ".join(found)), frappe.MandatoryError
		)


def papers(doc: FacilityBudget) -> dict[str, bool]:
	"""Return the papers that go with a budget, and whether each is there (B9, B10)."""
	there = {
		"General Provisions": bool(doc.general_provisions),
		"Pay List": bool(doc.pay_list),
		"Minutes": not doc.meetings_open,
	}
	return {paper: there[paper] for paper in budget_deadlines.papers(meetings.is_small(doc.facility))}


def _require_papers(doc: FacilityBudget) -> None:
	if missing := [_(paper) for paper, is_there in papers(doc).items() if not is_there]:
		frappe.throw(
			_("These papers go with the budget. Please attach: {0}").format(", ".join(missing)),
			EvidenceMissingError,
		)
