"""정산: what was spent is reported, the granting body fixes the amount, and rest and interest go back."""

from __future__ import annotations

from collections.abc import Mapping

import frappe
from frappe import _
from frappe.utils import add_days, getdate

from huimang.errors import obey
from huimang.facility import access
from huimang.money import won
from huimang.rules import subsidy as rules
from huimang.rules import subsidy_settlement as settling
from huimang.subsidy import deadlines, grants, queries, sums
from huimang.subsidy.sums import GRANT, OWN

DOCTYPE = "Subsidy Settlement"
_DAYS_TO_RETURN = 30
"""Proposed for the day on which the return is due; the letter of the granting body says which it is."""


def complete(doc) -> None:
	"""Fill a settlement in from the books; what is not accepted is the writer's to enter."""
	grant = frappe.get_doc(GRANT, doc.subsidy_grant)
	ledger = queries.books(grant.name)
	doc.completed_on = doc.completed_on or grant.end_date
	doc.report_due_on = obey(rules.report_due, getdate(doc.completed_on))
	for row in doc.disallowances:
		row.amount = obey(won, row.amount)
	doc.received_amount, doc.spent_amount = ledger.total_received, ledger.total_spent
	doc.interest_amount = ledger.interest
	doc.disallowed_amount = sum(row.amount for row in doc.disallowances)
	doc.accepted_amount = doc.spent_amount - doc.disallowed_amount
	if doc.accepted_amount < 0:
		frappe.throw(_("More is not accepted than was spent. Please check the amounts."))
	_fill_shares(doc, grant, _reckon(doc, grant, ledger))


def require_ready(doc) -> None:
	"""Refuse a settlement while something of the grant is still under way, or spent beyond what came in."""
	head = sums.lock([doc.subsidy_grant])[doc.subsidy_grant]
	if head.status not in grants.OPEN:
		frappe.throw(_("Only a grant that is being spent can be settled."))
	if waiting := queries.unsettled(head.name):
		frappe.throw(
			_(
				"These documents of the grant are still under way: {0}. Please finish or cancel them first."
			).format(", ".join(waiting[:5]) + (" …" if len(waiting) > 5 else ""))
		)
	_check_disallowed(doc)
	complete(doc)


def report(doc) -> None:
	"""정산보고: the settlement is approved and goes to the granting body; from here on the grant's figures stay."""
	head = sums.lock([doc.subsidy_grant])[doc.subsidy_grant]
	told = (won(doc.received_amount), won(doc.spent_amount), won(doc.interest_amount))
	ledger = queries.books(head.name)
	if head.status not in grants.OPEN or told != (ledger.total_received, ledger.total_spent, ledger.interest):
		frappe.throw(
			_(
				"The grant's books have changed since the settlement was requested. Please have it returned and request it again."
			)
		)
	grants.set_status(head.name, grants.REPORTED)
	grants.add_step(head, "Reported", getdate(), doc.report_no or "", won(doc.accepted_amount))
	deadlines.done(head, deadlines.REPORT, doc)


def take_back(doc) -> None:
	"""The report is taken back: the grant is open again, unless money has gone back already."""
	head = sums.lock([doc.subsidy_grant])[doc.subsidy_grant]
	if doc.is_finalised and won(doc.outstanding_amount) != won(doc.return_amount):
		frappe.throw(_("Money has gone back by this settlement. Please cancel its return first."))
	grants.set_status(head.name, grants.RUNNING)
	deadlines.reopen(doc)
	frappe.db.set_value(DOCTYPE, doc.name, {"is_finalised": 0, "outstanding_amount": 0})


def finalise(name: str, notice: Mapping) -> None:
	"""금액확정: enter the amount that the granting body has fixed; what came plus interest less that amount goes back.

	:param notice: final_amount, finalised_on, final_no, return_due_on and attachment.
	"""
	doc = frappe.get_doc(DOCTYPE, name, for_update=True)
	access.require(doc.facility, DOCTYPE, "create")
	if doc.docstatus != 1 or doc.is_finalised:
		frappe.throw(_("The settlement is not at this point. Please reload it."))
	number, day = (notice.get("final_no") or "").strip(), getdate(notice.get("finalised_on") or None)
	if not number:
		frappe.throw(_("Please enter the number of the official letter."), frappe.MandatoryError)
	if day > getdate():
		frappe.throw(_("The letter is dated in the future. Please check the date."))
	head = sums.lock([doc.subsidy_grant])[doc.subsidy_grant]
	fixed = obey(won, notice.get("final_amount"))
	result = obey(
		lambda: settling.fixed(
			[settling.Share(row.source, won(row.granted), won(row.received)) for row in doc.shares],
			fixed,
			won(doc.interest_amount),
			rests={row.source: won(row.rest) for row in doc.shares},
			interest_rule=head.interest_rule,
			cut_below_ten=bool(head.cut_below_ten),
		)
	)
	for row in doc.shares:
		values = {
			"rest": result.rest.get(row.source, won(row.rest)),
			"interest": result.interest.get(row.source, 0),
			"return_amount": 0 if row.source == settling.OWN_FUNDS else result.to_return(row.source),
		}
		frappe.db.set_value("Subsidy Settlement Share", row.name, values)
	doc.db_set(
		{
			"final_amount": fixed,
			"finalised_on": day,
			"final_no": number,
			"final_paper": grants.own_file(doc, notice.get("attachment")),
			"return_due_on": getdate(notice.get("return_due_on") or add_days(day, _DAYS_TO_RETURN)),
			"return_amount": result.total,
			"outstanding_amount": result.total,
			"is_finalised": 1,
		},
		notify=True,
	)
	grants.set_status(head.name, grants.FINALISED)
	grants.add_step(head, "Finalised", day, number, fixed)
	if result.total:
		deadlines.of_return(head, getdate(doc.return_due_on))
	head.status = grants.FINALISED
	grants.follow_return(head, day, number)


def return_draft(name: str):
	"""Return an Expense Resolution, not saved yet, by which rest and interest go back (반환금), a line for each giver."""
	doc = frappe.get_doc(DOCTYPE, name)
	if not doc.is_finalised or won(doc.outstanding_amount) <= 0:
		frappe.throw(_("Nothing is to go back by this settlement now."))
	grant = frappe.get_doc(GRANT, doc.subsidy_grant)
	draft = frappe.new_doc("Expense Resolution")
	draft.update(
		{"facility": doc.facility, "bank_account": grant.bank_account, "payment_method": "Bank Transfer"}
	)
	draft.accounting_year = _year_of_today(doc.facility, grant)
	draft.purpose = _("{0}: rest and interest paid back", "ko").format(grant.title)[:140]
	draft.evidence_waiver_reason = _("Notice of the granting body {0}", "ko").format(doc.final_no)
	subject = _return_subject(doc.facility, draft.accounting_year)
	left, paying = won(doc.outstanding_amount), _paying_subject(grant)
	for row in doc.shares:
		for amount, label in (
			(won(row.rest), _("Rest", "ko")),
			(won(row.interest), _("Interest Earned", "ko")),
		):
			amount = 0 if row.source == settling.OWN_FUNDS else min(amount, left)
			left -= amount
			if amount:
				draft.append(
					"lines",
					{
						"account_subject": subject,
						"program": grant.program,
						"fund_source": grant.fund_source,
						"counterparty": grant.granting_body,
						"counter_subject": paying,
						"description": f"{_(row.source, 'ko')} {label}",
						"amount": amount,
						"subsidy_grant": grant.name,
					},
				)
	return draft


def _reckon(doc, grant, ledger: queries.Books) -> settling.Settled:
	return obey(
		lambda: settling.settle(
			queries.shares(grant, ledger.received),
			won(doc.accepted_amount),
			ledger.interest,
			own_spent=ledger.part(OWN),
			split_rule=grant.split_rule,
			interest_rule=grant.interest_rule,
			cut_below_ten=bool(grant.cut_below_ten),
		)
	)


def _fill_shares(doc, grant, result: settling.Settled) -> None:
	doc.set("shares", [])
	for share in queries.shares(grant, queries.books(grant.name).received):
		doc.append(
			"shares",
			{
				"source": share.source,
				"granted": share.granted,
				"received": 0 if share.source == settling.OWN_FUNDS else share.received,
				"accepted": result.accepted[share.source],
				"rest": result.rest[share.source],
				"interest": result.interest[share.source],
				"return_amount": result.to_return(share.source),
			},
		)
	doc.return_amount = sum(won(row.return_amount) for row in doc.shares)


def _check_disallowed(doc) -> None:
	"""What is not accepted was spent of this grant, by the resolution that is named."""
	for row in doc.disallowances:
		if row.amount <= 0:
			frappe.throw(_("Line {0}: {1}").format(row.idx, _("The amount must be above 0 won.")))
		if not row.resolution:
			continue
		spent = frappe.get_all(
			"Ledger Entry",
			{
				"voucher_type": "Expense Resolution",
				"voucher_no": row.resolution,
				"reference_doctype": GRANT,
				"reference_name": doc.subsidy_grant,
			},
			pluck="amount",
		)
		if sum(spent) < row.amount:
			frappe.throw(
				_("Line {0}: {1}").format(
					row.idx,
					_("This resolution has spent less than that of the grant. Please check the amount."),
				)
			)


def _year_of_today(facility: str, grant) -> str:
	unit = frappe.get_cached_value("Accounting Year", grant.accounting_year, "accounting_unit")
	today = getdate()
	years = frappe.get_all(
		"Accounting Year",
		{
			"facility": facility,
			"accounting_unit": unit,
			"start_date": ("<=", today),
			"end_date": (">=", today),
		},
		pluck="name",
	)
	return years[0] if years else grant.accounting_year


def _return_subject(facility: str, accounting_year: str) -> str | None:
	unit = frappe.get_cached_value("Accounting Year", accounting_year, "accounting_unit")
	wanted = {"facility": facility, "accounting_unit": unit, "side": "Expense", "is_subsidy": 1}
	return frappe.db.get_value("Account Subject", {**wanted, "level": "Mok"}, "name")


def _paying_subject(grant) -> str | None:
	"""Return the revenue subject by which most of the grant's money came in."""
	rows = frappe.db.sql(
		"""SELECT account_subject FROM `tabLedger Entry` WHERE reference_doctype = %s AND reference_name = %s
		AND side = 'Revenue' GROUP BY account_subject ORDER BY SUM(amount) DESC LIMIT 1""",
		(GRANT, grant.name),
	)
	return rows[0][0] if rows else None
