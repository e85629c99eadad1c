"""여입 (제26조②): what was paid comes back into the subject that paid it. 반납 (제27조): what was received by mistake goes back.

A refund names the resolution that it takes back from, and the lines of it: subject, program and fund source are theirs. All
refunds of a line together never exceed it, also when two are asked for at once.
"""

from __future__ import annotations

from collections import defaultdict

import frappe
from frappe import _
from frappe.utils import getdate

from huimang.approval.stages import SETTLED
from huimang.approval.turn import Turn
from huimang.errors import ClosedPeriodError
from huimang.ledger import posting
from huimang.ledger.keys import Posting
from huimang.money import format_won, won
from huimang.resolutions import checks, claims, content, service
from huimang.resolutions.kinds import ORIGINALS
from huimang.resolutions.problems import Problems
from huimang.rules import fund_account
from huimang.rules.fund_account import FundUse, Move
from huimang.subsidy import charges

_TAKEN_OVER = (
	*("account_subject", "program", "fund_source", "counter_subject", "counterparty"),
	"subsidy_grant",
)


def complete(doc) -> None:
	"""Take over from the original what is not the writer's to choose, and add the lines up."""
	doc.original_doctype = ORIGINALS.get(doc.refund_type)
	original = _head(doc)
	problems = Problems()
	if not original:
		problems.add(_("Please choose the resolution that the money goes back from."))
		problems.throw()
	doc.accounting_year, doc.original_no = original.accounting_year, original.resolution_no
	doc.bank_account = doc.bank_account or original.bank_account
	content.complete_head(doc)
	rows = claims.lines_of(doc.original_doctype, doc.original)
	for line in doc.lines:
		row = rows.get(line.original_row) or (next(iter(rows.values())) if len(rows) == 1 else None)
		if not row:
			problems.add(_("Please choose the line of the original that this refunds."), line=line.idx)
			continue
		line.original_row, line.original_amount = row.name, won(row.amount)
		for field in _TAKEN_OVER:
			line.set(field, row.get(field))
	doc.total_amount = content.add_up(doc.lines, problems)
	problems.throw()


def require_ready(doc) -> None:
	"""Refuse a refund that may not be made, and take its won off the lines of the original (R6, R7, R8)."""
	original = claims.lock(doc.original_doctype, doc.original)
	problems = Problems()
	_check_original(doc, original, problems)
	problems.throw()
	checks.check_dates(doc, problems)
	_check_account(doc, problems)
	for row in doc.lines:
		if won(row.amount) <= 0:
			problems.add(_("The amount must be above 0 won."), line=row.idx)
	problems.throw()
	_take(doc)


def prepare_settlement(doc, turn: Turn) -> None:
	"""Check who takes the money in or pays it back, when, and through which account."""
	account = turn.values.get("bank_account") or doc.bank_account

	def change_account(doc, problems: Problems) -> None:
		if account != doc.bank_account and service.may_change_account(doc, account, problems):
			_check_account(doc, problems)

	service.note_settlement(doc, turn, change_account)


def book(doc) -> None:
	"""Post the refund: less of what the original has posted, on the same lines."""
	original = {"reference_doctype": doc.original_doctype, "reference_name": doc.original}
	postings = [
		Posting(
			side=doc.kind.side,
			account_subject=row.account_subject,
			program=row.program,
			fund_source=row.fund_source,
			bank_account=doc.bank_account,
			amount=-won(row.amount),
			counter_subject=row.counter_subject,
			counterparty=row.counterparty,
			remarks=row.description or doc.purpose,
			voucher_row=row.name,
			**(charges.reference(row) or original),
		)
		for row in doc.lines
	]
	charges.book(doc, sign=-1)
	posting.post(service.voucher_of(doc), postings, reserved=False)


def give_back(doc) -> None:
	"""Let other refunds have what this one has taken off the original's lines."""
	claims.lock(doc.original_doctype, doc.original)
	claims.give_back(_source(doc), _wanted(doc))


def take_back(doc, turn: Turn) -> None:
	"""Undo a cancelled refund; once posted, it is reversed as of today."""
	give_back(doc)
	if turn.from_stage == SETTLED:
		charges.unbook(doc, sign=-1)
		posting.reverse(doc.doctype, doc.name, getdate())


def require_no_refunds(doc) -> None:
	"""Refuse to cancel a resolution of which something has been refunded: the refund would take back what is not there."""
	if any(claims.taken(doc.doctype, doc.name, lock=True).values()):
		frappe.throw(_("There are refunds of this resolution. Please have them returned or cancelled first."))


def refundable(doctype: str, name: str) -> list[dict]:
	"""Return the lines of a resolution with what can still be refunded of each, for a form to start with."""
	gone = claims.taken(doctype, name)
	return [
		{
			"original_row": row.name,
			**{field: row.get(field) for field in _TAKEN_OVER},
			"description": row.description,
			"original_amount": won(row.amount),
			"amount": won(row.amount) - gone.get(row.name, 0),
		}
		for row in claims.lines_of(doctype, name).values()
		if won(row.amount) > gone.get(row.name, 0)
	]


def _head(doc) -> frappe._dict | None:
	fields = ["accounting_year", "resolution_no", "bank_account"]
	if not doc.original_doctype or not doc.original:
		return None
	wanted = {"name": doc.original, "facility": doc.facility}
	return frappe.db.get_value(doc.original_doctype, wanted, fields, as_dict=True)


def _check_original(doc, original, problems: Problems) -> None:
	"""Only what was paid or received can be refunded, and only in the year that it belongs to (제5조, 제26조①)."""
	if not original or original.facility != doc.facility or original.stage != SETTLED:
		problems.add(
			_("Only a resolution that has been paid or received can be refunded. Please choose another one.")
		)
		return
	year = frappe.get_cached_value(
		"Accounting Year", original.accounting_year, ["status", "end_date", "year"], as_dict=True
	)
	if year.status == "Closed" or getdate(year.end_date) < getdate():
		message = (
			_(
				"The books of {0} have ended, so this cannot go back into the expense of that year. "
				"Please write an income resolution on the subject 과년도수입 of the open year (제26조①)."
			)
			if doc.kind.spends
			else _(
				"The books of {0} have ended, so this cannot go back out of the revenue of that year. "
				"Please write an expense resolution in the open year (제27조)."
			)
		)
		problems.add(message.format(year.year), ClosedPeriodError)


def _check_account(doc, problems: Problems) -> None:
	"""The account is in use, of this unit, and may hold or spend the money of each line (R5, D6, X3)."""
	account = checks.check_account_in_use(doc, problems)
	if not account:
		return
	for row in doc.lines:
		fund = checks.get_master("Fund Source", row.fund_source)
		if doc.kind.spends:
			move = Move(
				fund_kind=fund.kind,
				from_purpose="",
				to_purpose=account.purpose,
				to_card_account=bool(account.is_dedicated_card_account),
			)
			problems.of(fund_account.check_move, move, line=row.idx)
		else:
			use = FundUse(side=doc.kind.side, fund_kind=fund.kind, account_purpose=account.purpose)
			problems.of(fund_account.check_fund_use, use, line=row.idx)


def _take(doc) -> None:
	idx = {row.original_row: row.idx for row in doc.lines}

	def refuse(row: str, left: int) -> None:
		frappe.throw(
			_("Line {0}: {1}").format(
				idx[row],
				_("{0} won can still be refunded of this line. Please lower the amount.").format(
					format_won(left)
				),
			)
		)

	claims.take(_source(doc), claims.lines_of(doc.original_doctype, doc.original), _wanted(doc), refuse)


def _source(doc) -> dict:
	return {"doctype": doc.original_doctype, "name": doc.original, "facility": doc.facility}


def _wanted(doc) -> dict[str, int]:
	wanted: dict[str, int] = defaultdict(int)
	for row in doc.lines:
		wanted[row.original_row] += won(row.amount)
	return wanted
