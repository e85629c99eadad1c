"""An approved application becomes a facility: corporation, facility, officers, books and the representative's account.

All of it happens in the transaction of the approval, so it is there once or not at all, whatever is killed in between; and
what is there already (a corporation of this number, a login of this address) is taken as it is.
"""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import getdate

from huimang.budget import queries
from huimang.budget import service as budget
from huimang.facility.roles import FACILITY_HEAD
from huimang.facility.service import is_unscoped


def found(doc) -> str | None:
	"""Found the facility of an application whose row is locked; returns the representative's link to set a password."""
	if doc.facility_code:
		return None
	facility = _facility(doc)
	doc.facility_code = facility
	today = getdate()
	budget.open_books(facility, today.year - (today.month < queries.fiscal_year_start_month(facility)))
	return _representative(doc, facility)


def _facility(doc) -> str:
	values = {
		"doctype": "Facility",
		"facility_name": doc.facility_name,
		"facility_type": doc.facility_type,
		"operated_by": doc.operated_by,
		"corporation": _corporation(doc) if doc.operated_by == "Corporation" else None,
		"unique_no": doc.unique_no,
		"jurisdiction": doc.jurisdiction,
		"capacity": doc.capacity,
		"representative_name": doc.representative_name,
		"phone": doc.phone,
		"address": doc.address,
	}
	return frappe.get_doc(values).insert(ignore_permissions=True).name


def _corporation(doc) -> str:
	"""Return the corporation of the application, by its numbers; several facilities of one corporation share it."""
	for field, value in (
		("corporate_registration_no", doc.corporate_registration_no),
		("unique_no", doc.corporation_unique_no),
	):
		if value and (known := frappe.db.get_value("Corporation", {field: value})):
			return known
	values = {
		"doctype": "Corporation",
		"corporation_name": doc.corporation_name,
		"corporate_registration_no": doc.corporate_registration_no or None,
		"unique_no": doc.corporation_unique_no or None,
	}
	return frappe.get_doc(values).insert(ignore_permissions=True).name


def _representative(doc, facility: str) -> str | None:
	"""Give the applicant the representative account: the head's role, from which all others are given."""
	link = None
	if not frappe.db.exists("User", doc.email):
		values = {"doctype": "User", "email": doc.email, "first_name": doc.applicant_name, "language": "ko"}
		login = frappe.get_doc({**values, "send_welcome_email": 0}).insert(ignore_permissions=True)
		link = login.reset_password()
	elif is_unscoped(doc.email):
		frappe.throw(_("This mail address belongs to the platform's people. Please ask for another one."))
	member = frappe.get_doc(
		{
			"doctype": "Facility Membership",
			"facility": facility,
			"user": doc.email,
			"position_title": doc.applicant_position or _("Representative", "ko"),
			"roles": [{"role": FACILITY_HEAD}],
		}
	)
	member.flags.by_registration = True
	member.insert(ignore_permissions=True)
	return link
