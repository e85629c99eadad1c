"""1:1 문의 from the question to the answer: who may do what in which status, and the clock that runs meanwhile.

The clock counts service time while the operators have to do something. Asking back stops it; the first answer ends it;
another question begins it anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NoReturn

import frappe
from frappe import _
from frappe.utils import cint, now_datetime

from huimang.errors import FacilityAccessError
from huimang.rules import personal_text
from huimang.support import papers, people, settings

DOCTYPE = "Support Inquiry"
RECEIVED, WORKING, ASKED_BACK = "Inquiry Received", "In Progress", "More Information Asked"
ANSWERED, CLOSED = "Answered", "Inquiry Closed"
WAITING = (RECEIVED, WORKING)
"""Statuses in which the asker waits for an answer."""
ASKER, OPERATOR = "Asker", "Operator"
_LONGEST, _SUBJECT = 10_000, 100
_A_DAY = 20
"""Inquiries that one person may begin a day: more is a mistake of a program."""


def ask(
	kind: str,
	subject: str,
	text: str,
	files: Sequence[str] = (),
	facility: str = "",
	origin: dict | None = None,
):
	"""Begin an inquiry of the user, and tell the operators.

	Args:
		facility: which of the user's facilities it is about; empty for none.
		origin: ``route`` of the page from which it was asked, and ``browser``.
	"""
	user = frappe.session.user
	reader = people.reader(user)
	if facility and facility not in reader.facilities:
		frappe.throw(_("Please choose a facility in which you work."), FacilityAccessError)
	doc = frappe.new_doc(DOCTYPE)
	_refuse_flood(user)
	if kind not in doc.meta.get_field("kind").options.split("\n"):
		frappe.throw(_("Please choose what the inquiry is about."))
	now = now_datetime()
	doc.update(
		{
			"kind": kind,
			"subject": _clean(subject, _SUBJECT, _("Please write a title.")),
			"status": RECEIVED,
			"facility": facility or None,
			"user": user,
			"full_name": _name(user),
			"roles": people.roles_told(reader.roles),
			"asked_at": now,
			"from_route": personal_text.mask((origin or {}).get("route") or "")[:500],
			"browser": ((origin or {}).get("browser") or "")[:300],
		}
	)
	_start_clock(doc, now, anew=True)
	doc.flags.by_service = True
	doc.insert(ignore_permissions=True)
	_write(doc, ASKER, text, files)
	_save(doc)
	_tell_operators(doc, _("New inquiry: {0}", "ko").format(doc.subject))
	return doc


def own(name: str, for_update: bool = False):
	"""Return an inquiry of the user.

	Raises:
		FacilityAccessError: there is none of this name, or it is somebody else's: the answer is the same.
	"""
	user = frappe.session.user
	if not frappe.db.exists(DOCTYPE, {"name": name, "user": user}):
		frappe.throw(_("There is no such inquiry of yours."), FacilityAccessError)
	doc = frappe.get_doc(DOCTYPE, name, for_update=for_update)
	doc.flags.by_service = True
	return doc


def reply(name: str, text: str, files: Sequence[str] = ()):
	"""The asker adds something: an answer to what was asked back, or another question."""
	doc = own(name, for_update=True)
	if doc.status == CLOSED:
		_refuse_closed()
	_write(doc, ASKER, text, files)
	if doc.status in (ASKED_BACK, ANSWERED):
		_start_clock(doc, now_datetime(), anew=doc.status == ANSWERED)
		doc.status = WORKING if doc.assigned_to else RECEIVED
	_save(doc)
	_tell_operators(doc, _("More about the inquiry: {0}", "ko").format(doc.subject))
	return doc


def finish(name: str):
	"""The asker needs nothing more."""
	doc = own(name, for_update=True)
	close(doc)
	return doc


def rate(name: str, stars: int, comment: str = ""):
	"""The asker says how good the answer was, from 1 to 5; once, and only of what was answered."""
	doc = own(name, for_update=True)
	if not 1 <= stars <= 5:
		frappe.throw(_("Please choose one to five stars."))
	if doc.stars or not doc.answered_at:
		frappe.throw(_("Only an answered inquiry is rated, and once."))
	doc.stars, doc.stars_comment = stars, personal_text.mask(comment.strip())[:1000]
	_save(doc)
	return doc


def take(doc):
	"""An operator begins to work on an inquiry, or takes it over."""
	if doc.status == CLOSED:
		_refuse_closed()
	doc.assigned_to = frappe.session.user
	if doc.status == RECEIVED:
		doc.status = WORKING
	_save(doc)


def answer(doc, text: str, files: Sequence[str] = (), asks_back: bool = False):
	"""An operator answers, or asks for what is missing: then the clock stands until the asker writes."""
	if doc.status == CLOSED:
		_refuse_closed()
	_write(doc, OPERATOR, text, files)
	doc.assigned_to = doc.assigned_to or frappe.session.user
	now = now_datetime()
	_stop_clock(doc, now)
	doc.status = ASKED_BACK if asks_back else ANSWERED
	if not asks_back and not doc.answered_at:
		doc.answered_at, doc.answer_minutes = now, cint(doc.clock_minutes)
	_save(doc)
	told = (
		_("Please add to your inquiry: {0}", "ko") if asks_back else _("Your inquiry is answered: {0}", "ko")
	)
	people.tell([doc.user], told.format(doc.subject), page_of(doc))


def close(doc) -> None:
	"""End an inquiry; what comes later is a new one. Closing twice changes nothing."""
	if doc.status != CLOSED:
		_stop_clock(doc, now_datetime())
		doc.status, doc.closed_at = CLOSED, now_datetime()
		_save(doc)


def escalate(doc) -> None:
	"""Tell all operators of an inquiry whose answer is overdue; once for each time that it becomes so."""
	doc.escalated_at = now_datetime()
	_save(doc)
	_tell_operators(doc, _("The answer is overdue: {0}", "ko").format(doc.subject))


def forget(doc) -> None:
	"""Delete an inquiry for good, with its files, when it has been kept long enough."""
	doc.flags.by_service = True
	frappe.delete_doc(
		DOCTYPE, doc.name, ignore_permissions=True, force=True, delete_permanently=True, flags=doc.flags
	)


def page_of(doc) -> str:
	"""Return the address under which the asker sees the inquiry."""
	return f"/app/support-center/{doc.name}"


def _write(doc, side: str, text: str, files: Sequence[str]) -> None:
	user = frappe.session.user
	doc.append(
		"messages",
		{
			"written_at": now_datetime(),
			"side": side,
			"user": user,
			"full_name": _name(user),
			"text": _clean(text, _LONGEST, _("Please write what it is about.")),
			"files": papers.take(doc.name, files),
		},
	)


def _start_clock(doc, now: datetime, anew: bool) -> None:
	doc.clock_minutes = 0 if anew else cint(doc.clock_minutes)
	doc.clock_since, doc.escalated_at = now, None
	doc.due_at = settings.due(doc.kind, now, doc.clock_minutes)


def _stop_clock(doc, now: datetime) -> None:
	if doc.clock_since:
		doc.clock_minutes = cint(doc.clock_minutes) + settings.minutes(doc.clock_since, now)
	doc.clock_since = doc.due_at = None


def _save(doc) -> None:
	doc.flags.by_service = True
	doc.save(ignore_permissions=True)


def _clean(text: str, longest: int, otherwise: str) -> str:
	text = personal_text.mask((text or "").strip())
	if not text:
		frappe.throw(otherwise, frappe.MandatoryError)
	if len(text) > longest:
		frappe.throw(_("At most {0} characters.").format(longest))
	return text


def _name(user: str) -> str:
	return frappe.db.get_value("User", user, "full_name") or user


def _tell_operators(doc, subject: str) -> None:
	people.tell(
		[doc.assigned_to] if doc.assigned_to and not doc.escalated_at else people.operators(),
		subject,
		f"/app/support-inquiry/{doc.name}",
	)


def _refuse_flood(user: str) -> None:
	since = frappe.utils.add_to_date(None, days=-1)
	if frappe.db.count(DOCTYPE, {"user": user, "creation": (">", since)}) >= _A_DAY:
		frappe.throw(_("You have asked very often today. Please write more to an inquiry that is open."))


def _refuse_closed() -> NoReturn:
	frappe.throw(_("This inquiry is closed. Please begin a new one."))
