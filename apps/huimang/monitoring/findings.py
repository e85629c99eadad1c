"""What rules have found: recorded once for a rule and a document, explained by who used the money, decided on by the head."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import NamedTuple

import frappe
from frappe import _
from frappe.utils import get_fullname, getdate, now_datetime

from huimang.database.sql import roll_back_to
from huimang.errors import FacilityAccessError, SelfApprovalError
from huimang.facility import access
from huimang.facility.grants import holds_role, members_with_role
from huimang.facility.roles import FACILITY_HEAD, OFFICE_DIRECTOR
from huimang.huimang.doctype.monitoring_finding.monitoring_finding import finding_name
from huimang.monitoring import notices
from huimang.rules.card_facts import Match

DOCTYPE = "Monitoring Finding"
OPEN, EXPLAINED, ACCEPTED, NOT_ACCEPTED, RESOLVED = (
	"Open",
	"Explained",
	"Accepted",
	"Not Justified",
	"Resolved",
)
WAITING = (OPEN, EXPLAINED)
SEVERITIES = ("Serious", "Warning", "Information")


class Found(NamedTuple):
	"""A rule, and what it has found in a document (None: nothing any more)."""

	rule: frappe._dict
	reference: tuple[str, str]
	match: Match | None
	about: Mapping


def record(found: Iterable[Found]) -> list[str]:
	"""Write down what is new, and close what is no longer so and was not decided on. Returns the findings now open anew."""
	found = list(found)
	names = {finding_name(one.rule.name, *one.reference): one for one in found}
	references = sorted({one.reference[1] for one in found})
	known = dict(
		frappe.get_all(
			DOCTYPE, {"reference_name": ("in", references or [""])}, ["name", "status"], as_list=True
		)
	)
	fresh = []
	for name, one in names.items():
		status = known.get(name)
		if one.match and status is None:
			if _insert(one):
				fresh.append(name)
		elif one.match and status == RESOLVED:
			_step(frappe.get_doc(DOCTYPE, name), OPEN, "Found Again", sentence(one.match))
			fresh.append(name)
		elif not one.match and status in WAITING:
			_step(frappe.get_doc(DOCTYPE, name), RESOLVED, "Resolved", _("It is not so any more.", lang="ko"))
	notices.tell(fresh)
	return fresh


def sentence(match: Match) -> str:
	"""Return what was found, in words."""
	return _(match.message, lang="ko").format(*match.params)


def explain(name: str, text: str) -> None:
	"""Record how it came about, by whoever used the money or keeps the books."""
	doc = _undecided(
		*(name, may_explain, _("This is explained by whoever used the card, or by the accountant.")),
		FacilityAccessError,
	)
	if not (text or "").strip():
		frappe.throw(_("Please write how it came about."))
	doc.explanation = text.strip()
	_step(doc, EXPLAINED, "Explained", doc.explanation)
	notices.tell_deciders(doc)


def decide(name: str, decision: str, comment: str = "") -> None:
	"""Record the head's decision: Accepted, Not Justified, or Asked Again (back to whoever explains)."""
	doc = _undecided(
		*(name, may_decide, _("The head decides on this, and on what the head did the office director.")),
		SelfApprovalError,
	)
	if decision not in (ACCEPTED, NOT_ACCEPTED, "Asked Again"):
		frappe.throw(_("Please choose a decision."))
	comment = (comment or "").strip()
	if not comment and (decision != ACCEPTED or not doc.explanation):
		frappe.throw(_("Please write the reason of the decision."))
	if decision == "Asked Again":
		_step(doc, OPEN, decision, comment)
	else:
		doc.decision_comment = comment
		_step(doc, decision, decision, comment)
	notices.tell_decided(doc, decision)


def reached(name: str, for_update: bool = False):
	"""Return a finding that the user may read, or is the one asked about.

	Raises FacilityAccessError.
	"""
	doc = frappe.get_doc(DOCTYPE, name, for_update=for_update)
	user = frappe.session.user
	mine = doc.holder == user and access.membership(doc.facility, user)
	if not mine and not (frappe.has_permission(DOCTYPE, "read", doc, user=user)):
		frappe.throw(_("You do not have access to this document."), FacilityAccessError)
	return doc


def may_explain(doc, user: str) -> bool:
	"""Tell whether somebody may say how it came about: the holder of the card, or who may write findings here."""
	if doc.holder == user:
		return bool(access.membership(doc.facility, user))
	writable = access.facilities_for(user, DOCTYPE, "write", whole=True)
	return writable is None or doc.facility in writable


def may_decide(doc, user: str) -> bool:
	"""Tell whether somebody decides: the head, but not on what they did themselves; on the head's, the office director."""
	if doc.holder == user:
		return False
	if holds_role(doc.facility, user, FACILITY_HEAD):
		return True
	return (
		bool(doc.holder)
		and holds_role(doc.facility, user, OFFICE_DIRECTOR)
		and (doc.holder in members_with_role(doc.facility, FACILITY_HEAD))
	)


def _undecided(name: str, may: Callable, message: str, refusal: type[Exception]):
	"""Return a finding, locked, that waits and that the user may handle; otherwise refuse in these words."""
	doc = reached(name, for_update=True)
	if not may(doc, frappe.session.user):
		frappe.throw(message, refusal)
	if doc.status not in WAITING:
		frappe.throw(_("This has been decided on already."))
	return doc


def _insert(one: Found) -> bool:
	"""Insert a finding; False where somebody else has found it since we looked."""
	rule, match = one.rule, one.match
	doc = frappe.get_doc(
		{
			"doctype": DOCTYPE,
			**one.about,
			"card_rule": rule.name,
			"severity": rule.severity,
			"status": OPEN,
			"message": sentence(match),
			"reference_doctype": one.reference[0],
			"reference_name": one.reference[1],
			"holder_name": get_fullname(one.about["holder"]) if one.about.get("holder") else None,
			"explain_by": getdate() + timedelta(days=rule.answer_within) if rule.needs_explanation else None,
		}
	)
	_note(doc, "Found", doc.message)
	doc.flags.by_monitoring = True
	frappe.db.savepoint("huimang_finding")
	try:
		doc.insert(ignore_permissions=True)
	except frappe.DuplicateEntryError:
		roll_back_to("huimang_finding")
		frappe.clear_last_message()
		return False
	return True


def _step(doc, status: str, step: str, comment: str) -> None:
	doc.status = status
	_note(doc, step, comment)
	doc.flags.by_monitoring = True
	doc.save(ignore_permissions=True)
	notices.refresh(doc.facility)


def _note(doc, step: str, comment: str) -> None:
	by_rule = step in ("Found", "Found Again", "Resolved")
	user = None if by_rule else frappe.session.user
	doc.append(
		"steps",
		{
			"step": step,
			"comment": comment,
			"done_at": now_datetime(),
			"user": user,
			"full_name": get_fullname(user) if user else _("Automatic check", lang="ko"),
		},
	)
