"""What Desk may call to practise. Everything that changes something is POST."""

from __future__ import annotations

import frappe

from huimang.facility import access
from huimang.practice import service


@frappe.whitelist(methods=["POST"])
def start(facility: str, role: str | None = None) -> dict:
	"""Practise for a facility in which one works; where it is not ready yet, a worker makes it: ask again."""
	access.require(facility, "Facility")
	return service.start(facility, role)


@frappe.whitelist(methods=["POST"])
def try_role(role: str) -> None:
	"""Go on practising in another role."""
	service.require_seat(frappe.session.user)
	service.try_role(role)


@frappe.whitelist(methods=["POST"])
def leave() -> None:
	"""Go back to work."""
	service.require_seat(frappe.session.user)
	service.leave()


@frappe.whitelist(methods=["POST"])
def begin_anew() -> str:
	"""Throw away what was practised, by everybody in the practice facility."""
	service.require_seat(frappe.session.user)
	return service.begin_anew()


@frappe.whitelist(methods=["POST"])
def ask_colleagues(doctype: str, name: str) -> str:
	"""Let the made-up people decide on a document of the practice facility in which one sits; returns its state then."""
	access.require(practice := service.require_seat(frappe.session.user), doctype)
	return service.ask_colleagues(practice, doctype, name)


@frappe.whitelist()
def state() -> dict:
	"""How far the practice facility is in which one sits, and who else is in it."""
	return service.state(service.require_seat(frappe.session.user))
