"""자금이체: money of one accounting unit goes from one of its accounts to another. Revenue and expense stay as they are."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import getdate

from huimang.approval.turn import Turn
from huimang.ledger import balances, closing, posting
from huimang.ledger.keys import TRANSFER, Posting
from huimang.money import won
from huimang.resolutions import checks, content, service
from huimang.resolutions.problems import Problems
from huimang.rules import fund_account
from huimang.rules.fund_account import Move

ACCOUNT_FIELDS = ("from_account", "to_account")


def complete(doc) -> None:
	"""Add the lines up; a transfer without lines has the amount that was typed."""
	problems = Problems()
	content.complete_head(doc)
	if doc.lines:
		doc.amount = content.add_up(doc.lines, problems)
	elif problems.of(won, doc.amount or 0):
		doc.amount = won(doc.amount or 0)
	problems.throw()


def require_ready(doc) -> None:
	"""Refuse a transfer that may not be made, with everything that is wrong with it (G4, R5, X3, X4, D6)."""
	problems = Problems()
	checks.check_dates(doc, problems)
	_check_amounts(doc, problems)
	_check_accounts(doc, problems)
	problems.throw()


def prepare_settlement(doc, turn: Turn) -> None:
	"""Check who transfers the money and when, and, for the cash box, that it holds no more than it may."""
	service.note_settlement(doc, turn, _check_cash_box_at_last)


def book(doc) -> None:
	"""Post what the accounts lose and gain, by fund source where the lines say so."""
	parts = [(row.name, row.fund_source, won(row.amount), row.description) for row in doc.lines]
	postings = [
		Posting(
			side=TRANSFER,
			account_subject=None,
			program=None,
			fund_source=fund_source,
			bank_account=account,
			amount=sign * amount,
			remarks=remarks or doc.purpose,
			voucher_row=f"{row}{mark}",
		)
		for row, fund_source, amount, remarks in parts or [("", None, won(doc.amount), "")]
		for account, sign, mark in ((doc.from_account, -1, "-"), (doc.to_account, 1, "+"))
	]
	posting.post(service.voucher_of(doc), postings, reserved=False)


def _check_amounts(doc, problems: Problems) -> None:
	if won(doc.amount) <= 0:
		problems.add(_("The amount must be above 0 won."))
	for row in doc.lines:
		if won(row.amount) <= 0:
			problems.add(_("The amount must be above 0 won."), line=row.idx)
		checks.check_in_use("Fund Source", row.fund_source, problems, row.idx)


def _check_accounts(doc, problems: Problems) -> None:
	accounts = [checks.get_master("Facility Bank Account", doc.get(field)) for field in ACCOUNT_FIELDS]
	if not all(accounts):
		problems.add(_("Please choose the account that the money leaves and the one that it goes to."))
		return
	source, target = accounts
	if source.name == target.name:
		problems.add(_("The money leaves the account that it goes to. Please choose two different accounts."))
	for account in accounts:
		if not account.is_active:
			problems.add(_("The bank account {0} is no longer in use.").format(account.account_title))
		problems.of(fund_account.check_account_unit, account.accounting_unit, doc.accounting_unit)
	for idx, fund_source in [(row.idx, row.fund_source) for row in doc.lines] or [(None, None)]:
		fund = checks.get_master("Fund Source", fund_source)
		move = Move(
			fund_kind=fund.kind if fund else "",
			from_purpose=source.purpose,
			to_purpose=target.purpose,
			to_card_account=bool(target.is_dedicated_card_account),
		)
		problems.of(fund_account.check_move, move, line=idx)
	_check_cash_box(doc, problems, lock=False)


def _check_cash_box_at_last(doc, problems: Problems) -> None:
	"""Look at the cash box once more when it is filled: two transfers may have been approved at the same time."""
	if frappe.get_cached_value("Facility Bank Account", doc.to_account, "purpose") == "Cash":
		# the year before the account before its balance, as in ledger/README.md
		problems.of(
			closing.require_open, doc.accounting_year, getdate(doc.transfer_date), facility=doc.facility
		)
		frappe.db.get_value("Facility Bank Account", doc.to_account, "name", for_update=True)
		_check_cash_box(doc, problems, lock=True)


def _check_cash_box(doc, problems: Problems, lock: bool) -> None:
	target = checks.get_master("Facility Bank Account", doc.to_account)
	if target.purpose != "Cash":
		return
	held = balances.cash_of(doc.accounting_year, target.name, lock=lock)
	limit = won(frappe.get_cached_value("Facility", doc.facility, "cash_limit"))
	problems.of(fund_account.check_cash_box, held, won(doc.amount), limit)
