"""Deadlines of grants in the filing calendar: 정산보고 (제17조①), 정보공시 (제20조의2) and 반납, with the calendar's reminders."""

from __future__ import annotations

from datetime import date

import frappe
from frappe import _
from frappe.utils import getdate

from huimang.money import won
from huimang.rules import filing_dates
from huimang.rules import subsidy as rules
from huimang.tax import filing, queries

REPORT, DISCLOSURE, RETURN = "SUBSIDY-REPORT", "SUBSIDY-DISCLOSURE", "SUBSIDY-RETURN"
_TASK = "Filing Task"


def of_grant(grant) -> None:
	"""Put what a granted subsidy calls for into the calendar, or move it to where it falls after a change."""
	title = _("Settlement report: {0}", "ko").format(grant.title)
	_put(grant, REPORT, title, rules.report_due(getdate(grant.end_date)), "지방보조금법 제17조제1항")
	year_end = getdate(frappe.get_cached_value("Accounting Year", grant.accounting_year, "end_date"))
	if due := rules.disclosure_due(grant.law, won(grant.subsidy_amount), year_end):
		title = _("Disclosure of the grant: {0}", "ko").format(grant.title)
		_put(grant, DISCLOSURE, title, due, "지방보조금법 제20조의2")


def of_return(grant, due: date) -> None:
	"""Put the return of a grant into the calendar."""
	_put(
		grant,
		RETURN,
		_("Return of the subsidy: {0}", "ko").format(grant.title),
		due,
		"지방보조금법 제31조제2항",
	)


def done(grant, code: str, doc) -> None:
	"""Close a deadline that a document has met."""
	filing.done_by_document(grant.facility, [code], grant.name, doc)


def reopen(doc) -> None:
	"""Open the deadlines again that a cancelled document had met."""
	filing.opened_by_document(doc)


def _put(grant, code: str, title: str, statutory: date, law: str) -> None:
	due = filing_dates.working_day(statutory, "Next", queries.holidays())
	name = filing.task_name(grant.facility, code, grant.name)
	if frappe.db.exists(_TASK, name):
		task = frappe.get_doc(_TASK, name)
		task.flags.by_calendar = True
	else:
		task = frappe.new_doc(_TASK)
		task.update({"facility": grant.facility, "rule_code": code, "period": grant.name})
		task.update({"title": title[:140], "responsible_role": "Accountant", "law": law})
	task.update({"due_on": due, "statutory_date": statutory})
	task.save(ignore_permissions=True)
