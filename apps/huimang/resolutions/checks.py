"""What must be right before a resolution is asked for (상신): one small function a question, all asked, all answers shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import frappe
from frappe import _
from frappe.utils import getdate

from huimang import money
from huimang.approval.stages import APPROVED, IN_APPROVAL, SETTLED
from huimang.database.sql import roll_back_to
from huimang.donation import use as gifts
from huimang.errors import ClosedPeriodError, EvidenceMissingError, obey
from huimang.ledger import budget, closing
from huimang.ledger.keys import REVENUE, BudgetKey, row_name
from huimang.money import won
from huimang.resolutions import content
from huimang.resolutions.problems import Problems
from huimang.rules import advances, fund_account, resolution_dates
from huimang.rules import evidence as evidence_rules
from huimang.rules.evidence import ExpenseLine
from huimang.rules.fund_account import FundUse
from huimang.rules.resolution_dates import ResolutionDates
from huimang.subsidy import charges
from huimang.takeover.day import refuse_own_day

BOOKABLE = ("Mok", "Semok")


def require_ready(doc) -> None:
	"""Refuse a resolution that is not ready to be asked for, with everything that is wrong with it."""
	problems = Problems()
	for check in (check_dates, check_account, check_lines, check_fund_use, check_evidence, check_basis):
		check(doc, problems)
	charges.check(doc, problems)
	if not doc.kind.spends or problems:
		check_budget(doc, problems)
	problems.throw()


def check_dates(doc, problems: Problems) -> None:
	"""원인행위 ≤ 발의 ≤ today, in an accounting year that is open, in a month that is (제4조, 제5조)."""
	if _dates_fit(doc, problems, approval=getdate()):
		problems.of(closing.require_open, doc.accounting_year, doc.proposal_date, facility=doc.facility)


def check_settlement_dates(doc, problems: Problems, day: date) -> None:
	"""결재 ≤ 출납 ≤ today: nothing is paid before it is ordered (제28조), nor written down before it is paid."""
	if day > getdate():
		problems.add(_("The payment or receipt date lies in the future. Please enter it on the day itself."))
	_dates_fit(doc, problems, approval=getdate(doc.approval_date), payment=day)
	problems.of(refuse_own_day, doc.accounting_year, day)


def check_account(doc, problems: Problems) -> None:
	"""The bank account is in use and of this accounting unit (제25조③), and goes with a payment in cash (제29조②)."""
	account = check_account_in_use(doc, problems)
	if account and doc.kind.spends:
		limit = won(frappe.get_cached_value("Facility", doc.facility, "cash_limit"))
		problems.of(
			fund_account.check_cash, won(doc.total_amount), account.purpose, doc.payment_method or "", limit
		)


def check_account_in_use(doc, problems: Problems):
	"""The bank account is in use and of this accounting unit (제25조③). Returns it, None where there is none."""
	account = get_master("Facility Bank Account", doc.bank_account)
	if not account:
		problems.add(_("Please choose a bank account."))
		return None
	if not account.is_active:
		problems.add(_("The bank account {0} is no longer in use.").format(account.account_title))
	problems.of(fund_account.check_account_unit, account.accounting_unit, doc.accounting_unit)
	problems.of(fund_account.check_real_account, account.purpose)
	return account


def check_lines(doc, problems: Problems) -> None:
	"""Every line has an amount, a subject on its side, a program, a fund source and, if it spends, what pays for it."""
	if not doc.lines:
		problems.add(_("Please enter a line."))
	for row in doc.lines:
		if won(row.amount) <= 0:
			problems.add(_("The amount must be above 0 won."), line=row.idx)
		_check_subject(doc, row.account_subject, doc.kind.side, problems, row.idx)
		if row.meta.has_field("counter_subject") and doc.kind.spends:
			_check_counter_subject(doc, row, problems)
		check_in_use("Welfare Program", row.program, problems, row.idx)
		check_in_use("Fund Source", row.fund_source, problems, row.idx)


def check_in_use(doctype: str, name: str | None, problems: Problems, line: int) -> None:
	"""A master that a line needs is chosen, and still in use."""
	master = get_master(doctype, name)
	if not master:
		problems.add(_("Please choose a {0}.").format(_(doctype)), line=line)
	elif not master.is_active:
		problems.add(_("{0} is no longer in use.").format(master.get_title()), line=line)


def check_fund_use(doc, problems: Problems) -> None:
	"""The fund source goes with the account, the means of payment and the subject (제29조①, 제41조의4, 제41조의7)."""
	account = get_master("Facility Bank Account", doc.bank_account)
	for row in doc.lines:
		fund, subject = (
			get_master("Fund Source", row.fund_source),
			get_master("Account Subject", row.account_subject),
		)
		if not (account and fund and subject):
			continue
		use = FundUse(
			side=doc.kind.side,
			fund_kind=fund.kind,
			account_purpose=account.purpose,
			is_card_account=bool(account.is_dedicated_card_account),
			payment_method=doc.get("payment_method") or "",
			donation_forbidden=bool(_mok_of(subject).donation_forbidden),
			subject=subject.subject_name,
		)
		problems.of(fund_account.check_fund_use, use, line=row.idx)
	gifts.check(doc, problems)


def check_evidence(doc, problems: Problems) -> None:
	"""An expense from the facility's limit on bears its evidence, or a word why there is none."""
	if not doc.kind.spends:
		return
	problems.of(
		evidence_rules.check_evidence,
		evidence_lines(doc),
		attached_types(doc),
		content.evidence_required_from(doc.facility),
		doc.evidence_waiver_reason or "",
		doc.payment_method or "",
		sum(won(row.gross) for row in doc.get("withholdings") or ()),
		exception=EvidenceMissingError,
	)
	check_contract(doc, evidence_rules.check_contract_papers, problems)


def check_contract(doc, rule: Callable, problems: Problems) -> None:
	"""A purchase by contract bears its papers, where 지방계약법 goes for the facility (X7, 제30조의2).

	Quotations that were compared for the request count for its resolutions too, and it is the sum asked for that counts.
	"""
	if frappe.get_cached_value("Facility", doc.facility, "operated_by") == "Individual":
		return
	kind = doc.get("request_type") or ""
	if not kind:
		problems.of(
			evidence_rules.check_kind_is_told, evidence_lines(doc), content.contract_limits(doc.facility)
		)
	if kind not in evidence_rules.CONTRACTS:
		return
	amount, papers = won(doc.total_amount), attached_types(doc)
	if request := doc.get("expense_request") and frappe.get_doc("Expense Request", doc.expense_request):
		papers += attached_types(request)
		amount = max(amount, won(request.total_amount))
	limits = content.contract_limits(doc.facility)
	if doc.get("payment_basis") == advances.ADVANCE:
		# what is paid in advance has not been delivered yet
		limits = replace(limits, inspection=money.MAX_WON)
	problems.of(
		rule,
		*(kind, amount, papers, limits, doc.evidence_waiver_reason or ""),
		exception=EvidenceMissingError,
	)


def attached_types(doc) -> list[str]:
	"""Return the types of the papers that are really there, each as often as it is.

	What a card company told of a use counts as its slip without a photo (법인세법 시행령 제158조④).
	"""
	return [row.evidence_type for row in doc.evidence if row.attachment or row.get("card_transaction")]


def check_basis(doc, problems: Problems) -> None:
	"""What is paid in advance or by estimate has a reason that the rule knows (X5, X6, 제30조)."""
	match doc.get("payment_basis"):
		case advances.ADVANCE:
			problems.of(
				advances.check_advance,
				*(doc.advance_reason or "", _paid_in_advance(doc), won(doc.contract_amount or 0), getdate()),
			)
		case advances.ESTIMATE:
			problems.of(advances.check_estimate, doc.estimate_reason or "")


def check_budget(doc, problems: Problems) -> None:
	"""Every line is in the budget (제7조, 제8조) and, if it spends, has enough left (제28조②). Changes nothing.

	Asks the ledger itself, line by line, so that it speaks with one voice; only to explain: what decides is the
	reservation, when the request goes through.
	"""
	per_line = defaultdict(int)
	for key, amount in budget_lines(doc):
		if (subject := get_master("Account Subject", key.account_subject)) and subject.mok and amount > 0:
			per_line[key._replace(account_subject=subject.mok)] += amount
	frappe.db.savepoint("huimang_budget_check")
	for key in sorted(per_line, key=row_name):
		if doc.kind.spends:
			problems.of(budget.reserve, [(key, per_line[key])])
		else:
			problems.of(budget.require_budgeted, key)
	roll_back_to("huimang_budget_check")


def require_registration_order(doc) -> None:
	"""Refuse a day of registration (등기일자) before the money moved; it alone may be entered afterwards."""
	if doc.registration_date and (paid := doc.get(doc.kind.day_field)):
		dates = ResolutionDates(payment=getdate(paid), registration=getdate(doc.registration_date))
		obey(resolution_dates.check_order, dates)


def budget_lines(doc) -> list[tuple[BudgetKey, int]]:
	"""Return the budget line and the won of every line that its document itself has to reserve.

	What a resolution takes over from an Expense Request is reserved already (`resolutions.requests`).
	"""
	return [
		(
			BudgetKey(
				doc.facility,
				doc.accounting_year,
				doc.kind.side,
				row.account_subject,
				row.program,
				row.fund_source,
			),
			won(row.amount),
		)
		for row in doc.lines
		if not row.get("request_row")
	]


def evidence_lines(doc) -> list[ExpenseLine]:
	"""Return the lines of an expense as the rules of evidence look at them."""
	lines = []
	for row in doc.lines:
		subject = get_master("Account Subject", row.account_subject)
		exempt = bool(subject and (subject.evidence_exempt or _mok_of(subject).evidence_exempt))
		lines.append(ExpenseLine(won(row.amount), exempt))
	return lines


def _paid_in_advance(doc) -> int:
	"""Return what is paid in advance by this document and by others of the same request."""
	amount = won(doc.total_amount)
	if not doc.get("expense_request"):
		return amount
	others = frappe.get_all(
		doc.doctype,
		{
			"expense_request": doc.expense_request,
			"payment_basis": advances.ADVANCE,
			"stage": ("in", (IN_APPROVAL, APPROVED, SETTLED)),
			"name": ("!=", doc.name),
		},
		pluck="total_amount",
	)
	return amount + sum(won(other) for other in others)


def _dates_fit(doc, problems: Problems, **later: date) -> bool:
	year = get_master("Accounting Year", doc.accounting_year)
	cause = getdate(doc.cause_date) if doc.get("cause_date") else None
	dates = ResolutionDates(cause=cause, proposal=getdate(doc.proposal_date), **later)
	in_order = problems.of(resolution_dates.check_order, dates)
	within = problems.of(
		resolution_dates.check_within_year,
		dates,
		getdate(year.start_date),
		getdate(year.end_date),
		exception=ClosedPeriodError,
	)
	return in_order and within


def _check_subject(doc, name: str | None, side: str, problems: Problems, line: int) -> None:
	subject = get_master("Account Subject", name)
	if not subject:
		problems.add(_("Please choose an account subject."), line=line)
	elif (
		subject.side != side
		or subject.accounting_unit != doc.accounting_unit
		or subject.level not in BOOKABLE
	):
		problems.add(
			_("{0} cannot be booked here. Please choose a Mok or Semok of this accounting unit.").format(
				subject.subject_name
			),
			line=line,
		)
	elif not subject.is_active:
		problems.add(
			_("The account subject {0} is no longer in use.").format(subject.subject_name), line=line
		)
	elif subject.is_contingency:
		# 예비비 (C4, 제14조): its budget goes to the subject that lacks it by a Contingency Use, and is spent there
		problems.add(
			_(
				"{0} is not spent directly. Please give its money to the subject that lacks it by a Contingency Use first."
			).format(subject.subject_name),
			line=line,
		)


def _check_counter_subject(doc, row, problems: Problems) -> None:
	subject = get_master("Account Subject", row.counter_subject)
	if not subject:
		problems.add(
			_("Please choose the revenue subject that pays for this (counter subject)."), line=row.idx
		)
	elif (
		subject.side != REVENUE
		or subject.accounting_unit != doc.accounting_unit
		or subject.level not in BOOKABLE
	):
		problems.add(
			_("The counter subject {0} is no revenue Mok or Semok of this accounting unit.").format(
				subject.subject_name
			),
			line=row.idx,
		)


def _mok_of(subject):
	"""Return the statutory 목 of a subject: what the law says of it holds for its 세목."""
	return get_master("Account Subject", subject.mok) or subject


def get_master(doctype: str, name: str | None):
	"""Return a master from the cache, or None."""
	if not name:
		return None
	try:
		return frappe.get_cached_doc(doctype, name)
	except frappe.DoesNotExistError:
		frappe.clear_last_message()
		return None
