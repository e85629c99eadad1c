"""What may be called: by applicants without a login, and by those who decide."""

from __future__ import annotations

import frappe

from huimang.registration import applications, codes, decisions
from huimang.registration.access import DOCTYPE


@frappe.whitelist(allow_guest=True, methods=["POST"])
def send_code(email: str) -> None:
	"""Mail a confirmation code to an applicant's address."""
	_speak_korean()
	codes.send(email)


@frappe.whitelist(allow_guest=True, methods=["POST"])
def confirm_code(email: str, code: str) -> str:
	"""Confirm the address; the answer is a pass for one application."""
	_speak_korean()
	return codes.confirm(email, code)


@frappe.whitelist(allow_guest=True, methods=["POST"])
def apply(issued: str, application: str, hand_in: int = 1) -> dict:
	"""Take an application, with its papers as uploaded files, from the holder of a pass."""
	_speak_korean()
	return applications.write(issued, _values(application), frappe.request.files, bool(int(hand_in)))


@frappe.whitelist(allow_guest=True, methods=["POST"])
def look(number: str, key: str) -> dict:
	"""How an application stands, for the holder of its key."""
	_speak_korean()
	return applications.standing(applications.find(number, key))


@frappe.whitelist(allow_guest=True, methods=["POST"])
def amend(number: str, key: str, application: str, hand_in: int = 1) -> dict:
	"""Complete an application that came back, for the holder of its key."""
	_speak_korean()
	return applications.amend(number, key, _values(application), frappe.request.files, bool(int(hand_in)))


@frappe.whitelist()
def actions(name: str) -> list[str]:
	"""What the session's user may do with an application now."""
	doc = frappe.get_doc(DOCTYPE, name)
	doc.check_permission("read")
	return decisions.actions(doc, frappe.session.user)


@frappe.whitelist(methods=["POST"])
def decide(
	name: str, action: str, comment: str = "", letter_no: str = "", letter_date: str | None = None
) -> str:
	"""Forward, return, approve or reject an application; returns its status."""
	frappe.get_doc(DOCTYPE, name).check_permission("read")
	return decisions.decide(name, action, comment, letter_no, letter_date).workflow_state


def _values(application: str) -> dict:
	values = frappe.parse_json(application)
	return values if isinstance(values, dict) else {}


def _speak_korean() -> None:
	frappe.local.lang = "ko"
