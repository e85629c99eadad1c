"""What an applicant does: write an application, hand it in, complete it when it comes back, look how it stands.

Applicants have no login. They are known by the mail address that they have confirmed, and afterwards by a key that is mailed
to it; of the key the site keeps a hash.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping

import frappe
from frappe import _
from frappe.utils import cint, get_url, getdate, now_datetime

from huimang.approval import stages
from huimang.errors import obey
from huimang.registration import codes, eligibility, floods, papers, terms
from huimang.registration.access import DOCTYPE
from huimang.rules import filing_dates, jurisdictions
from huimang.rules.eligibility import EXCLUDED, REVIEW
from huimang.tax.queries import holidays

WRITTEN = (
	"facility_name",
	"facility_type",
	"operated_by",
	"unique_no",
	"capacity",
	"report_no",
	"reported_on",
	"representative_name",
	"phone",
	"address",
	"applicant_name",
	"applicant_position",
	"corporation_name",
	"corporation_unique_no",
	"corporate_registration_no",
	"receives_subsidy",
	"long_term_care",
)
"""What the applicant writes; everything else of an application is told from it or decided on."""
_LONGEST = 140
_WORKING_DAYS = 10
"""Within which an application is worked on: what public offices promise for such applications; shown, not enforced."""


def write(issued: str, values: Mapping, files: Mapping, is_handed_in: bool) -> dict:
	"""Take a new application by who has confirmed a mail address; returns its number and the key to it."""
	email = codes.holder(issued)
	floods.count("applications_from", floods.caller(), 30)
	floods.count("applications_of", email, 5, 24 * floods.HOUR)
	agreed = terms.agree(values.get("agreed"))
	key = secrets.token_urlsafe(24)
	doc = begin(email, key)
	doc.agreed_terms = agreed
	fill(doc, values)
	doc.insert(ignore_permissions=True)
	papers.attach(doc, files)
	if is_handed_in:
		hand_in(doc)
	_save(doc)
	_mail_key(doc, key)
	codes.spend(issued)
	return {"number": doc.name, "key": key, **standing(doc)}


def begin(email: str, key: str):
	"""Return an application that is not filled in yet, of the holder of a mail address, who gets the key."""
	doc = frappe.new_doc(DOCTYPE)
	doc.update({"email": email, "agreed_at": now_datetime(), "key_hash": _hash(key)})
	doc.workflow_state = stages.workflow_of(DOCTYPE).states[0].state
	doc.flags.by_service = True
	return doc


def amend(number: str, key: str, values: Mapping, files: Mapping, is_handed_in: bool) -> dict:
	"""Complete an application that was not handed in yet or came back."""
	doc = find(number, key, for_update=True)
	if not is_open(doc):
		frappe.throw(_("The application is being worked on. It cannot be changed now."))
	fill(doc, values)
	papers.attach(doc, files)
	if is_handed_in:
		hand_in(doc)
	_save(doc)
	return standing(doc)


def find(number: str, key: str, for_update: bool = False):
	"""Return the application of who holds its key; whatever is wrong, the answer is the same."""
	floods.count("looks_from", floods.caller(), 120)
	kept = frappe.db.get_value(DOCTYPE, number or "-", "key_hash")
	if not kept or not hmac.compare_digest(kept, _hash(key or "")):
		frappe.throw(
			_("There is no such application. Please open the link in the mail."), frappe.DoesNotExistError
		)
	doc = frappe.get_doc(DOCTYPE, number, for_update=for_update)
	doc.flags.by_service = True
	return doc


def standing(doc) -> dict:
	"""Return what an applicant is shown of their application."""
	return {
		"state": _(doc.workflow_state),
		"is_open": is_open(doc),
		"is_done": stage(doc) == stages.SETTLED,
		"comment": doc.steps[-1].comment if doc.steps else "",
		"due_on": str(doc.due_on or ""),
		"values": {field: doc.get(field) for field in WRITTEN},
		"papers": [field for field in papers.FIELDS if doc.get(field)],
		"needs_letter": cint(doc.needs_local_approval),
	}


def is_open(doc) -> bool:
	"""Whether the applicant may still change the application."""
	return stage(doc) == stages.DRAFT


def stage(doc) -> str:
	"""Return what the status of an application means, whatever it is called."""
	return stages.stage_of(stages.workflow_of(DOCTYPE), doc.workflow_state)


def note(doc, action: str, comment: str = "", who: str | None = None) -> None:
	"""Put on record what was done with an application."""
	doc.append(
		"steps",
		{
			"happened_at": now_datetime(),
			"action": _(action, "ko"),
			"to_state": _(doc.workflow_state, "ko"),
			"full_name": who or doc.applicant_name,
			"comment": comment,
		},
	)


def link_of(doc, key: str) -> str:
	"""Return the address of an application's page for its applicant."""
	return get_url(f"/signup/{doc.name}?key={key}")


def fill(doc, values: Mapping) -> None:
	"""Take over what the applicant wrote, with the judgement and the area that follow from it."""
	for field in WRITTEN:
		if field in values:
			value = values[field]
			doc.set(field, value.strip()[:_LONGEST] if isinstance(value, str) else cint(value))
	doc.reported_on = doc.reported_on or None
	doc.jurisdiction = obey(jurisdictions.of_address, doc.address or "")
	judged = eligibility.judge([doc.facility_type], doc.unique_no, **eligibility.answers_of(doc))
	if judged.answer == EXCLUDED:
		frappe.throw(f"{judged.reason} {judged.next_step}")
	doc.eligibility, doc.eligibility_reason = judged.answer, judged.reason
	doc.needs_local_approval = int(judged.answer == REVIEW or bool(cint(doc.receives_subsidy)))


def hand_in(doc) -> None:
	"""Let an application go to those who work on it, unless papers are missing; the caller saves it."""
	missing = [field for field in papers.needed(doc) if not doc.get(field)]
	if missing:
		labels = ", ".join(_(doc.meta.get_label(field)) for field in missing)
		frappe.throw(_("Please attach: {0}.").format(labels))
	doc.workflow_state = _next_state(doc, stages.IN_APPROVAL)
	doc.open_key = f"{doc.unique_no}|{doc.facility_type}"
	doc.submitted_at = now_datetime()
	day, days_off = getdate(), holidays()
	for _day in range(_WORKING_DAYS):
		day = filing_dates.working_day(frappe.utils.add_days(day, 1), "Next", days_off)
	doc.due_on = day
	note(doc, "Submit Application")


def _next_state(doc, wanted: str) -> str:
	workflow = stages.workflow_of(DOCTYPE)
	for row in workflow.transitions:
		if row.state == doc.workflow_state and stages.stage_of(workflow, row.next_state) == wanted:
			return row.next_state
	frappe.throw(_("The application cannot be handed in now. Please ask the platform's operator."))


def _save(doc) -> None:
	"""Save; two applications for one facility cannot both be open."""
	try:
		doc.save(ignore_permissions=True)
	except frappe.UniqueValidationError:
		frappe.clear_messages()
		_refuse_twin()


def _refuse_twin() -> None:
	frappe.throw(
		_("An application of this unique number and facility type is under way already."),
		frappe.DuplicateEntryError,
	)


def _mail_key(doc, key: str) -> None:
	frappe.sendmail(
		recipients=[doc.email],
		subject=_("Sign-up of {0}: {1}").format(doc.facility_name, doc.name),
		message=_("You can look at your application and complete it here: {0}").format(
			f'<a href="{link_of(doc, key)}">{link_of(doc, key)}</a>'
		),
		reference_doctype=DOCTYPE,
		reference_name=doc.name,
	)


def _hash(key: str) -> str:
	return hashlib.sha256(key.encode()).hexdigest()
