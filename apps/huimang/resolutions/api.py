"""What the forms of resolutions may call."""

from __future__ import annotations

from typing import NoReturn

import frappe
from frappe.desk.search import validate_and_sanitize_search_inputs
from frappe.utils import cint

from huimang import money
from huimang.errors import throw_rule
from huimang.facility import access
from huimang.ledger import balances
from huimang.resolutions import advances, assist, queries, refunds, requests, service
from huimang.resolutions import earlier as earlier_documents
from huimang.resolutions.kinds import DOCTYPES, EXPENSE, INCOME, ORIGINALS, REQUEST
from huimang.rules.errors import RuleViolation

_KINDS = {kind.doctype: kind for kind in (EXPENSE, INCOME, REQUEST)}
FORMS = (*DOCTYPES, REQUEST.doctype)
"""Documents whose forms ask what to start with."""


@frappe.whitelist(methods=["POST"])
def settle(doctype: str, name: str, on: str | None = None, bank_account: str | None = None) -> dict:
	"""출납: pay or receive what an approved resolution says, and post it; who may is the service's to say."""
	frappe.has_permission(doctype, "read", throw=True)
	if doctype not in DOCTYPES:
		_refuse(doctype)
	return service.settle(doctype, name, on, bank_account).as_dict()


@frappe.whitelist()
def budget_rest(
	doctype: str, facility: str, accounting_year: str, lines: str | list, held: int | str = 0
) -> dict:
	"""Budget, spent, reserved and left for the lines of a form while it is being typed, and its total in words.

	:param lines: rows with account_subject, program, fund_source and amount; rows without the first three get None.
	:param held: 1 where the document has its budget reserved already.
	"""
	access.require(facility, doctype, "read")
	rows = frappe.parse_json(lines)
	known = [
		row for row in rows if row.get("account_subject") and row.get("program") and row.get("fund_source")
	]
	try:
		total = sum(money.won(row.get("amount")) for row in rows)
		rest = iter(
			assist.budget_rest(facility, accounting_year, _kind(doctype).side, known, bool(cint(held)))
			if accounting_year and known
			else ()
		)
		words = money.in_words(money.won(total))
	except RuleViolation as violation:
		throw_rule(violation)
	return {
		"lines": [next(rest, None) if row in known else None for row in rows],
		"total": total,
		"in_words": words,
	}


@frappe.whitelist()
@validate_and_sanitize_search_inputs
def subject_query(doctype: str, txt: str, searchfield: str, start: int, page_len: int, filters: dict) -> list:
	"""Link search for account subjects: by code, name or path; those with a budget first, with what is left of it."""
	access.require(filters["facility"], "Account Subject", "read")
	rows = assist.search_subjects(
		filters["facility"],
		filters.get("accounting_unit") or "Facility",
		filters["side"],
		filters.get("accounting_year"),
		txt,
		start,
		page_len,
	)
	return [
		(name, title, _describe(path, code, appropriated, left))
		for name, title, path, code, appropriated, left in rows
	]


@frappe.whitelist()
def suggest_line(doctype: str, facility: str, accounting_year: str, account_subject: str) -> dict:
	"""What most likely goes with a subject that was just chosen on a line."""
	access.require(facility, doctype, "create")
	return assist.suggest_line(_kind(doctype), facility, accounting_year, account_subject)


@frappe.whitelist()
def earlier(doctype: str, facility: str, text: str = "") -> list[dict]:
	"""Earlier documents of a kind, to copy from: the last ones, or those that are looked for."""
	access.require(facility, doctype, "read")
	return earlier_documents.find(_kind(doctype), facility, text)


@frappe.whitelist()
def undeposited_cash(facility: str) -> list[dict]:
	"""Cash that should be in the bank by now (제25조②), to be warned of."""
	access.require(facility, "Income Resolution", "read")
	return queries.undeposited_cash(facility)


@frappe.whitelist()
def form_defaults(doctype: str, facility: str | None = None) -> dict:
	"""What a new resolution starts with, for the user or for the facility that they chose."""
	if doctype not in FORMS:
		_refuse(doctype)
	if facility:
		access.require(facility, doctype, "create")
	return assist.form_defaults(frappe.session.user, doctype, facility)


@frappe.whitelist()
def resolution_of_request(source_name: str, target_doc: str | None = None) -> dict:
	"""Return an Expense Resolution, not saved yet, of what is left of a request: the form goes on from there."""
	frappe.get_doc(REQUEST.doctype, source_name).check_permission("read")
	return requests.resolution_of(source_name)


@frappe.whitelist(methods=["POST"])
def finish_request(name: str, reason: str) -> None:
	"""Release what is left of an approved request."""
	requests.finish(name, reason)


@frappe.whitelist(methods=["POST"])
def give_account(name: str, used: int | float | str) -> None:
	"""Note what was really used of an advance or of a payment by estimate (정산)."""
	advances.give_account(name, used)


@frappe.whitelist()
def refundable(doctype: str, name: str) -> list[dict]:
	"""Return the lines of a paid or received resolution with what can still be refunded of each."""
	if doctype not in ORIGINALS.values():
		_refuse(doctype)
	frappe.get_doc(doctype, name).check_permission("read")
	return refunds.refundable(doctype, name)


@frappe.whitelist()
def account_balances(facility: str, accounting_year: str, accounts: str | list) -> dict[str, int]:
	"""Return what accounts hold by the books of a year, in won."""
	access.require(facility, "Fund Transfer", "read")
	own = frappe.get_all(
		"Facility Bank Account",
		{"facility": facility, "name": ("in", frappe.parse_json(accounts) or [""])},
		pluck="name",
	)
	return {account: balances.cash_of(accounting_year, account) for account in own}


def _describe(path: str, code: str, appropriated: int, left: int) -> str:
	description = f"{code} {path}"
	if appropriated:
		description += " · " + frappe._("{0} won left").format(money.format_won(int(left)))
	return description


def _kind(doctype: str):
	if doctype not in _KINDS:
		_refuse(doctype)
	return _KINDS[doctype]


def _refuse(doctype: str) -> NoReturn:
	frappe.throw(frappe._("{0} is no resolution.").format(frappe._(doctype)))
