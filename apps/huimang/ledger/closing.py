"""Closing months, in their order, and the refusal of every posting into what is closed."""

import datetime
from collections.abc import Iterator

import frappe
from frappe import _
from frappe.utils import add_days, add_months, formatdate, get_last_day, getdate

from huimang.errors import ClosedPeriodError, LedgerError
from huimang.ledger import verify

HOOK = "huimang_closing_checks"
"""Hook key: dotted paths of ``check(facility, accounting_year, first_day, last_day) -> Iterable[str]``.

Each returns sentences, in the user's language, on what stands against closing the month. So modules above the ledger
have their say without the ledger knowing them. The year is locked then, but a plain SELECT may still show what was
there before the lock was had: checks read with a lock, and with NOWAIT, for whoever holds a document waits for the year.
"""


def require_open(
	accounting_year: str, date: datetime.date | str, facility: str | None = None
) -> frappe._dict:
	"""Return the accounting year; refuse a day that is closed or outside it (제5조).

	Locks the year against closing until the caller's transaction ends. The lock is shared: postings do not wait for
	each other. Call it before budget lines are touched.

	:param facility: refuse a year that is not this facility's.
	"""
	table = frappe.qb.DocType("Accounting Year")
	columns = ("name", "facility", "accounting_unit", "status", "start_date", "end_date")
	columns += ("closed_through", "entry_closed_through")
	query = frappe.qb.from_(table).select(*columns).where(table.name == accounting_year)
	rows = frappe.db.sql(f"{query} LOCK IN SHARE MODE", as_dict=True)
	if not rows or (facility and rows[0].facility != facility):
		frappe.throw(
			_("There is no accounting year {0} in this facility.").format(accounting_year), LedgerError
		)
	year, day = rows[0], getdate(date)
	if not year.start_date <= day <= year.end_date:
		frappe.throw(
			_(
				"{0} is not in the accounting year, which runs from {1} to {2}. Please correct the date."
			).format(formatdate(day), formatdate(year.start_date), formatdate(year.end_date)),
			ClosedPeriodError,
		)
	if year.status == "Closed":
		frappe.throw(
			_("The accounting year is closed. Please use a date of an open year."), ClosedPeriodError
		)
	if year.closed_through and day <= year.closed_through:
		frappe.throw(
			_(
				"The books are closed through {0}. Please use a later date, or ask the facility head to reopen the month."
			).format(formatdate(year.closed_through)),
			ClosedPeriodError,
		)
	if year.entry_closed_through and day <= year.entry_closed_through:
		frappe.throw(
			_(
				"The entry of documents is closed through {0}. Please use a later date, or have the month's entry opened again."
			).format(formatdate(year.entry_closed_through)),
			ClosedPeriodError,
		)
	return year


def close_entry(accounting_year: str, month: int) -> None:
	"""Close the entry of the month that is next to be closed (입력마감): nothing is booked in it while it is looked over."""
	year = lock_year(accounting_year)
	_first, last = _next_month(year, month)
	frappe.db.set_value("Accounting Year", accounting_year, "entry_closed_through", last)


def reopen_entry(accounting_year: str) -> None:
	"""Open the entry of the month again that is not closed yet."""
	year = lock_year(accounting_year)
	frappe.db.set_value("Accounting Year", accounting_year, "entry_closed_through", year.closed_through)


def close_month(accounting_year: str, month: int) -> frappe._dict:
	"""Close a month of an accounting year; called when a Month Closing is submitted.

	Months are closed in order, and only when nothing speaks against it: balances that differ from their entries, or
	what modules above report through the hook. Returns the facility's chain head as it is then (last_no, last_hash).
	"""
	year = lock_year(accounting_year)
	first, last = _next_month(year, month)
	problems = list(_problems(year, first, last))
	if problems:
		frappe.throw("<br>".join(problems), LedgerError, title=_("The Month Cannot Be Closed"))
	_set_closed_through(accounting_year, last)
	head = frappe.db.get_value(
		"Ledger Head", year.facility, ["last_no", "last_hash"], as_dict=True, for_update=True
	)
	return head or frappe._dict(last_no=0, last_hash="")


def reopen_month(accounting_year: str, month: int) -> None:
	"""Open the month that was closed last; called when a Month Closing is cancelled."""
	year = lock_year(accounting_year)
	first, last = month_bounds(year, month)
	if year.status == "Closed":
		frappe.throw(
			_("The accounting year is closed. Its months can no longer be reopened."), ClosedPeriodError
		)
	if year.closed_through != last:
		frappe.throw(_("Only the month that was closed last can be reopened."), LedgerError)
	_set_closed_through(accounting_year, None if first == year.start_date else getdate(add_days(first, -1)))


def close_year(accounting_year: str) -> None:
	"""Close a year all of whose months are closed; called when its settlement is confirmed (제19조). Nothing opens it again."""
	year = lock_year(accounting_year)
	if year.status == "Closed":
		frappe.throw(_("The accounting year is closed already."), ClosedPeriodError)
	if year.closed_through != year.end_date:
		frappe.throw(_("Please close every month of the year first."), LedgerError)
	frappe.db.set_value("Accounting Year", accounting_year, "status", "Closed")


def month_bounds(year: frappe._dict, month: int) -> tuple[datetime.date, datetime.date]:
	"""Return the first and last day that calendar month ``month`` has in an accounting year."""
	if not 1 <= month <= 12:
		frappe.throw(_("A month is a number from 1 to 12."), LedgerError)
	first = getdate(add_months(year.start_date, (month - year.start_date.month) % 12))
	return first, getdate(get_last_day(first))


def lock_year(accounting_year: str) -> frappe._dict:
	"""Return the accounting year as it is committed, locked against postings and other closings."""
	columns = ["name", "facility", "accounting_unit", "year", "title", "status"]
	columns += ["start_date", "end_date", "closed_through"]
	year = frappe.db.get_value("Accounting Year", accounting_year, columns, as_dict=True, for_update=True)
	if not year:
		frappe.throw(
			_("There is no accounting year {0} in this facility.").format(accounting_year), LedgerError
		)
	return year


def _next_month(year: frappe._dict, month: int) -> tuple[datetime.date, datetime.date]:
	"""Return the first and last day of a month; refuse it where it is not the one to be closed next, or not over."""
	if year.status == "Closed":
		frappe.throw(_("The accounting year is closed already."), ClosedPeriodError)
	first, last = month_bounds(year, month)
	expected = getdate(add_days(year.closed_through, 1)) if year.closed_through else year.start_date
	if first < expected:
		frappe.throw(_("The month is closed already."), ClosedPeriodError)
	if first > expected:
		frappe.throw(
			_("Months are closed in order. Please close month {0} of {1} first.").format(
				expected.month, expected.year
			),
			LedgerError,
		)
	if getdate() < last:
		frappe.throw(
			_("The month ends on {0}. Please close it then or later.").format(formatdate(last)), LedgerError
		)
	return first, last


def _problems(year: frappe._dict, first: datetime.date, last: datetime.date) -> Iterator[str]:
	"""Yield the reasons not to close a month."""
	yield from (finding.message for finding in verify.verify_balances(year.facility, year.name, first, last))
	yield from (finding.message for finding in verify.verify_actuals(year.name))
	for path in frappe.get_hooks(HOOK):
		yield from frappe.get_attr(path)(year.facility, year.name, first, last)


def _set_closed_through(accounting_year: str, day: datetime.date | None) -> None:
	frappe.db.set_value(
		"Accounting Year", accounting_year, {"closed_through": day, "entry_closed_through": day}
	)
