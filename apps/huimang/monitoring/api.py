"""What the boards call. Everything that changes something is POST."""

from __future__ import annotations

import mimetypes

import frappe
from frappe.core.doctype.access_log.access_log import make_access_log

from huimang.facility import access
from huimang.monitoring import area as officers
from huimang.monitoring import board as heads
from huimang.monitoring import evidence, findings
from huimang.monitoring.findings import DOCTYPE

_SHOWN_IN_PLACE = ("application/pdf", "image/jpeg", "image/png")


@frappe.whitelist()
def facilities() -> list[dict]:
	"""Return the facilities whose board the user may see."""
	reached = access.facilities_for(frappe.session.user, DOCTYPE, whole=True)
	filters = {"is_practice": 0} if reached is None else {"name": ("in", sorted(reached) or [""])}
	return frappe.get_all("Facility", filters, ["name", "facility_name"], order_by="facility_name")


@frappe.whitelist()
def board(facility: str) -> dict:
	"""Return the board of a facility."""
	access.require(facility, DOCTYPE, whole=True)
	return heads.of(facility)


@frappe.whitelist()
def mine() -> list[dict]:
	"""Return what the user has to explain."""
	return heads.mine(frappe.session.user)


@frappe.whitelist()
def area() -> list[dict]:
	"""Return the facilities within the user's reach with what an officer looks at first."""
	return officers.facilities(frappe.session.user)


@frappe.whitelist()
def area_facility(facility: str) -> dict:
	"""Return what an officer sees of one facility."""
	access.require(facility, DOCTYPE, whole=True)
	return officers.facility(facility)


@frappe.whitelist()
def finding(name: str) -> dict:
	"""Return a finding with the use, the resolution and the papers behind it."""
	return evidence.of_finding(name)


@frappe.whitelist()
def grant(name: str) -> dict:
	"""Return the expenses of a grant."""
	return evidence.of_grant(name)


@frappe.whitelist()
def grant_expense(grant: str, resolution: str) -> dict:
	"""Return one resolution that is charged to a grant."""
	return evidence.of_expense(grant, resolution)


@frappe.whitelist()
def finding_file(finding: str, url: str) -> None:
	"""Send a paper behind a finding."""
	_send(evidence.file(("finding", finding), url))


@frappe.whitelist()
def grant_file(grant: str, resolution: str, url: str) -> None:
	"""Send a paper of an expense of a grant."""
	_send(evidence.file((grant, resolution), url))


@frappe.whitelist(methods=["POST"])
def explain(finding: str, text: str) -> None:
	"""Say how what was found came about."""
	findings.explain(finding, text)


@frappe.whitelist(methods=["POST"])
def decide(finding: str, decision: str, comment: str = "") -> None:
	"""Decide on a finding: Accepted, Not Justified or Asked Again."""
	findings.decide(finding, decision, comment)


def _send(file: frappe._dict) -> None:
	"""Send a file, and note who took it."""
	make_access_log(doctype=file.doctype, document=file.document, method="monitoring", file_type=file.name)
	kind = mimetypes.guess_type(file.name)[0]
	frappe.local.response.filename = file.name
	frappe.local.response.filecontent = file.content
	frappe.local.response.type = "download"
	if kind in _SHOWN_IN_PLACE:
		frappe.local.response.display_content_as = "inline"
