"""What a settlement does: it is confirmed and closes its year, and what is left opens the next one."""

from __future__ import annotations

from collections import Counter

import frappe
from frappe import _
from frappe.utils import getdate, now_datetime, nowdate

from huimang.budget import carryover_queries
from huimang.budget import service as budget_service
from huimang.budget.versions import latest_budget
from huimang.database.sql import roll_back_to
from huimang.errors import ClosedPeriodError, LedgerError, obey
from huimang.facility import access
from huimang.ledger import closing, posting
from huimang.ledger.keys import REVENUE, TRANSFER, Posting, Voucher
from huimang.money import format_won, won
from huimang.rules import settlement as rules
from huimang.settlement import checks, figures, queries

Line = tuple[str, str, str, str, str]
"""Side, subject, program, fund source and bank account of an entry that opens a year."""

_FIGURES = ("revenue_budget", "revenue_total", "expense_budget", "expense_total", "balance_total")


def settlement_name(accounting_year: str) -> str:
	"""Return the name of a year's settlement: ``F00001-2026-S``."""
	return f"{accounting_year}-S"


def require_ready(doc) -> None:
	"""Refuse to ask for a settlement whose books are not ready, with everything that is wrong."""
	checks.throw_unmet(checks.of_books(doc), _("The Year Cannot Be Settled Yet"))


def confirm(doc) -> None:
	"""Before a settlement is confirmed: audited, reported, decided on (T1, A1), and its figures still the books'."""
	checks.throw_unmet(checks.of_meetings(doc), _("The Settlement Cannot Be Confirmed Yet"))
	closing.lock_year(doc.accounting_year)
	fresh = frappe.new_doc(queries.DOCTYPE, facility=doc.facility, accounting_year=doc.accounting_year)
	figures.fill(fresh)
	if any(won(fresh.get(field)) != won(doc.get(field)) for field in _FIGURES):
		frappe.throw(
			_(
				"The books have changed since this settlement was written. Please have it returned, and request it again."
			),
			LedgerError,
		)
	checks.throw_unmet(checks.of_books(doc), _("The Settlement Cannot Be Confirmed Yet"))
	doc.confirmed_on = nowdate()


def close(doc) -> None:
	"""Close the year of a confirmed settlement, and hand over to the next one as far as that is ready."""
	closing.close_year(doc.accounting_year)
	frappe.db.savepoint("huimang_settlement")
	try:
		prepare_next_year(doc)
	except (frappe.ValidationError, frappe.PermissionError):
		# a draft that cannot be written does not keep a year open: it is left to the accountant, as the form shows
		roll_back_to("huimang_settlement")
		frappe.clear_last_message()
	if can_carry_over(doc):
		carry_over(doc)


def prepare_next_year(doc) -> str | None:
	"""Open the next year's books and put the carry-over into a draft of its budget (C11); return the draft's name.

	Nothing is drafted where the budget in force has these very amounts, or while a draft is being approved.
	"""
	year = queries.year(doc.accounting_year)
	next_year = budget_service.open_books(year.facility, year.year + 1, year.accounting_unit)
	doc.db_set("next_year", next_year)
	wanted = budget_lines(doc)
	name = _draft_with(doc, next_year, wanted)
	if name:
		doc.db_set("next_budget", name)
	return name


def budget_lines(doc) -> Counter:
	"""Return the carry-over as budget lines: won by (subject, program, fund source)."""
	lines: Counter = Counter()
	for row in doc.carryovers:
		lines[row.account_subject, row.program, row.fund_source] += won(row.amount)
	return lines


def can_carry_over(doc) -> bool:
	"""Tell whether the next year can take the carry-over: its budget has the 목 (B1), and a day is still open."""
	next_year = queries.next_year_name(queries.year(doc.accounting_year))
	subjects = {row.account_subject for row in doc.carryovers}
	if not queries.first_open_day(next_year):
		return False
	return subjects <= {subject for subject, *_rest in queries.budgeted_openings(next_year, subjects)}


def carry_over(doc) -> int:
	"""Open the next year's books with what is left of this one, and return how many entries that took.

	What is left is revenue of the next year's 이월금 (제7조: all revenue is in the budget), booked by fund source on
	the account where it lies, on the year's first day that is open. It may be done as soon as all months are closed.
	Done again, it books what has changed since, which is nothing unless a month was reopened.
	"""
	year = closing.lock_year(doc.accounting_year)
	if year.closed_through != year.end_date:
		frappe.throw(_("Please close every month of the year first."), ClosedPeriodError)
	books = queries.books(doc.accounting_year)
	if fault := figures.fault(doc, books):
		frappe.throw(fault, LedgerError)
	next_year = queries.next_year_name(year)
	day = queries.first_open_day(next_year)
	if not day:
		frappe.throw(
			_("The next accounting year has no day that is open. Please open its books first."),
			ClosedPeriodError,
		)
	changes = _changes(doc, books)
	if changes:
		voucher = Voucher(
			*(year.facility, year.accounting_unit, next_year, day),
			*(queries.DOCTYPE, doc.name, _("{0} Carry-over", "ko").format(year.year)),
		)
		posting.post(voucher, changes)
	_note(doc, next_year, sum(books.accounts.values()), bool(changes))
	return len(changes)


def refuse_deletion(doc) -> None:
	"""Refuse to delete a settlement whose carry-over is in the next year's books."""
	if queries.posted(doc.name):
		frappe.throw(
			_("What this settlement carried over is in the next year's books. It cannot be deleted."),
			LedgerError,
		)


def check_meetings(doc) -> None:
	"""Refuse days of meetings that cannot be (T1)."""
	year = queries.year(doc.accounting_year)
	obey(rules.check_order, getdate(year.end_date), getdate(), checks.proofs(doc))


def overview(doc) -> dict:
	"""Return what the form shows: the answers to every check, and what is to be done next."""
	books = queries.books(doc.accounting_year) if doc.stage == "Draft" else None
	asked = [] if doc.docstatus else checks.of_books(doc, books, full=False)
	return {
		"checks": [
			check._asdict() for check in (*asked, *checks.of_meetings(doc), *checks.of_submission(doc))
		],
		"can_carry_over": can_carry_over(doc),
		"needs_budget": _needs_budget(doc),
	}


def _needs_budget(doc) -> bool:
	next_year = queries.next_year_name(queries.year(doc.accounting_year))
	wanted = budget_lines(doc)
	subjects = {subject for subject, *_rest in wanted}
	return bool(wanted) and queries.budgeted_openings(next_year, subjects) != dict(wanted)


def _draft_with(doc, next_year: str, wanted: Counter) -> str | None:
	subjects = {subject for subject, *_rest in wanted}
	if not wanted or queries.budgeted_openings(next_year, subjects) == dict(wanted):
		return None
	latest = latest_budget(next_year)
	if latest and latest.docstatus == 0:
		budget = frappe.get_doc("Facility Budget", latest.name)
		if budget.stage != "Draft" or not access.has_permission(budget, "create"):
			return None
		_put_lines(budget, _beside_carryovers(doc, wanted), subjects, doc.title)
		return budget.save().name
	budget = frappe.new_doc("Facility Budget", facility=doc.facility, accounting_year=next_year)
	budget_service.number_version(budget)
	if not budget.version and budget.base_budget:
		budget_service.carry_forward(budget)
	_put_lines(budget, _beside_carryovers(doc, wanted), subjects, doc.title)
	budget.insert(ignore_permissions=True)
	# whoever confirms the settlement does not become the writer of a budget that they have to approve
	budget.db_set("owner", doc.owner, update_modified=False)
	return budget.name


def _beside_carryovers(doc, wanted: Counter) -> Counter:
	"""Return what of the carry-over the budget itself has to give: carryovers (이월, C10) have appropriated theirs."""
	rest = Counter(wanted)
	for row in carryover_queries.carried(doc.accounting_year):
		rest[row.revenue_subject, row.program, row.fund_source] -= int(row.amount)
	return +rest


def _put_lines(budget, wanted: Counter, subjects: set[str], source: str) -> None:
	"""Replace the carry-over of a draft by what was settled; each line keeps what it had in the version before."""
	moks = dict(
		frappe.get_all("Account Subject", {"mok": ("in", sorted(subjects))}, ["name", "mok"], as_list=True)
	)
	earlier: Counter = Counter()
	kept = []
	for line in budget.revenue_lines:
		if line.account_subject in moks:
			earlier[moks[line.account_subject], line.program, line.fund_source] += won(line.previous_amount)
		else:
			kept.append(line)
	budget.set("revenue_lines", kept)
	for (subject, program, fund), amount in sorted(wanted.items()):
		before = earlier.pop((subject, program, fund), 0)
		values = {"account_subject": subject, "program": program, "fund_source": fund, "description": source}
		budget.append("revenue_lines", {**values, "amount": amount, "previous_amount": before})


def _changes(doc, books: queries.Books) -> list[Posting]:
	"""Return the entries by which the next year's opening differs from what is left of this one."""
	lines, moved = obey(figures.openings, doc, books)
	wanted: Counter[Line] = Counter()
	for line, amount in lines.items():
		wanted[(REVENUE, *line)] += amount
	for account, amount in moved.items():
		wanted[TRANSFER, "", "", "", account] += amount
	posted = queries.posted(doc.name)
	for row in posted:
		wanted[row.side, row.account_subject, row.program, row.fund_source, row.bank_account] -= int(
			row.amount
		)
	remarks = _("Carried over from {0}", "ko").format(
		frappe.get_cached_value("Accounting Year", doc.accounting_year, "title")
	)
	changes = sorted((line, amount) for line, amount in wanted.items() if amount)
	return [
		Posting(
			*(side, subject or None, program or None, fund or None, account, amount),
			remarks=remarks,
			voucher_row=str(number),
		)
		for number, ((side, subject, program, fund, account), amount) in enumerate(changes, len(posted) + 1)
	]


def _note(doc, next_year: str, total: int, changed: bool) -> None:
	values = {"next_year": next_year, "carried_over": total}
	if changed:
		values |= {"carried_over_at": now_datetime(), "carried_over_by": frappe.session.user}
	doc.db_set(values)
	if changed:
		frappe.msgprint(
			_("{0} won was carried over into the next year.").format(format_won(total)), alert=True
		)
