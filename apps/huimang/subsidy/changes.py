"""교부변경: another period, other shares or other limits of subjects (지방보조금법 제14조), with the giver's approval on record."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import flt, getdate

from huimang.errors import obey
from huimang.money import won
from huimang.rules import subsidy_settlement as settling
from huimang.subsidy import charges, deadlines, grants, sums
from huimang.subsidy.sums import GRANT, SPENDING

DOCTYPE = "Subsidy Change"


def complete(doc) -> None:
	"""Add a change up; a new one starts from what holds now."""
	grant = frappe.get_doc(GRANT, doc.subsidy_grant)
	for table in ("shares", "subjects"):
		if not doc.get(table):
			for row in grant.get(table):
				doc.append(
					table,
					{field: row.get(field) for field in ("source", "account_subject", "amount", "note")},
				)
	for field in ("start_date", "end_date", "payment_until"):
		doc.set(field, doc.get(field) or grant.get(field))
	grants.complete(doc)
	if doc.stage == "Draft" or not doc.previous_amount:
		doc.previous_amount = won(grant.total_amount)


def require_ready(doc) -> None:
	"""Refuse a change that the grant's spending does not fit into."""
	head = _open_grant(doc)
	_check_fits(doc, head)


def require_consent(doc) -> None:
	"""Refuse to put a change into effect that the giver has not approved, unless it is a minor one (경미한 변경)."""
	head = _open_grant(doc)
	_check_fits(doc, head)
	if not (doc.consent_on and doc.consent_no) and not is_minor(doc, head):
		frappe.throw(
			_("Please enter the day and the number of the granting body's approval: this change takes it."),
			frappe.MandatoryError,
		)
	if doc.consent_on and getdate(doc.consent_on) > getdate():
		frappe.throw(_("The letter is dated in the future. Please check the date."))


def is_minor(doc, head) -> bool:
	"""Tell whether a change only moves money between subjects, and less of it than the grant's terms let go by."""
	grant = frappe.get_doc(GRANT, head.name)
	limit = flt(grant.change_threshold_pct)
	same_shares = {(row.source, won(row.amount)) for row in doc.shares} == {
		(row.source, won(row.amount)) for row in grant.shares
	}
	same_period = all(getdate(doc.get(f)) == getdate(grant.get(f)) for f in ("start_date", "end_date"))
	if not limit or not same_shares or not same_period:
		return False
	before = {row.account_subject: won(row.amount) for row in grant.subjects}
	after = {row.account_subject: won(row.amount) for row in doc.subjects}
	moved = sum(max(0, after.get(subject, 0) - amount) for subject, amount in before.items())
	moved += sum(amount for subject, amount in after.items() if subject not in before)
	return set(before) <= set(after) and 100 * moved <= limit * won(grant.total_amount)


def apply(doc) -> None:
	"""Put an approved change into effect on its grant."""
	_open_grant(doc)
	grant = frappe.get_doc(GRANT, doc.subsidy_grant)
	for field in ("start_date", "end_date", "payment_until", "total_amount"):
		grant.set(field, doc.get(field))
	for table in ("shares", "subjects"):
		grant.set(table, [])
		for row in doc.get(table):
			grant.append(
				table,
				{field: row.get(field) for field in ("source", "rate", "account_subject", "amount", "note")},
			)
	grants.note_sums(grant)
	grants.rewrite_terms(grant)
	deadlines.of_grant(grant)
	day = getdate(doc.consent_on or None)
	grants.add_step(
		grant,
		"Changed",
		day,
		doc.consent_no or "",
		won(doc.total_amount),
		doc.consent_paper,
		doc.reason[:140],
	)


def _open_grant(doc) -> frappe._dict:
	head = sums.lock([doc.subsidy_grant])[doc.subsidy_grant]
	if head.status not in grants.OPEN:
		frappe.throw(_("Only a grant that is being spent can be changed."))
	return head


def _check_fits(doc, head) -> None:
	"""Refuse terms that are narrower than what is spent and reserved already."""
	used = sums.read(head.name, for_update=True)
	own = sum(won(row.amount) for row in doc.shares if row.source == settling.OWN_FUNDS)
	wanted = frappe._dict(
		name=head.name,
		title=head.title,
		subsidy_amount=won(doc.total_amount) - own,
		own_amount=own,
		subjects={row.account_subject: won(row.amount) for row in doc.subjects},
	)
	for place, amount in used.items():
		if (
			place.part in SPENDING
			and amount.used > 0
			and not {place.account_subject, place.mok} & set(wanted.subjects)
		):
			frappe.throw(
				_("{0} has been spent on already. Please leave it among the subjects.").format(
					frappe.get_cached_value("Account Subject", place.account_subject, "subject_name")
				)
			)
	obey(charges.check_fits, wanted, used)
