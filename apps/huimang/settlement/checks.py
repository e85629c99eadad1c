"""What must hold before a year is settled: one small function a question, all answered at once, in Korean on the form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import frappe
from frappe import _
from frappe.utils import formatdate, getdate

from huimang.budget import carryover_queries
from huimang.errors import rule_message
from huimang.ledger import verify
from huimang.money import format_won, won
from huimang.resolutions import advances
from huimang.rules import settlement
from huimang.rules.errors import RuleViolation
from huimang.settlement import figures, queries

FIELDS = {
	settlement.AUDIT: ("audit_date", "audit_report", "Audit"),
	settlement.COMMITTEE: ("committee_date", "committee_minutes", "Report to the Operating Committee"),
	settlement.BOARD: ("board_date", "board_minutes", "Resolution of the Board"),
}


class Check(NamedTuple):
	"""One question and its answer. ``rule`` is the ID in accounting_rules.md; what does not bar is a remark."""

	rule: str
	label: str
	is_met: bool
	detail: str = ""
	bars: bool = True


def of_books(doc, books: queries.Books | None = None, full: bool = True) -> list[Check]:
	"""Return the answers that the books give: what has to be right before a settlement is asked for.

	:param full: verify the whole ledger as well, which reads every entry.
	"""
	year = queries.year(doc.accounting_year)
	books = books or queries.books(doc.accounting_year)
	return [
		_months(year),
		_open_documents(doc),
		_reserved(doc),
		_advances(doc),
		_cash(books),
		_statements(doc),
		_funds(doc, books),
		*([_ledger(doc)] if full else []),
		*_withheld(books, doc.facility),
	]


def _advances(doc) -> Check:
	"""선금 and 개산급 of the year have been accounted for (X5, X6, 제30조)."""
	still_open = advances.open_accounts(doc.facility, doc.accounting_year)
	return Check(
		"X6",
		_("Advances and Payments by Estimate Accounted For"),
		not still_open,
		", ".join(f"{row.resolution_no} {row.purpose}" for row in still_open[:5]),
		bars=False,
	)


def of_meetings(doc) -> list[Check]:
	"""Return the answers to T1 and A1: audited, reported and decided on, each with its paper, in their order."""
	operated_by = frappe.get_cached_value("Facility", doc.facility, "operated_by")
	required = settlement.required_proofs(doc.accounting_unit, operated_by)
	given = proofs(doc)
	missing = settlement.missing_proofs(required, given)
	checks = [
		Check(
			"A1" if name == settlement.AUDIT else "T1",
			_(FIELDS[name][2]),
			name not in missing,
			formatdate(given[name].day)
			if name not in missing
			else _("Please enter the day and attach the paper."),
		)
		for name in required
	]
	year = queries.year(doc.accounting_year)
	try:
		settlement.check_order(getdate(year.end_date), getdate(), given)
	except RuleViolation as e:
		checks.append(Check("T1", _("Order of the Meetings"), False, rule_message(e)))
	return checks


def of_submission(doc) -> Iterator[Check]:
	"""Yield remarks on the day of submission (T1) and on publication (T2); none of them bars anything."""
	due = getdate(doc.due_date)
	submitted = getdate(doc.submitted_on) if doc.submitted_on else None
	late = (submitted or getdate()) > due
	yield Check(
		"T1",
		_("Submitted by {0}").format(formatdate(due)),
		bool(submitted) and not late,
		_("The day for submitting has passed.") if late else "",
		bars=False,
	)
	days = (getdate(day) if day else None for day in (doc.published_from, doc.published_to))
	for refusal in settlement.publication_faults(submitted, *days):
		yield Check("T2", _("Publication"), False, rule_message(refusal), bars=False)


def proofs(doc) -> dict[str, settlement.Proof]:
	"""Return the days and papers that a settlement bears."""
	return {
		name: settlement.Proof(getdate(doc.get(day)) if doc.get(day) else None, doc.get(paper) or "")
		for name, (day, paper, _label) in FIELDS.items()
	}


def throw_unmet(checks: list[Check], title: str) -> None:
	"""Refuse with every answer that bars."""
	unmet = [f"{check.label}: {check.detail}" for check in checks if check.bars and not check.is_met]
	if unmet:
		# a list of one is not a list to the browser
		frappe.throw(unmet if len(unmet) > 1 else unmet[0], title=title, as_list=len(unmet) > 1)


def _months(year: frappe._dict) -> Check:
	closed = year.closed_through == year.end_date
	detail = "" if closed else _("Please close every month of the year first.")
	if not closed and year.closed_through:
		detail = _("The books are closed through {0}.").format(formatdate(year.closed_through)) + " " + detail
	return Check("G3", _("All Months Closed"), closed, detail)


def _open_documents(doc) -> Check:
	"""미결재·미처리 없음 (workflows.md §7): what is not paid or received by now never will be, in a closed year."""
	found = queries.open_documents(doc.accounting_year)
	detail = ", ".join(_("{0}: {1} documents").format(_(doctype), count) for doctype, count in found)
	if detail:
		detail += " — " + _("Please have them carried out, returned or cancelled.")
	return Check("G3", _("No Document Left Open"), not found, detail)


def _reserved(doc) -> Check:
	carried = sum(int(row.amount) for row in carryover_queries.carried(doc.accounting_year))
	total = queries.reserved(doc.accounting_year) - carried
	detail = _("{0} won is still set aside by documents that are neither settled nor withdrawn.")
	return Check("X2", _("No Budget Reserved"), not total, detail.format(format_won(total)) if total else "")


def _cash(books: queries.Books) -> Check:
	revenue, expense = books.settled.values()
	cash = sum(books.accounts.values())
	detail = _("{0} won in the books, revenue less expenses {1} won").format(
		format_won(cash), format_won(revenue - expense)
	)
	return Check("T1", _("Cash Book = Revenue − Expenses"), cash == revenue - expense, detail)


def _statements(doc) -> Check:
	differing = [row for row in doc.accounts if won(row.difference)]
	detail = ", ".join(
		f"{frappe.get_cached_value('Facility Bank Account', row.bank_account, 'account_title')} "
		f"{format_won(won(row.difference))}"
		for row in differing
	)
	return Check("통제 8", _("Cash Book = Bank Statements"), not differing, detail)


def _funds(doc, books: queries.Books) -> Check:
	fault = figures.fault(doc, books)
	return Check("C11", _("Carry-over by Fund Source"), not fault, fault or "")


def _ledger(doc) -> Check:
	findings = verify.verify(doc.facility)
	return Check("L1", _("Ledger Verified"), not findings, "; ".join(f.message for f in findings[:3]))


def _withheld(books: queries.Books, facility: str) -> Iterator[Check]:
	"""State what is withheld for others and still to be paid in the next year."""
	owed = -sum(balance for balance in books.accounts.values() if balance < 0)
	if owed:
		detail = _("{0} won goes over into the next year and is paid there.").format(format_won(owed))
		yield Check("통제 8", _("Withheld for Others"), True, detail, bars=False)
