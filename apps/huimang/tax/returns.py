"""원천징수이행상황신고서 with the 지방소득세 특별징수: filled in from what was paid, approved, filed, and paid out of 예수금."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import frappe
from frappe import _
from frappe.utils import cint, getdate

from huimang.approval.stages import SETTLED
from huimang.approval.turn import Turn
from huimang.errors import obey
from huimang.ledger import posting
from huimang.money import format_won, won
from huimang.resolutions import checks, service
from huimang.resolutions.problems import Problems
from huimang.rules import filing_dates, withholding_return
from huimang.rules.withholding_return import Return
from huimang.tax import clearing, filing, queries, sources

DOCTYPE = "Withholding Return"
_REFUND_FIELDS = {
	"refund_rest": "rest",
	"general_refund": "general",
	"adjustable_refund": "adjustable",
	"adjusted_refund": "adjusted",
	"carried_over": "carried_over",
}
_UNITS = {"Corporation": "법인회계 ", "Profit Business": "수익사업회계 "}


def complete(doc) -> None:
	"""Fill the return in from what was paid in its month, or half-year. A draft is always as of now."""
	_take_period(doc)
	_refuse_twin(doc)
	doc.accounting_year = _accounting_year(doc)
	_carry_from_before(doc)
	_fill(doc, compose(doc))


def compose(doc) -> Return:
	"""Return what the return says of the payments that there are now."""
	paid = sources.payments(
		doc.facility, doc.accounting_unit, getdate(doc.period_start), getdate(doc.period_end)
	)
	return obey(
		lambda: withholding_return.compose(
			paid,
			carried=won(doc.carried_refund),
			claimed_before=won(doc.claimed_before),
			claim=won(doc.claimed_refund),
			local_carried=won(doc.local_carried),
		)
	)


def require_ready(doc) -> None:
	"""Refuse a return before its month is over, or that cannot be paid in an open year."""
	problems = Problems()
	if getdate(doc.period_end) >= getdate():
		problems.add(_("This month is not over yet. The return is made once everything of it has been paid."))
	if not doc.accounting_year:
		problems.add(_("There is no open accounting year for the day of this return. Please open it first."))
	else:
		checks.check_dates(doc, problems)
	problems.throw()


def require_current(doc) -> None:
	"""Refuse to confirm a return that payments have overtaken."""
	if _figures(doc) != _figures_of(compose(doc)):
		frappe.throw(
			_(
				"Payments of this month have changed since the return was made. Please return it to its writer."
			)
		)


def prepare_settlement(doc, turn: Turn) -> None:
	"""Check who pays and when, and that as much is owed."""
	service.note_settlement(doc, turn, _check_owed)


def book(doc) -> None:
	"""Pay what was withheld: every account what it kept back. A return without tax is filed and posts nothing."""
	if won(doc.total_amount):
		account = clearing.open_account(doc.facility, doc.accounting_unit)
		posting.post(service.voucher_of(doc), _postings(doc, account), reserved=False)
	filing.done_by_document(doc.facility, _codes(doc), _period(doc), doc)


def take_back(doc, turn: Turn) -> None:
	"""Undo a cancelled return: once it is paid, with the reverse as of today."""
	if turn.from_stage == SETTLED and won(doc.total_amount):
		posting.reverse(doc.doctype, doc.name, getdate())
	filing.opened_by_document(doc)


def require_last(doc) -> None:
	"""Refuse to cancel a return while a later one builds on it."""
	if later := queries.later_return(doc.facility, doc.accounting_unit, getdate(doc.period_end)):
		frappe.throw(_("{0} builds on this return. Please cancel that one first.").format(later))


def _take_period(doc) -> None:
	year, month = cint(doc.year), cint(doc.month)
	if not (2000 <= year <= 2100 and 1 <= month <= 12):
		frappe.throw(_("Please choose the year and month in which the persons were paid."))
	first, last = month, month
	if frappe.get_cached_value("Facility", doc.facility, "withholding_half_yearly"):
		first, last = (1, 6) if month <= 6 else (7, 12)
		doc.month = str(last)
	doc.period_start = date(year, first, 1)
	doc.period_end = date(year, last, calendar.monthrange(year, last)[1])
	words = filing_dates.period_in_words(_period(doc)).removesuffix("분")
	doc.purpose = f"{_UNITS.get(doc.accounting_unit, '')}{words} 지급분 원천징수이행상황신고서"
	doc.due_on = filing_dates.working_day(doc.period_end + timedelta(days=10), "Next", queries.holidays())


def _period(doc) -> str:
	"""Return the period as the filing calendar names it."""
	first, last = getdate(doc.period_start), getdate(doc.period_end)
	if first.month == last.month:
		return f"{last:%Y-%m}"
	return f"{last.year}-{'H1' if last.month == 6 else 'H2'}"


def _codes(doc) -> tuple[str, str]:
	half = getdate(doc.period_start).month != getdate(doc.period_end).month
	return ("WITHHOLDING-HALF", "LOCAL-TAX-HALF") if half else ("WITHHOLDING", "LOCAL-TAX")


def _refuse_twin(doc) -> None:
	twin = frappe.db.get_value(
		DOCTYPE,
		{
			"facility": doc.facility,
			"accounting_unit": doc.accounting_unit,
			"docstatus": ("<", 2),
			"name": ("!=", doc.name or ""),
			"period_start": ("<=", doc.period_end),
			"period_end": (">=", doc.period_start),
		},
	)
	if twin:
		frappe.throw(
			_("There is a withholding return of this month already. Please open it instead."),
			frappe.DuplicateEntryError,
		)


def _accounting_year(doc) -> str | None:
	day = getdate(doc.proposal_date)
	wanted = {
		"facility": doc.facility,
		"accounting_unit": doc.accounting_unit,
		"status": "Open",
		"start_date": ("<=", day),
		"end_date": (">=", day),
	}
	return frappe.db.get_value("Accounting Year", wanted)


def _carry_from_before(doc) -> None:
	"""Take over what the return before carried; without one, what was typed counts."""
	before = frappe.db.get_value(
		DOCTYPE,
		{
			"facility": doc.facility,
			"accounting_unit": doc.accounting_unit,
			"docstatus": 1,
			"period_end": getdate(doc.period_start) - timedelta(days=1),
		},
		["carried_over", "claimed_refund", "local_carried_over"],
	)
	if before:
		doc.carried_refund, doc.claimed_before, doc.local_carried = before
	for field in ("carried_refund", "claimed_before", "claimed_refund", "local_carried"):
		doc.set(field, obey(won, doc.get(field) or 0))


def _fill(doc, filled: Return) -> None:
	doc.set("rows", [{**line._asdict(), "income": _income(line.code)} for line in filled.lines])
	local_rows = []
	for line in filled.local_lines:
		row = line._asdict()
		local_rows.append({**row, "income": row.pop("label"), "local_tax": row.pop("tax")})
	doc.set("local_rows", local_rows)
	doc.set("payments", [share._asdict() for share in filled.shares])
	for field, value in _REFUND_FIELDS.items():
		doc.set(field, getattr(filled.refund, value))
	doc.local_carried_over = filled.local_carried_over
	doc.income_tax_total, doc.local_tax_total = filled.income_tax, filled.local_tax
	doc.total_amount = filled.income_tax + filled.local_tax


def _income(code: str) -> str:
	row = withholding_return.row_of(code)
	return " ".join(filter(None, (row.group, row.label)))


def _figures(doc) -> tuple:
	rows = [
		(row.code, cint(row.people), *map(won, (row.paid, row.income_tax, row.payable))) for row in doc.rows
	]
	shares = [(row.bank_account, won(row.income_tax), won(row.local_tax)) for row in doc.payments]
	return rows, shares, won(doc.local_tax_total)


def _figures_of(filled: Return) -> tuple:
	rows = [(line.code, line.people, line.paid, line.income_tax, line.payable) for line in filled.lines]
	return rows, [tuple(share) for share in filled.shares], filled.local_tax


def _check_owed(doc, problems: Problems) -> None:
	account = clearing.account_of(doc.facility, doc.accounting_unit)
	owed = -clearing.balance(account) if account else 0
	if won(doc.total_amount) > owed:
		problems.add(
			_(
				"Only {0} won are left of what was withheld, and this return pays {1} won. "
				"Please check whether it has been paid already."
			).format(format_won(owed), format_won(won(doc.total_amount)))
		)


def _postings(doc, account: str) -> list:
	parts = (("income_tax", _("Income Tax")), ("local_tax", _("Local Income Tax")))
	return [
		entry
		for row in doc.payments
		for field, label in parts
		if won(row.get(field))
		for entry in clearing.move(
			account,
			row.bank_account,
			-won(row.get(field)),
			f"{row.name}-{field}",
			remarks=_("{0} paid: {1}").format(label, doc.purpose),
		)
	]
