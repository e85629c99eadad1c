"""A grant on its way: planned, applied for, granted, spent, reported, fixed, paid back. Each step with its document.

The facility's own approval (결재) is that of the application; what the granting body decides is entered from its letter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import frappe
from frappe import _
from frappe.utils import getdate

from huimang.errors import obey
from huimang.facility import access
from huimang.money import format_won, won
from huimang.rules import subsidy as rules
from huimang.rules import subsidy_settlement as settling
from huimang.subsidy import deadlines, sums
from huimang.subsidy.sums import GRANT, INTEREST, RECEIPT, RETURN, Place, Sum

PLANNED, APPLIED, GRANTED, RUNNING = "Planned", "Applied", "Granted", "Running"
REPORTED, FINALISED, REPAID = "Reported", "Finalised", "Repaid"
REFUSED, CANCELLED = "Refused", "Cancelled"
OPEN = (GRANTED, RUNNING)
"""A grant that is spent."""
LIVE = (*OPEN, REPORTED, FINALISED)
"""A grant that has begun and is not paid back yet."""
SETTLED = (REPORTED, FINALISED, REPAID)
"""A grant whose report has gone out."""
MONEY_ARRIVED = "Money Arrived"

_FROM_PROGRAM = (
	*("law", "granting_body", "external_project_code", "purpose", "program", "fund_source", "bank_account"),
	*("start_date", "end_date", "split_rule", "interest_rule", "cut_below_ten", "spend_before_receipt"),
	"change_threshold_pct",
)
_TABLES = {
	"shares": ("source", "rate", "amount", "note"),
	"subjects": ("account_subject", "amount", "note"),
	"conditions": ("kind", "condition"),
}


def terms(head) -> rules.Terms:
	"""Return what a grant, as `sums.lock` gives it, may be spent on."""
	last = getdate(head.end_date)
	return rules.Terms(
		title=head.title,
		is_open=head.status in OPEN,
		first=getdate(head.start_date),
		last=last,
		payable_until=getdate(head.payment_until) if head.payment_until else last,
		subjects=tuple(head.subjects),
		program=head.program,
		fund_source=head.fund_source,
	)


def start_from_program(program: str) -> dict:
	"""Return what a new grant takes over from its subsidy program."""
	source = frappe.get_doc("Subsidy Program", program)
	values = {field: source.get(field) for field in _FROM_PROGRAM if source.get(field)}
	for table, fields in _TABLES.items():
		values[table] = [{field: row.get(field) for field in fields} for row in source.get(table)]
	return values


def complete(doc) -> None:
	"""Add the shares of a grant or of its change up, and refuse what may not even lie in a draft."""
	if getdate(doc.end_date) < getdate(doc.start_date):
		frappe.throw(_("The period ends before it begins. Please check the dates."))
	if doc.payment_until and getdate(doc.payment_until) < getdate(doc.end_date):
		frappe.throw(_("The last day of payment lies before the end of the period. Please check the dates."))
	_refuse_twins(doc.shares, "source", _("Funding"))
	_refuse_twins(doc.subjects, "account_subject", _("Allowed Subjects"))
	for row in (*doc.shares, *doc.subjects):
		row.amount = obey(won, row.amount)
	doc.total_amount = obey(won, sum(row.amount for row in doc.shares))
	for row in doc.shares:
		row.rate = round(100 * row.amount / doc.total_amount, 2) if doc.total_amount else 0


def note_sums(doc) -> None:
	"""Note on a grant how much of it is subsidy, how much the facility's own, and what is left."""
	doc.own_amount = sum(won(row.amount) for row in doc.shares if row.source == settling.OWN_FUNDS)
	doc.subsidy_amount = won(doc.total_amount) - doc.own_amount
	doc.left_amount = won(doc.total_amount) - won(doc.reserved_amount) - won(doc.spent_amount)


def require_ready(doc) -> None:
	"""Refuse to apply for a grant that does not say for what, from whom and how much."""
	missing = []
	if not won(doc.total_amount) - sum(won(r.amount) for r in doc.shares if r.source == settling.OWN_FUNDS):
		missing.append(_("how much of the cost is subsidy"))
	if not doc.subjects:
		missing.append(_("on which subjects it is spent"))
	purpose, unit = frappe.get_cached_value(
		"Facility Bank Account", doc.bank_account, ["purpose", "is_active"]
	)
	if purpose != "Subsidy" or not unit:
		missing.append(_("a dedicated subsidy account that is in use"))
	if frappe.get_cached_value("Fund Source", doc.fund_source, "kind") != "Subsidy":
		missing.append(_("a fund source for subsidies"))
	for row in doc.subjects:
		subject = frappe.get_cached_doc("Account Subject", row.account_subject)
		if subject.side != "Expense" or subject.level not in ("Mok", "Semok"):
			missing.append(_("a Mok or Semok of expense instead of {0}").format(subject.subject_name))
	if missing:
		frappe.throw(_("The application lacks: {0}. Please complete it.").format(", ".join(missing)))


def decide(name: str, notice: Mapping) -> None:
	"""교부결정: enter what the granting body has decided.

	:param notice: decided_on, document_no, start_date, end_date, payment_until, attachment, and shares, won by funding.
	"""
	doc = _open_for_office(name, (APPLIED,))
	day, number = _letter(notice)
	shares = {source: obey(won, amount) for source, amount in (notice.get("shares") or {}).items()}
	unknown = set(shares) - {row.source for row in doc.shares}
	if unknown:
		frappe.throw(_("The application has no such funding. Please have it returned and written anew."))
	for row in doc.shares:
		row.amount = shares.get(row.source, won(row.amount))
	for field in ("start_date", "end_date", "payment_until"):
		if notice.get(field):
			doc.set(field, getdate(notice[field]))
	complete(doc)
	note_sums(doc)
	rewrite_terms(doc)
	doc.db_set({"decided_on": day, "decision_no": number, "status": GRANTED}, notify=True)
	add_step(doc, GRANTED, day, number, doc.subsidy_amount, own_file(doc, notice.get("attachment")))
	deadlines.of_grant(doc)


def refuse(name: str, notice: Mapping) -> None:
	"""미선정: the granting body has not granted what was applied for."""
	doc = _open_for_office(name, (APPLIED,))
	day, number = _letter(notice)
	doc.db_set("status", REFUSED, notify=True)
	add_step(
		doc, REFUSED, day, number, 0, own_file(doc, notice.get("attachment")), notice.get("remarks") or ""
	)


def rewrite_terms(doc) -> None:
	"""Write the period, the shares and the subjects of a grant that is approved already, as its giver has decided."""
	fields = ("start_date", "end_date", "payment_until", "total_amount", "subsidy_amount", "own_amount")
	doc.db_set({**{field: doc.get(field) for field in fields}, "left_amount": doc.left_amount})
	for table in ("shares", "subjects"):
		df = doc.meta.get_field(table)
		frappe.db.delete(df.options, {"parent": doc.name, "parenttype": doc.doctype})
		for idx, row in enumerate(doc.get(table), 1):
			child = frappe.new_doc(df.options)
			child.update({field: row.get(field) for field in _TABLES[table]})
			child.update(
				{
					"parent": doc.name,
					"parenttype": doc.doctype,
					"parentfield": table,
					"idx": idx,
					"docstatus": int(doc.docstatus),
				}
			)
			child.db_insert()


def add_step(
	doc,
	step: str,
	day: date,
	number: str = "",
	amount: int = 0,
	attachment: str | None = None,
	remarks: str = "",
) -> None:
	"""Put a step of a grant on record, with its document."""
	grant = doc.name
	row = frappe.new_doc("Subsidy Step")
	row.update(
		{"step": step, "done_on": day, "document_no": number, "amount": amount, "attachment": attachment}
	)
	row.update({"remarks": remarks, "done_by": frappe.session.user, "docstatus": 1})
	row.update({"parent": grant, "parenttype": GRANT, "parentfield": "steps"})
	row.idx = frappe.db.count("Subsidy Step", {"parent": grant}) + 1
	row.db_insert()
	frappe.clear_document_cache(GRANT, grant)


def set_status(grant: str, status: str) -> None:
	"""Write where a grant stands."""
	frappe.db.set_value(GRANT, grant, "status", status)


def outstanding(head) -> int | None:
	"""Return what of a grant is still to go back, in won; None where its amount is not fixed.

	What went back within the year as a refund of the receipt counts as well: the grant has received that much less since.
	"""
	row = frappe.db.sql(
		"""SELECT return_amount, received_amount, interest_amount FROM `tabSubsidy Settlement`
		WHERE subsidy_grant = %s AND docstatus = 1 AND is_finalised = 1 FOR UPDATE""",
		head.name,
		as_dict=True,
	)
	if not row:
		return None
	parts = sums.by_part(sums.read(head.name, for_update=True))
	refunded = (
		won(row[0].received_amount)
		+ won(row[0].interest_amount)
		- parts[RECEIPT].actual
		- parts[INTEREST].actual
	)
	return won(row[0].return_amount) - parts[RETURN].actual - refunded


def follow_money(doc, changes: Mapping[Place, Sum]) -> None:
	"""Move grants on where money has moved: the first receipt begins their running, the last return ends them."""
	received: dict[str, int] = {}
	for place, amount in changes.items():
		received.setdefault(place.subsidy_grant, 0)
		received[place.subsidy_grant] += amount.actual if place.part == RECEIPT else 0
	for name, head in sums.lock(received).items():
		day = getdate(doc.get(doc.kind.day_field))
		if head.status in OPEN:
			if received[name]:
				add_step(head, MONEY_ARRIVED, day, doc.resolution_no, received[name])
			used = head.spent_amount or head.received_amount
			if (status := RUNNING if used else GRANTED) != head.status:
				set_status(name, status)
		elif head.status in (FINALISED, REPAID):
			follow_return(head, day, doc.resolution_no)


def follow_return(head, day: date, number: str = "") -> None:
	"""Note what is still to go back of a locked grant whose amount is fixed, and whether that is all."""
	left = outstanding(head)
	if left < 0:
		frappe.throw(
			_("{0}: that is {1} won more than is to be paid back. Please check the amount.").format(
				head.title, format_won(-left)
			)
		)
	settlement = {"subsidy_grant": head.name, "docstatus": 1, "is_finalised": 1}
	frappe.db.set_value("Subsidy Settlement", settlement, "outstanding_amount", left)
	status = FINALISED if left else REPAID
	if status != head.status:
		set_status(head.name, status)
		if status == REPAID:
			deadlines.done(head, deadlines.RETURN, frappe._dict(doctype=GRANT, name=head.name))
			add_step(head, REPAID, day, number, won(head.returned_amount))


def _open_for_office(name: str, statuses: tuple[str, ...]):
	"""Return a locked grant on which somebody of the office enters a letter."""
	doc = frappe.get_doc(GRANT, name, for_update=True)
	access.require(doc.facility, GRANT, "create")
	if doc.docstatus != 1 or doc.status not in statuses:
		frappe.throw(_("The grant is not at this point. Please reload it."))
	return doc


def _letter(notice: Mapping) -> tuple[date, str]:
	day, number = getdate(notice.get("decided_on") or None), (notice.get("document_no") or "").strip()
	if not number:
		frappe.throw(_("Please enter the number of the official letter."), frappe.MandatoryError)
	if day > getdate():
		frappe.throw(_("The letter is dated in the future. Please check the date."))
	return day, number


def _refuse_twins(rows: Iterable, field: str, label: str) -> None:
	values = [row.get(field) for row in rows]
	if len(values) != len(set(values)):
		frappe.throw(_("{0}: something is there twice. Please put it in one line.").format(label))


def own_file(doc, url: str | None) -> str | None:
	"""Return the address of an official letter that is attached to this document, or that the user has just uploaded for it."""
	if not url:
		return None
	wanted = {"file_url": url, "is_private": 1}
	here = {"attached_to_doctype": doc.doctype, "attached_to_name": doc.name}
	if frappe.db.exists("File", {**wanted, **here}):
		return url
	fresh = {**wanted, "owner": frappe.session.user, "attached_to_name": ("is", "not set")}
	name = frappe.db.get_value("File", fresh, "name")
	if not name:
		frappe.throw(_("The letter is not a private file of this document. Please attach it again."))
	frappe.db.set_value("File", name, here, update_modified=False)
	return url


def next_of(doctype: str, field: str, grant: str) -> int:
	"""Return the next number of a grant's changes or settlements. Locks the grant."""
	sums.lock([grant])
	return 1 + max(frappe.get_all(doctype, {"subsidy_grant": grant}, pluck=field), default=0)
