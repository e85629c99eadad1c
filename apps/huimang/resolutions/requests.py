"""품의: what is to be bought is asked for first (지출원인행위), and its budget reserved until resolutions pay for it.

A resolution that names a request takes won off its lines (`claims`). The reservation does not move for that: it becomes the
resolution's, to the won, and becomes the request's again when the resolution is returned or cancelled. What nobody needs
any more is released by finishing the request.
"""

from __future__ import annotations

from collections import defaultdict

import frappe
from frappe import _
from frappe.utils import getdate, nowdate, sanitize_html

from huimang.approval.stages import APPROVED
from huimang.approval.turn import Turn
from huimang.donation import use as gifts
from huimang.facility import access
from huimang.ledger import budget, numbering
from huimang.ledger.keys import BudgetKey
from huimang.money import floor_product, format_won, won
from huimang.resolutions import assist, checks, claims, content
from huimang.resolutions.kinds import EXPENSE
from huimang.resolutions.problems import Problems
from huimang.rules import evidence
from huimang.subsidy import charges

REQUEST = "Expense Request"
_TAKEN_OVER = ("account_subject", "program", "fund_source", "subsidy_grant")


# ---- the request --------------------------------------------------------------------------------------------------


def complete(doc) -> None:
	"""Reckon the items and add the lines up."""
	problems = Problems()
	content.complete_head(doc)
	for row in doc.items:
		if problems.of(won, row.unit_price or 0, line=row.idx):
			row.amount = floor_product(won(row.unit_price or 0), row.quantity or 0)
	doc.total_amount = content.add_up(doc.lines, problems)
	problems.throw()


def require_ready(doc) -> None:
	"""Refuse a request that is not ready to be asked for, with everything that is wrong with it."""
	problems = Problems()
	charges.lock(doc)
	checks.check_dates(doc, problems)
	checks.check_lines(doc, problems)
	items = sum(won(row.amount or 0) for row in doc.items)
	if doc.items and items != won(doc.total_amount):
		problems.add(
			_("The items add up to {0} won and the lines to {1} won. Please correct one of them.").format(
				format_won(items), format_won(won(doc.total_amount))
			)
		)
	checks.check_contract(doc, evidence.check_quotations, problems)
	gifts.check(doc, problems)
	charges.check(doc, problems)
	if problems:
		checks.check_budget(doc, problems)
	problems.throw()


def seal(doc) -> None:
	"""품의 결재완료: the day of the cause (지출원인행위, 제28조) and the number."""
	problems = Problems()
	checks.check_dates(doc, problems)
	problems.throw()
	year = frappe.get_cached_value("Accounting Year", doc.accounting_year, "year")
	doc.request_no = f"{year}-{numbering.next_number(doc.facility, doc.accounting_year, doc.doctype):05d}"
	doc.approval_date = doc.cause_date = getdate()
	doc.final_approver = frappe.session.user
	doc.remaining_amount = won(doc.total_amount)


def finish(name: str, reason: str) -> None:
	"""Release what is left of an approved request, for nothing more will be bought by it.

	:param reason: why, for whoever looks at it later.
	"""
	doc = frappe.get_doc(REQUEST, name, for_update=True)
	access.require(doc.facility, REQUEST, "create")
	reason = sanitize_html((reason or "").strip())
	if not reason:
		frappe.throw(_("Please write down the reason."), frappe.MandatoryError)
	if doc.stage != APPROVED or doc.finished_on:
		frappe.throw(_("Only an approved request that is not finished yet can be finished."))
	release_rest(doc)
	values = {"finished_on": nowdate(), "finish_reason": reason, "remaining_amount": 0}
	doc.db_set(values, notify=True)
	doc.add_comment("Info", _("Finished: {0}").format(reason))


def prepare_cancellation(doc, turn: Turn) -> None:
	"""Refuse to cancel a request by which something was resolved, and note when and why it was cancelled."""
	if any(claims.taken(doc.doctype, doc.name, lock=True).values()):
		frappe.throw(
			_("There are expense resolutions of this request. Please have them returned or cancelled first.")
		)
	doc.cancellation_date = getdate()
	doc.cancellation_reason = turn.comment


def release_rest(doc) -> None:
	"""Release of a locked request what no resolution has taken over, unless that was done before."""
	if doc.finished_on:
		return
	gone = claims.taken(doc.doctype, doc.name, lock=True)
	rest = [(row, won(row.amount) - gone.get(row.name, 0)) for row in doc.lines]
	charges.release_rest(doc, rest)
	budget.release([(_key(doc, row), amount) for row, amount in rest if amount])


def remaining(name: str) -> list[dict]:
	"""Return the lines of a request with the won that resolutions may still take over of each."""
	gone = claims.taken(REQUEST, name)
	return [
		{**row, "amount": won(row.amount) - gone.get(row.name, 0)}
		for row in claims.lines_of(REQUEST, name).values()
		if won(row.amount) > gone.get(row.name, 0)
	]


# ---- the resolutions of a request ---------------------------------------------------------------------------------


def resolution_of(name: str):
	"""Return an Expense Resolution, not saved yet, of what is left of a request. Raises where nothing is."""
	request = frappe.get_doc(REQUEST, name)
	lines = remaining(name) if request.stage == APPROVED and not request.finished_on else []
	if not lines:
		frappe.throw(_("Nothing is left of this request to be resolved."))
	doc = frappe.new_doc("Expense Resolution")
	for field in ("facility", "accounting_year", "accounting_unit", "purpose", "request_type", "cause_date"):
		doc.set(field, request.get(field))
	doc.expense_request = name
	for line in lines:
		values = {field: line[field] for field in (*_TAKEN_OVER, "counterparty", "description", "amount")}
		likely = assist.suggest_line(EXPENSE, doc.facility, doc.accounting_year, line["account_subject"])
		if likely.get("fund_source") == line["fund_source"]:
			values["counter_subject"] = likely["counter_subject"]
		doc.append("lines", {**values, "request_row": line["name"]})
	return doc


def complete_resolution(doc) -> None:
	"""Take over from the request what a resolution of it does not choose: the cause's day, and what its lines stand on."""
	if not doc.get("expense_request"):
		for line in doc.lines:
			if line.get("request_row"):
				line.request_row = None
		return
	request = frappe.db.get_value(
		REQUEST,
		{"name": doc.expense_request, "facility": doc.facility},
		["cause_date", "request_type"],
		as_dict=True,
	)
	rows = claims.lines_of(REQUEST, doc.expense_request) if request else {}
	if request:
		doc.cause_date = request.cause_date or doc.cause_date
		doc.request_type = request.request_type
	for line in doc.lines:
		row = rows.get(line.request_row)
		line.request_row = row and row.name
		if row:
			line.update({field: row.get(field) for field in _TAKEN_OVER})


def lock(doc) -> None:
	"""Lock the request of a resolution before its accounting year is: the order of locks (ledger/README.md)."""
	if doc.get("expense_request"):
		claims.lock(REQUEST, doc.expense_request)


def take_over(doc) -> None:
	"""Take the won of a resolution off its request, which keeps them reserved. Locks the request."""
	if not (wanted := _wanted(doc)):
		return
	request = claims.lock(REQUEST, doc.expense_request)
	if (
		not request
		or request.facility != doc.facility
		or request.accounting_year != doc.accounting_year
		or request.stage != APPROVED
		or request.finished_on
	):
		frappe.throw(
			_("The request of this resolution is not approved, or finished. Please choose another request.")
		)
	idx = {row.request_row: row.idx for row in doc.lines}

	def refuse(row: str, left: int) -> None:
		frappe.throw(
			_("Line {0}: {1}").format(
				idx[row],
				_(
					"{0} won is left of this line of the request. Please lower the amount and enter the rest in a line"
					" of its own."
				).format(format_won(left)),
			)
		)

	claims.take(_source(doc), claims.lines_of(REQUEST, doc.expense_request), wanted, refuse)
	_add_to_rest(doc.expense_request, -sum(wanted.values()))


def give_back(doc) -> list[tuple[BudgetKey, int]]:
	"""Let the request have again what a resolution has taken off it. Locks the request.

	:return: budget lines of a request that is finished and cannot have them.
	"""
	if not (wanted := _wanted(doc)):
		return []
	request = claims.lock(REQUEST, doc.expense_request)
	claims.give_back(_source(doc), wanted)
	if request.stage != APPROVED or request.finished_on:
		return claimed_lines(doc)
	_add_to_rest(doc.expense_request, sum(wanted.values()))
	return []


def claimed_lines(doc) -> list[tuple[BudgetKey, int]]:
	"""Return the budget lines of a resolution that its request has reserved."""
	return [(_key(doc, row), won(row.amount)) for row in doc.lines if row.get("request_row")]


def _wanted(doc) -> dict[str, int]:
	wanted: dict[str, int] = defaultdict(int)
	for row in doc.lines:
		if row.get("request_row"):
			wanted[row.request_row] += won(row.amount)
	return wanted


def _source(doc) -> dict:
	return {"doctype": REQUEST, "name": doc.expense_request, "facility": doc.facility}


def _add_to_rest(name: str, amount: int) -> None:
	frappe.db.sql(
		"UPDATE `tabExpense Request` SET remaining_amount = remaining_amount + %s WHERE name = %s",
		(amount, name),
	)


def _key(doc, row) -> BudgetKey:
	return BudgetKey(
		*(doc.facility, doc.accounting_year, doc.kind.side),
		*(row.account_subject, row.program, row.fund_source),
	)
