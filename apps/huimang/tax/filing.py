"""The filing calendar (신고 달력) of every facility: tasks made from the law's calendar, reminders, and what closes a task."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import frappe
from frappe import _
from frappe.utils import getdate

from huimang.facility.grants import members_with_role
from huimang.rules import filing_dates
from huimang.rules.filing_dates import Due, Facts
from huimang.tax import queries

AHEAD = 45
"""Days before its due day that a task appears: long enough to see next month's while this month's are done."""
BACK = 7
"""Days past, for a scheduler that was not running."""
REMINDED_BEFORE = (7, 3, 1, 0)
"""Days before the due day on which those responsible are reminded; afterwards they are once a week."""
_STANDS_IN = ("Accountant", "Facility Head")

_TAG_OF_VAT = {"Unique Number Only": "no_vat", "Tax-exempt Business": "no_vat", "Taxable Business": "vat"}


def task_name(facility: str, code: str, period: str) -> str:
	"""Return the name of a task: a filing of a period is there once."""
	return f"{facility}-{code}-{period}"


def facts_of(facility: str) -> Facts:
	"""Return what of a facility decides which filings are its own."""
	doc = frappe.get_cached_doc("Facility", facility)
	kind = frappe.get_cached_doc("Facility Type", doc.facility_type)
	tags = {
		"half_yearly_withholding" if doc.withholding_half_yearly else "monthly_withholding",
		_TAG_OF_VAT[doc.vat_status or "Unique Number Only"],
	}
	if doc.operated_by == "Corporation":
		tags.add("corporation")
	if kind.subject_template_group == "Long-term Care":
		tags.add("long_term_care")
	days = {filing_dates.NEXT_BUDGET: -doc.budget_submission_days} if doc.budget_submission_days else {}
	return Facts(frappe.utils.cint(kind.fiscal_year_start_month) or 1, frozenset(tags), days)


def make_tasks(facility: str, today: date) -> list[str]:
	"""Make the tasks of a facility that fall due soon and are not there yet, and move open ones to where they fall now.

	Called again, it changes nothing. Returns the names of what it made.
	"""
	holidays = queries.holidays()
	first, last = today - timedelta(days=BACK), today + timedelta(days=AHEAD)
	wanted = {
		task_name(facility, due.rule.code, due.period): due
		for due in (
			*filing_dates.dues(facts_of(facility), first, last, holidays),
			*_of_budgets(facility, first, holidays),
		)
	}
	known = frappe.get_all("Filing Task", {"name": ("in", list(wanted))}, ["name", "due_on", "status"])
	for task in known:
		due = wanted.pop(task.name)
		if task.status == "Open" and task.due_on != due.on:
			_move(task.name, due)
	return [_make(facility, due) for due in wanted.values()]


def remind(facility: str, today: date) -> int:
	"""Remind those responsible of the facility's open tasks, each task once a day at most. Returns how many reminders."""
	tasks = frappe.get_all(
		"Filing Task",
		{
			"facility": facility,
			"status": "Open",
			"due_on": ("<=", today + timedelta(days=max(REMINDED_BEFORE))),
		},
		["name", "title", "period", "due_on", "responsible_role", "reminded_on"],
	)
	sent = 0
	for task in tasks:
		days = (task.due_on - today).days
		is_day = days in REMINDED_BEFORE or (days < 0 and -days % 7 == 1)
		if is_day and task.reminded_on != today:
			sent += _notify(facility, task, days)
			frappe.db.set_value("Filing Task", task.name, "reminded_on", today, update_modified=False)
	return sent


def done_by_document(facility: str, codes: Iterable[str], period: str, doc) -> None:
	"""Close the tasks that a document has seen to."""
	for code in codes:
		name = task_name(facility, code, period)
		if frappe.db.get_value("Filing Task", name, "status") == "Open":
			task = frappe.get_doc("Filing Task", name)
			task.update(
				{
					"status": "Done",
					"done_on": getdate(),
					"done_by": frappe.session.user,
					"document_type": doc.doctype,
					"document_name": doc.name,
				}
			)
			task.flags.by_document = True
			task.save(ignore_permissions=True)


def opened_by_document(doc) -> None:
	"""Open the tasks again that a document had seen to and, being cancelled, no longer sees to."""
	names = frappe.get_all(
		"Filing Task", {"document_type": doc.doctype, "document_name": doc.name}, pluck="name"
	)
	for name in names:
		task = frappe.get_doc("Filing Task", name)
		task.update({"status": "Open", "document_type": None, "document_name": None})
		task.save(ignore_permissions=True)


def refuse_deletion(task) -> None:
	"""Tasks of the law's calendar would come back the next day; those that are not for the facility are marked so."""
	if task.rule_code:
		frappe.throw(
			_(
				"This filing is required by law and stays in the calendar. Mark it as not applicable if it is not for you."
			)
		)


def _of_budgets(facility: str, since: date, holidays: frozenset[date]) -> Iterable[Due]:
	"""Yield what confirmed budgets call for: handing in a supplementary one (C3), publishing any (B8)."""
	recent = since - timedelta(days=30)
	for budget in queries.budgets_confirmed(facility, recent):
		anchors = (
			(filing_dates.BUDGET, filing_dates.SUPPLEMENTARY) if budget.version else (filing_dates.BUDGET,)
		)
		for anchor in anchors:
			for due in filing_dates.due_after(anchor, budget.confirmed_on, budget.name, holidays):
				if due.on >= since:
					yield due


def _make(facility: str, due: Due) -> str:
	task = frappe.get_doc(
		{
			"doctype": "Filing Task",
			"facility": facility,
			"rule_code": due.rule.code,
			"title": due.rule.title,
			"period": due.period,
			"due_on": due.on,
			"statutory_date": due.statutory,
			"responsible_role": due.rule.role,
			"law": due.rule.law,
		}
	)
	return task.insert(ignore_permissions=True).name


def _move(name: str, due: Due) -> None:
	"""A holiday was added or corrected."""
	task = frappe.get_doc("Filing Task", name)
	task.flags.by_calendar = True
	task.due_on = due.on
	task.save(ignore_permissions=True)


def _notify(facility: str, task: frappe._dict, days: int) -> int:
	subject = _subject(task, days)
	users = _responsible(facility, task.responsible_role)
	for user in users:
		frappe.get_doc(
			{
				"doctype": "Notification Log",
				"type": "Alert",
				"for_user": user,
				"subject": subject,
				"document_type": "Filing Task",
				"document_name": task.name,
				"from_user": "Administrator",
			}
		).insert(ignore_permissions=True)
	return len(users)


def _subject(task: frappe._dict, days: int) -> str:
	title = f"{task.title} ({filing_dates.period_in_words(task.period)})" if task.period else task.title
	if days < 0:
		return _("{0} is {1} days overdue.", lang="ko").format(title, -days)
	if days == 0:
		return _("{0} is due today.", lang="ko").format(title)
	return _("{0} is due in {1} days.", lang="ko").format(title, days)


def _responsible(facility: str, role: str) -> list[str]:
	"""Return who is reminded: those who hold the role in the facility, or whoever stands in for it."""
	for candidate in (role, *_STANDS_IN):
		if users := members_with_role(facility, candidate):
			return users
	return []
