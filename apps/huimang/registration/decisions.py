"""What is decided about an application, by whom: the transitions of its Workflow, which the operator draws."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.model.workflow import is_transition_condition_satisfied
from frappe.utils import getdate, now_datetime

from huimang.approval import stages
from huimang.errors import FacilityAccessError
from huimang.registration import access, applications, founding
from huimang.registration.access import DOCTYPE


def actions(doc, user: str) -> list[str]:
	"""Return what the user may do with an application now."""
	return list(dict.fromkeys(row.action for row in _transitions(doc, user)))


def decide(name: str, action: str, comment: str, letter_no: str, letter_date: str | None):
	"""Take a transition: forward, return, approve or reject. Approving founds the facility in the same transaction.

	Two who decide at once come one after the other, and the second is told that it is decided.

	Raises:
		FacilityAccessError: it is not this user's to decide, or not in this status.
	"""
	user = frappe.session.user
	doc = frappe.get_doc(DOCTYPE, name, for_update=True)
	row = next((row for row in _transitions(doc, user) if row.action == action), None)
	if not row:
		frappe.throw(
			_("This is not yours to decide, or it has been decided already. Please open it anew."),
			FacilityAccessError,
		)
	workflow = stages.workflow_of(DOCTYPE)
	before, after = applications.stage(doc), stages.stage_of(workflow, row.next_state)
	comment = (comment or "").strip()
	if after in (stages.DRAFT, stages.CANCELLED) and not comment:
		frappe.throw(_("Please write the reason: the applicant reads it."))
	if after == stages.APPROVED:
		_take_letter(doc, letter_no, letter_date)
	doc.workflow_state = row.next_state
	doc.flags.by_service = True
	who = frappe.db.get_value("User", user, "full_name")
	applications.note(doc, action, comment, who)
	if after in (stages.APPROVED, stages.CANCELLED):
		doc.decided_by, doc.decided_at = user, now_datetime()
	if after == stages.CANCELLED:
		doc.open_key = None
	if after == stages.APPROVED and before == stages.IN_APPROVAL:
		link = founding.found(doc)
		doc.workflow_state = next(iter(stages.states_at(DOCTYPE, stages.SETTLED)), doc.workflow_state)
		_tell_founded(doc, link)
	elif after != stages.IN_APPROVAL:
		_tell(doc, comment)
	doc.save(ignore_permissions=True)
	return doc


def _transitions(doc, user: str) -> list:
	if not access.sees(doc, user):
		return []
	roles = frappe.get_roles(user)
	waiting = applications.stage(doc) == stages.IN_APPROVAL
	return [
		row
		for row in stages.workflow_of(DOCTYPE).transitions
		if waiting
		and row.state == doc.workflow_state
		and row.allowed in roles
		and is_transition_condition_satisfied(row, doc)
	]


def _take_letter(doc, letter_no: str, letter_date: str | None) -> None:
	doc.letter_no, doc.letter_date = (letter_no or "").strip()[:140] or None, letter_date or None
	if doc.needs_local_approval and not (doc.letter_no and doc.letter_date):
		frappe.throw(_("Please enter number and date of the local government's letter."))
	if doc.letter_date and getdate(doc.letter_date) > getdate():
		frappe.throw(_("The letter is dated in the future. Please correct the date."))


def _tell(doc, comment: str) -> None:
	_mail(
		doc,
		_("Your application {0} ({1}): {2}").format(doc.name, doc.facility_name, _(doc.workflow_state)),
		_("{0}<br>Please open the link that was mailed to you to see and complete it.").format(
			frappe.utils.escape_html(comment)
		),
	)


def _tell_founded(doc, link: str | None) -> None:
	text = (
		_("{0} is ready. Please set your password here, once: {1}").format(
			frappe.utils.escape_html(doc.facility_name), f'<a href="{link}">{link}</a>'
		)
		if link
		else _("{0} is ready. Please log in as before.").format(frappe.utils.escape_html(doc.facility_name))
	)
	_mail(doc, _("{0} has been approved").format(doc.facility_name), text)


def _mail(doc, subject: str, message: str) -> None:
	if not frappe.db.exists("Email Account", {"enable_outgoing": 1, "default_outgoing": 1}):
		frappe.msgprint(_("There is no mail account for sending. Please tell the applicant yourself."))
		return
	frappe.sendmail(
		recipients=[doc.email],
		subject=subject,
		message=message,
		reference_doctype=DOCTYPE,
		reference_name=doc.name,
	)
