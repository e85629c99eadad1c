"""Documents that people write about themselves: whose they are, and who may not decide on them."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import flt, get_fullname, getdate

from huimang.approval import stages
from huimang.approval.guard import Refusal
from huimang.errors import SelfApprovalError
from huimang.facility.grants import members_with_role

FULL_WEEK, DAYS_OF_WEEK, FULL_DAY = 40, 5, 8


def own_employment(user: str, facility: str | None = None) -> frappe._dict | None:
	"""Return the employment of a login: name, facility, full_name, employee_no; None for who is nobody's employee."""
	filters = {"user": user, "status": ("!=", "Retired"), **({"facility": facility} if facility else {})}
	rows = frappe.get_all(
		"Facility Employee",
		filters,
		["name", "facility", "full_name", "employee_no", "hired_on", "left_on", "weekly_hours"],
		order_by="creation",
		limit=1,
	)
	return rows[0] if rows else None


def default_to_own(doc) -> None:
	"""Who names nobody in a new document means themselves."""
	if not doc.employee and (own := own_employment(frappe.session.user, doc.facility)):
		doc.facility, doc.employee = own.facility, own.name


def employment(name: str, lock: bool = False) -> frappe._dict:
	"""Return what of an employee decides about leave and working time."""
	fields = [
		"name",
		"facility",
		"full_name",
		"user",
		"hired_on",
		"left_on",
		"weekly_hours",
		"employment_type",
	]
	return frappe.db.get_value("Facility Employee", name, fields, as_dict=True, for_update=lock)


class AfterPerson:
	"""Mixin of documents of which one person's are decided one after the other: the person is locked first, always."""

	@classmethod
	def load_locked(cls, doctype: str, name: str):
		if person := frappe.db.get_value(doctype, name, "employee"):
			employment(person, lock=True)
		return super().load_locked(doctype, name)


def day_hours(weekly_hours: float | None) -> float:
	"""Return the hours of an average working day of somebody with these contractual hours a week."""
	return min(flt(weekly_hours) or FULL_WEEK, FULL_WEEK) / DAYS_OF_WEEK


def bar_own(doc, user: str, stage: str) -> Refusal | None:
	"""Refuse to approve what is about oneself, whoever wrote it, where somebody else could."""
	if stage != stages.APPROVED or frappe.db.get_value("Facility Employee", doc.employee, "user") != user:
		return None
	workflow = stages.workflow_of(doc.doctype)
	roles = {
		row.allowed
		for row in workflow.transitions
		if row.state == doc.get(workflow.workflow_state_field)
		and stages.stage_of(workflow, row.next_state) == stages.APPROVED
	}
	others = {person for role in roles for person in members_with_role(doc.facility, role)} - {user}
	if not others:
		return None
	return Refusal(
		_("This document is about yourself. It is for {0} to approve.").format(
			", ".join(get_fullname(other) for other in sorted(others))
		),
		SelfApprovalError,
	)


def require_at_work(person: frappe._dict, first, last) -> None:
	"""Refuse days before somebody began to work or after they left."""
	if not person.hired_on or getdate(first) < person.hired_on:
		frappe.throw(
			_("{0} does not work here yet on that day. Please check the date.").format(person.full_name)
		)
	if person.left_on and getdate(last) > person.left_on:
		frappe.throw(
			_("{0} no longer works here on that day. Please check the date.").format(person.full_name)
		)
