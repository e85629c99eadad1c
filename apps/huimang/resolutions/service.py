"""What a resolution does to budget and ledger at each turn of its approval. One mechanism for both kinds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from huimang.approval import service as approval
from huimang.approval.guard import Refusal
from huimang.approval.stages import SETTLED
from huimang.approval.turn import Turn
from huimang.errors import BudgetExceededError, FacilityAccessError, SelfApprovalError
from huimang.facility.grants import membership
from huimang.ledger import budget, numbering, posting
from huimang.ledger.keys import Posting, Voucher
from huimang.money import won
from huimang.resolutions import checks, requests
from huimang.resolutions.problems import Problems
from huimang.subsidy import charges


def settle(doctype: str, name: str, on: date | str | None = None, bank_account: str | None = None):
	"""Pay or receive what an approved resolution says (출납) and post it to the ledger.

	:param on: the day on which the money moved, today if left out.
	:param bank_account: the account that it moved through, if it is not the one the resolution names.
	:return: the document. Raises where it is not approved, settled already, or the user may not.
	"""
	return approval.move_to(doctype, name, SETTLED, values={"on": on, "bank_account": bank_account})


def set_aside(doc) -> None:
	"""Reserve the budget of an expense; it refuses, with every line that has too little left."""
	lines = checks.budget_lines(doc) if doc.kind.spends else []
	if not lines:
		return
	charges.hold(doc)
	shown = len(frappe.local.message_log)
	try:
		budget.reserve(lines)
	except BudgetExceededError:
		del frappe.local.message_log[shown:]
		problems = Problems()
		checks.check_budget(doc, problems)
		problems.throw()
		raise


def give_back(doc) -> None:
	"""Release what `set_aside` has reserved; what came from an Expense Request goes back there."""
	if doc.kind.spends:
		homeless = requests.give_back(doc)
		charges.release(doc, all_lines=bool(homeless))
		if lines := [*homeless, *checks.budget_lines(doc)]:
			budget.release(lines)


def seal(doc) -> None:
	"""결재완료: number, day and name of whoever gave the order to pay or to collect (제28조①)."""
	problems = Problems()
	checks.check_dates(doc, problems)
	problems.throw()
	year = frappe.get_cached_value("Accounting Year", doc.accounting_year, "year")
	number = numbering.next_number(doc.facility, doc.accounting_year, doc.doctype)
	doc.resolution_no = f"{year}-{number:05d}"
	doc.approval_date = getdate()
	doc.final_approver = frappe.session.user


def bar_from_money(doc, user: str) -> Refusal | None:
	"""Say why `user` may not pay or receive: it is for the officers appointed for it, and not for who ordered it (제22조, 제28조①)."""
	member = membership(doc.facility, user)
	if not member or not member.get(doc.kind.officer_field):
		return Refusal(_(doc.kind.not_officer), FacilityAccessError)
	if user == doc.final_approver and not frappe.get_cached_value(
		"Facility", doc.facility, "self_payment_allowed"
	):
		return Refusal(
			_("You approved this document yourself, so another officer has to pay or receive the money."),
			SelfApprovalError,
		)
	return None


def prepare_settlement(doc, turn: Turn) -> None:
	"""Check who pays or receives, when, and through which account, and note it on the document."""
	account = turn.values.get("bank_account") or doc.bank_account

	def check(doc, problems: Problems) -> None:
		charges.check_payment(doc, problems)
		if account != doc.bank_account:
			_change_account(doc, account, problems)

	note_settlement(doc, turn, check)


def note_settlement(doc, turn: Turn, check: Callable[[Document, Problems], None]) -> None:
	"""Note on the document who moves the money and when, and ask `check` what else speaks against it."""
	if refusal := bar_from_money(doc, frappe.session.user):
		refusal.throw()
	day = getdate(turn.values.get("on") or None)
	problems = Problems()
	checks.check_settlement_dates(doc, problems, day)
	doc.set(doc.kind.day_field, day)
	doc.set(doc.kind.handler_field, frappe.session.user)
	doc.registration_date = doc.registration_date or day
	check(doc, problems)
	problems.throw()


def book(doc, more: Iterable[Posting] = (), about: Mapping[str, tuple[str, str]] | None = None) -> None:
	"""Post a settled resolution to the ledger, and with it what else it moves.

	:param about: by the names of lines, DocType and name of what each is about, such as a gift.
	"""
	charges.book(doc)
	postings = [*(_posting(doc, row, (about or {}).get(row.name)) for row in doc.lines), *more]
	posting.post(voucher_of(doc), postings, reserved=doc.kind.spends)


def voucher_of(doc) -> Voucher:
	"""Return what the ledger knows a settled document by."""
	return Voucher(
		*(doc.facility, doc.accounting_unit, doc.accounting_year, doc.get(doc.kind.day_field)),
		*(doc.doctype, doc.name, doc.resolution_no),
	)


def note_cancellation(doc, turn: Turn) -> None:
	"""Write on the document when and why it was cancelled."""
	doc.cancellation_date = getdate()
	doc.cancellation_reason = turn.comment


def take_back(doc, turn: Turn) -> None:
	"""Undo a cancelled resolution: give its budget back or, once it is in the ledger, reverse it as of today."""
	if turn.from_stage != SETTLED:
		give_back(doc)
		return
	homeless = requests.give_back(doc)
	charges.unbook(doc, claimed=not homeless)
	posting.reverse(doc.doctype, doc.name, getdate())
	if not homeless and (lines := requests.claimed_lines(doc)):
		budget.reserve(lines)


def _posting(doc, row, about: tuple[str, str] | None) -> Posting:
	reference = dict(zip(("reference_doctype", "reference_name"), about or (), strict=False))
	return Posting(
		side=doc.kind.side,
		account_subject=row.account_subject,
		program=row.program,
		fund_source=row.fund_source,
		bank_account=doc.bank_account,
		amount=won(row.amount),
		counter_subject=row.get("counter_subject"),
		counterparty=row.counterparty,
		remarks=row.description or doc.purpose,
		voucher_row=row.name,
		**(charges.reference(row) or reference),
	)


def _change_account(doc, account: str, problems: Problems) -> None:
	if may_change_account(doc, account, problems):
		checks.check_account(doc, problems)
		checks.check_fund_use(doc, problems)


def may_change_account(doc, account: str, problems: Problems) -> bool:
	"""Let the money go through another account than the document named, one of this facility; its use is checked next."""
	if frappe.db.get_value("Facility Bank Account", account, "facility") != doc.facility:
		problems.add(_("{0} is not this facility's own. Please choose it again.").format(_("Bank Account")))
		return False
	doc.bank_account = account
	return True
