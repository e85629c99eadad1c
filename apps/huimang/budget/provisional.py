"""준예산 (C1, 제12조): what may be spent in a year that has begun without a confirmed budget.

It starts from the last version of the year before and holds the subjects that the law leaves open: pay, indispensable
running costs, what the law demands. The original budget, once confirmed, replaces it as any version replaces the last.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import formatdate, getdate

from huimang.budget import lines, queries, service, versions
from huimang.errors import ClosedPeriodError, rule_message
from huimang.money import won
from huimang.rules import budget
from huimang.rules.errors import RuleViolation

if TYPE_CHECKING:
	from huimang.huimang.doctype.facility_budget.facility_budget import FacilityBudget

VERSION = -1
"""Its place before the original, which is version 0."""

PROVISIONAL = "Provisional"


def number(doc: FacilityBudget) -> None:
	"""Make a new document the provisional budget of its year, with the lines of the year before that may stand in it."""
	year = service.take_year(doc)
	_refuse_late(year.name, year.title)
	name = service.year_version(year.name, VERSION)
	if frappe.db.exists("Facility Budget", name):
		frappe.throw(
			_("There is a provisional budget of {0} already. Please use that one.").format(year.title),
			frappe.DuplicateEntryError,
		)
	doc.version = VERSION
	doc.title = _("{0} Provisional Budget", "ko").format(year.title)
	doc.base_budget = versions.last_years_budget(year)
	if doc.base_budget and not (doc.revenue_lines or doc.expense_lines):
		service.copy_lines(frappe.get_doc("Facility Budget", doc.base_budget), doc)
		_keep_allowed(doc)


def make(accounting_year: str) -> FacilityBudget:
	"""Start the provisional budget of a year as a draft."""
	facility = frappe.db.get_value("Accounting Year", accounting_year, "facility")
	values = {"facility": facility, "accounting_year": accounting_year, "budget_type": PROVISIONAL}
	return frappe.get_doc({"doctype": "Facility Budget", **values}).insert()


def check_lines(doc: FacilityBudget) -> None:
	"""Refuse subjects that stay closed until there is a budget, and more of one than the year before had."""
	subjects = queries.masters("Account Subject", {line.account_subject for line in doc.expense_lines})
	given: Counter[str] = Counter()
	faults = []
	for line in doc.expense_lines:
		subject = subjects[line.account_subject]
		given[subject.mok] += won(line.amount)
		try:
			budget.check_provisional_subject(bool(subject.provisional_allowed), subject.subject_name)
		except RuleViolation as refusal:
			faults.append(f"{lines.row_label(lines.EXPENSE, line.idx)}: {rule_message(refusal)}")
	if doc.base_budget:
		had = versions.mok_totals(doc.base_budget)
		names = queries.subject_titles(given)
		for mok, amount in given.items():
			try:
				budget.check_provisional_amount(names[mok], amount, had[mok])
			except RuleViolation as refusal:
				faults.append(rule_message(refusal))
	if faults:
		lines.show(faults)


def check_requestable(doc: FacilityBudget) -> None:
	"""Refuse a provisional budget without expenses, or whose reason the local government has not been told."""
	if not doc.expense_total:
		frappe.throw(_("The budget is empty. Please enter its revenue and expenses."))
	wanted = ("provisional_reason", "provisional_report_no", "provisional_reported_on")
	if missing := [_(doc.meta.get_label(field)) for field in wanted if not doc.get(field)]:
		frappe.throw(
			_("The local government has to be told why there is no budget yet. Please enter: {0}").format(
				", ".join(missing)
			),
			frappe.MandatoryError,
		)


def check_confirmable(doc: FacilityBudget) -> None:
	"""Refuse it before its year begins, and once the year has a budget. Locks the year: one budget takes effect at a time."""
	year = frappe.get_doc("Accounting Year", doc.accounting_year, for_update=True)
	if getdate() < getdate(year.start_date):
		frappe.throw(
			_("A provisional budget takes effect from {0}, when the year begins without a budget.").format(
				formatdate(year.start_date)
			)
		)
	if year.status == "Closed":
		frappe.throw(_("{0} is closed and takes no more budgets.").format(year.title), ClosedPeriodError)
	_refuse_late(year.name, year.title)


def is_in_force(accounting_year: str) -> bool:
	"""Tell whether a year lives on its provisional budget."""
	return versions.confirmed_budget(accounting_year) == service.year_version(accounting_year, VERSION)


def _refuse_late(accounting_year: str, title: str) -> None:
	confirmed = {"accounting_year": accounting_year, "docstatus": 1, "version": (">=", 0)}
	if frappe.db.get_value("Facility Budget", confirmed, "name", for_update=True):
		frappe.throw(_("{0} has a confirmed budget, so it needs no provisional one.").format(title))


def _keep_allowed(doc: FacilityBudget) -> None:
	masters = lines.Masters(doc)
	for side, table in lines.TABLES.items():
		kept = [line for line in doc.get(table) if masters.are_active(line)]
		if side == lines.EXPENSE:
			kept = [line for line in kept if masters.subjects[line.account_subject].provisional_allowed]
		doc.set(table, kept)
		for number, line in enumerate(kept, 1):
			line.idx = number
